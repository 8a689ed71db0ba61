"""When help is wanted: a day, a part of a day or an hour, in the line's own time zone and never in the past."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from hotline.catalogs import Catalog
from hotline.understanding.delays import delay, is_clock, moment
from hotline.understanding.lexicon import Hit
from hotline.understanding.ordered import Ordered, Table
from hotline.understanding.words import Word, latin_digits

Precision = Literal["soon", "day", "hour"]

_CLOCK = re.compile(r"(?<![\d.,/-])([01]?\d|2[0-3])[:.]([0-5]\d)(?![\d/]|\s*kr)")
_MERIDIEM = re.compile(r"(?<!\d)(1[0-2]|[1-9])(?::([0-5]\d))?\s*([ap])\.?m\b", re.IGNORECASE)
_DAY_MONTH = re.compile(r"(?<![\d/])([0-3]?\d)\s?/\s?([01]?\d)(?![\d/])")
_ISO = re.compile(r"(?<!\d)(20\d\d)-([01]\d)-([0-3]\d)(?!\d)")
_UNTIL = re.compile(r"\s*[-–]\s*([01]?\d|2[0-3])(?:[:.]([0-5]\d))?(?!\d)")
_PARTS = {"morning": (8, 12), "noon": (11, 14), "afternoon": (12, 17), "evening": (17, 21)}
_DAY_BEGINS, _DAY_ENDS = time(8), time(21)
_SHORTEST_NAME = 4  # shorter names of days are everyday words of some other language ("to", "la", "ti")
_FIRST_LIKELY_HOUR = 7  # "at 5" is five in the afternoon: nobody visits at five in the morning


@dataclass(frozen=True)
class When:
    """start, end: aware, UTC. precision: how exactly it was said; soon has the moment of asking in both.

    names_day: False for an hour alone ("no, at three"), which stands here on the next day that has it.
    """

    start: datetime
    end: datetime
    precision: Precision
    names_day: bool = field(default=True, compare=False)

    def on(self, day: date, zone: ZoneInfo) -> "When":
        """Return the same hours on another day."""
        start, end = (
            datetime.combine(day, moment.astimezone(zone).time(), zone).astimezone(UTC)
            for moment in (self.start, self.end)
        )
        return When(start, end, self.precision)


@dataclass(frozen=True)
class _Hours:
    start: time
    end: time | None


class Times:
    """The names of weekdays and months in all languages. Made once at start."""

    def __init__(self, catalogs: Mapping[str, Catalog]) -> None:
        self._weekdays = Ordered(catalogs, "lexicon:time:weekdays", first=0, shortest=_SHORTEST_NAME)
        self._months = Ordered(catalogs, "lexicon:time:months", first=1, shortest=_SHORTEST_NAME)
        self._numbers = Ordered(catalogs, "lexicon:numbers", first=0)

    def of(self, language: str | None) -> "TimesOfOne":
        """The reader of times in one language, Swedish and English; None: in whatever is the same to all."""
        return TimesOfOne(self._weekdays.of(language), self._months.of(language), self._numbers.of(language))


@dataclass(frozen=True)
class TimesOfOne:
    """The names of weekdays, months and numbers in one language."""

    _weekdays: Table
    _months: Table
    _numbers: Table

    @property
    def numbers(self) -> Table:
        """The names of numbers."""
        return self._numbers

    def read(
        self, text: str, words: Sequence[Word], hits: Iterable[Hit], *, now: datetime, zone: ZoneInfo
    ) -> When | None:
        """The time a text names, or None when it names none."""
        hits = tuple(hits)
        times = [hit for hit in hits if hit.name.startswith("time:") and not is_clock(hit, words, self._numbers)]
        named = _outermost(times)
        here = now.astimezone(zone)
        is_moved = any(hit.name == "series:move" for hit in hits)
        day = self._day(text, words, named, here.date(), is_moved=is_moved)
        part = next((part for name, part in _PARTS.items() if f"time:{name}" in named), None)
        hours = _hours(latin_digits(text), part) or self._told(latin_digits(text), words, named, part)
        later = delay(words, named, self._numbers) if hours is None and day is None else None
        if later is not None:
            start = moment(now, later)
            return When(_utc(start), _utc(start + timedelta(hours=1)), "hour")
        if hours is None and part is not None:
            hours = _Hours(time(part[0]), time(part[1]))
        if hours is not None:
            return _at_hours(here, day, hours)
        if day is None and "time:next_week" in named:
            monday = here.date() + timedelta(days=7 - here.weekday())
            return _span(here, monday, monday + timedelta(days=4))
        if day is not None:
            return _span(here, day, day)
        return When(_utc(here), _utc(here), "soon") if "time:soon" in named else None

    def weekdays_in(self, words: Sequence[Word]) -> tuple[int, ...]:
        """Where the names of weekdays stand."""
        return tuple(at for at, _ in enumerate(words) if _named(self._weekdays, words, at) is not None)

    def _told(
        self, digits: str, words: Sequence[Word], named: Mapping[str, Hit], part: tuple[int, int] | None
    ) -> _Hours | None:
        """An hour after the word for it: "kl 15", "klockan tre", and "halv tre", which is half an hour before three."""
        half, told = named.get("time:half_to"), named.get("time:clock")
        if half is not None:
            word = _next(words, half)
            hour = self._hour(word, is_word=True)
            return _Hours(_likely((hour - 1) % 12 or 12, 30, part), None) if hour else None
        word = _next(words, told) if told else None
        hour = self._hour(word, is_word=told is not None and not told.is_weak)
        return None if word is None or hour is None else _spanned(digits, word.end, _likely(hour, 0, part))

    def _hour(self, word: Word | None, *, is_word: bool) -> int | None:
        if word is None:
            return None
        if word.folded.isdecimal():
            return int(word.folded) if int(word.folded) <= 23 else None
        return self._numbers.get((word.folded,)) if is_word else None

    def _day(
        self, text: str, words: Sequence[Word], named: Mapping[str, Hit], today: date, *, is_moved: bool
    ) -> date | None:
        ahead = {"time:day_after": 2, "time:tomorrow": 1, "time:today": 0}
        for name, days in ahead.items():
            if name in named:
                return today + timedelta(days=days)
        return self._date(latin_digits(text), words, today) or self._weekday(words, named, today, is_moved=is_moved)

    def _weekday(
        self, words: Sequence[Word], named: Mapping[str, Hit], today: date, *, is_moved: bool
    ) -> date | None:
        """The first weekday that is named; of "move Wednesday to Thursday" the last."""
        named_days = [day for at, _ in enumerate(words) if (day := _named(self._weekdays, words, at)) is not None]
        if not named_days:
            return None
        weekday = named_days[-1 if is_moved else 0]
        base = today + timedelta(days=6 - today.weekday()) if "time:next_week" in named else today
        return base + timedelta(days=(weekday - base.weekday() - 1) % 7 + 1)

    def _date(self, digits: str, words: Sequence[Word], today: date) -> date | None:
        iso = _ISO.search(digits)
        if iso:
            return _future(int(iso[1]), int(iso[2]), int(iso[3]), today)
        slashed = _DAY_MONTH.search(digits)
        if slashed:
            return _future(today.year, int(slashed[2]), int(slashed[1]), today)
        for at, _word in enumerate(words):
            month = _named(self._months, words, at)
            beside = [words[near].folded for near in (at - 1, at + 1) if 0 <= near < len(words)]
            days = [match[1] for word in beside if (match := re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th|e|a)?", word))]
            if month is not None and days:
                return _future(today.year, month, int(days[0]), today)
        return None


def _named(table: Table, words: Sequence[Word], at: int) -> int | None:
    pair = tuple(word.folded for word in words[at : at + 2])
    forms = (pair, *((reading,) for reading in words[at].readings))
    return next((table[form] for form in forms if form in table), None)


def _outermost(hits: Sequence[Hit]) -> dict[str, Hit]:
    """Hits by list; "in the morning" within "tomorrow morning" stays, "morgon" within "i morgon" goes."""
    return {
        hit.name: hit
        for hit in hits
        if not any(len(other.at) > len(hit.at) and set(hit.at) < set(other.at) for other in hits)
    }


def _future(year: int, month: int, day: int, today: date) -> date | None:
    try:
        meant = date(year, month, day)
        return meant if meant >= today else meant.replace(year=year + 1)
    except ValueError:
        return None


def _next(words: Sequence[Word], hit: Hit) -> Word | None:
    """The word that follows."""
    return words[hit.at[-1] + 1] if hit.at[-1] + 1 < len(words) else None


def _hours(digits: str, part: tuple[int, int] | None) -> _Hours | None:
    meridiem = _MERIDIEM.search(digits)
    if meridiem:
        hour = int(meridiem[1]) % 12 + (12 if meridiem[3].lower() == "p" else 0)
        return _Hours(time(hour, int(meridiem[2] or 0)), None)
    clock = _CLOCK.search(digits)
    return _spanned(digits, clock.end(), _likely(int(clock[1]), int(clock[2]), part)) if clock else None


def _likely(hour: int, minute: int, part: tuple[int, int] | None) -> time:
    is_late = part is not None and part[0] >= 12
    is_unsaid = part is None and hour < _FIRST_LIKELY_HOUR
    return time(hour + 12 if 0 < hour < 12 and (is_late or is_unsaid) else hour, minute)


def _spanned(digits: str, at: int, start: time) -> _Hours:
    until = _UNTIL.match(digits, at)
    if not until:
        return _Hours(start, None)
    end = time(int(until[1]), int(until[2] or 0))
    if end < start and end.hour < 12:
        end = end.replace(hour=end.hour + 12)
    return _Hours(start, end if end > start else None)


def _at_hours(here: datetime, day: date | None, hours: _Hours) -> When:
    start = datetime.combine(day or here.date(), hours.start, here.tzinfo)
    end = datetime.combine(start.date(), hours.end, here.tzinfo) if hours.end else start + timedelta(hours=1)
    if end <= here and day is None:
        start, end = start + timedelta(days=1), end + timedelta(days=1)
    if end <= here:
        return _span(here, start.date(), start.date())
    # An hour without a day stays whole, though it has begun: it may be that hour of a day agreed on before.
    return When(_utc(max(start, here) if day else start), _utc(end), "hour", names_day=day is not None)


def _span(here: datetime, first: date, last: date) -> When:
    start = datetime.combine(first, _DAY_BEGINS, here.tzinfo)
    end = datetime.combine(last, _DAY_ENDS, here.tzinfo)
    if end <= here:
        end = datetime.combine(here.date(), time(23, 59), here.tzinfo)
    return When(_utc(max(start, here)), _utc(max(end, here)), "day")


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)
