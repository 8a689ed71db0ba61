"""Times told from now: "in two hours", "om en halvtimme", "after 20 minutes", "in ten days"."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from hotline.understanding.lists.lexicon import Hit
from hotline.understanding.lists.ordered import Table
from hotline.understanding.words import Word

_UNITS = {"time:in_hours": timedelta(hours=1), "time:in_minutes": timedelta(minutes=1)}
_WHOLE = {"time:in_half_hour": timedelta(minutes=30), "time:in_two_hours": timedelta(hours=2)}
_LONGEST = timedelta(hours=24)
_DAYS = (("time:in_days", 1), ("time:in_weeks", 7))
_MOST_DAYS = 92
_ROUND = timedelta(minutes=5)


def delay(words: Sequence[Word], named: Mapping[str, Hit], numbers: Table) -> timedelta | None:
    """How long from now, when a text says so; None when it does not, or not clearly.

    A number counts before the phrase, or between its two parts. Without any number it is one.
    """
    for name, unit in _UNITS.items():
        if name in named:
            count = _count(words, named[name].at, numbers)
            if count is not None and timedelta() < count * unit <= _LONGEST:
                return count * unit
    return next((length for name, length in _WHOLE.items() if name in named), None)


def days_ahead(words: Sequence[Word], named: Mapping[str, Hit], numbers: Table) -> tuple[int, int] | None:
    """How many days from now, and how many of these are told at once: 14 and 7 of "in two weeks"; None for neither.

    The number stands within the phrase; without any it is one. "Has not eaten in three days" tells of no time to come.
    """
    if "time:not" in named:
        return None
    if "time:in_two_weeks" in named:
        return 14, 7
    for name, unit in _DAYS:
        if name in named:
            days = unit * (within(words, named[name].at, numbers) or 1)
            return (days, unit) if days <= _MOST_DAYS else None
    return None


def is_clock(hit: Hit, words: Sequence[Word], numbers: Table) -> bool:
    """Whether what looks like hours from now is an hour of the clock: "after (the) hour 5" has its number behind."""
    return hit.name == "time:in_hours" and number_at(words, hit.at[-1] + 1, numbers) is not None


def moment(now: datetime, later: timedelta) -> datetime:
    """Return the moment so much later, at a time that people would name."""
    exact = now + later
    return exact + (-timedelta(minutes=exact.minute, seconds=exact.second, microseconds=exact.microsecond)) % _ROUND


def _count(words: Sequence[Word], at: Sequence[int], numbers: Table) -> int | None:
    first, last = at[0], at[-1]
    between = [place for place in range(first + 1, last) if place not in at]
    if len(between) > 1:
        return None
    if between:
        return number_at(words, between[0], numbers)
    before = number_at(words, first - 1, numbers)
    return before if before is not None else within(words, at, numbers) or 1


def within(words: Sequence[Word], at: Sequence[int], numbers: Table) -> int | None:
    """Return the last number in a phrase: its first word may be one in another language ("en" of "en 3 días")."""
    said = [number for place in at if (number := number_at(words, place, numbers)) is not None]
    return said[-1] if said else None


def number_at(words: Sequence[Word], at: int, numbers: Table) -> int | None:
    """Return the number that stands at a place, in digits or in words; None for anything else."""
    if not 0 <= at < len(words):
        return None
    word = words[at]
    if word.folded.isdecimal():
        return int(word.folded) if len(word.folded) <= 3 else None
    return next((numbers[(reading,)] for reading in word.readings if (reading,) in numbers), None)
