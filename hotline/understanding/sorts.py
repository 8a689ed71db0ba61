"""Which sort of danger a text tells of: only to choose a further number, once it is known that it sounds of danger."""

from collections.abc import Mapping, Sequence

from hotline.catalogs import Catalog
from hotline.understanding.lists.lexicon import Lexicon
from hotline.understanding.needs import ALWAYS
from hotline.understanding.words import Word

_FAMILY = "sort:"


class Sorts:
    """The lists `lexicon:sort:…` of every language, compiled. Made once at start."""

    def __init__(self, catalogs: Mapping[str, Catalog]) -> None:
        self._table = Lexicon(catalogs, frozenset(), lists=(_FAMILY,))

    def of(self, found: Sequence[Word], *languages: str | None) -> tuple[str, ...]:
        """The sorts told of in one of these languages (None: in any), Swedish or English, in the order of the words."""
        tags = None if None in languages else {*languages, *ALWAYS}
        hits = [hit for hit in self._table.scan(found) if hit.is_exact and (tags is None or hit.tag in tags)]
        hits.sort(key=lambda hit: hit.at)
        return tuple(dict.fromkeys(hit.name.removeprefix(_FAMILY) for hit in hits))
