"""What a volunteer offers instead: he can come, but at another time than the resident asked for."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dispatch.models.base import Base, HasState, legal_moves
from dispatch.models.requests import HelpRequest, Offer


class Proposal(HasState, Base):
    """Another time for a request, put to the resident. The story has it in the texts to her and from her."""

    __tablename__ = "proposal"
    __table_args__ = (
        legal_moves("proposal"),
        # She is asked one question at a time, and a volunteer has one other time for it.
        Index("uq_proposal_held", "request_id", unique=True, sqlite_where=text("state = 'held'"),
              postgresql_where=text("state = 'held'")),
        Index("uq_proposal_offer", "offer_id", unique=True, sqlite_where=text("state IN ('waiting', 'held')"),
              postgresql_where=text("state IN ('waiting', 'held')")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("request.id"), index=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id"))
    wanted_from: Mapped[datetime]
    wanted_until: Mapped[datetime]
    time_precision: Mapped[str] = mapped_column(String(8))
    created_at: Mapped[datetime]
    asked_at: Mapped[datetime | None]
    """When she was asked, or will be once the quiet hours are over."""
    hold_until: Mapped[datetime | None]
    """Until then nobody else is asked, unless it is urgent."""
    answered_at: Mapped[datetime | None]

    request: Mapped[HelpRequest] = relationship()
    offer: Mapped[Offer] = relationship()
