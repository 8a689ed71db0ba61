"""The words that the catalogs themselves are written in: what is ordinary in a language."""

from collections.abc import Collection, Mapping
from pathlib import Path

from hotline.catalogs import Catalog
from hotline.understanding.commands import COMMANDS
from hotline.understanding.scripts import script
from hotline.understanding.words import vocabulary

_SENTENCES = ("sms:", "phone:", "web:", "example:")
_WORDS = ("hint", "filler", "thanks", "live", "name", "time:", "numbers", *(f"cmd:{name}" for name in COMMANDS))
_ORDINARY = (*_SENTENCES, *(f"lexicon:{name}" for name in _WORDS))
_EVERYTHING = ("lexicon:", "sms:", "web:")
GIVEN_NAMES = Path(__file__).resolve().parents[2] / "data" / "given_names.txt"


class Vocabularies:
    """The ordinary words of every language, folded. Made once at start."""

    def __init__(self, catalogs: Mapping[str, Catalog]) -> None:
        parts = {tag: _parts(catalog) for tag, catalog in catalogs.items()}
        self.names = _given_names()
        """What people are called."""
        self.all = self.names.union(*(both | listed for both, _, listed in parts.values()))
        """What is written in any list or sentence, and what people are called: none of it is another word misspelt."""
        self._of = {tag: both | said for tag, (both, said, _) in parts.items()}
        self.scripts = {tag: script(catalog.own_name) for tag, catalog in catalogs.items()}

    def is_ordinary(self, word: str, language: str | None) -> bool:
        """Whether a folded word is used in the language's own sentences, or is what people are called."""
        return word in self._of.get(language or "", ()) or word in self.names

    def is_said(self, word: str, language: str | None) -> bool:
        """Whether a folded word is used in the language's own sentences, and nobody we know of is called so."""
        return word in self._of.get(language or "", ()) and word not in self.names

    def languages_of(self, readings: Collection[str]) -> tuple[str, ...]:
        """The languages in whose sentences a word is used, in any of its readings."""
        return tuple(tag for tag, known in self._of.items() if not known.isdisjoint(readings))


def _given_names() -> frozenset[str]:
    lines = GIVEN_NAMES.read_text(encoding="utf-8").splitlines()
    return vocabulary("\n".join(line for line in lines if not line.startswith("#")))


def _parts(catalog: Catalog) -> tuple[frozenset[str], ...]:
    """The words of what is both ordinary and a text or a list of ours, of what is only the one, and only the other."""
    ordinary, everything = set(catalog.family(_ORDINARY)), set(catalog.family(_EVERYTHING))
    parts = (ordinary & everything, ordinary - everything, everything - ordinary)
    return tuple(vocabulary("\n".join(catalog.entries[key] for key in keys)) for keys in parts)
