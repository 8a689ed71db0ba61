"""Texts in and out, and what is told by call. What goes out is written in the transaction of its cause, sent later."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dispatch.models.base import Base, HasState, legal_moves
from dispatch.models.people import Person


class Message(HasState, Base):
    """One text to or from a person. What to say is `notice` and `facts`; the words (`body`) are found at the edge."""

    __tablename__ = "message"
    __table_args__ = (
        legal_moves("message"),
        Index("ix_message_outbox", "priority", "id", sqlite_where=text("state = 'queued' AND channel = 'sms'"),
              postgresql_where=text("state = 'queued' AND channel = 'sms'")),
        Index("ix_message_to_tell", "person_id", "id", sqlite_where=text("state = 'queued' AND channel = 'call'"),
              postgresql_where=text("state = 'queued' AND channel = 'call'")),
        Index("ix_message_unsettled", "lease_until",
              sqlite_where=text("state IN ('sending', 'unknown')"),
              postgresql_where=text("state IN ('sending', 'unknown')")),
        Index("ix_message_person", "person_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    request_id: Mapped[int | None] = mapped_column(ForeignKey("request.id"), index=True)
    offer_id: Mapped[int | None] = mapped_column(ForeignKey("offer.id"))
    channel: Mapped[str] = mapped_column(String(8), default="sms")
    """sms, or call: what is told when she is next called, or calls."""
    call_id: Mapped[int | None] = mapped_column(ForeignKey("call.id"), index=True)
    """The call that tells it, or last tried to."""
    notice: Mapped[str] = mapped_column(String(60), default="")
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    language: Mapped[str | None] = mapped_column(String(12))
    body: Mapped[str] = mapped_column(Text, default="")
    priority: Mapped[int] = mapped_column(default=5)
    """0 leaves first (a danger's answer, an address after a yes), 9 last."""
    provider_sid: Mapped[str | None] = mapped_column(String(40), unique=True)
    encoding: Mapped[str] = mapped_column(String(8), default="")
    segments: Mapped[int] = mapped_column(default=0)
    error_code: Mapped[str] = mapped_column(String(16), default="")
    attempts: Mapped[int] = mapped_column(default=0)
    send_at: Mapped[datetime | None]
    """Not before this."""
    expires_at: Mapped[datetime | None]
    """Not after this: an offer older than its task does harm."""
    lease_until: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(index=True)
    sent_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()
