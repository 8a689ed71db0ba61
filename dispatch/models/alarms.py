"""Alarms: what the operators on duty are told at once, again and again, until one of them answers."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dispatch.models.base import Base
from dispatch.models.requests import HelpRequest

_OPEN = "acknowledged_at IS NULL"


class Alarm(Base):
    """Somebody may be in danger, and an operator must say that he takes care of it."""

    __tablename__ = "alarm"
    __table_args__ = (
        # A promise like every other: the database refuses an open alarm that would never sound again.
        CheckConstraint(f"({_OPEN}) = (next_at IS NOT NULL)", name="open_sounds_again"),
        Index("uq_alarm_open", "request_id", unique=True, sqlite_where=text(_OPEN), postgresql_where=text(_OPEN)),
        Index("ix_alarm_due", "next_at", sqlite_where=text("next_at IS NOT NULL"),
              postgresql_where=text("next_at IS NOT NULL")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("request.id"), index=True)
    reason: Mapped[str] = mapped_column(String(40))
    raised_at: Mapped[datetime]
    next_at: Mapped[datetime | None]
    """When it sounds (again)."""
    rounds: Mapped[int] = mapped_column(default=0)
    """How often it has sounded."""
    acknowledged_at: Mapped[datetime | None]
    acknowledged_by: Mapped[str] = mapped_column(String(200), default="")
    """Who takes care of it, as the other operators know him: a name, a number or an address."""

    request: Mapped[HelpRequest] = relationship()
