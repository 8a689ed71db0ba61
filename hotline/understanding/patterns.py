"""The lines of a lexicon, as a native speaker writes them.

`word` is that word, `stem*` any word that begins so, `*part*` any word that holds it; `two words` stand side by side;
`one & other` stand near each other in any order; `~` before a line makes it weak: it counts when nothing stronger does.
"""

from dataclasses import dataclass
from enum import IntEnum
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


@dataclass(frozen=True)
class Pattern:
    """A line of a lexicon. is_pair: its forms may stand in any order, near each other."""

    forms: tuple[Form, ...]
    is_pair: bool = False
    is_weak: bool = False


def pattern(line: str) -> Pattern:
    """Read a line. Raises ValueError when no word is in it."""
    bare = line.strip()
    is_weak = bare.startswith("~")
    bare = bare.removeprefix("~").strip()
    is_pair = " & " in bare
    forms = tuple(_form(piece) for piece in bare.replace(" & ", " ").split())
    if not forms or not all(form.letters for form in forms):
        raise ValueError(f"no pattern: {line!r}")
    return Pattern(forms, is_pair, is_weak)


def _form(piece: str) -> Form:
    letters = fold(piece.strip("*"))
    if piece.startswith("*"):
        return Form(letters, Fit.INSIDE)
    return Form(letters, Fit.START if piece.endswith("*") else Fit.WHOLE)


def plain(line: str) -> tuple[str, ...]:
    """The folded words of a line that is no pattern (a command, a word of politeness)."""
    return folded_words(line)
