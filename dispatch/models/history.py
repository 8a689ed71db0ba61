"""What happened and why, and the settings people have changed."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from dispatch.models.base import Base


class StateChange(Base):
    """One move of one thing: who moved it, when, and why. Only ever added to."""

    __tablename__ = "state_change"
    __table_args__ = (Index("ix_state_change_entity", "entity", "entity_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    entity: Mapped[str] = mapped_column(String(16))
    entity_id: Mapped[int]
    request_id: Mapped[int | None] = mapped_column(ForeignKey("request.id"), index=True)
    old: Mapped[str] = mapped_column(String(16))
    new: Mapped[str] = mapped_column(String(16))
    event: Mapped[str] = mapped_column(String(16))
    actor: Mapped[str] = mapped_column(String(40))
    """resident, volunteer, clock, carrier, or operator:ID."""
    reason: Mapped[str] = mapped_column(String(60), default="")
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
    at: Mapped[datetime]


class SettingValue(Base):
    """A tunable that somebody has set; what is not here has its default."""

    __tablename__ = "setting"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[str] = mapped_column(String(400))
    changed_at: Mapped[datetime]
    changed_by: Mapped[str] = mapped_column(String(40), default="")
