"""Which language a text is in, from the words of our own catalogs; none rather than a wrong one."""

from collections.abc import Iterable, Mapping, Sequence

from hotline.catalogs import Catalog
from hotline.understanding import foreign
from hotline.understanding.lists.lexicon import Hit
from hotline.understanding.lists.vocabulary import Vocabularies
from hotline.understanding.scripts import script
from hotline.understanding.words import Word, in_latin

_LEAST_SHARE = 0.3
_LEAST_SHARE_WITH_STRANGE_LETTERS = 0.6
_SHORT = 2
_LEAST_WORDS = 3
_PLAIN_SHARE = 0.6
"""Of the words of a text, before she is offered the language they are in instead of her own."""
_SHARE_OF_HERS = 0.5
"""Of those words at most so many may be in hers too."""
_LONGEST_WORD = 25
_MOST_LETTERS = 80
"""Of an alphabet; a syllabary has so many that no few texts use them all."""
_LATIN = "LATIN"


class Languages:
    """What each language looks like: its script, its ordinary words and the letters it uses. Made once at start."""

    def __init__(self, catalogs: Mapping[str, Catalog], vocabularies: Vocabularies) -> None:
        self._vocabularies, self._scripts = vocabularies, vocabularies.scripts
        self._foreign = foreign.read(catalogs)
        self._letters = {
            tag: {ch for key in catalog.family("sms:") for ch in catalog.entries[key].casefold() if ch.isalpha()}
            for tag, catalog in catalogs.items()
        }

    def identify(self, words: Sequence[Word], hits: Iterable[Hit]) -> tuple[str | None, str | None]:
        """The language of a first text, or None when it is too short, mixed, or in none of ours; and the likeliest.

        The likeliest is only good for reading words that several languages have: nobody is answered in it.
        """
        spoken = _spoken(words)
        known = self._known(words, spoken, hits)
        text = _text(words, spoken)
        written = _scripts_of(text)
        ranked = sorted((-len(places), self._scripts[tag] in written and self._strange(tag, text), tag)
                        for tag, places in known.items())  # fmt: skip
        if not ranked or (len(ranked) > 1 and ranked[0][:2] == ranked[1][:2]):
            return None, None
        best = ranked[0][2]
        if self._scripts[best] not in written or self._foreign.may_be(words, spoken, known[best]):
            return None, best
        hers = self._in_script(best, words, spoken)
        is_enough = len(known[best]) >= _SHORT or len(spoken) <= _SHORT
        is_plain = len(known[best].intersection(hers)) >= len(hers) * self._least_share(best, _text(words, hers))
        return best if is_enough and is_plain else None, best

    def other_than(self, language: str, words: Sequence[Word], hits: Iterable[Hit]) -> str | None:
        """Another language of ours that a text of hers is plainly in; never told from fewer than three words."""
        spoken = _spoken(words)
        if len(spoken) < _LEAST_WORDS:
            return None
        every = tuple(hits)
        found, _ = self.identify(words, every)
        if found is None or found == language:
            return None
        known = self._known(words, spoken, every)
        is_plain = len(known[found]) >= max(_LEAST_WORDS, _PLAIN_SHARE * len(spoken))
        return found if is_plain and len(known.get(language, ())) <= len(known[found]) * _SHARE_OF_HERS else None

    def _known(self, words: Sequence[Word], spoken: Sequence[int], hits: Iterable[Hit]) -> dict[str, set[int]]:
        """The places of the words that each language knows and can have written so."""
        known: dict[str, set[int]] = {}
        for at in spoken:
            for tag in self._vocabularies.languages_of(words[at].readings):
                known.setdefault(tag, set()).add(at)
        for hit in hits:
            # Guesses at typing errors say little about the language, and lists hold words of others too.
            if hit.is_exact:
                places = {at for at in hit.at if at in spoken and not self._foreign.has(words[at])}
                known.setdefault(hit.tag, set()).update(places)
        fitting = {tag: {at for at in places if self._can_write(tag, words[at])} for tag, places in known.items()}
        return {tag: places for tag, places in fitting.items() if places}

    def _in_script(self, tag: str, words: Sequence[Word], spoken: Sequence[int]) -> list[int]:
        """Where its words may stand: streets, shops and Swedish words are in Latin letters in every language."""
        own = self._scripts[tag]
        return [at for at in spoken if own in (_LATIN, script(words[at].original))]

    def _can_write(self, tag: str, word: Word) -> bool:
        return word.original.isascii() or not self._strange(tag, word.original)

    def _least_share(self, tag: str, text: str) -> float:
        return _LEAST_SHARE_WITH_STRANGE_LETTERS if self._strange(tag, text) else _LEAST_SHARE

    def _strange(self, tag: str, text: str) -> bool:
        """Whether a letter is in it that the language's own texts never use."""
        if len(self._letters[tag]) > _MOST_LETTERS:
            return False
        letters = in_latin(text) if self._scripts[tag] == _LATIN else ""
        return any(ch.isalpha() and ch not in self._letters[tag] for ch in (letters or text).casefold())


def _spoken(words: Sequence[Word]) -> list[int]:
    """Where the words of a text stand that may be a language's."""
    return [at for at, word in enumerate(words) if word.folded[0].isalpha() and len(word.folded) < _LONGEST_WORD]


def _text(words: Sequence[Word], places: Iterable[int]) -> str:
    return "".join(words[at].original for at in places)


def _scripts_of(text: str) -> tuple[str, ...]:
    """The script of a text, and Latin for one that is also Serbian Cyrillic."""
    return (script(text), _LATIN) if in_latin(text) else (script(text),)
