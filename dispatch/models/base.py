"""What every table shares: the metadata, aware UTC times, and constraints made from the tables of moves."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, DateTime, Dialect, MetaData, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import JSON, TypeDecorator

from dispatch.states import MOVES, NEW, pairs


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment in UTC. Refuses naive values, so no clock of a place can slip in."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a time zone was about to be stored")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


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
