"""The recordings of prompts that there are: a row and a file each. The row is the truth; a file without one is nothing.

A file never changes under its name, so whoever plays it may keep it as long as he likes.
"""

import re
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from sqlalchemy import event, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, SessionTransaction

from dispatch.db import Database, Work
from hotline.catalogs import Catalogs
from hotline.models import PromptRecording
from hotline.prompts.pieces import Piece, digest, pieces
from hotline.prompts.wav import BadRecording, seconds_of

FRESH = 3.0
"""Seconds that a process goes on with the list it has read."""

_FILE = re.compile(r"[0-9a-f]{32}\.wav")


@dataclass(frozen=True)
class Kept:
    """One recording that there is. words: the digest of those it was made for."""

    file: str
    words: str


Shelf = Mapping[str, Mapping[str, Kept]]
"""What there is by language and by the piece's name."""


class Recorded:
    """The recordings in one folder and one database."""

    def __init__(self, database: Database, catalogs: Catalogs, folder: Path) -> None:
        self._database = database
        self._catalogs = catalogs
        self._folder = folder
        self._seen: tuple[float, Shelf] = (float("-inf"), {})

    @cached_property
    def wanted(self) -> Mapping[str, Mapping[str, Piece]]:
        """What each language needs, by the piece's name, most used first."""
        return {tag: {piece.name: piece for piece in pieces(catalog)} for tag, catalog in self._catalogs.items()}

    def files(self, language: str) -> Mapping[str, str]:
        """Return the file of each piece that is recorded with the words it has now. At most `FRESH` seconds old."""
        kept = self.kept(language)
        wanted = self.wanted.get(language, {})
        return {name: each.file for name, each in kept.items() if is_valid(wanted.get(name), each)}

    def kept(self, language: str) -> Mapping[str, Kept]:
        """Return every recording of a language, also those whose words have changed. At most `FRESH` seconds old."""
        read_at, shelf = self._seen
        if time.monotonic() - read_at >= FRESH:
            with self._database.reading() as session:
                shelf = read(session)
            self._seen = (time.monotonic(), shelf)
        return shelf.get(language, {})

    def path(self, file: str) -> Path | None:
        """Return where a recording lies; None for what is no recording of ours."""
        path = self._folder / file
        return path if _FILE.fullmatch(file) and path.is_file() else None

    def keep(self, work: Work, language: str, piece: str, data: bytes, *, made_by: str) -> None:
        """Keep a recording of a piece in the place of the one before it, whose file goes once this is committed.

        Raises `BadRecording` when the language does not need such a piece or the carrier could not play the data, and
        `OSError`, with nothing changed, when it cannot be written.
        """
        wanted = self.wanted.get(language, {}).get(piece)
        if wanted is None:
            raise BadRecording("no_such_piece")
        seconds_of(data)
        self._folder.mkdir(parents=True, exist_ok=True)
        file = f"{secrets.token_hex(16)}.wav"
        _write(self._folder / file, data)  # first, so that no row ever names a file that could not be written
        row = _row(work, language, piece)
        old, row.file = row.file, file
        row.words, row.made_by, row.created_at = digest(wanted.words), made_by, work.now
        self._settle(work.session, new=file, old=old)
        work.session.flush()

    def _settle(self, session: Session, *, new: str, old: str) -> None:
        """Let the file that nobody names any more go, once it is certain which of the two that is."""
        committed: list[bool] = []

        def is_certain(_session: Session) -> None:
            committed.append(True)

        def is_over(_session: Session, transaction: SessionTransaction) -> None:
            if transaction.parent is not None:
                return
            self._seen = (float("-inf"), {})
            gone = old if committed else new
            if gone:
                (self._folder / gone).unlink(missing_ok=True)

        event.listen(session, "after_commit", is_certain)
        event.listen(session, "after_transaction_end", is_over)


def read(session: Session) -> Shelf:
    """Return every recording there is."""
    shelf: dict[str, dict[str, Kept]] = {}
    columns = (PromptRecording.language, PromptRecording.name, PromptRecording.file, PromptRecording.words)
    for language, name, file, words in session.execute(select(*columns)):
        shelf.setdefault(language, {})[name] = Kept(file, words)
    return shelf


def is_valid(piece: Piece | None, kept: Kept) -> bool:
    """Whether a recording was made for the words that its piece has now."""
    return piece is not None and digest(piece.words) == kept.words


def _row(work: Work, language: str, piece: str) -> PromptRecording:
    """Return the row of a piece, locked; a new one where there is none yet, with an empty file."""
    query = select(PromptRecording).where(PromptRecording.language == language, PromptRecording.name == piece)
    found = work.session.scalars(query.with_for_update()).one_or_none()
    if found:
        return found
    row = PromptRecording(
        language=language, name=piece, words="", file=secrets.token_hex(16), made_by="", created_at=work.now
    )
    try:
        with work.session.begin_nested():
            work.session.add(row)
    except IntegrityError:  # somebody else recorded it at this very moment
        return work.session.scalars(query.with_for_update()).one()
    row.file = ""
    return row


def _write(path: Path, data: bytes) -> None:
    """Write a whole file for its owner alone, or none."""
    part = path.with_suffix(".part")
    part.write_bytes(data)
    part.chmod(0o600)
    part.replace(path)
