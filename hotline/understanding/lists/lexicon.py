"""All languages' word lists, compiled once into one table that is looked up word by word."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from hotline.catalogs import Catalog
from hotline.understanding.lists.numerals import is_number, numerals
from hotline.understanding.lists.patterns import NUMBER, Form, Pattern, patterns
from hotline.understanding.lists.typing_errors import NearForms
from hotline.understanding.words import Word

_PREFIX = "lexicon:"
_LISTS = (
    "need:", "emergency:", "about:", "time:", "lasting:", "series:", "by_phone", "hint", "street", "name", "live",
    "helpers", "not_helpers",
)  # fmt: skip
# A list of plain lines (one a number, a weekday, a month) is read where it is used.
_ORDERED = ("time:weekdays", "time:months")
_NEAR = 8
_TYPING_ERRORS_FORGIVEN = ("need:", "emergency:")
_MOST_GUESSED = 40


@dataclass(frozen=True, slots=True)
class Hit:
    """A pattern found. name: its list, e.g. "need:shopping". at: its words' numbers. is_exact: no error forgiven."""

    name: str
    tag: str
    at: tuple[int, ...]
    is_weak: bool
    is_exact: bool


class _Entry(NamedTuple):
    name: str
    tag: str
    pattern: Pattern


class Lexicon:
    """Every pattern of every language. Made once at start; `scan` is all there is to ask it."""

    def __init__(
        self, catalogs: Mapping[str, Catalog], ordinary: Collection[str], *, lists: tuple[str, ...] = _LISTS
    ) -> None:
        """ordinary: words that are never taken for others with a typing error. lists: families that are read."""
        self._entries: dict[Form, list[_Entry]] = {}
        self._alone: set[Form] = set()
        every: set[Form] = set()
        forgiven: set[Form] = set()
        for name, tag, lines in _lists(catalogs, lists):
            forms = frozenset().union(*{slot for each in lines for slot in each.slots})
            every |= forms
            if name.startswith(_TYPING_ERRORS_FORGIVEN):
                forgiven |= forms
            for each in lines:
                self._add(_Entry(name, tag, each))
        self._whole = {form.letters: form for form in every if form.fit == "whole"}
        self._start = {form.letters: form for form in every if form.fit == "start"}
        self._inside = {form.letters: form for form in every if form.fit == "inside"}
        self._lengths = sorted({len(letters) for letters in self._inside})
        self._ordinary = ordinary
        self._numerals = numerals(catalogs) if NUMBER in every else None
        self._near_whole = NearForms(form.letters for form in forgiven if form.fit == "whole")
        self._near_start = NearForms(form.letters for form in forgiven if form.fit != "whole")

    def scan(self, found: Sequence[Word]) -> tuple[Hit, ...]:
        """Every pattern in the words, of every language and list."""
        exact = [self._forms(word) for word in found]
        # A word that says something as it stands is no other word misspelt; a part of a pair says nothing yet.
        met = [
            forms if at >= _MOST_GUESSED or not forms.isdisjoint(self._alone) else forms | self._guessed(word)
            for at, (word, forms) in enumerate(zip(found, exact, strict=True))
        ]
        hits: dict[Hit, None] = {}
        for at, forms in enumerate(met):
            for form in sorted(forms):
                for entry in self._entries.get(form, ()):
                    hit = _hit(entry, exact, met, at)
                    if hit is not None:
                        hits[hit] = None
        return tuple(hits)

    def _add(self, entry: _Entry) -> None:
        first, *others = entry.pattern.slots
        for form in first:
            self._entries.setdefault(form, []).append(entry)
        if not others:
            self._alone |= first

    def _forms(self, word: Word) -> frozenset[Form]:
        forms: list[Form | None] = []
        if self._numerals is not None and is_number(word, self._numerals):
            forms.append(NUMBER)
        for reading in word.readings:
            forms.append(self._whole.get(reading))
            forms += [self._start.get(reading[:end]) for end in range(2, len(reading) + 1)]
            for length in self._lengths:
                starts = range(len(reading) - length + 1)
                forms += [self._inside.get(reading[start : start + length]) for start in starts]
        return frozenset(form for form in forms if form)

    def _guessed(self, word: Word) -> frozenset[Form]:
        forms: list[Form | None] = []
        if word.folded in self._ordinary:
            return frozenset()
        for reading in word.readings:
            forms += [self._whole[letters] for letters in self._near_whole.whole(reading)]
            for letters in self._near_start.start(reading):
                forms += (self._start.get(letters), self._inside.get(letters))
        return frozenset(form for form in forms if form)


def _lists(catalogs: Mapping[str, Catalog], lists: tuple[str, ...]) -> Iterator[tuple[str, str, Collection[Pattern]]]:
    """The name, the language and the patterns of each list."""
    for tag, catalog in catalogs.items():
        for key in catalog.family(_PREFIX):
            name = key.removeprefix(_PREFIX)
            if name.startswith(lists) and name not in _ORDERED:
                yield name, tag, patterns(catalog.lines(key))


def _hit(entry: _Entry, exact: Sequence[frozenset[Form]], met: Sequence[frozenset[Form]], at: int) -> Hit | None:
    """The hit of a pattern whose first word stands at `at`, as it is written or with typing errors."""
    pattern_ = entry.pattern
    places = () if pattern_.slots[0].isdisjoint(exact[at]) else _places(pattern_, exact, at)
    if places:
        return Hit(entry.name, entry.tag, places, pattern_.is_weak, is_exact=True)
    places = _places(pattern_, met, at)
    return Hit(entry.name, entry.tag, places, pattern_.is_weak, is_exact=False) if places else None


def _places(wanted: Pattern, met: Sequence[frozenset[Form]], at: int) -> tuple[int, ...]:
    """Where the pattern's words stand when its first stands at `at`; empty when it is not there."""
    if wanted.is_pair:
        return _near_places(wanted, met, at)
    end = at + len(wanted.slots)
    if end <= len(met) and not any(slot.isdisjoint(met[at + step]) for step, slot in enumerate(wanted.slots)):
        return tuple(range(at, end))
    return ()


def _near_places(wanted: Pattern, met: Sequence[frozenset[Form]], at: int) -> tuple[int, ...]:
    places = [at]
    near = sorted(range(max(0, at - _NEAR), min(len(met), at + _NEAR + 1)), key=lambda place: abs(place - at))
    for slot in wanted.slots[1:]:
        place = next((place for place in near if place not in places and not slot.isdisjoint(met[place])), None)
        if place is None:
            return ()
        places.append(place)
    return tuple(sorted(places))
