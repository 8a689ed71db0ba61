"""The languages: one .po file each, read whole at start. A language is either complete or not offered at all."""

import string
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from itertools import product
from pathlib import Path
from types import MappingProxyType

from babel.messages.catalog import Message
from babel.messages.pofile import read_po

LOCALES = Path(__file__).resolve().parent.parent / "locales"
REFERENCE = "en"
FILE = "hotline.po"
_LISTS = ("lexicon:", "example:")


class IncompleteLanguage(Exception):
    """A language that was asked for by name lacks entries, or has no file."""


@dataclass(frozen=True)
class Catalog:
    """All words of one language, by key. tag: BCP 47."""

    tag: str
    entries: Mapping[str, str]
    unreviewed: tuple[str, ...] = field(default=(), repr=False)
    """Keys that no native reader has checked."""

    def text(self, key: str, /, **fields: object) -> str:
        """The entry with its {named} fields filled in. Raises KeyError for an unknown key or a missing field."""
        return self.entries[key].format_map(fields)

    def lines(self, key: str) -> tuple[str, ...]:
        """The forms of a list entry, one a line. Raises KeyError for an unknown key."""
        return tuple(filter(None, map(str.strip, self.entries[key].splitlines())))

    def phrases(self, key: str) -> tuple[str, ...]:
        """What the lines of a list whose lines are no patterns stand for. Raises KeyError for an unknown key."""
        return tuple(phrase for line in self.lines(key) for phrase in spelled_out(line))

    def family(self, prefix: str | tuple[str, ...]) -> tuple[str, ...]:
        """All keys that begin with `prefix`, or with one of several."""
        return tuple(key for key in self.entries if key.startswith(prefix))

    @property
    def own_name(self) -> str:
        """The language's name in the language."""
        return self.entries["language:name"]

    @property
    def direction(self) -> str:
        """ "ltr" or "rtl", from the first letter of its own name."""
        return "rtl" if unicodedata.bidirectional(self.own_name[0]) in {"R", "AL"} else "ltr"


def spelled_out(line: str) -> Iterator[str]:
    """Every phrase that a line stands for: `one|another` is either of them, in any place."""
    return map(" ".join, product(*(piece.split("|") for piece in line.split())))


class Catalogs(Mapping[str, Catalog]):
    """The complete languages by tag, in a steady order. `faults` names what the others lack."""

    def __init__(self, complete: Mapping[str, Catalog], faults: Mapping[str, tuple[str, ...]]) -> None:
        self._complete = dict(complete)
        self.faults = MappingProxyType(dict(faults))

    def __getitem__(self, tag: str) -> Catalog:
        return self._complete[tag]

    def __iter__(self) -> Iterator[str]:
        return iter(self._complete)

    def __len__(self) -> int:
        return len(self._complete)

    @property
    def tags(self) -> tuple[str, ...]:
        """The tags of the languages on offer."""
        return tuple(self._complete)


def load(folder: Path, languages: Sequence[str] = ()) -> Catalogs:
    """Read `folder`/<tag>/hotline.po, all of them or the named ones.

    Raises IncompleteLanguage when a named language (or the English reference) is missing or incomplete.
    """
    found = sorted(path.parent.name for path in folder.glob(f"*/{FILE}"))
    absent = sorted(({REFERENCE} | set(languages)) - set(found))
    if absent:
        raise IncompleteLanguage(f"no catalog for: {', '.join(absent)}")
    read = {tag: _read(folder / tag / FILE) for tag in dict.fromkeys((*(languages or found), REFERENCE))}
    reference, reference_faults = read[REFERENCE]
    wanted = {key: frozenset() if key.startswith(_LISTS) else fields(words) for key, words in reference.entries.items()}
    complete: dict[str, Catalog] = {}
    faults: dict[str, tuple[str, ...]] = {}
    for tag in languages or found:
        catalog, own = read[tag]
        lacks = (*own, *_lacks(catalog, wanted))
        if lacks:
            faults[tag] = lacks
        else:
            complete[tag] = catalog
    _refuse(faults if languages else {REFERENCE: reference_faults})
    return Catalogs(complete, faults)


def _refuse(faults: Mapping[str, tuple[str, ...]]) -> None:
    said = [f"{tag} lacks {', '.join(keys)}" for tag, keys in faults.items() if keys]
    if said:
        raise IncompleteLanguage("; ".join(said))


def _read(path: Path) -> tuple[Catalog, tuple[str, ...]]:
    """The catalog of a file, and the keys that are empty in it."""
    tag = path.parent.name
    # What is written on several lines is one string: put together, it is read in two thirds of the time.
    file = BytesIO(path.read_bytes().replace(b'"\n"', b""))
    messages = [message for message in read_po(file, locale=None) if message.id and message.context]
    entries = {str(message.context): _words(message, tag) for message in messages}
    unreviewed = tuple(str(message.context) for message in messages if message.fuzzy)
    empty = tuple(key for key, words in entries.items() if not words.strip())
    return Catalog(tag, MappingProxyType(entries), unreviewed), empty


def _words(message: Message, tag: str) -> str:
    said = str(message.string or "")
    # The msgid is the English sentence itself, except in lists, where it only describes what belongs there.
    if not said and tag == REFERENCE and not str(message.context).startswith(_LISTS):
        return str(message.id)
    return said


def _lacks(catalog: Catalog, wanted: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
    """The keys that are missing, and those whose fields are not the wanted ones."""
    missing = [key for key in wanted if key not in catalog.entries]
    broken = [
        f"{key} (its fields)"
        for key, names in wanted.items()
        if key in catalog.entries and not key.startswith(_LISTS) and fields(catalog.entries[key]) != names
    ]
    return (*missing, *broken)


def fields(words: str) -> frozenset[str]:
    """The names of the {fields} in an entry."""
    if "{" not in words and "}" not in words:  # most entries; thirteen languages of them are read at start
        return frozenset()
    return frozenset(name for _, name, _, _ in string.Formatter().parse(words) if name is not None)
