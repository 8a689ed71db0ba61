"""When a volunteer is free and when nobody is disturbed: wall-clock hours of a place, safe across summer time.

Pure: times and zones come in as arguments, answers go out.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY_MINUTES = 24 * 60
WEEK_MINUTES = 7 * DAY_MINUTES

_RANGE = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*[-–]\s*(\d{1,2})(?:[:.](\d{2}))?")
_DAY_RANGE = re.compile(r"([a-z]+)(?:\s*[-–]\s*([a-z]+))?")
_PART = re.compile(r"(?P<days>[a-z][a-z\s,–-]*?)\s+(?P<times>\d[\d\s:.,–-]*)")

Span = tuple[int, int]
"""Minutes from and until; the end may lie beyond the day or week when midnight is crossed."""


def parse_range(text: str) -> Span:
    """Return the minutes of a day that "21:00-08:00" names; an end past midnight is above 1440.

    Raises `ValueError` with the reason.
    """
    found = _RANGE.fullmatch(text.strip())
    if not found:
        raise ValueError(f"{text.strip()!r} is not a range of times like 09:00-17:00")
    first_hour, first_minute, last_hour, last_minute = (int(part or 0) for part in found.groups())
    start, end = first_hour * 60 + first_minute, last_hour * 60 + last_minute
    if first_minute > 59 or last_minute > 59 or start >= DAY_MINUTES or end > DAY_MINUTES:
        raise ValueError(f"{text.strip()!r} holds a time that no clock shows")
    if start == end:
        raise ValueError(f"{text.strip()!r} begins and ends at the same time")
    return start, end if end > start else end + DAY_MINUTES


def _clock(minutes: int) -> str:
    return "24:00" if minutes == DAY_MINUTES else f"{minutes // 60 % 24:02}:{minutes % 60:02}"


@dataclass(frozen=True)
class QuietHours:
    """The part of each day in which nobody is texted unasked. `span` None: there is none."""

    span: Span | None = None

    @classmethod
    def parse(cls, text: str) -> "QuietHours":
        """Read "21:00-08:00"; empty means none. Raises `ValueError` with the reason."""
        if not text.strip():
            return cls()
        start, end = parse_range(text)
        if end - start >= DAY_MINUTES:
            raise ValueError("quiet all day would mean that nobody is ever asked")
        return cls((start, end))

    def __str__(self) -> str:
        return f"{_clock(self.span[0])}-{_clock(self.span[1])}" if self.span else ""

    def is_quiet(self, local: datetime) -> bool:
        """Return whether this moment, by the clock of the place, is quiet."""
        if self.span is None:
            return False
        minutes = _minute_of_day(local)
        return any(self.span[0] <= minutes + shift < self.span[1] for shift in (0, DAY_MINUTES))

    def ends_after(self, local: datetime) -> datetime:
        """Return the first moment from `local` on that is not quiet, by the clock of the place."""
        if self.span is None or not self.is_quiet(local):
            return local
        minutes = self.span[1] % DAY_MINUTES
        end = datetime.combine(local.date(), time(*divmod(minutes, 60)), local.tzinfo)
        if end.replace(tzinfo=None) <= local.replace(tzinfo=None):
            end += timedelta(days=1)
        if end.astimezone(UTC) <= local.astimezone(UTC):
            end = end.replace(fold=1)  # the hour that autumn repeats: its second round is meant
        return end.astimezone(UTC).astimezone(local.tzinfo)

    def free_spans(self) -> tuple[Span, ...]:
        """Return what is left of a week, in minutes since Monday."""
        if self.span is None:
            return ((0, WEEK_MINUTES),)
        start, end = self.span
        return tuple((day * DAY_MINUTES + end, (day + 1) * DAY_MINUTES + start) for day in range(7))


@dataclass(frozen=True)
class Hours:
    """A volunteer's stated hours as spans of a week, in minutes since Monday. None: any time outside quiet hours.

    Stated hours stand as they are, also at night: he who writes 22:00-02:00 means it. Texts wait for morning anyway.
    """

    spans: tuple[Span, ...] | None = None

    def is_free(self, local: datetime) -> bool:
        """Return whether he is free at this moment by the clock of the place; quiet hours are not looked at."""
        if self.spans is None:
            return True
        minutes = local.weekday() * DAY_MINUTES + _minute_of_day(local)
        return any(start <= minutes + shift < end for start, end in self.spans for shift in (0, WEEK_MINUTES))

    def overlaps(self, start: datetime, end: datetime, zone: ZoneInfo, quiet: QuietHours) -> bool:
        """Return whether he is free at any moment from `start` until before `end` (aware; not after it: that moment).

        Raises `ValueError` for a time without a zone.
        """
        spans = quiet.free_spans() if self.spans is None else self.spans
        return any(_meets(span, first, last) for first, last in wall_pieces(start, end, zone) for span in spans)


def _minute_of_day(local: datetime) -> float:
    return local.hour * 60 + local.minute + local.second / 60


def _meets(span: Span, first: float, last: float) -> bool:
    if last - first >= WEEK_MINUTES:
        return True
    weeks = ((span[0] + shift, span[1] + shift) for shift in (-WEEK_MINUTES, 0, WEEK_MINUTES))
    return any(max(start, first) < min(end, last) or start <= first < end for start, end in weeks)


@lru_cache(maxsize=1024)
def wall_pieces(start: datetime, end: datetime, zone: ZoneInfo) -> tuple[tuple[float, float], ...]:
    """Return a window as spans of the wall clock, in minutes since Monday, cut where the clocks are changed."""
    if start.utcoffset() is None or end.utcoffset() is None:
        raise ValueError("a window needs times with a time zone")
    first, last = start.astimezone(UTC), max(start, end).astimezone(UTC)
    pieces = []
    while True:
        cut = _first_change(first, last, zone)
        local = first.astimezone(zone)
        minute = local.weekday() * DAY_MINUTES + _minute_of_day(local)
        pieces.append((minute, minute + (cut - first).total_seconds() / 60))
        if cut >= last:
            return tuple(pieces)
        first = cut


def _first_change(first: datetime, last: datetime, zone: ZoneInfo) -> datetime:
    """Return the first moment of the hours in between at which the zone's offset changes, or `last`."""
    offset = first.astimezone(zone).utcoffset()
    moment = first.replace(minute=0, second=0, microsecond=0)
    limit = first + timedelta(days=8)  # a longer window holds a whole week anyway
    while (moment := moment + timedelta(hours=1)) < min(last, limit):
        if moment.astimezone(zone).utcoffset() != offset:
            return moment
    return last


@lru_cache(maxsize=4096)
def parse_hours(text: str) -> Hours:
    """Read "mon-fri 09:00-17:00;sat 10:00-14:00"; empty means any time outside quiet hours.

    Days may be listed ("mon,wed"), ranges may pass the week's end ("sat-mon") or midnight.
    Raises `ValueError` with the reason.
    """
    parts = [part.strip() for part in text.lower().split(";") if part.strip()]
    if not parts:
        return Hours()
    return Hours(tuple(sorted({span for part in parts for span in _spans_of(part)})))


def _spans_of(part: str) -> Iterator[Span]:
    found = _PART.fullmatch(part)
    if not found:
        raise ValueError(f"{part!r} is not days and times like mon-fri 09:00-17:00")
    days = [day for listed in found["days"].split(",") for day in _days_of(listed)]
    for times in found["times"].split(","):
        start, end = parse_range(times)
        yield from ((day * DAY_MINUTES + start, day * DAY_MINUTES + end) for day in days)


def _days_of(listed: str) -> Iterator[int]:
    found = _DAY_RANGE.fullmatch(listed.strip())
    if not found:
        raise ValueError(f"{listed.strip()!r} is not a day like mon or days like mon-fri")
    names = [name for name in found.groups() if name]
    unknown = [name for name in names if name not in DAYS]
    if unknown:
        raise ValueError(f"{unknown[0]!r} is no day; the days are {', '.join(DAYS)}")
    first, last = DAYS.index(names[0]), DAYS.index(names[-1])
    yield from (day % 7 for day in range(first, (last if last >= first else last + 7) + 1))
