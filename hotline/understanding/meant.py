"""Which of the patterns found can be meant, when so many languages share a script that words of one are in all others.

Nothing said in her own language is ever left out here; and of another language only what is ordinary in hers.
"""

from collections.abc import Iterable, Sequence

from hotline.understanding.lists.lexicon import Hit
from hotline.understanding.lists.ordered import EVERYWHERE
from hotline.understanding.lists.vocabulary import Vocabularies
from hotline.understanding.scripts import script
from hotline.understanding.words import Word

_BROAD = "emergency:broad"
_EVERYDAY = ("need:", "time:", "hint", "name", "live")


def meant(
    found: Sequence[Word], hits: Iterable[Hit], language: str | None, vocabularies: Vocabularies
) -> tuple[Hit, ...]:
    """The hits that count for needs and danger: none is left out in an unknown language.

    Of another language's go those that are in hers nothing but ordinary words (Polish "do", Swedish "dö"), and of its
    broad signs of danger also those that are a need or a time in hers, or Latin letters read into her Cyrillic ones.
    """
    every = tuple(hits)
    if language not in vocabularies.scripts:
        return every
    everyday = {
        at for hit in every if hit.tag == language and hit.is_exact and hit.name.startswith(_EVERYDAY) for at in hit.at
    }

    def is_hers(hit: Hit) -> bool:
        if all(vocabularies.is_ordinary(found[at].folded, language) for at in hit.at):
            return True
        if hit.name != _BROAD:
            return False
        return everyday.issuperset(hit.at) or _is_read_into(hit, found, language, vocabularies)

    return tuple(hit for hit in every if hit.tag == language or not is_hers(hit))


def _is_read_into(hit: Hit, found: Sequence[Word], language: str | None, vocabularies: Vocabularies) -> bool:
    """Whether a pattern of a language in another script was found in words in her own script."""
    hers = vocabularies.scripts[language or ""]
    written = script("".join(found[at].original for at in hit.at))
    return written == hers and vocabularies.scripts[hit.tag] != hers


def own(hits: Iterable[Hit], language: str | None, vocabularies: Vocabularies) -> tuple[Hit, ...]:
    """The hits that count for times, names and places: her language's, Swedish and English ones, and other scripts'."""
    scripts = vocabularies.scripts
    if language not in scripts:
        return tuple(hits)
    tags = {tag for tag, written in scripts.items() if written != scripts[language]} | {language, *EVERYWHERE}
    return tuple(hit for hit in hits if hit.tag in tags)
