"""Several answers in one text, each with the codes it is about: "A1 nej, B1 ja" as well as "nej A1, ja B1"."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from hotline.understanding.words import Word

CODE = re.compile(r"[a-z]\d{1,2}")
_EDGES = " \t\r\n.,:;!-\u2013\u2014\u060c\u061b"


class Clause(NamedTuple):
    """A part of a text and the codes it is about."""

    codes: tuple[str, ...]
    text: str


def clauses(text: str, words: Sequence[Word]) -> tuple[tuple[Clause, ...], ...]:
    """The two ways a text with codes in several places can be cut: codes before their answers, and after them.

    Empty when all codes stand together: then the whole text is about all of them.
    """
    runs = _runs(words)
    if len(runs) < 2:
        return ()
    starts, ends = [words[run[0]].start for run in runs], [words[run[-1]].end for run in runs]
    codes = [tuple(dict.fromkeys(words[at].folded.upper() for at in run)) for run in runs]
    before = zip(codes, ends, [*starts[1:], len(text)], strict=True)
    after = zip(codes, [0, *ends[:-1]], starts, strict=True)
    return tuple(
        tuple(Clause(names, text[first:last].strip(_EDGES)) for names, first, last in way) for way in (before, after)
    )


def _runs(words: Sequence[Word]) -> list[list[int]]:
    """The places of codes, those that stand side by side as one run."""
    runs: list[list[int]] = []
    for at, word in enumerate(words):
        if CODE.fullmatch(word.folded):
            if runs and runs[-1][-1] == at - 1:
                runs[-1].append(at)
            else:
                runs.append([at])
    return runs
