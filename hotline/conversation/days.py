"""What the numbers of "when?" and "at what hour?" stand for, by the clock of the place."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hotline.understanding import When
from hotline.understanding.times.hours import likely

DAY_STARTS, DAY_ENDS = time(8), time(21)
"""What "today" and "tomorrow" mean, by the clock of the place."""

HOUR = timedelta(hours=1)


def weekday(choice: int, now: datetime, zone: ZoneInfo) -> When | None:
    """Return the next such day after today: 1 is Monday, 7 Sunday; None for any other number."""
    if not 1 <= choice <= 7:
        return None
    today = now.astimezone(zone).date()
    day = today + timedelta(days=(choice - 1 - today.weekday()) % 7 or 7)
    return _whole_day(day, now, zone)


def numbered(choice: int, now: datetime, zone: ZoneInfo) -> When | None:
    """Return what the numbers of "when?" stand for: 1 soon, 2 today, 3 tomorrow; None for any other."""
    if choice == 1:
        return When(now, now, "soon")
    if choice not in (2, 3):
        return None
    return _whole_day(now.astimezone(zone).date() + timedelta(days=choice - 2), now, zone)


def at_hour(choice: int, day: date, now: datetime, zone: ZoneInfo) -> When | None:
    """Return an hour of a day, 0 to 23 or as it is said; None for what is no hour, or is over."""
    if not 0 <= choice <= 23:
        return None
    start = datetime.combine(day, likely(choice, 0, None), zone).astimezone(UTC)
    return When(start, start + HOUR, "hour") if start > now else None


def _whole_day(day: date, now: datetime, zone: ZoneInfo) -> When:
    first, last = (datetime.combine(day, hour, zone).astimezone(UTC) for hour in (DAY_STARTS, DAY_ENDS))
    return When(max(first, now), max(last, now), "day")
