"""How many volunteers a text asks for: "two strong people", "ett par starka". Never how many shall be helped."""

from collections.abc import Iterable, Sequence

from hotline.understanding.lists.lexicon import Hit
from hotline.understanding.lists.ordered import Table
from hotline.understanding.times.delays import number_at
from hotline.understanding.words import Word

MOST = 4
_WORD, _TWO, _NOT = "helpers", "helpers:two", "not_helpers"


def headcount(found: Sequence[Word], hits: Iterable[Hit], language: str | None, numbers: Table) -> int:
    """Return how many, from 1 to `MOST`; 0 when a text does not say, or what it says is about something else.

    A number counts right before words for people who help. It does not after "for", or "we are": those are at home.
    """
    hers = [hit for hit in hits if hit.tag == language and hit.is_exact]
    words = {place for hit in hers if hit.name == _WORD for place in hit.at}
    barred = {place for hit in hers if hit.name == _NOT for place in (*hit.at, hit.at[-1] + 1)}
    for hit in hers:
        said = _said(found, hit, words, numbers)
        if said is not None and said[0] not in barred:
            return said[1]
    return 0


def _said(found: Sequence[Word], hit: Hit, words: set[int], numbers: Table) -> tuple[int, int] | None:
    """Where the expression begins and the number it says; None when it says none."""
    if hit.name == _TWO:
        return hit.at[0], 2
    if hit.name != _WORD or (hit.is_weak and not _is_last(found, hit.at[-1], words)):
        return None
    first = hit.at[0]
    while first - 1 in words:  # "three strong young men"
        first -= 1
    number = number_at(found, first - 1, numbers)
    return (first - 1, number) if number is not None and 1 <= number <= MOST else None


def _is_last(found: Sequence[Word], at: int, words: set[int]) -> bool:
    """Whether nothing follows that the word could be said of: "two strong", but not "two strong shelves"."""
    return at + 1 >= len(found) or at + 1 in words or found[at + 1].start - found[at].end > 1
