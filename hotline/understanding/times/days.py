"""Which day, or which days, a text names."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from hotline.understanding.lists.lexicon import Hit
from hotline.understanding.lists.ordered import Table
from hotline.understanding.times.deadlines import LIMITS, Deadline, deadline
from hotline.understanding.times.delays import days_ahead
from hotline.understanding.words import Word

_AHEAD = {"time:day_after": 2, "time:tomorrow": 1, "time:today": 0}
_WEEKEND, _NEXT_WEEK = "time:weekend", "time:next_week"
_DAY_MONTH = re.compile(r"(?<![\d/])([0-3]?\d)\s?/\s?([01]?\d)(?![\d/])")
_ISO = re.compile(r"(?<!\d)(20\d\d)-([01]\d)-([0-3]\d)(?!\d)")
_OF = ("of", "de")
_DAY = re.compile(r"(\d{1,2})(?:st|nd|rd|th|e|a)?")


@dataclass(frozen=True)
class Days:
    """The names of days, months and numbers in one language. passing: words that say nothing of their own."""

    weekdays: Table
    months: Table
    numbers: Table
    passing: frozenset[str]

    def one(
        self, digits: str, words: Sequence[Word], named: Mapping[str, Hit], today: date, *, is_moved: bool
    ) -> date | None:
        """The day a text names, or None. digits: the text with Latin digits. named: the times found, by list."""
        for name, days in _AHEAD.items():
            if name in named:
                return today + timedelta(days=days)
        exact, later = self._date(digits, words, today), days_ahead(words, named, self.numbers)
        if exact or later is None:
            return exact or self._weekday(words, named, today, is_moved=is_moved)
        day = today + timedelta(days=later[0])
        monday = day - timedelta(days=day.weekday() + 1)
        is_of_week = later[1] > 1 and self._weekday(words, {}, monday, is_moved=is_moved)
        return is_of_week or day

    def deadline(self, digits: str, words: Sequence[Word], times: Sequence[Hit]) -> Deadline | None:
        """What makes the day a text names the last one, or the first that is too late; None: nothing."""
        limits = [hit for hit in times if hit.name in LIMITS and not hit.is_weak]
        if not limits or self.names_several(words):
            return None
        said = {at for hit in times if hit.name in (*_AHEAD, _WEEKEND, _NEXT_WEEK) for at in hit.at}
        months = [at for at, _ in enumerate(words) if _named(self.months, words, at) is not None]
        dates = [match.span() for form in (_ISO, _DAY_MONTH) for match in form.finditer(digits)]
        written = {at for at, word in enumerate(words) if any(start <= word.start < end for start, end in dates)}

        def is_passing(at: int) -> bool:
            return words[at].folded[:1].isdecimal() or not self.passing.isdisjoint(words[at].readings)

        return deadline(limits, said | written | _around(months) | set(self.weekdays_in(words)), is_passing)

    def weekdays_in(self, words: Sequence[Word]) -> tuple[int, ...]:
        """Where the names of weekdays stand."""
        return tuple(at for at, _ in enumerate(words) if _named(self.weekdays, words, at) is not None)

    def names_several(self, words: Sequence[Word]) -> bool:
        """Whether different weekdays are named ("from Monday to Friday")."""
        return len({_named(self.weekdays, words, at) for at in self.weekdays_in(words)}) > 1

    def _weekday(self, words: Sequence[Word], named: Mapping[str, Hit], today: date, *, is_moved: bool) -> date | None:
        """The first weekday that is named; of "move Wednesday to Thursday" the last."""
        weekend = named[_WEEKEND].at if _WEEKEND in named else ()  # Tigrinya says "Saturday Sunday"
        places = [at for at in self.weekdays_in(words) if at not in weekend]
        days = [day for at in places if (day := _named(self.weekdays, words, at)) is not None]
        if not days:
            return None
        weekday = days[-1 if is_moved else 0]
        base = today + timedelta(days=6 - today.weekday()) if _NEXT_WEEK in named else today
        return base + timedelta(days=(weekday - base.weekday() - 1) % 7 + 1)

    def _date(self, digits: str, words: Sequence[Word], today: date) -> date | None:
        iso = _ISO.search(digits)
        if iso:
            return _future(int(iso[1]), int(iso[2]), int(iso[3]), today)
        slashed = _DAY_MONTH.search(digits)
        if slashed:
            return _future(today.year, int(slashed[2]), int(slashed[1]), today)
        for at, _word in enumerate(words):
            month = _named(self.months, words, at)
            places = (at - 1, at + 1, at - 2 if at and words[at - 1].folded in _OF else -1)
            beside = [words[near].folded for near in places if 0 <= near < len(words)]
            days = [match[1] for word in beside if (match := _DAY.fullmatch(word))]
            if month is not None and days:
                return _future(today.year, month, int(days[0]), today)
        return None


def several(named: Mapping[str, Hit], today: date) -> tuple[date, date] | None:
    """Monday to Friday of the next week, or its weekend, or this weekend, the rest of it when it has begun."""
    monday = today + timedelta(days=7 - today.weekday())
    if _NEXT_WEEK in named:
        first, last = (5, 6) if _WEEKEND in named else (0, 4)
        return monday + timedelta(days=first), monday + timedelta(days=last)
    sunday = monday - timedelta(days=1)
    return (max(sunday - timedelta(days=1), today), sunday) if _WEEKEND in named else None


def _named(table: Table, words: Sequence[Word], at: int) -> int | None:
    pair = tuple(word.folded for word in words[at : at + 2])
    forms = (pair, *((reading,) for reading in words[at].readings))
    return next((table[form] for form in forms if form in table), None)


def _around(months: Sequence[int]) -> set[int]:
    """Where the day of a month may stand, and the month."""
    return {max(at - back, 0) for at in months for back in (0, 1, 2)}


def _future(year: int, month: int, day: int, today: date) -> date | None:
    try:
        meant = date(year, month, day)
        return meant if meant >= today else meant.replace(year=year + 1)
    except ValueError:
        return None
