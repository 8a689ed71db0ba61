"""Hours of the clock: how they are written, and which one is meant by "at five"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from typing import NamedTuple

from hotline.understanding.lists.ordered import Table
from hotline.understanding.words import Word

_CLOCK = re.compile(r"(?<![\d.,/-])([01]?\d|2[0-3])[:.]([0-5]\d)(?![\d/]|\s*kr)")
_MERIDIEM = re.compile(r"(?<!\d)(1[0-2]|[1-9])(?::([0-5]\d))?\s*([ap])\.?m\b", re.IGNORECASE)
_UNTIL = re.compile(r"\s*[-–]\s*([01]?\d|2[0-3])(?:[:.]([0-5]\d))?(?!\d)")
# What is written together with a number: "and" in Arabic and Tigrinya, endings after an apostrophe in Turkish, "h".
_SPOT = re.compile(
    r"[\u0621-\u064a\u1200-\u137f]{0,2}([01]?\d|2[0-3])(?:[:.]([0-5]\d))?"
    r"(?:\s*([ap])\.?m\b|(?:['’´`]\w{1,4}|h|[\u1200-\u137f]{1,2})?(?!\w))",
    re.IGNORECASE,
)
_TOLD_SPOT = re.compile(r"([01]?\d|2[0-3])(?:[:.]([0-5]\d))?(?:\s*([ap])\.?m\b|(?!\d)[\w'’´`]{0,6})", re.IGNORECASE)
_FIRST_LIKELY_HOUR = 7  # "at 5" is five in the afternoon: nobody visits at five in the morning


@dataclass(frozen=True)
class Hours:
    """start: None for "before three", which begins when it is said. end: None for an hour alone."""

    start: time | None
    end: time | None


class Clock(NamedTuple):
    """An hour that stands in a text. half: "a" or "p" of am and pm, or "". first, last: the places of its words."""

    hour: int
    minute: int
    half: str
    first: int
    last: int

    @property
    def is_sure(self) -> bool:
        """Whether it can be nothing but an hour."""
        return bool(self.half)

    def at(self, part: tuple[int, int] | None, half: str = "") -> time:
        """The time that is meant, in a part of the day; half: as of the hour it is said with ("3 to 5 pm")."""
        said = self.half or half
        if said:
            return time(self.hour % 12 + (12 if said == "p" else 0), self.minute)
        return likely(self.hour, self.minute, part)


def hours_in(digits: str, part: tuple[int, int] | None) -> Hours | None:
    """The first hour that is written as one ("3 pm", "15:00-16"), in a text with Latin digits."""
    meridiem = _MERIDIEM.search(digits)
    if meridiem:
        hour = int(meridiem[1]) % 12 + (12 if meridiem[3].lower() == "p" else 0)
        return Hours(time(hour, int(meridiem[2] or 0)), None)
    clock = _CLOCK.search(digits)
    return spanned(digits, clock.end(), likely(int(clock[1]), int(clock[2]), part)) if clock else None


def likely(hour: int, minute: int, part: tuple[int, int] | None) -> time:
    """The time meant by an hour without am and pm."""
    is_late = part is not None and part[0] >= 12
    is_unsaid = part is None and hour < _FIRST_LIKELY_HOUR
    return time(hour + 12 if 0 < hour < 12 and (is_late or is_unsaid) else hour, minute)


def spanned(digits: str, at: int, start: time) -> Hours:
    """An hour with what may follow it at this place of the text: "-16"."""
    until = _UNTIL.match(digits, at)
    return lasting(start, time(int(until[1]), int(until[2] or 0))) if until else Hours(start, None)


def lasting(start: time, end: time) -> Hours:
    """From one hour to another; without its end when that is not after it, neither before noon nor after."""
    if end < start and end.hour < 12:
        end = end.replace(hour=end.hour + 12)
    return Hours(start, end if end > start else None)


def clock_at(digits: str, words: Sequence[Word], place: int, numbers: Table, *, is_told: bool = False) -> Clock | None:
    """The hour that a word begins, in digits or in words; at its minutes, too. None for anything else.

    is_told: whether any ending may be written together with it.
    """
    if not 0 <= place < len(words):
        return None
    if place and re.fullmatch(r"\d[:.]", digits[words[place].start - 2 : words[place].start]):
        place -= 1
    spot = (_TOLD_SPOT if is_told else _SPOT).match(digits, words[place].start)
    if spot:
        last = max(at for at, word in enumerate(words) if word.start < spot.end())
        return Clock(int(spot[1]), int(spot[2] or 0), (spot[3] or "").lower(), place, last)
    hour = next((numbers[(reading,)] for reading in words[place].readings if (reading,) in numbers), None)
    return None if hour is None else Clock(hour, 0, "", place, place)
