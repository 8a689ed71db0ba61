"""Lists whose lines stand for numbers (weekdays, months, numbers themselves), read in one language at a time."""

from collections.abc import Mapping

from hotline.catalogs import Catalog
from hotline.understanding.lists.patterns import plain
from hotline.understanding.scripts import script

EVERYWHERE = ("sv", "en")
"""What people in Sweden mix into any language."""

Table = Mapping[tuple[str, ...], int]


class Ordered:
    """One such list in all languages. Made once at start."""

    def __init__(self, catalogs: Mapping[str, Catalog], key: str, *, first: int, shortest: int = 1) -> None:
        """first: the number of the first line. shortest: letters of a word that is heard in an unknown language."""
        each = {tag: _table(catalog, key, first) for tag, catalog in catalogs.items()}
        common: dict[tuple[str, ...], int] = {}
        for tag in EVERYWHERE:
            common = each.get(tag, {}) | common
        said: dict[tuple[str, ...], set[int]] = {}
        for table in each.values():
            for form, number in table.items():
                said.setdefault(form, set()).add(number)
        plainly = {form: min(numbers) for form, numbers in said.items() if len(numbers) == 1}
        written = {form: script("".join(form)) for form in plainly}
        scripts = {tag: script(catalogs[tag].own_name) for tag in each}
        # What is in another script than hers cannot be a word of her language that means something else.
        self._by_language = {
            tag: {form: number for form, number in plainly.items() if written[form] != scripts[tag]} | common | table
            for tag, table in each.items()
        }
        self._anyone = {form: n for form, n in plainly.items() if len("".join(form)) >= shortest} | common

    def of(self, language: str | None) -> Table:
        """The number of each form in a language, Swedish and English; for an unknown one, what is the same in all."""
        return self._by_language.get(language or "", self._anyone)


def _table(catalog: Catalog, key: str, first: int) -> dict[tuple[str, ...], int]:
    lines = enumerate(catalog.lines(key), first)
    return {plain(form): number for number, line in lines for form in line.split(",") if plain(form)}
