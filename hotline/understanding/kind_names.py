"""What the kinds are called in our own texts: who answers with the words of a menu means what stands there."""

from collections.abc import Iterator, Mapping, Sequence

from dispatch.kinds import Kind
from hotline.catalogs import Catalog
from hotline.understanding.words import Word, folded_words

_NAME, _MENU = "kind:", "sms:ask.kind"
_BY_PHONE = f"{Kind.COMPANY.value}_by_phone"


class KindNames:
    """The names of the kinds in every language, folded. Made once at start."""

    def __init__(self, catalogs: Mapping[str, Catalog]) -> None:
        self._named = {(tag, name): kind for tag, catalog in catalogs.items() for name, kind in _names(catalog) if name}

    def called(self, words: Sequence[Word], language: str | None) -> str:
        """The kind whose name in the person's language is the whole text; empty for none."""
        return self._named.get((language or "", tuple(word.folded for word in words)), "")


def _names(catalog: Catalog) -> Iterator[tuple[tuple[str, ...], str]]:
    for key in catalog.family(_NAME):
        if key.removeprefix(_NAME) != _BY_PHONE:
            yield folded_words(catalog.text(key)), key.removeprefix(_NAME)
    lines = [line.split(" ", 1) for line in catalog.entries[_MENU].splitlines()]
    numbered = {parts[0]: parts[1] for parts in lines if parts[0].isdecimal() and len(parts) > 1}
    for number, kind in enumerate(Kind, start=1):
        yield folded_words(numbered.get(str(number), "")), kind.value
