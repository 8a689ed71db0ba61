"""A day as a limit: "before Friday", "by tomorrow", "no later than 4 December"."""

from collections.abc import Callable, Collection, Iterable
from datetime import date, timedelta
from typing import NamedTuple

from hotline.understanding.lists.lexicon import Hit

_BEFORE, _BY = "time:before_day", "time:by_day"
LIMITS = (_BEFORE, _BY)
_NEAR = 2
"""Words at most between the limit and the day ("before the 4th")."""


class Deadline(NamedTuple):
    """at: the words that tell it. is_before: whether the day itself is too late."""

    at: tuple[int, ...]
    is_before: bool

    def days(self, today: date, first: date, last: date, *, has_hour: bool) -> tuple[date, date]:
        """The first and the last whole day until a deadline on these days; today if none is left.

        has_hour: whether an hour of the last day is told, so that the whole of it is not left.
        """
        if self.is_before:
            last = first
        return today, max(today, last - timedelta(days=self.is_before or has_hour))


def deadline(
    hits: Iterable[Hit], days_at: Collection[int], may_stand_between: Callable[[int], bool]
) -> Deadline | None:
    """The first of these `LIMITS` that stands beside a day, or None. days_at: where the words of days stand.

    Between the limit and the day, whichever comes first, only words may stand that say nothing of their own.
    """
    for hit in hits:
        between = [_between(hit, day) for day in days_at]
        if any(len(each) <= _NEAR and all(map(may_stand_between, each)) for each in between):
            return Deadline(hit.at, hit.name == _BEFORE)
    return None


def _between(hit: Hit, day: int) -> range:
    """The words between a limit and a day, before or behind it; none when the one holds the other."""
    return range(hit.at[-1] + 1, day) if day > hit.at[-1] else range(day + 1, hit.at[0])
