"""Whether changed lists may stand: lines that can be read, no word for two things, nothing everyday like danger."""

from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, datetime
from itertools import product
from zoneinfo import ZoneInfo

from hotline.catalogs import Catalog, spelled_out
from hotline.understanding import Lexicons, Places, Understood, understand
from hotline.understanding.commands import COMMANDS
from hotline.understanding.lists.patterns import pattern, plain
from hotline.understanding.words import words

_EVERYDAY = ("hint", "filler", "thanks", "cmd:", "time:", "numbers", "name", "live")
_EMPTY = ("false_friend", "filler", "thanks")
_DANGERS = {"emergency": "alarm", "question": "question"}
_ANY_DAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

Told = tuple[str, str, str]
"""A list's key, the form in it that is meant, and what is wrong."""


def list_faults(
    catalog: Catalog, catalogs: Mapping[str, Catalog], added: Mapping[str, Collection[str]], *, changed: Collection[str]
) -> Iterator[Told]:
    """Yield what is wrong with the lists of a language as they would be. added: new forms by list; changed: all lists.

    What cannot be read at all is told first, and alone: nothing else could be tried then.
    """
    unreadable = [
        (key, form, "cannot be read")
        for key, forms in added.items()
        for form in forms
        if key.startswith("lexicon:") and not _is_readable(form)
    ]
    yield from unreadable
    if unreadable or not changed:
        return
    yield from _for_two_things(catalog, changed)
    tried = _Trial(Lexicons({**catalogs, catalog.tag: catalog}), catalog)
    for key, forms in added.items():
        for form in forms:
            if key.startswith("lexicon:") and tried.sounds_of_danger(key, form):
                yield key, form, "sounds like danger, which everyday words must not"
    yield from tried.misread()


def _is_readable(form: str) -> bool:
    try:
        return bool(pattern(form).slots and words(form))
    except ValueError:
        return False


def _for_two_things(catalog: Catalog, changed: Collection[str]) -> Iterator[Told]:
    """A form that is two commands, or a command and nothing."""
    taken: dict[tuple[str, ...], str] = {}
    for name in (*(f"cmd:{each}" for each in (*COMMANDS, "language", "relay")), *_EMPTY):
        key = f"lexicon:{name}"
        for line, phrase in ((each, phrase) for each in catalog.lines(key) for phrase in spelled_out(each)):
            other = taken.setdefault(plain(phrase), key)
            is_command = any(each.startswith("lexicon:cmd:") for each in (key, other))
            if other != key and is_command and not _may_share(key, other) and changed and {key, other} & set(changed):
                yield (key if key in changed else other), line, f"stands in {other} and in {key}"


def _may_share(key: str, other: str) -> bool:
    """What is asked for, or passed on, may also be a word of politeness."""
    return any(f"lexicon:cmd:{each}" in (key, other) for each in ("language", "relay")) and any(
        f"lexicon:{each}" in (key, other) for each in _EMPTY
    )


class _Trial:
    """The lists as they would be, tried as the live path would."""

    def __init__(self, lexicons: Lexicons, catalog: Catalog) -> None:
        self._lexicons = lexicons
        self._catalog = catalog

    def sounds_of_danger(self, key: str, form: str) -> bool:
        name = key.removeprefix("lexicon:")
        if name.startswith("need:") and name != "need:care":
            slots = product(*pattern(form).slots)
            said = [" ".join(each.letters for each in forms) for forms in slots]
        else:
            said = [*spelled_out(form)] if name.startswith(_EVERYDAY) else []
        return any(self._read(each).urgency != "none" for each in said)

    def misread(self) -> Iterator[Told]:
        """Examples of the language that would not be understood any more."""
        for key in self._catalog.family("example:"):
            for line in self._catalog.lines(key):
                if not _is_as_meant(self._read(line), key.removeprefix("example:")):
                    yield key, line, "this example would not be understood as its own class"

    def _read(self, text: str) -> Understood:
        return understand(
            text, language=self._catalog.tag, lexicons=self._lexicons, now=_ANY_DAY, zone=ZoneInfo("UTC"),
            places=Places(),
        )  # fmt: skip


def _is_as_meant(read: Understood, label: str) -> bool:
    kind, _, name = label.partition(":")
    if kind == "need":
        return read.urgency == "none" and read.needs == (name,)
    if kind == "cmd":
        return read.urgency == "none" and read.command == name
    return read.urgency == _DANGERS[label]
