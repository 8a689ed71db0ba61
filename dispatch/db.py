"""The database: one engine, and units of work that commit once and then wake whoever has something to do.

This is the only place that commits. SQLite takes the write lock when a unit of work begins (BEGIN IMMEDIATE), because
a deferred transaction that turns into a writing one fails with "database is locked" however long it may wait.
"""

import random
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, create_engine, event, select
from sqlalchemy.orm import Session

from dispatch.kinds import Channel
from dispatch.models import Message, SettingValue
from dispatch.tunables import Tunables, effective


@dataclass(frozen=True)
class Wake:
    """A hint that a job has something to do. Losing it costs seconds, because the clock finds the same work."""

    job: str
    ids: tuple[int, ...] = ()


SETTINGS_FRESH = 2.0
"""Seconds that a process goes on with the settings it has read, before it looks again."""

OnCommit = Callable[[Sequence[Wake]], None]


class KnownSettings:
    """The settings in force: what the database holds over the presets, read again every couple of seconds."""

    def __init__(self, presets: Mapping[str, str], fresh: float) -> None:
        self._presets = presets
        self._fresh = fresh
        self._read_at = float("-inf")
        self._known = Tunables()

    def read(self, session: Session) -> Tunables:
        """Return the settings, from the database when those we know are no longer fresh."""
        if time.monotonic() - self._read_at >= self._fresh:
            rows = session.execute(select(SettingValue.name, SettingValue.value))
            self._known = effective(dict(rows.all()), self._presets)
            self._read_at = time.monotonic()
        return self._known


@dataclass
class Work:
    """One unit of work: a transaction, the moment it happens at, who acts, and what to wake afterwards."""

    session: Session
    now: datetime
    actor: str
    zone: ZoneInfo
    settings: "KnownSettings"
    languages: tuple[str, ...] = ()
    """The languages that the line has words for, the place's own first."""
    rng: random.Random = field(default_factory=random.SystemRandom)
    speaker_id: int | None = None
    """The person whose text or call this answers: what she is told goes out in that very answer."""
    speaker_channel: Channel = Channel.SMS
    replies: list[Message] = field(default_factory=list)
    wakes: list[Wake] = field(default_factory=list)

    @cached_property
    def connection(self) -> Connection:
        """The session's connection, for statements that every text asks; looked up once, which is not free."""
        return self.session.connection()

    @property
    def tunables(self) -> Tunables:
        """The settings in force, at most `SETTINGS_FRESH` seconds old."""
        return self.settings.read(self.session)

    def wake(self, job: str, *ids: int) -> None:
        """Ask for a job once the transaction is committed."""
        wake = Wake(job, ids)
        if wake not in self.wakes:
            self.wakes.append(wake)

    @property
    def local_now(self) -> datetime:
        """The moment on the clock of the place."""
        return self.now.astimezone(self.zone)


class Database:
    """The engine and its units of work. `on_commit` gets the wakes of each committed unit.

    languages: those that the line has words for, the place's own first; the edge, which has the words, says which.
    """

    def __init__(
        self,
        url: str,
        *,
        zone: str = "Europe/Stockholm",
        presets: Mapping[str, str] | None = None,
        on_commit: OnCommit | None = None,
        pool_size: int = 5,
        settings_fresh: float = SETTINGS_FRESH,
    ) -> None:
        self.engine = make_engine(url, pool_size=pool_size)
        self.zone = ZoneInfo(zone)
        self.presets = dict(presets or {})
        self.settings = KnownSettings(self.presets, settings_fresh)
        self.on_commit = on_commit
        self.languages: tuple[str, ...] = ()
        self._reader = self.engine.execution_options(reading=True)
        is_sqlite = self.engine.dialect.name == "sqlite"
        self._write_lock: AbstractContextManager[Any] = threading.Lock() if is_sqlite else nullcontext()

    @contextmanager
    def work(self, now: datetime | None = None, *, actor: str = "clock") -> Iterator[Work]:
        """Open a unit of work. Leaving it normally commits and wakes; an exception rolls everything back."""
        with self._write_lock, Session(self.engine, expire_on_commit=False) as session:
            work = Work(session, now or datetime.now(UTC), actor, self.zone, self.settings, self.languages)
            yield work
            session.commit()
        if work.wakes and self.on_commit:
            self.on_commit(work.wakes)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Open a session for looking only; it never waits for a writer on SQLite."""
        with Session(self._reader, expire_on_commit=False) as session:
            yield session

    def dispose(self, *, close: bool = True) -> None:
        """Let go of pooled connections; after a fork the child calls it with close=False."""
        self.engine.dispose(close=close)


def make_engine(url: str, *, pool_size: int = 5) -> Engine:
    """Return an engine for `url`, with the settings that were measured to be right for SQLite.

    Its errors hide the parameters, which hold numbers and texts.
    """
    if not url.startswith("sqlite"):
        engine = create_engine(url, pool_size=pool_size, max_overflow=10, pool_pre_ping=True, hide_parameters=True)
        event.listen(engine, "connect", _prepare_postgresql)
        return engine
    engine = create_engine(url, connect_args={"timeout": 30}, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_postgresql(connection: Any, _record: Any) -> None:
    connection.execute("SET jit = off")  # compiling a statement took a hundred times as long as any of ours runs
    connection.commit()


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver must not begin transactions by itself
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "cache_size=-32768"):
        connection.execute("PRAGMA " + pragma)


def _begin_sqlite(connection: Connection) -> None:
    reading = connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
