"""The languages that people write to us in and that we do not speak, by their frequent words."""

import tomllib
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from pathlib import Path

from hotline.understanding.words import Word, vocabulary

FILE = Path(__file__).resolve().parent.parent / "data" / "other_languages.toml"


class ForeignLanguages:
    """The folded words of languages by tag, without those that are ours. Made once at start."""

    def __init__(self, listed: Mapping[str, str], ours: Collection[str]) -> None:
        self._tags: dict[str, tuple[str, ...]] = {}
        for tag in listed.keys() - set(ours):
            for word in vocabulary(listed[tag]):
                self._tags[word] = (*self._tags.get(word, ()), tag)

    def has(self, word: Word) -> bool:
        """Whether a word is one of theirs."""
        return word.folded in self._tags

    def may_be(self, words: Sequence[Word], places: Iterable[int], known: Set[int]) -> bool:
        """Whether one has as many words at these places as are known to ours, and among them one that ours has not."""
        theirs: dict[str, set[int]] = {}
        for at in places:
            for tag in self._tags.get(words[at].folded, ()):
                theirs.setdefault(tag, set()).add(at)
        return any(len(has) >= len(known) and not has <= known for has in theirs.values())


def read(ours: Collection[str]) -> ForeignLanguages:
    """The languages of the data file but for ours."""
    return ForeignLanguages(tomllib.loads(FILE.read_text(encoding="utf-8")), ours)
