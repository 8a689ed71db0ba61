"""From a line to what is heard: recorded pieces where there are any, the language's voice elsewhere."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from hotline.calls.facts import own_words, spoken
from hotline.calls.script import Line
from hotline.catalogs import REFERENCE, Catalogs, fields
from hotline.prompts.pieces import Field, composed
from hotline.telephony.voices import VOICES


@dataclass(frozen=True)
class Said:
    """Words for the voice of a language, which has one."""

    words: str
    language: str


@dataclass(frozen=True)
class Played:
    """A sound file at an address."""

    address: str


Heard = Said | Played

Files = Callable[[str], Mapping[str, str]]
"""A language's recorded pieces: name to file."""


def no_files(_language: str) -> Mapping[str, str]:
    """Return no recordings: for when they cannot be asked for."""
    return {}


@dataclass(frozen=True)
class Speaker:
    """Says lines. play: the address of a file; message: that of a resident's recording, None when it is not here."""

    catalogs: Catalogs
    default_language: str
    zone: ZoneInfo
    files: Files = no_files
    play: Callable[[str], str] = str
    message: Callable[[int], str | None] = lambda _recording_id: None

    def say(self, line: Line, language: str) -> list[Heard]:
        """Return what is heard of a line; `language` is spoken where the line names none.

        Raises KeyError for an unknown notice or a missing fact.
        """
        tag = line.language or language
        if tag not in self.catalogs:
            tag = self.default_language
        if line.notice == "recording":
            address = self.message(line.facts["id"])
            return [Played(address)] if address else []
        if line.notice == "words":
            return self._aloud(own_words(line.facts["words"]), tag)
        key = f"phone:{line.notice}"
        return self._recorded(key, line.facts, tag) or self._by_voice(key, line.facts, self._voiced(tag))

    def _recorded(self, key: str, facts: Mapping[str, Any], tag: str) -> list[Heard]:
        """Return the sentence from recordings, or nothing unless every part of it between the facts is recorded."""
        files = self.files(tag)
        if not files:
            return []
        parts = composed(self.catalogs[tag], key)
        literal = [part for part in parts if not isinstance(part, Field)]
        if not literal or not all(name in files for name in literal):
            return []
        heard: list[Heard] = []
        for part in parts:
            if isinstance(part, Field):
                heard += self._fact(part.name, facts[part.name], tag)
            else:
                heard.append(Played(self.play(files[part])))
        return heard

    def _fact(self, name: str, fact: Any, tag: str) -> list[Heard]:
        """Return a fact from recorded pieces, or by a voice: the default language's where its own has none."""
        files = self.files(tag)
        pieces = spoken(self.catalogs[tag], name, fact, self.zone).pieces
        if pieces and all(piece in files for piece in pieces):
            return [Played(self.play(files[piece])) for piece in pieces]
        voiced = self._voiced(tag)
        return self._aloud(spoken(self.catalogs[voiced], name, fact, self.zone).words, voiced)

    def _by_voice(self, key: str, facts: Mapping[str, Any], tag: str) -> list[Heard]:
        catalog = self.catalogs[tag]
        needed = fields(catalog.entries[key])
        words = {name: spoken(catalog, name, facts[name], self.zone).words for name in needed}
        return self._aloud(catalog.entries[key].format_map(words), tag)

    def _aloud(self, words: str, tag: str) -> list[Heard]:
        return [Said(words, self._voiced(tag))] if words else []

    def _voiced(self, tag: str) -> str:
        """Return a language that has a voice: this one, or the line's own, or English."""
        offered = (each for each in (tag, self.default_language, REFERENCE) if each in VOICES and each in self.catalogs)
        return next(offered, self.default_language)
