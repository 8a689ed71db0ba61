"""What the answers of volunteers have taught, and who must not meet."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from dispatch.models.base import Base


class VolunteerRecord(Base):
    """A volunteer's `dispatch.learning.Record`, updated in the transaction of each answer. None yet: a newcomer."""

    __tablename__ = "volunteer_record"

    volunteer_id: Mapped[int] = mapped_column(ForeignKey("volunteer.id"), primary_key=True, autoincrement=False)
    lean: Mapped[float] = mapped_column(index=True)
    doubt: Mapped[float]
    pressed: Mapped[float]
    pressed_at: Mapped[datetime | None]
    delay: Mapped[float]
    answers: Mapped[int]
    recent: Mapped[str] = mapped_column(String(16))


class OfferOutcome(Base):
    """What became of one offer, with what was known when it was made: what the common weights are learned from."""

    __tablename__ = "offer_outcome"
    __table_args__ = (Index("ix_offer_outcome_offer_id", "offer_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id"))
    said: Mapped[str] = mapped_column(String(8))
    """yes, no, silent or filled, as `dispatch.learning.Outcome` has it."""
    minutes: Mapped[float | None]
    at: Mapped[datetime]


class PolicyState(Base):
    """One row: what is common to all decisions, worked out by the clock now and then, so that no answer waits for it.

    learned_to: the last outcome that `knowledge` holds. burdens: per organisation, its visits per member over the
    average.
    """

    __tablename__ = "policy_state"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    knowledge: Mapped[dict[str, Any]]
    learned_to: Mapped[int]
    burdens: Mapped[dict[str, Any]]
    next_at: Mapped[datetime]
    digest_on: Mapped[str] = mapped_column(String(10), default="")
    """The day of the last digest, as YYYY-MM-DD on the clock of the place."""


class Apart(Base):
    """A volunteer and a person who must not meet, whoever wished it so."""

    __tablename__ = "apart"

    volunteer_id: Mapped[int] = mapped_column(ForeignKey("volunteer.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
