"""Which kinds of help a text asks for."""

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from hotline.understanding.lists.lexicon import Hit

CARE = "care"
PERSON = "person"
ALWAYS = ("sv", "en")  # people mix these into every language
_PREFIX, _TIME = "need:", "time:"
_EVERYDAY = "hint"


class Needs(NamedTuple):
    """The kinds asked for, in the order they are said, and the words that said so.

    is_faint: nothing said so but weak patterns. hits: the patterns themselves.
    """

    kinds: tuple[str, ...] = ()
    at: tuple[int, ...] = ()
    is_faint: bool = True
    hits: tuple[Hit, ...] = ()


def needs(hits: Iterable[Hit], spoken: str | None) -> Needs:
    """What help a text asks for.

    They are read in the `spoken` language, Swedish and English (None: in all), but an everyday word of the spoken
    language is never another language's need (Swedish "dog", died), nor is one with a typing error ever. A longer
    pattern beats the shorter ones it shares words with ("take my medicine" is care, not pharmacy), and weak patterns
    count only when nothing strong is said, and not within a time ("after lunch").
    """
    every = list(hits)
    everyday = {hit.at for hit in every if hit.name == _EVERYDAY and hit.tag == spoken}
    tags = {spoken, *ALWAYS}
    hers = [hit for hit in every if spoken is None or hit.tag in tags]
    times = [set(hit.at) for hit in hers if hit.name.startswith(_TIME) and hit.is_exact and not hit.is_weak]
    meant = [
        hit
        for hit in hers
        if hit.name.startswith(_PREFIX)
        and (spoken is None or _is_own(hit, spoken, everyday))
        and not (hit.is_weak and any(time.issuperset(hit.at) for time in times))
    ]
    kept = [hit for hit in meant if not any(_outdoes(other, hit) for other in meant)]
    strong = [hit for hit in kept if not hit.is_weak]
    # Whether a person is wanted, or how to reach her is told, is seen from where it stands.
    said = _best_spelt(strong if any(kind_of(hit) != PERSON for hit in strong) else kept)
    said.sort(key=lambda hit: hit.at[0])
    kinds = dict.fromkeys(map(kind_of, said))
    is_faint = all(hit.is_weak for hit in said)
    return Needs(tuple(kinds), tuple(sorted({at for hit in said for at in hit.at})), is_faint, tuple(said))


def kind_of(hit: Hit) -> str:
    """The kind of help that a pattern of a need stands for."""
    return hit.name.removeprefix(_PREFIX)


def _is_own(hit: Hit, spoken: str, everyday: Collection[tuple[int, ...]]) -> bool:
    return hit.tag == spoken or (hit.is_exact and hit.at not in everyday)


def _outdoes(other: Hit, hit: Hit) -> bool:
    return other.name != hit.name and len(other.at) > len(hit.at) and not set(hit.at).isdisjoint(other.at)


def _best_spelt(hits: Sequence[Hit]) -> list[Hit]:
    """A word that is right as it stands is not also read as another word with a typing error."""
    return [hit for hit in hits if hit.is_exact] or list(hits)
