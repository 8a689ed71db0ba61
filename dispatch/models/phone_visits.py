"""Visits that are made by phone: when the line connects the two, and what came of it."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dispatch.models.base import Base, HasState, legal_moves
from dispatch.models.requests import Visit

_IS_DUE = "next_at IS NOT NULL"


class PhoneVisit(HasState, Base):
    """One visit by phone: the line rings the volunteer at the agreed time, then the resident, and connects the two."""

    __tablename__ = "phone_visit"
    __table_args__ = (
        legal_moves("phone_visit"),
        # A promise to call is kept or ended, never forgotten.
        CheckConstraint(f"state NOT IN ('waiting', 'calling') OR {_IS_DUE}", name="open_has_time"),
        Index("ix_phone_visit_due", "next_at", sqlite_where=text(_IS_DUE), postgresql_where=text(_IS_DUE)),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id"), unique=True)
    next_at: Mapped[datetime | None]
    """When he is rung, or when somebody looks what became of the call that goes on."""
    tries: Mapped[int] = mapped_column(default=0)
    call_id: Mapped[int | None] = mapped_column(ForeignKey("call.id"), index=True)
    """The newest call to him."""
    connected_at: Mapped[datetime | None]
    """When she pressed the key that connects the two."""
    seconds: Mapped[int] = mapped_column(default=0)
    """How long they talked."""
    wished: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """When she had wished it, before an hour was set: from, until, precision."""
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    visit: Mapped[Visit] = relationship()
