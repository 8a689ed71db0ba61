"""The lines of a lexicon, as a native speaker writes them.

`word` is that word, `stem*` any word that begins so, `*part*` any word that holds it; `two words` stand side by side;
`one & other` stand near each other in any order; `one|another` is either of them, in any place of a line;
`~` before a line makes it weak: it counts when nothing stronger does.
"""

from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from typing import NamedTuple

from hotline.understanding.words import fold, folded_words


class Fit(IntEnum):
    """How a form meets a word."""

    WHOLE = 1
    START = 2
    INSIDE = 3


class Form(NamedTuple):
    """One word of a pattern, folded."""

    letters: str
    fit: Fit


@dataclass(frozen=True, slots=True)
class Pattern:
    """A line of a lexicon: for each of its words what may stand there. is_pair: in any order, near each other."""

    slots: tuple[frozenset[Form], ...]
    is_pair: bool = False
    is_weak: bool = False


def pattern(line: str) -> Pattern:
    """Read a line. Raises ValueError when no word is in it."""
    bare = line.strip()
    is_weak = bare.startswith("~")
    bare = bare.removeprefix("~").strip()
    is_pair = " & " in bare
    slots = tuple(frozenset(map(_form, piece.split("|"))) for piece in bare.replace(" & ", " ").split())
    if not slots or not all(form.letters for slot in slots for form in slot):
        raise ValueError(f"no pattern: {line!r}")
    return Pattern(slots, is_pair, is_weak)


@cache
def _form(piece: str) -> Form:
    letters = fold(piece.strip("*"))
    if piece.startswith("*"):
        return Form(letters, Fit.INSIDE)
    return Form(letters, Fit.START if piece.endswith("*") else Fit.WHOLE)


def plain(line: str) -> tuple[str, ...]:
    """The folded words of a line that is no pattern (a command, a word of politeness)."""
    return folded_words(line)
