"""The lines of a lexicon, as a native speaker writes them.

`word` is that word, `stem*` any word that begins so, `*part*` any word that holds it; `two words` stand side by side;
`one & other` stand near each other in any order; `one|another` is either of them, in any place of a line;
`#` is any number, in digits or in words;
`~` before a line makes it weak: it counts when nothing stronger does.
"""

from collections.abc import Sequence
from functools import cache
from typing import Literal, NamedTuple

from hotline.understanding.words import fold, folded_words

Fit = Literal["whole", "start", "inside"]
"""How a form meets a word."""


class Form(NamedTuple):
    """One word of a pattern, folded."""

    letters: str
    fit: Fit


NUMBER = Form("#", "whole")
"""What stands for any number; no word of a text has that letter."""


class Pattern(NamedTuple):
    """A line of a lexicon: for each of its words what may stand there. is_pair: in any order, near each other."""

    slots: tuple[frozenset[Form], ...]
    is_pair: bool = False
    is_weak: bool = False


def pattern(line: str) -> Pattern:
    """Read a line. Raises ValueError when no word is in it."""
    return _pattern(fold(line))


def patterns(lines: Sequence[str]) -> tuple[Pattern, ...]:
    """Read many lines: `pattern` for each, the same ones once. Variants of spelling that fold into one are the same."""
    folded = fold("\n".join(lines)).split("\n") if lines else ()
    return tuple(dict.fromkeys(map(_pattern, folded)))


def _pattern(folded: str) -> Pattern:
    bare = folded.strip()
    is_weak = bare.startswith("~")
    pieces = bare.removeprefix("~").split()
    is_pair = "&" in pieces
    slots = tuple([_slot(piece) for piece in pieces if piece != "&"])
    if not slots:
        raise ValueError(f"no pattern: {folded!r}")
    return Pattern(slots, is_pair, is_weak)


@cache
def _slot(piece: str) -> frozenset[Form]:
    return frozenset(map(_form, piece.split("|")))


@cache
def _form(piece: str) -> Form:
    if piece == NUMBER.letters:
        return NUMBER
    letters = piece.strip("*")
    if not letters:
        raise ValueError(f"no pattern: {piece!r}")
    if piece.startswith("*"):
        return Form(letters, "inside")
    return Form(letters, "start" if piece.endswith("*") else "whole")


def plain(line: str) -> tuple[str, ...]:
    """The folded words of a line that is no pattern (a command, a word of politeness)."""
    return folded_words(line)
