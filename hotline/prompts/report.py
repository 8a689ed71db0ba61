"""Which languages can be spoken on the phone: what is recorded, what a voice says, and what is missing."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from hotline.catalogs import Catalogs
from hotline.prompts.pieces import Piece
from hotline.prompts.store import Kept, Recorded, is_valid, read
from hotline.telephony.voices import VOICES


@dataclass(frozen=True)
class Report:
    """What a language has. stale: recorded, but with other words than it has now; that is among `unrecorded` too."""

    language: str
    has_voice: bool
    recorded: tuple[Piece, ...]
    unrecorded: tuple[Piece, ...]
    stale: tuple[Piece, ...]

    @property
    def voiced(self) -> tuple[Piece, ...]:
        """What the synthetic voice says."""
        return self.unrecorded if self.has_voice else ()

    @property
    def missing(self) -> tuple[Piece, ...]:
        """What can be neither played nor said."""
        return () if self.has_voice else self.unrecorded

    @property
    def is_whole(self) -> bool:
        """Whether everything can be played or said, so that the language may be offered on the phone."""
        return not self.missing


def report(recorded: Recorded, language: str) -> Report:
    """Return what a language has and lacks. Raises KeyError for one without a catalog."""
    return _report(recorded.wanted[language], recorded.kept(language), language)


def report_in(session: Session, recorded: Recorded, language: str) -> Report:
    """Return the same as one transaction sees it. Raises KeyError for a language without a catalog."""
    return _report(recorded.wanted[language], read(session).get(language, {}), language)


def phone_languages(catalogs: Catalogs, recorded: Recorded) -> tuple[str, ...]:
    """Return the languages to offer on the phone, in the order of the catalogs."""
    return tuple(tag for tag in catalogs if tag in VOICES or recorded.wanted[tag].keys() <= recorded.files(tag).keys())


def _report(wanted: Mapping[str, Piece], kept: Mapping[str, Kept], language: str) -> Report:
    fresh = {name for name, each in kept.items() if is_valid(wanted.get(name), each)}
    return Report(
        language=language,
        has_voice=language in VOICES,
        recorded=tuple(piece for name, piece in wanted.items() if name in fresh),
        unrecorded=tuple(piece for name, piece in wanted.items() if name not in fresh),
        stale=tuple(piece for name, piece in wanted.items() if name in kept and name not in fresh),
    )
