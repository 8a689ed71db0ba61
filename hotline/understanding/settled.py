"""What is left of the needs a text names, once it is known how it is put: better asked about than guessed wrong."""

from collections.abc import Sequence
from itertools import combinations

from hotline.understanding.lists.lexicon import Hit
from hotline.understanding.manner import Manner
from hotline.understanding.needs import CARE, PERSON, Needs, kind_of
from hotline.understanding.words import Word

_LONGER = 4
"""Words from which on a single noun, or what is but a hint, may have been said in passing."""
_LONG = 9
"""Words from which on a single word of care may be but what it is about ("the nurse comes on Thursday")."""

Kinds = tuple[str, ...]
Said = dict[str, list[Hit]]


def settled(
    wanted: Needs, manner: Manner, found: Sequence[Word], *, named: Kinds, has_details: bool, length: int
) -> Kinds:
    """Of the kinds a text names those that were surely meant; none when it is open which were.

    named: the kinds of `wanted`, with what is read from the text as a whole. has_details: whether a time or a place
    stands in it, as in an order; a number does as well. length: how many words it has without names of places.

    Nothing is asked for in what only tells ("my back is better, said the doctor"). Of two kinds that nothing joins, one
    single word is the surroundings of what is said in several ("read me the letter from the pharmacy").
    """
    if _is_remark(wanted, manner, found, has_details=has_details):
        return ()
    said: Said = {kind: _within([hit for hit in wanted.hits if kind_of(hit) == kind], manner, found) for kind in named}
    if not all(said.values()):  # not from words of that kind, but from the text as a whole
        return named
    if _is_way_to_reach_her(said, manner, found):
        del said[PERSON]
    if list(said) == [CARE] and length >= _LONG and len(wanted.at) == 1:
        return ()
    apart = [two for two in combinations(said, 2) if not _is_joined(said[two[0]], said[two[1]], manner, found)]
    beside = {one for two in apart for one, other in (two, two[::-1]) if _is_beside(said[one], said[other])}
    is_open = any(beside.isdisjoint(two) for two in apart)
    left = [kind for kind in said if kind not in beside]
    return () if is_open else tuple(sorted(left, key=lambda kind: min(_places(said[kind]))))


def _within(hits: list[Hit], manner: Manner, found: Sequence[Word]) -> list[Hit]:
    """Those of a kind's patterns that lie on one side of an "and" ("food and fetch" says little); all if none does."""
    inside = [hit for hit in hits if not _is_between(min(hit.at), max(hit.at), manner.joins, found)]
    return inside or hits


def _is_way_to_reach_her(said: Said, manner: Manner, found: Sequence[Word]) -> bool:
    """Whether a person is asked for last, after something else ("we need bread, please ring me")."""
    if PERSON not in said or len(said) < 2:
        return False
    last = max(place for kind, hits in said.items() if kind != PERSON for place in _places(hits))
    return _is_between(last, min(_places(said[PERSON])), manner.pauses, found)


def _is_remark(wanted: Needs, manner: Manner, found: Sequence[Word], *, has_details: bool) -> bool:
    is_longer = len(found) >= _LONGER and not has_details
    if wanted.hits and wanted.is_faint and is_longer:
        return True
    if manner.asks:
        return False
    is_guess = bool(wanted.hits) and not any(hit.is_exact for hit in wanted.hits)
    if manner.tells or is_guess:
        return True
    has_number = any(word.folded.isdecimal() for word in found)
    return is_longer and len(wanted.at) <= max(1, len(wanted.kinds)) and not has_number


def _is_joined(hits: Sequence[Hit], others: Sequence[Hit], manner: Manner, found: Sequence[Word]) -> bool:
    """Whether one kind is said first, then "and" or the end of a sentence, then the other; what both share aside."""
    places, further = _places(hits), _places(others)
    spans = sorted((min(own), max(own)) for own in (places - further, further - places) if own)
    return len(spans) == 2 and _is_between(spans[0][1], spans[1][0], manner.joins, found)


def _is_between(last: int, first: int, marks: Sequence[int], found: Sequence[Word]) -> bool:
    return last < first and any(found[last].end <= mark <= found[first].start for mark in marks)


def _is_beside(hits: Sequence[Hit], others: Sequence[Hit]) -> bool:
    is_weak, is_strong = all(hit.is_weak for hit in hits), any(not hit.is_weak for hit in others)
    return (is_weak and is_strong) or len(_places(hits)) == 1 < len(_places(others))


def _places(hits: Sequence[Hit]) -> set[int]:
    return {at for hit in hits for at in hit.at}
