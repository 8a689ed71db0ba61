"""The days and hours of help that comes every week: a day of the calendar and minutes of its clock, in any season.

Pure: days, moments and zones come in as arguments.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dispatch.hours import DAY_MINUTES

DAY_BEGINS, DAY_ENDS = 8 * 60, 21 * 60
"""The hours of a visit for which only a day was said, in minutes."""

PUT_OUT = time(10)
"""When on its day the next visit is put out: nobody is texted about it at night."""

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Slot:
    """When one visit is. precision: day or hour, as for a request."""

    start: datetime
    end: datetime
    precision: str


@dataclass(frozen=True)
class Rhythm:
    """The day of the week (0 is Monday) and the minutes of that day, by the clock of the place."""

    weekday: int
    begins: int
    ends: int
    precision: str

    def on(self, day: date, zone: ZoneInfo) -> Slot:
        """Return the visit on a day."""
        return Slot(_moment(day, self.begins, zone), _moment(day, self.ends, zone), self.precision)


def rhythm_of(slot: Slot, zone: ZoneInfo) -> tuple[Rhythm, date]:
    """Return the rhythm whose first visit is `slot`, and its day. Only what was said to the hour keeps its hours."""
    start, end = slot.start.astimezone(zone), slot.end.astimezone(zone)
    if slot.precision == "hour":
        begins = start.hour * 60 + start.minute
        length = int((end.replace(tzinfo=None) - start.replace(tzinfo=None)).total_seconds() // 60)
        return Rhythm(start.weekday(), begins, begins + max(length, 1), "hour"), start.date()
    day = end.date() if slot.precision == "soon" else start.date()
    return Rhythm(day.weekday(), DAY_BEGINS, DAY_ENDS, "day"), day


def put_out_at(day: date, ahead: int, zone: ZoneInfo) -> datetime:
    """Return when the visit of a day is put out: so many days ahead, in the morning."""
    return datetime.combine(day - timedelta(days=ahead), PUT_OUT, zone).astimezone(UTC)


def days_from(first: date, skips: Collection[str]) -> Iterator[date]:
    """Yield the days of a rhythm from one of them on, without those that are left out."""
    day = first
    while True:
        if day.isoformat() not in skips:
            yield day
        day += WEEK


def _moment(day: date, minutes: int, zone: ZoneInfo) -> datetime:
    days, minute = divmod(minutes, DAY_MINUTES)
    return datetime.combine(day + timedelta(days=days), time(*divmod(minute, 60)), zone).astimezone(UTC)
