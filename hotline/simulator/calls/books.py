"""The carrier's books about calls: legs, captions and recordings, as rows that every process shares."""

import json
import sqlite3
import time
from dataclasses import dataclass
from datetime import datetime

from hotline.simulator.calls.happenings import Caption, Recorded
from hotline.simulator.calls.state import Call, Leg, leg_of
from hotline.simulator.ledger import Search
from hotline.simulator.records import moment
from hotline.simulator.store import Store

PROCESSING, READY, ABSENT, DELETED = "processing", "completed", "absent", "deleted"


@dataclass(frozen=True)
class Heard:
    """One line of what was heard, seen or done on a leg's telephone; see `Caption` for `kind`."""

    id: int
    leg: str
    at: datetime
    kind: str
    text: str
    language: str


@dataclass(frozen=True)
class Recording:
    """A recording; `sound` is an uploaded WAV file, or empty. state: processing, completed, absent or deleted."""

    sid: str
    leg: str
    seconds: int
    sound: bytes
    state: str
    created_at: datetime


class Books:
    """Legs, captions and recordings."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def load(self, db: sqlite3.Connection, leg: str) -> Call | None:
        """Return the call that a leg belongs to."""
        rows = db.execute(
            "SELECT state FROM leg WHERE call = (SELECT call FROM leg WHERE sid = ?) ORDER BY rowid", (leg,)
        ).fetchall()
        legs = [leg_of(json.loads(row["state"])) for row in rows]
        return Call(legs[0].call, {each.sid: each for each in legs}) if legs else None

    def save(self, db: sqlite3.Connection, call: Call) -> None:
        """Write a call down as it stands."""
        for leg in call.legs.values():
            row = vars(leg) | {"state": json.dumps(leg.as_row()), "open": int(leg.open)}
            db.execute(
                "INSERT INTO leg (sid, call, number, sender, recipient, direction, status, open, created_at, state)"
                " VALUES (:sid, :call, :number, :sender, :recipient, :direction, :status, :open, :created, :state)"
                " ON CONFLICT (sid) DO UPDATE SET status = :status, open = :open, state = :state",
                {name: row[name] for name in _COLUMNS},
            )

    def leg(self, sid: str) -> Leg | None:
        """Return one leg."""
        with self._store.reading() as db:
            row = db.execute("SELECT state FROM leg WHERE sid = ?", (sid,)).fetchone()
        return leg_of(json.loads(row["state"])) if row else None

    def legs(self, number: str = "", *, only_open: bool = False) -> list[Leg]:
        """Return the legs of a handset (empty: of all), oldest first."""
        with self._store.reading() as db:
            rows = db.execute(
                "SELECT state FROM leg WHERE ? IN ('', number) AND open >= ? ORDER BY rowid", (number, int(only_open))
            ).fetchall()
        return [leg_of(json.loads(row["state"])) for row in rows]

    def is_engaged(self, db: sqlite3.Connection, leg: Leg) -> bool:
        """Whether a leg's handset is in another call."""
        query = "SELECT 1 FROM leg WHERE number = ? AND call != ? AND open = 1 AND status IN ('in-progress', 'ringing')"
        return db.execute(query, (leg.number, leg.call)).fetchone() is not None

    def search(self, wanted: Search, status: str) -> list[Leg]:
        """Return legs, newest first. status: empty for any."""
        with self._store.reading() as db:
            rows = db.execute(
                "SELECT state FROM leg WHERE (:sender = '' OR sender = :sender)"
                " AND (:recipient = '' OR recipient = :recipient) AND created_at >= :since AND created_at < :until"
                " AND :status IN ('', status) ORDER BY rowid DESC LIMIT :limit OFFSET :skip",
                vars(wanted) | {"status": status},
            ).fetchall()
        return [leg_of(json.loads(row["state"])) for row in rows]

    def hear(self, db: sqlite3.Connection, caption: Caption) -> None:
        """Write a caption down."""
        values = (caption.leg, time.time(), caption.kind, caption.text, caption.language)
        db.execute("INSERT INTO caption (leg, at, kind, text, language) VALUES (?, ?, ?, ?, ?)", values)

    def heard(self, leg: str, *, after: int = 0) -> list[Heard]:
        """Return what was heard on a leg, oldest first. after: the id of the last one that is known."""
        with self._store.reading() as db:
            rows = db.execute("SELECT * FROM caption WHERE leg = ? AND id > ? ORDER BY id", (leg, after)).fetchall()
        return [Heard(**{**dict(row), "at": moment(row["at"])}) for row in rows]

    def put_sound(self, sid: str, content: bytes) -> None:
        """Keep an uploaded sound file until it is recorded."""
        with self._store.writing(visible=False) as db:
            db.execute("INSERT OR REPLACE INTO sound VALUES (?, ?)", (sid, content))

    def record(self, db: sqlite3.Connection, made: Recorded) -> None:
        """Write down that a recording was made; it is not ready yet."""
        sound = db.execute("SELECT content FROM sound WHERE sid = ?", (made.sound,)).fetchone()
        content = bytes(sound["content"]) if sound else b""
        values = (made.sid, made.leg, made.seconds, content, PROCESSING, time.time())
        db.execute("INSERT OR IGNORE INTO recording VALUES (?, ?, ?, ?, ?, ?)", values)

    def recording(self, sid: str) -> Recording | None:
        """Return a recording, also one that was deleted."""
        with self._store.reading() as db:
            row = db.execute("SELECT * FROM recording WHERE sid = ?", (sid,)).fetchone()
        return Recording(**{**dict(row), "created_at": moment(row["created_at"])}) if row else None

    def recordings(self) -> list[Recording]:
        """Return every recording that is not deleted, oldest first."""
        with self._store.reading() as db:
            rows = db.execute("SELECT * FROM recording WHERE state != ? ORDER BY rowid", (DELETED,)).fetchall()
        return [Recording(**{**dict(row), "created_at": moment(row["created_at"])}) for row in rows]

    def move_recording(self, sid: str, state: str) -> None:
        """Let a recording be ready, absent or deleted; a deleted one stays so."""
        with self._store.writing() as db:
            db.execute("UPDATE recording SET state = ? WHERE sid = ? AND state != ?", (state, sid, DELETED))


_COLUMNS = ("sid", "call", "number", "sender", "recipient", "direction", "status", "open", "created", "state")
