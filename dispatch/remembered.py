"""What a process has read and goes on with for a while, for each database: what seldom changes and may be old."""

import time
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session

Value = TypeVar("Value")


class Remembered(Generic[Value]):
    """Values by key, each read again when it is older than so many seconds. Whatever it holds must be safe to share."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._held: WeakKeyDictionary[Engine | Connection, dict[Hashable, tuple[float, Value]]] = WeakKeyDictionary()

    def get(self, session: Session, key: Hashable, read: Callable[[], Value]) -> Value:
        """Return what is remembered for the session's database under a key; `read` gets it when that is too old."""
        held = self._held.setdefault(session.get_bind(), {})
        now = time.monotonic()
        until, value = held.get(key, (now, None))
        if value is None or until <= now:
            value = read()
            held[key] = (now + self._seconds, value)
        return value

    def forget(self, session: Session) -> None:
        """Read everything of this database again."""
        self._held.pop(session.get_bind(), None)
