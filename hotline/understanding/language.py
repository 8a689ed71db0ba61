"""Which language a text is in, from the words of our own lists; none rather than a wrong one."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from hotline.catalogs import Catalog
from hotline.understanding.lexicon import Hit
from hotline.understanding.words import Word

_LEAST_SHARE = 0.3
_LEAST_SHARE_WITH_STRANGE_LETTERS = 0.6
_SHORT = 2


class Languages:
    """What each language looks like: its script and the letters its own texts use. Made once at start."""

    def __init__(self, catalogs: Mapping[str, Catalog]) -> None:
        self._scripts = {tag: script(catalog.own_name) for tag, catalog in catalogs.items()}
        self._letters = {
            tag: {ch for key in catalog.family("sms:") for ch in catalog.entries[key].casefold() if ch.isalpha()}
            for tag, catalog in catalogs.items()
        }

    def identify(self, words: Sequence[Word], hits: Iterable[Hit]) -> str | None:
        """The language of a first text, or None when it is too short, mixed, or in none of ours."""
        spoken = [at for at, word in enumerate(words) if word.folded[0].isalpha() and len(word.folded) < 25]
        known = self._known(spoken, hits)
        ranked = sorted(known, key=lambda tag: -len(known[tag]))
        if not ranked or (len(ranked) > 1 and len(known[ranked[0]]) == len(known[ranked[1]])):
            return None
        best = ranked[0]
        score, share = len(known[best]), len(known[best]) / len(spoken)
        is_enough = score >= _SHORT or len(spoken) <= _SHORT
        text = "".join(words[at].original for at in spoken)
        if not is_enough or share < self._least_share(best, text) or script(text) != self._scripts[best]:
            return None
        return best

    def _known(self, spoken: Sequence[int], hits: Iterable[Hit]) -> dict[str, set[int]]:
        known: dict[str, set[int]] = {}
        for hit in hits:
            # Contained stems and guesses at typing errors say little about the language.
            if hit.is_exact:
                known.setdefault(hit.tag, set()).update(at for at in hit.at if at in spoken)
        return {tag: places for tag, places in known.items() if places}

    def _least_share(self, tag: str, text: str) -> float:
        is_strange = any(ch.isalpha() and ch not in self._letters[tag] for ch in text.casefold())
        return _LEAST_SHARE_WITH_STRANGE_LETTERS if is_strange else _LEAST_SHARE


def script(text: str) -> str:
    """The script most of a text's letters are in, by the first word of their Unicode names ("LATIN", "ARABIC")."""
    counts: dict[str, int] = {}
    for ch in text[:400]:
        if ch.isalpha():
            name = unicodedata.name(ch, "?").split()[0]
            counts[name] = counts.get(name, 0) + 1
    return max(counts, key=lambda name: counts[name], default="")
