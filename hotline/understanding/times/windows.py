"""Times with limits: "before 12", "after 3 pm", "between 10 and 12", "10-12"."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import time
from itertools import pairwise
from typing import NamedTuple

from hotline.understanding.lists.lexicon import Hit
from hotline.understanding.lists.ordered import EVERYWHERE, Table
from hotline.understanding.times.hours import Clock, Hours, clock_at, lasting
from hotline.understanding.words import Word

DAY_BEGINS, DAY_ENDS = time(8), time(21)
_BEGINS, _ENDS, _BETWEEN = "time:begins", "time:ends", "time:between"
LIMITS = (_BEGINS, _ENDS, _BETWEEN)
_UNITS = ("time:in_hours", "time:in_minutes", "time:in_days", "time:in_weeks")
_CLOCK = "time:clock"
_NEAR = 3
"""Words at most between the two hours of "between"."""
_STOP = re.compile(r"[^\w\s\u2013-]")
_DASH = re.compile(r"\s*[-\u2013\u2014]\s*")
_MAY_SPAN = re.compile(r"[\d.mhMH]\s*[-\u2013\u2014]\s*\d")
_MORE_BEFORE = re.compile(r"\d\s?[-\u2013\u2014/.,+]\s?$")
_MORE_AFTER = re.compile(r"\s?[-\u2013\u2014/]\s?\d|\s?[%\u00b0]")

Part = tuple[int, int] | None
Pair = tuple[Clock, Clock]


@dataclass(frozen=True)
class Window:
    """at: the words that tell it, which then say nothing else ("before" is no "not")."""

    hours: Hours
    at: tuple[int, ...]


@dataclass(frozen=True)
class Saying:
    """A text as a reader of windows needs it: with Latin digits, and with what was found in it.

    days: places of weekdays. passing: words after which an hour without "o'clock" may stand ("before 12 please").
    """

    digits: str
    words: Sequence[Word]
    hits: Sequence[Hit]
    numbers: Table
    days: Collection[int]
    passing: frozenset[str]
    language: str | None

    def clock(self, place: int, *, is_told: bool = False) -> Clock | None:
        """The hour at a place. is_told: it stands within a phrase that says so, whatever ending it has."""
        return clock_at(self.digits, self.words, place, self.numbers, is_told=is_told)

    def places(self, *names: str) -> set[int]:
        """Where patterns of these lists stand."""
        return {at for hit in self.hits if hit.name in names for at in hit.at}

    @property
    def times(self) -> set[int]:
        """Where anything stands that has to do with time."""
        return {at for hit in self.hits if hit.name != "time:not" for at in hit.at} | set(self.days)

    def gap(self, place: int) -> str:
        """What stands between a word and the next; a line's end after the last."""
        end = self.words[place + 1].start if place + 1 < len(self.words) else None
        return self.digits[self.words[place].end : end] if end else "\n."


class _Limit(NamedTuple):
    hit: Hit
    clock: Clock
    is_sure: bool


def may_tell(digits: str, hits: Iterable[Hit]) -> bool:
    """Whether a text can tell a window at all; most cannot."""
    return any(hit.name in LIMITS for hit in hits) or bool(_MAY_SPAN.search(digits))


def window(said: Saying, part: Part) -> Window | None:
    """The window that a text tells, or None. Nothing is read from a number that may count something else."""
    both = _between(said) or _from_to(said) or _dashed(said)
    if both:
        return _told(*both, part)
    for name in (_BEGINS, _ENDS):
        strong = [limit for limit in _limits(said, name) if not limit.hit.is_weak]
        if strong:
            at = _span(strong[0].hit.at, strong[0].clock)
            hour = strong[0].clock.at(part)
            return Window(_open_ended(hour, part) if name == _BEGINS else Hours(None, _later(hour, part)), at)
    return None


def _told(first: Clock, last: Clock, at: Sequence[int], part: Part) -> Window | None:
    start, end = first.at(part, last.half), last.at(part)
    hours = lasting(start if start < end else first.at(part), end)
    return Window(hours, _span(at, first, last)) if hours.end else None


def _open_ended(start: time, part: Part) -> Hours:
    """From an hour to the end of the part of the day, or of the day."""
    end = time(part[1]) if part and start < time(part[1]) else DAY_ENDS
    return Hours(start, end if start < end else time(23, 59))


def _later(end: time, part: Part) -> time:
    """ "Before 8" is no hour of the night."""
    return end.replace(hour=end.hour + 12) if part is None and end <= DAY_BEGINS and end.hour < 12 else end


def _span(at: Sequence[int], *clocks: Clock) -> tuple[int, ...]:
    places = {*at, *(place for clock in clocks for place in (clock.first, clock.last))}
    return tuple(range(min(places), max(places) + 1))


def _between(said: Saying) -> tuple[Clock, Clock, tuple[int, ...]] | None:
    for hit in (hit for hit in said.hits if hit.name == _BETWEEN):
        within = _clocks(said, hit.at, is_told=True)
        after = _clocks(said, range(hit.at[-1] + 1, min(hit.at[-1] + 8, len(said.words))))
        before = _clocks(said, range(max(hit.at[0] - 6, 0), hit.at[0]))
        is_behind = bool(before) and before[-1].last == hit.at[0] - 1
        pairs = (within[:2], after[:2] if _follows(said, hit, after) else [], before[-2:] if is_behind else [])
        for pair in pairs:
            if len(pair) == 2 and pair[1].first - pair[0].last - 1 <= _NEAR:
                return pair[0], pair[1], hit.at
    return None


def _follows(said: Saying, hit: Hit, after: Sequence[Clock]) -> bool:
    """Whether two hours stand right after a phrase, and the second one counts nothing."""
    return len(after) > 1 and after[0].first == _next(said, hit) and _is_hour(said, after[1], hit)


def _from_to(said: Saying) -> tuple[Clock, Clock, tuple[int, ...]] | None:
    begins, ends = _limits(said, _BEGINS), _limits(said, _ENDS)
    for begin in begins:
        for end in ends:
            is_strong = not begin.hit.is_weak and not end.hit.is_weak
            is_beside = end.hit.at[0] == begin.clock.last + 1 and _is_timed(said, begin, end)
            if (is_strong or is_beside) and begin.clock.last != end.clock.last:
                return begin.clock, end.clock, (*begin.hit.at, *end.hit.at)
    for end in ends:  # "kl 10 till 12"
        beside = end.hit.at[0] - 1
        first = next((one for one in _clocks(said, (beside - 1, beside)) if one.last == beside), None)
        if first is not None:
            begin = _Limit(Hit("", "", (first.first,), is_weak=True, is_exact=True), first, _is_sure(said, first))
            if _is_timed(said, begin, end):
                return first, end.clock, end.hit.at
    return None


def _is_timed(said: Saying, begin: _Limit, end: _Limit) -> bool:
    """Whether it is plain that hours are meant and no amounts: "10 to 12" may be eggs."""
    own = {*begin.hit.at, *end.hit.at, *_span((), begin.clock, end.clock)}
    is_strong = bool(begin.hit.name) and not (begin.hit.is_weak and end.hit.is_weak)
    return is_strong or begin.is_sure or end.is_sure or bool(said.times - own)


def _dashed(said: Saying) -> tuple[Clock, Clock, tuple[int, ...]] | None:
    """ "10-12" beside a word of time, or "3-5 pm". A number of a house has its street before it."""
    clocks = [clock for place in range(len(said.words)) if (clock := said.clock(place)) and clock.first == place]
    for first, last in pairwise(clocks):
        is_dashed = first.last + 1 == last.first and _DASH.fullmatch(said.gap(first.last))
        is_whole = is_dashed and not _MORE_BEFORE.search(said.digits[: said.words[first.first].start])
        if is_whole and not _MORE_AFTER.match(said.digits, said.words[last.last].end):
            before, times = first.first - 1, said.times
            is_after_time = before in times or before < 0 or bool(_STOP.search(said.gap(before)))
            is_beside = before in times or (last.last + 1 in times and is_after_time)
            if last.half or (is_beside and _ends_here(said, last.last)):
                return first, last, ()
    return None


def _limits(said: Saying, name: str) -> list[_Limit]:
    """The limits of one sort, each with the hour that stands within its words, or right behind them."""
    found = []
    for hit in said.hits:
        clock = _clock_of(said, hit) if hit.name == name else None
        if clock is not None:
            found.append(_Limit(hit, clock, _is_sure(said, clock)))
    return found


def _clock_of(said: Saying, hit: Hit) -> Clock | None:
    within = _clocks(said, hit.at, is_told=True)
    if within:
        return within[-1]
    clock = said.clock(_next(said, hit))
    if clock is None or clock.first != _next(said, hit) or not _is_hour(said, clock, hit):
        return None
    half = clock.first - 1 in said.places("time:half_to")
    return clock._replace(hour=(clock.hour - 1) % 12 or 12, minute=30) if half else clock


def _next(said: Saying, hit: Hit) -> int:
    """Where the hour stands: after "before", and after what says that it is one ("before about 12 o'clock")."""
    place, beside = hit.at[-1] + 1, said.places(_CLOCK, "time:half_to")
    while place in beside and said.clock(place) is None:
        place += 1
    return place


def _is_hour(said: Saying, clock: Clock, hit: Hit) -> bool:
    """Whether a number after a limit is an hour: what follows must not be what it counts."""
    start, end = said.words[clock.first].start, said.words[clock.last].end
    onward = [each for each in said.hits if each.name == _ENDS and each.at[0] == clock.last + 1]
    if onward and not any(_clock_of(said, each) for each in onward):
        return False  # "from 10 to 12 eggs"
    is_part = _MORE_BEFORE.search(said.digits[:start]) or _MORE_AFTER.match(said.digits, end)
    if is_part or not said.places(*_UNITS).isdisjoint((clock.first, clock.last + 1)):
        return False
    if _is_sure(said, clock):
        return True
    # An English "by" is a village in Swedish, and so on: a bare number needs a word of her own, or a Swedish one.
    return _ends_here(said, clock.last) and hit.tag in (said.language, EVERYWHERE[0])


def _is_sure(said: Saying, clock: Clock) -> bool:
    has_minutes = clock.last > clock.first and not clock.half
    told = said.places(_CLOCK, "time:half_to") - said.places(*LIMITS)
    return clock.is_sure or has_minutes or clock.first - 1 in told


def _ends_here(said: Saying, place: int) -> bool:
    """Whether nothing follows a word that it could count."""
    if place + 1 >= len(said.words) or _STOP.search(said.gap(place)):
        return True
    return place + 1 in said.times or not said.passing.isdisjoint(said.words[place + 1].readings)


def _clocks(said: Saying, places: Iterable[int], *, is_told: bool = False) -> list[Clock]:
    """The different hours at some places."""
    clocks = (said.clock(place, is_told=is_told) for place in sorted(places))
    return list(dict.fromkeys(clock for clock in clocks if clock is not None))
