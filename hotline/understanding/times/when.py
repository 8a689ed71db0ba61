"""When help is wanted: a day, a part of a day or an hour, in the line's own time zone and never in the past."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from hotline.catalogs import Catalog
from hotline.understanding.lists.lexicon import Hit
from hotline.understanding.lists.ordered import EVERYWHERE, Ordered, Table
from hotline.understanding.times import deadlines
from hotline.understanding.times.days import Days, several
from hotline.understanding.times.delays import delay, is_clock, moment
from hotline.understanding.times.hours import Hours, hours_in, likely, spanned
from hotline.understanding.times.windows import DAY_BEGINS, DAY_ENDS, LIMITS, Part, Saying, Window, may_tell, window
from hotline.understanding.words import Word, latin_digits, vocabulary

Precision = Literal["soon", "day", "hour"]

_PARTS = {"morning": (8, 12), "noon": (11, 14), "afternoon": (12, 17), "evening": (17, 21)}
_SHORTEST_NAME = 4  # shorter names of days are everyday words of some other language ("to", "la", "ti")
_NOT, _SOON = "time:not", "time:soon"
_COUNTED = ("lexicon:counted",)
_PASSING = ("lexicon:filler", "lexicon:hint", "lexicon:joining", "lexicon:asking")


@dataclass(frozen=True)
class When:
    """start, end: aware, UTC. precision: how exactly it was said; soon has the moment of asking in both.

    names_day: False for an hour alone ("no, at three"), which stands here on the next day that has it.
    is_open: whether the beginning was not said ("before three"), so that it begins when it was said.
    told_at: the places of the words that tell its limits.
    """

    start: datetime
    end: datetime
    precision: Precision
    names_day: bool = field(default=True, compare=False)
    is_open: bool = field(default=False, compare=False)
    told_at: tuple[int, ...] = field(default=(), compare=False)

    def on(self, day: date, zone: ZoneInfo) -> "When":
        """Return the same hours on another day."""
        start, end = (
            datetime.combine(day, moment.astimezone(zone).time(), zone).astimezone(UTC)
            for moment in (self.start, self.end)
        )
        first = datetime.combine(day, DAY_BEGINS, zone).astimezone(UTC) if self.is_open else start
        return When(first if first < end else start, end, self.precision)


class Times:
    """The names of weekdays and months in all languages. Made once at start."""

    def __init__(self, catalogs: Mapping[str, Catalog]) -> None:
        self._weekdays = Ordered(catalogs, "lexicon:time:weekdays", first=0, shortest=_SHORTEST_NAME)
        self._months = Ordered(catalogs, "lexicon:time:months", first=1, shortest=_SHORTEST_NAME)
        passing = {tag: _passing(catalog) for tag, catalog in catalogs.items()}
        self._numbers = Ordered(catalogs, "lexicon:numbers", first=0)
        common = frozenset().union(*(passing.get(tag, ()) for tag in EVERYWHERE))
        self._passing = {tag: common | own for tag, own in passing.items()}
        self._passing_anywhere = frozenset().union(*passing.values())

    def of(self, language: str | None) -> "TimesOfOne":
        """The reader of times in one language, Swedish and English; None: in whatever is the same to all."""
        passing = self._passing.get(language or "", self._passing_anywhere)
        tables = (self._weekdays.of(language), self._months.of(language), self._numbers.of(language))
        return TimesOfOne(language, Days(*tables, passing))


@dataclass(frozen=True)
class TimesOfOne:
    """The reader of times in one language. days: the names of days and numbers in it."""

    _language: str | None
    days: Days

    @property
    def numbers(self) -> Table:
        """The names of numbers."""
        return self.days.numbers

    def read(
        self, text: str, words: Sequence[Word], hits: Iterable[Hit], *, now: datetime, zone: ZoneInfo
    ) -> When | None:
        """The time a text names, or None when it names none."""
        hits, digits, here = tuple(hits), latin_digits(text), now.astimezone(zone)
        times = [hit for hit in hits if hit.name.startswith("time:") and not is_clock(hit, words, self.numbers)]
        named = _outermost(times)
        is_moved = any(hit.name == "series:move" for hit in hits)
        day = self.days.one(digits, words, named, here.date(), is_moved=is_moved)
        part = next((part for name, part in _PARTS.items() if f"time:{name}" in named), None)
        limits = self._window(digits, words, times, part)
        if limits is None and day is None:
            later = self._from_now(digits, words, named, now=now, part=part)
            if later is not None:
                return later
        days = several(named, here.date()) if day is None else (day, day)
        hours = limits.hours if limits else hours_in(digits, part) or self._told(digits, words, named, part)
        until = self.days.deadline(digits, words, _told_apart(times)) if days and limits is None else None
        if days is not None and until is not None:
            left = until.days(here.date(), *days, has_hour=hours is not None)
            return replace(_span(here, *left), told_at=until.at)
        told_at = limits.at if limits else ()
        if hours is None and part is not None:
            hours = Hours(time(part[0]), time(part[1]))
        if hours is not None and (days is None or day is not None):
            return replace(_at_hours(here, day, hours, part), told_at=told_at)
        if days is not None:
            return replace(_span(here, *days), told_at=told_at)
        return When(_utc(here), _utc(here), "soon") if _SOON in named else None

    def _from_now(
        self, digits: str, words: Sequence[Word], named: Mapping[str, Hit], *, now: datetime, part: Part
    ) -> When | None:
        """An hour told from now, unless an hour of the clock is told."""
        if hours_in(digits, part) or self._told(digits, words, named, part):
            return None
        later = delay(words, named, self.numbers)
        if later is None:
            return None
        start = moment(now, later)
        return When(_utc(start), _utc(start + timedelta(hours=1)), "hour")

    def _window(self, digits: str, words: Sequence[Word], times: Sequence[Hit], part: Part) -> Window | None:
        """The window a text tells, without limits that are part of another expression ("after lunch")."""
        apart = _told_apart(times)
        if not may_tell(digits, apart):
            return None
        weekdays = self.days.weekdays_in(words)
        return window(Saying(digits, words, apart, self.numbers, weekdays, self.days.passing, self._language), part)

    def _told(self, digits: str, words: Sequence[Word], named: Mapping[str, Hit], part: Part) -> Hours | None:
        """An hour after the word for it: "kl 15", "klockan tre", and "halv tre", which is half an hour before three."""
        half, told = named.get("time:half_to"), named.get("time:clock")
        if half is not None:
            word = _next(words, half)
            hour = self._hour(word, is_word=True)
            return Hours(likely((hour - 1) % 12 or 12, 30, part), None) if hour else None
        word = _next(words, told) if told else None
        hour = self._hour(word, is_word=told is not None and not told.is_weak)
        return None if word is None or hour is None else spanned(digits, word.end, likely(hour, 0, part))

    def _hour(self, word: Word | None, *, is_word: bool) -> int | None:
        if word is None:
            return None
        if word.folded.isdecimal():
            return int(word.folded) if int(word.folded) <= 23 else None
        return self.numbers.get((word.folded,)) if is_word else None


def _passing(catalog: Catalog) -> frozenset[str]:
    """The words of a language that may follow an hour: those of politeness and grammar, but nothing that is counted."""
    said, counted = (vocabulary("\n".join(catalog.entries[key] for key in catalog.family(keys)))
                     for keys in (_PASSING, _COUNTED))  # fmt: skip
    return said - counted


def _outermost(hits: Sequence[Hit]) -> dict[str, Hit]:
    """Hits by list; "in the morning" within "tomorrow morning" stays, "morgon" within "i morgon" goes."""
    return {
        hit.name: hit
        for hit in hits
        if not any(len(other.at) > len(hit.at) and set(hit.at) < set(other.at) for other in hits)
    }


def _told_apart(times: Sequence[Hit]) -> tuple[Hit, ...]:
    """All hits but those of limits that lie within longer ones; "kl" is a part of "before", not the other way round."""
    whole = [hit for hit in times if hit.name not in ("time:clock", _NOT)]
    limits = (*LIMITS, *deadlines.LIMITS)
    return tuple(hit for hit in times if hit.name not in limits or not any(set(hit.at) < set(o.at) for o in whole))


def _next(words: Sequence[Word], hit: Hit) -> Word | None:
    """The word that follows."""
    return words[hit.at[-1] + 1] if hit.at[-1] + 1 < len(words) else None


def is_not_time(hits: Iterable[Hit], when: When | None) -> bool:
    """Whether a word may turn a time into one when he cannot; not the "before" of a window, and of "before noon"."""
    every = tuple(hits)
    parts = [set(hit.at) for hit in every if hit.name.removeprefix("time:") in _PARTS]
    said = [set(hit.at) for hit in every if hit.name == _NOT]
    told_at = set(when.told_at if when else ())
    return any(not at <= told_at and not any(at < part for part in parts) for at in said)


def _at_hours(here: datetime, day: date | None, hours: Hours, part: Part) -> When:
    if hours.start is None and hours.end is not None:
        return _before(here, day, hours.end, part)
    start = datetime.combine(day or here.date(), hours.start or DAY_BEGINS, here.tzinfo)
    end = datetime.combine(start.date(), hours.end, here.tzinfo) if hours.end else start + timedelta(hours=1)
    if end <= here and day is None:
        start, end = start + timedelta(days=1), end + timedelta(days=1)
    if end <= here:
        return _span(here, start.date(), start.date())
    # An hour without a day stays whole, though it has begun: it may be that hour of a day agreed on before.
    return When(_utc(max(start, here) if day else start), _utc(end), "hour", names_day=day is not None)


def _before(here: datetime, day: date | None, end: time, part: Part) -> When:
    """From now, or from the beginning of a day or its part, to an hour."""
    last = datetime.combine(day or here.date(), end, here.tzinfo)
    if last <= here and day is None:
        last += timedelta(days=1)
    if last <= here:
        return _span(here, last.date(), last.date())
    begins = time(part[0]) if part and time(part[0]) < end else DAY_BEGINS
    first = datetime.combine(last.date(), min(begins, end), here.tzinfo)
    first = min(first, last - timedelta(hours=1))
    if first < here or (day is None and part is None and last.date() == here.date()):
        first = here
    return When(_utc(first), _utc(last), "hour", names_day=day is not None, is_open=True)


def _span(here: datetime, first: date, last: date) -> When:
    start = datetime.combine(first, DAY_BEGINS, here.tzinfo)
    end = datetime.combine(last, DAY_ENDS, here.tzinfo)
    if end <= here:
        end = datetime.combine(here.date(), time(23, 59), here.tzinfo)
    return When(_utc(max(start, here)), _utc(max(end, here)), "day")


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)
