"""The carrier's books: every text and every HTTP exchange, in order."""

import json
import sqlite3
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from hotline.simulator.records import Draft, Text, WireEntry, text_of, wire_of
from hotline.simulator.store import Store
from hotline.sms_text import segments

RANK = {"receiving": 0, "queued": 0, "sent": 1, "received": 2, "delivered": 2, "undelivered": 2, "failed": 2}
"""How far a text has come; it never goes back."""

KEPT = 50_000
"""Entries of the wire log that are kept."""


@dataclass(frozen=True)
class Search:
    """What `Ledger.search` looks for; what is left empty does not matter. Times in seconds since the epoch."""

    sender: str = ""
    recipient: str = ""
    since: float = 0.0
    until: float = 1e12
    limit: int = 50
    skip: int = 0


@dataclass(frozen=True)
class Said:
    """One HTTP exchange to be written into the wire log, see `WireEntry`."""

    direction: str
    method: str
    address: str
    status: int
    accepted: bool
    subject: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    signature: str = "right"
    answer: str = ""
    note: str = ""
    seconds: float = 0.0


class Ledger:
    """Texts and wire log."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add_text(self, db: sqlite3.Connection, sid: str, draft: Draft, *, state: str, error_code: str = "") -> bool:
        """Write a text down within a transaction. False: this sid is already there."""
        counted = segments(draft.body)
        now = time.time()
        row = (sid, draft.direction, draft.sender, draft.recipient, draft.body, counted.encoding, counted.parts)
        added = db.execute(
            "INSERT OR IGNORE INTO text (sid, direction, sender, recipient, body, encoding, parts, state, error_code,"
            " created_at, changed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (*row, state, error_code, now, now),
        )
        return added.rowcount == 1

    def move(self, sid: str, state: str, error_code: str = "") -> None:
        """Let a text advance; a state that lies behind it changes nothing."""
        with self._store.writing() as db:
            row = db.execute("SELECT state FROM text WHERE sid = ?", (sid,)).fetchone()
            if row is not None and RANK[row["state"]] < RANK[state]:
                db.execute(
                    "UPDATE text SET state = ?, error_code = ?, changed_at = ? WHERE sid = ?",
                    (state, error_code, time.time(), sid),
                )

    def settle_incoming(self, sid: str, error_code: str) -> None:
        """Note how the application took a text from a handset; a good answer later mends a bad one."""
        with self._store.writing() as db:
            db.execute(
                "UPDATE text SET state = 'received', error_code = ?, changed_at = ?"
                " WHERE sid = ? AND (state = 'receiving' OR error_code != '')",
                (error_code, time.time(), sid),
            )

    def first_answer(self, sid: str) -> bool:
        """Whether this is the first good answer to a text; the carrier carries out only that one."""
        with self._store.writing(visible=False) as db:
            return db.execute("UPDATE text SET answered = 1 WHERE sid = ? AND answered = 0", (sid,)).rowcount == 1

    def text(self, sid: str) -> Text | None:
        """Return one text."""
        with self._store.reading() as db:
            row = db.execute("SELECT * FROM text WHERE sid = ?", (sid,)).fetchone()
        return text_of(row) if row else None

    def texts(self, number: str = "", *, last: int | None = None) -> list[Text]:
        """Return the texts to and from a number (empty: all), oldest first, at most the `last` ones."""
        where = "WHERE sender = ? OR recipient = ?" if number else ""
        query = f"SELECT * FROM text {where} ORDER BY id DESC LIMIT ?"  # noqa: S608 - two fixed texts
        with self._store.reading() as db:
            rows = db.execute(query, (*((number, number) if number else ()), -1 if last is None else last)).fetchall()
        return [text_of(row) for row in reversed(rows)]

    def reached(self, *, last: int) -> list[str]:
        """Return the numbers that were texted, the latest first."""
        with self._store.reading() as db:
            rows = db.execute(
                "SELECT recipient FROM text WHERE direction != 'inbound' GROUP BY recipient"
                " ORDER BY max(id) DESC LIMIT ?",
                (last,),
            ).fetchall()
        return [row["recipient"] for row in rows]

    def search(self, wanted: Search) -> list[Text]:
        """Return texts, newest first."""
        with self._store.reading() as db:
            rows = db.execute(
                "SELECT * FROM text WHERE (:sender = '' OR sender = :sender)"
                " AND (:recipient = '' OR recipient = :recipient) AND created_at >= :since AND created_at < :until"
                " ORDER BY id DESC LIMIT :limit OFFSET :skip",
                vars(wanted),
            ).fetchall()
        return [text_of(row) for row in rows]

    def say(self, said: Said) -> int:
        """Write an exchange into the wire log and return its id."""
        row = {**vars(said), "fields": json.dumps(dict(said.fields)), "at": time.time() - said.seconds}
        with self._store.writing() as db:
            added = db.execute(
                "INSERT INTO wire (at, direction, subject, method, address, fields, signature, accepted, status,"
                " answer, note, seconds) VALUES (:at, :direction, :subject, :method, :address, :fields, :signature,"
                " :accepted, :status, :answer, :note, :seconds)",
                row,
            ).lastrowid
            if added is None:
                raise RuntimeError("the wire log took nothing")
            if added % 1000 == 0:
                db.execute("DELETE FROM wire WHERE id <= ?", (added - KEPT,))
        return added

    def wire(self, *, last: int | None = None) -> list[WireEntry]:
        """Return the wire log, oldest first, at most the `last` entries."""
        with self._store.reading() as db:
            query = "SELECT * FROM wire ORDER BY id DESC LIMIT ?"
            rows = db.execute(query, (-1 if last is None else last,)).fetchall()
        return [wire_of(row) for row in reversed(rows)]

    def entry(self, number: int) -> WireEntry | None:
        """Return one entry of the wire log."""
        with self._store.reading() as db:
            row = db.execute("SELECT * FROM wire WHERE id = ?", (number,)).fetchone()
        return wire_of(row) if row else None

    def note(self, number: int, note: str) -> None:
        """Add the carrier's warning to an entry."""
        with self._store.writing() as db:
            db.execute("UPDATE wire SET note = ? WHERE id = ?", (note, number))
