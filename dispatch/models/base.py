"""What every table shares: the metadata, aware UTC times, and constraints made from the tables of moves."""

from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, DateTime, Dialect, MetaData, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import JSON, TypeDecorator

from dispatch.states import MOVES, NEW, pairs

_IN_UTC = "+00:00"
"""What goes without saying of a time that is kept in SQLite."""


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment in UTC. Refuses naive values, so no clock of a place can slip in.

    SQLite, which keeps it as text, is written and read by ISO format: the library's way costs two to five times as
    much, and planning a wave reads hundreds.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], Any]:
        """Return what turns a moment into what the database keeps."""
        return _written if dialect.name == "sqlite" else _in_utc

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None]:
        """Return what turns it into a moment again."""
        return _read if dialect.name == "sqlite" else _in_utc


def _in_utc(value: datetime | None) -> datetime | None:
    if value is None:
        return None
    if value.tzinfo is None:
        raise ValueError("a time without a time zone was about to be stored")
    return value.astimezone(UTC)


def _written(value: datetime | None) -> str | None:
    moment = _in_utc(value)
    return moment.isoformat(" ", "microseconds").removesuffix(_IN_UTC) if moment else None


def _read(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text + _IN_UTC) if text else None


class Base(DeclarativeBase):
    """The one metadata of the system; the edge's tables stand on it too."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it off the class
        datetime: UtcDateTime,
        dict[str, Any]: JSON,
        list[Any]: JSON,
    }


class HasState:
    """A row whose state moves by a table. `came_from` is the state before, so that the database can judge the move."""

    state: Mapped[str] = mapped_column(String(16))
    came_from: Mapped[str] = mapped_column(String(16), default=NEW)


def legal_moves(entity: str) -> CheckConstraint:
    """Return the constraint that lets (came_from, state) be only a pair of `dispatch.states.MOVES[entity]`."""
    allowed = ", ".join(f"'{old}>{new}'" for old, new in sorted(pairs(MOVES[entity])))
    return CheckConstraint(f"came_from || '>' || state IN ({allowed})", name="legal_moves")


def one_of(column: str, words: type[StrEnum]) -> CheckConstraint:
    """Return the constraint that lets a column hold only the words of an enumeration."""
    allowed = ", ".join(f"'{word.value}'" for word in words)
    return CheckConstraint(f"{column} IN ({allowed})", name=f"{column}_known")
