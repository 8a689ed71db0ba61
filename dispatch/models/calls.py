"""Calls in and out, and the spoken messages that came of them.

What is to be told to somebody who is called is a `Message` with the channel "call"; a call of ours tells all that wait
for its person, and a message is delivered when she has heard it.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dispatch.models.base import Base, HasState, legal_moves
from dispatch.models.people import Person

_IS_OUT_AND_OPEN = "direction = 'out' AND state IN ('placing', 'unknown', 'ringing', 'talking')"


class Call(HasState, Base):
    """One call with a person. `talk` and `turn` are the edge's: what is open in it, and how many steps it has had."""

    __tablename__ = "call"
    __table_args__ = (
        legal_moves("call"),
        # Two workers must not ring one person at the same time.
        Index("uq_call_out", "person_id", unique=True, sqlite_where=text(_IS_OUT_AND_OPEN),
              postgresql_where=text(_IS_OUT_AND_OPEN)),
        Index("ix_call_look_at", "look_at", sqlite_where=text("look_at IS NOT NULL"),
              postgresql_where=text("look_at IS NOT NULL")),
        Index("ix_call_person", "person_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    direction: Mapped[str] = mapped_column(String(3))
    """in: she called us; out: we called her."""
    provider_sid: Mapped[str | None] = mapped_column(String(40), unique=True)
    language: Mapped[str | None] = mapped_column(String(12))
    """What is spoken in this call; None until it is known."""
    request_id: Mapped[int | None] = mapped_column(ForeignKey("request.id"), index=True)
    """The request this call began, or is about."""
    talk: Mapped[dict[str, Any]] = mapped_column(default=dict)
    turn: Mapped[int] = mapped_column(default=0)
    """Steps so far; the address of each step carries its number, so that a repeated one is known."""
    had_key: Mapped[bool] = mapped_column(default=False)
    """Whether anybody pressed a key: else the call was missed, or a machine took it."""
    is_unfinished: Mapped[bool] = mapped_column(default=False)
    """Whether the caller is in the middle of something that an operator must see if she hangs up now."""
    error_code: Mapped[str] = mapped_column(String(16), default="")
    """Why nobody was reached: busy, no-answer, failed, canceled, or the carrier's code."""
    look_at: Mapped[datetime | None]
    """When the clock asks the carrier what became of it; None for a call that is over."""
    created_at: Mapped[datetime] = mapped_column(index=True)
    answered_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()


class Recording(HasState, Base):
    """One spoken message of a caller: announced by the carrier, fetched, deleted there, erased here by retention."""

    __tablename__ = "recording"
    __table_args__ = (
        legal_moves("recording"),
        Index("ix_recording_next", "next_at", sqlite_where=text("next_at IS NOT NULL"),
              postgresql_where=text("next_at IS NOT NULL")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"), index=True)
    request_id: Mapped[int | None] = mapped_column(ForeignKey("request.id"), index=True)
    provider_sid: Mapped[str] = mapped_column(String(40), unique=True)
    seconds: Mapped[int] = mapped_column(default=0)
    file: Mapped[str] = mapped_column(String(64), default="")
    """The random name it is kept under; empty while it is not here."""
    next_at: Mapped[datetime | None]
    """When it is fetched, deleted at the carrier, or erased: whatever comes next for it."""
    attempts: Mapped[int] = mapped_column(default=0)
    heard_at: Mapped[datetime | None]
    """When an operator first listened to it."""
    created_at: Mapped[datetime]
    stored_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]
    """When the carrier's own copy was deleted."""
    erased_at: Mapped[datetime | None]

    call: Mapped[Call] = relationship()
