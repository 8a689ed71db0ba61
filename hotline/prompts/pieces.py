"""What must be recorded for a language to be spoken without a synthetic voice: its sentences, cut at their fields.

A sentence without fields is one piece and has the name of its catalog entry. One with fields is cut into the parts
between them, `phone:match.resident#1`, `#2` and so on; what stands in a field is composed of pieces too: digits,
numbers, days, months, kinds, languages. Names and addresses never are.
"""

import hashlib
import re
import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from hotline.catalogs import Catalog

PHONE = "phone:"
STAFF = "phone:record."
"""What only somebody who records prompts hears, in the default language."""

FACTS = ("when.soon", "name.unknown", "kind:", "language:of.")
"""Entries, or families of them, that stand in fields of the phone's sentences."""

FIRST = (
    "phone:not_emergency", "phone:emergency", "phone:urgency.", "phone:language.", "phone:welcome.", "phone:person",
    "phone:ask.", "phone:again.", "phone:confirm.", "phone:request.", "kind:", "when.soon", "phone:when.",
    "phone:weekday.", "phone:number.", "phone:month.", "phone:digit.", "phone:menu.", "phone:match.resident",
    "phone:keys.",
)  # fmt: skip
"""The beginnings of the names that are heard most, which are recorded first."""

_DIGITS = tuple((f"phone:digit.{each}", str(each)) for each in range(10))
_NUMBERS = tuple((f"phone:number.{each}", str(each)) for each in range(60))
"""Hours, minutes and days of a month. Everybody reads figures, so no catalog spells them out."""

_FIELD = re.compile(r"\{[^{}]*\}")
_LEFT_OPEN = "…"
_EDGES = " \n\t.,;:!?)(…،؛؟።፣፤-–—"


@dataclass(frozen=True)
class Field:
    """The place of a fact in a sentence."""

    name: str


@dataclass(frozen=True)
class Part:
    """Words that stand between fields. number: counts from 1."""

    number: int
    words: str


@dataclass(frozen=True)
class Piece:
    """One thing to record.

    words: what is said. sentence: the whole sentence that it is a part of, empty when it stands by itself.
    before, after: the fields next to it, so that the same part can be found in another language.
    """

    name: str
    words: str
    sentence: str = ""
    before: str = ""
    after: str = ""

    @property
    def key(self) -> str:
        """The catalog entry it belongs to."""
        return self.name.partition("#")[0]

    @property
    def stem(self) -> str:
        """The name of a file with it, without its ending."""
        return self.name.replace(":", ".").replace("#", "-")


def split(text: str) -> tuple[Part | Field, ...]:
    """Cut a sentence at its fields. What holds no letter and no digit is no part."""
    found: list[Part | Field] = []
    number = 0
    for literal, name, _format, _conversion in string.Formatter().parse(text):
        if any(character.isalnum() for character in literal):
            number += 1
            found.append(Part(number, literal.lstrip(_EDGES).rstrip()))
        if name is not None:
            found.append(Field(name))
    return tuple(found)


def composed(catalog: Catalog, key: str) -> tuple[str | Field, ...]:
    """An entry as the names of its pieces and its fields, in order. Raises KeyError for an unknown key."""
    cut = split(catalog.entries[key])
    whole = not any(isinstance(each, Field) for each in cut)
    return tuple(each if isinstance(each, Field) else key if whole else f"{key}#{each.number}" for each in cut)


def pieces(catalog: Catalog) -> tuple[Piece, ...]:
    """Return everything that a language needs, most used first."""
    spoken = [key for key in catalog.entries if key.startswith((PHONE, *FACTS)) and not key.startswith(STAFF)]
    found = [piece for key in spoken for piece in _of_entry(key, catalog.entries[key])]
    found += [Piece(name, words) for name, words in (*_DIGITS, *_NUMBERS)]
    return tuple(sorted(found, key=lambda piece: _rank(piece.name)))


def digest(words: str) -> str:
    """Return what tells whether words are still those that were recorded: their SHA-256, in hexadecimal."""
    return hashlib.sha256(words.encode()).hexdigest()


def counterpart(piece: Piece, others: Mapping[str, Piece]) -> Piece:
    """Return the piece that says the same in another language: between the same fields, else the whole sentence."""
    same = [each for each in others.values() if each.key == piece.key]
    between = [each for each in same if (each.before, each.after) == (piece.before, piece.after)]
    if between:
        return between[0]
    return Piece(piece.name, without_fields(same[0].sentence or same[0].words) if same else piece.words)


def without_fields(sentence: str) -> str:
    """Return a sentence that can be read out, its fields left open."""
    return _FIELD.sub(_LEFT_OPEN, sentence)


def _of_entry(key: str, text: str) -> Iterator[Piece]:
    cut = split(text)
    names = [each.name if isinstance(each, Field) else "" for each in cut]
    if not any(names):
        yield Piece(key, text)
        return
    around = ["", *names, ""]
    for place, each in enumerate(cut):
        if isinstance(each, Part):
            yield Piece(f"{key}#{each.number}", each.words, text, before=around[place], after=around[place + 2])


def _rank(name: str) -> int:
    return next((place for place, beginning in enumerate(FIRST) if name.startswith(beginning)), len(FIRST))
