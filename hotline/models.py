"""The edge's own tables, on the core's metadata: what came in, what is being talked about, and who may log in."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from dispatch.models import Base
from dispatch.models.base import one_of


class Role(StrEnum):
    """What an operator's account may do."""

    ADMIN = "admin"
    OPERATOR = "operator"
    COORDINATOR = "coordinator"
    ORGANISATION = "organisation"


class InboundEvent(Base):
    """One event from the carrier, by its own id: the proof that it was handled, and the answer it got."""

    __tablename__ = "inbound_event"
    __table_args__ = (UniqueConstraint("source", "provider_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(String(24))
    """sms, message_status, call, ..."""
    provider_id: Mapped[str] = mapped_column(String(80))
    fingerprint: Mapped[str] = mapped_column(String(64), default="")
    """SHA-256 of what was signed: the same id with other content is refused."""
    answer: Mapped[str] = mapped_column(Text, default="")
    received_at: Mapped[datetime] = mapped_column(index=True)


class Conversation(Base):
    """What we and one person are talking about just now: the open question and what is known so far."""

    __tablename__ = "conversation"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    state: Mapped[dict[str, Any]]
    updated_at: Mapped[datetime]


class Operator(Base):
    """An account for the admin view."""

    __tablename__ = "operator"
    __table_args__ = (one_of("role", Role),)

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(200), unique=True)
    """Lower case."""
    role: Mapped[str] = mapped_column(String(16))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    password_hash: Mapped[str] = mapped_column(String(200))
    language: Mapped[str | None] = mapped_column(String(12))
    session_key: Mapped[str] = mapped_column(String(64))
    """Changed when the password changes, so that every open session ends."""
    disabled: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime | None]


class PromptRecording(Base):
    """What a native speaker recorded for one piece of a prompt in one language; it wins over the synthetic voice."""

    __tablename__ = "prompt_recording"
    __table_args__ = (UniqueConstraint("language", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    language: Mapped[str] = mapped_column(String(12))
    name: Mapped[str] = mapped_column(String(80))
    """The piece's stable name, see `hotline.prompts`."""
    words: Mapped[str] = mapped_column(String(64))
    """SHA-256 of the words it was recorded for: when they change, it no longer counts."""
    file: Mapped[str] = mapped_column(String(64), unique=True)
    made_by: Mapped[str] = mapped_column(String(40))
    """operator:ID for an upload, code:ID for one made by phone."""
    created_at: Mapped[datetime]


class RecordingCode(Base):
    """Lets one native speaker record one language's prompts by phone, until it expires."""

    __tablename__ = "recording_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(8), unique=True)
    language: Mapped[str] = mapped_column(String(12))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """Who used it first; nobody else can."""
    created_by: Mapped[str] = mapped_column(String(40))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class CorrectedWord(Base):
    """A word that misled, or was not known, when an operator corrected what was understood. See `hotline.review.stems`.

    Nothing in it leads to a person, a text or a request, nor from one word of a text to another.
    """

    __tablename__ = "corrected_word"
    __table_args__ = (UniqueConstraint("language", "role", "understood", "meant", "word"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    language: Mapped[str] = mapped_column(String(12))
    role: Mapped[str] = mapped_column(String(8))
    """misled or unknown."""
    understood: Mapped[str] = mapped_column(String(16))
    """A kind, emergency or none."""
    meant: Mapped[str] = mapped_column(String(16))
    word: Mapped[str] = mapped_column(String(40))
    times: Mapped[int]
    first_by: Mapped[str] = mapped_column(String(32), default="")
    """A keyed hash of whose text it first was in and of the word; empty once somebody else has used it too."""
    month: Mapped[str] = mapped_column(String(7))
    """When it was last noted, as YYYY-MM."""
