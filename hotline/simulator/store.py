"""The stand-in's own SQLite file, shared by every process and browser that looks at the same world."""

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SCHEMA = """
CREATE TABLE IF NOT EXISTS handset (
    number TEXT PRIMARY KEY, name TEXT NOT NULL, role TEXT NOT NULL, language TEXT NOT NULL, position INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS fault (
    number TEXT NOT NULL, kind TEXT NOT NULL, seconds REAL NOT NULL, PRIMARY KEY (number, kind));
CREATE TABLE IF NOT EXISTS trouble (
    kind TEXT PRIMARY KEY, remaining INTEGER NOT NULL, seconds REAL NOT NULL);
CREATE TABLE IF NOT EXISTS text (
    id INTEGER PRIMARY KEY AUTOINCREMENT, sid TEXT NOT NULL UNIQUE, direction TEXT NOT NULL, sender TEXT NOT NULL,
    recipient TEXT NOT NULL, body TEXT NOT NULL, encoding TEXT NOT NULL, parts INTEGER NOT NULL, state TEXT NOT NULL,
    error_code TEXT NOT NULL, answered INTEGER NOT NULL DEFAULT 0, created_at REAL NOT NULL, changed_at REAL NOT NULL);
CREATE INDEX IF NOT EXISTS text_sender ON text (sender, id);
CREATE INDEX IF NOT EXISTS text_recipient ON text (recipient, id);
CREATE TABLE IF NOT EXISTS wire (
    id INTEGER PRIMARY KEY AUTOINCREMENT, at REAL NOT NULL, direction TEXT NOT NULL, subject TEXT NOT NULL,
    method TEXT NOT NULL, address TEXT NOT NULL, fields TEXT NOT NULL, signature TEXT NOT NULL,
    accepted INTEGER NOT NULL, status INTEGER NOT NULL, answer TEXT NOT NULL, note TEXT NOT NULL,
    seconds REAL NOT NULL);
CREATE TABLE IF NOT EXISTS errand (
    id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, subject TEXT NOT NULL, address TEXT NOT NULL,
    steps TEXT NOT NULL, position INTEGER NOT NULL DEFAULT 0, due_at REAL NOT NULL,
    lease_until REAL NOT NULL DEFAULT 0);
CREATE INDEX IF NOT EXISTS errand_due ON errand (due_at);
CREATE TABLE IF NOT EXISTS leg (
    sid TEXT PRIMARY KEY, call TEXT NOT NULL, number TEXT NOT NULL, sender TEXT NOT NULL, recipient TEXT NOT NULL,
    direction TEXT NOT NULL, status TEXT NOT NULL, open INTEGER NOT NULL, created_at REAL NOT NULL,
    state TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS leg_call ON leg (call);
CREATE INDEX IF NOT EXISTS leg_number ON leg (number, open);
CREATE TABLE IF NOT EXISTS caption (
    id INTEGER PRIMARY KEY AUTOINCREMENT, leg TEXT NOT NULL, at REAL NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL,
    language TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS caption_leg ON caption (leg, id);
CREATE TABLE IF NOT EXISTS sound (sid TEXT PRIMARY KEY, content BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS recording (
    sid TEXT PRIMARY KEY, leg TEXT NOT NULL, seconds INTEGER NOT NULL, sound BLOB NOT NULL, state TEXT NOT NULL,
    created_at REAL NOT NULL);
CREATE TABLE IF NOT EXISTS world (name TEXT PRIMARY KEY, value NOT NULL);
INSERT OR IGNORE INTO world VALUES ('version', 1);
"""


class Store:
    """One connection a process, one lock, short transactions.

    SQLite lets one writer in at a time anyway; the lock keeps the threads of a process from waiting in its busy loop.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.RLock()
        self._connection: sqlite3.Connection | None = None
        self._process = 0
        self._inherited: list[sqlite3.Connection] = []

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Lend the connection for reading."""
        with self._lock:
            yield self._connect()

    @contextmanager
    def writing(self, *, visible: bool = True) -> Iterator[sqlite3.Connection]:
        """One transaction. `visible`: what changes can be seen on the page, so its version moves on."""
        with self._lock:
            db = self._connect()
            with db:  # ends the transaction, one way or the other
                db.execute("BEGIN IMMEDIATE")
                yield db
                if visible:
                    db.execute("UPDATE world SET value = value + 1 WHERE name = 'version'")

    def version(self) -> int:
        """Return the number that grows with every visible change."""
        with self.reading() as db:
            return int(db.execute("SELECT value FROM world WHERE name = 'version'").fetchone()[0])

    def close(self) -> None:
        """Close this process's connection. The next use opens it again."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def _connect(self) -> sqlite3.Connection:
        if self._connection is not None and self._process == os.getpid():
            return self._connection
        if self._connection is not None:
            # A forked child must neither use nor close what its parent opened.
            self._inherited.append(self._connection)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        db = sqlite3.connect(self.path, timeout=15, isolation_level=None, check_same_thread=False)
        db.row_factory = sqlite3.Row
        # What a power cut takes from a simulator may be gone.
        db.execute("PRAGMA synchronous = OFF")
        db.execute("PRAGMA journal_mode = WAL")
        with db:
            db.execute("BEGIN IMMEDIATE")
            for statement in SCHEMA.split(";\n"):
                db.execute(statement)
        self._connection, self._process = db, os.getpid()
        return db
