"""How a text is put: whether it asks for anything or only tells of it, and where it goes on to another thing."""

import re
from bisect import bisect
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from hotline.catalogs import Catalog
from hotline.understanding.lists.lexicon import Hit, Lexicon
from hotline.understanding.needs import ALWAYS
from hotline.understanding.words import Word

_ASKING, _TELLING, _JOINING = "asking", "telling", "joining"
_QUESTION_MARKS = frozenset("?\u061f\u1367")
_JOINT = re.compile(r"[.;\n+&\u061b\u1362]")
_PAUSE = re.compile(r"[,:!\-\u060c\u1361\u1363-\u1366\u2013\u2014]")
# "And" that is written together with the word after it in Arabic, and with the word before it in Tigrinya.
_AND_BEFORE, _AND_AFTER = "و", "ን"
_NEGATED = ("ኣይ", "ዘይ")  # end in the same letter
_SHORTEST_WITH_AND = 4


class Manner(NamedTuple):
    """asks: whether anything is asked for. tells: whether it sounds like news.

    joins: where in the text "and" stands, or a sentence ends. pauses: where a comma, too.
    """

    asks: bool = False
    tells: bool = False
    joins: tuple[int, ...] = ()
    pauses: tuple[int, ...] = ()


class Manners:
    """The lists `lexicon:asking`, `…:telling` and `…:joining` of every language, compiled. Made once at start."""

    def __init__(self, catalogs: Mapping[str, Catalog]) -> None:
        self._table = Lexicon(catalogs, frozenset(), lists=(_ASKING, _TELLING, _JOINING))

    def of(self, text: str, found: Sequence[Word], *languages: str | None) -> Manner:
        """How a text is put that is in one of these languages (None: in any).

        Swedish and English words that ask or join count in every language. Telling words that are asking ones, or hold
        them, silence the asking ones up to the next pause ("we do not need any help with the food").
        """
        hits = self._table.scan(found)
        told = [hit for hit in hits if hit.name == _TELLING and _is_in(hit, languages)]
        heard = [hit for hit in hits if _is_in(hit, (*languages, *ALWAYS))]
        joins = {found[hit.at[0]].start for hit in heard if hit.name == _JOINING}
        joins |= {*_attached(found), *(mark.start() for mark in _JOINT.finditer(text))}
        pauses = sorted({*joins, *(mark.start() for mark in _PAUSE.finditer(text))})
        asked = [hit for hit in heard if hit.name == _ASKING]
        denied = {_clause(found, hit, pauses) for hit in asked if any(set(hit.at) <= set(other.at) for other in told)}
        return Manner(
            asks=any(_clause(found, hit, pauses) not in denied for hit in asked)
            or not _QUESTION_MARKS.isdisjoint(text),
            tells=bool(told),
            joins=tuple(sorted(joins)),
            pauses=tuple(pauses),
        )


def _clause(found: Sequence[Word], hit: Hit, pauses: Sequence[int]) -> int:
    """The number of the clause in which a pattern begins."""
    return bisect(pauses, found[hit.at[0]].start)


def _is_in(hit: Hit, languages: Sequence[str | None]) -> bool:
    return None in languages or hit.tag in languages


def _attached(found: Sequence[Word]) -> set[int]:
    """Where "and" is a part of a word."""
    longer = [word for word in found if len(word.folded) >= _SHORTEST_WITH_AND]
    before = {word.start for word in longer if word.folded.startswith(_AND_BEFORE)}
    return before | {
        word.end for word in longer if word.folded.endswith(_AND_AFTER) and not word.folded.startswith(_NEGATED)
    }
