"""Requests, the waves and offers that find a volunteer for them, and the visits that come of it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    and_,
    cast,
    or_,
    text,
)
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dispatch.kinds import Kind
from dispatch.models.base import Base, HasState, legal_moves, one_of
from dispatch.models.people import Resident, Volunteer
from dispatch.models.series import Series
from dispatch.states import VisitState
from dispatch.steps import Step

FEATURES = JSON(none_as_null=True)
_OF_SERIES = "series_id IS NOT NULL AND state <> 'cancelled'"
MOST_PLACES = 4
"""Volunteers that one request can be for."""
FIRST_CODE = 100
"""Codes of requests start here, so that none is mistaken for an answer by number."""


class HelpRequest(HasState, Base):
    """One thing a resident needs done. (Named so because Flask has a `request` too.)"""

    __tablename__ = "request"
    __table_args__ = (
        legal_moves("request"),
        one_of("kind", Kind),
        one_of("next_step", Step),
        # Nothing open may be forgotten: the database refuses an open request without a next step.
        CheckConstraint(
            "state IN ('done', 'cancelled', 'referred')"
            " OR (next_step IS NOT NULL AND next_step_at IS NOT NULL)",
            name="open_has_next_step",
        ),
        Index("ix_request_due", "next_step_at", sqlite_where=text("next_step_at IS NOT NULL"),
              postgresql_where=text("next_step_at IS NOT NULL")),
        Index("ix_request_state_created", "state", "created_at"),
        CheckConstraint(f"places BETWEEN 1 AND {MOST_PLACES}", name="places_few"),
        # What was called off may be made anew, as when it is moved to another hour of its day.
        Index("uq_request_series_date", "series_id", "series_date", unique=True, sqlite_where=text(_OF_SERIES),
              postgresql_where=text(_OF_SERIES)),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    resident_id: Mapped[int] = mapped_column(ForeignKey("resident.id"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    language: Mapped[str] = mapped_column(String(12))
    area_code: Mapped[str | None] = mapped_column(ForeignKey("area.code"))
    address: Mapped[str] = mapped_column(Text, default="")
    details: Mapped[str] = mapped_column(Text, default="")
    """What she said, in her own words; only the one who has the task reads it."""
    recording_id: Mapped[int | None]
    """What she said, spoken: the id of a recording. Not a foreign key, since recordings point at requests."""
    channel: Mapped[str] = mapped_column(String(16))
    wanted_from: Mapped[datetime | None]
    wanted_until: Mapped[datetime | None]
    time_precision: Mapped[str] = mapped_column(String(8), default="soon")
    """soon, day or hour: how exactly she said when."""
    places: Mapped[int] = mapped_column(default=1)
    """How many volunteers it is for: two, when there is a sofa to carry."""
    by_phone: Mapped[bool] = mapped_column(default=False)
    """Company by phone: nobody goes anywhere, the line connects the two."""
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    """The member organisation that brought her, where one did."""
    series_id: Mapped[int | None] = mapped_column(ForeignKey("series.id"))
    """What it is one visit of, when it comes every week."""
    series_date: Mapped[date | None]
    wave: Mapped[int] = mapped_column(default=0)
    next_step: Mapped[str | None] = mapped_column(String(16))
    next_step_at: Mapped[datetime | None]
    escalation: Mapped[str] = mapped_column(String(40), default="")
    """Why an operator owns it: a reason's name, for the board."""
    created_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    matched_at: Mapped[datetime | None]
    escalated_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]

    @hybrid_property
    def code(self) -> str:
        """What people say and write when they mean this request: digits only, so it stays whole in any script."""
        return str(FIRST_CODE + self.id)

    @code.inplace.expression
    @classmethod
    def _code_in_sql(cls) -> ColumnElement[str]:
        return cast(FIRST_CODE + cls.id, String)

    resident: Mapped[Resident] = relationship()
    series: Mapped[Series | None] = relationship()
    offers: Mapped[list["Offer"]] = relationship(back_populates="request")
    visits: Mapped[list["Visit"]] = relationship(back_populates="request")


class Wave(Base):
    """One decision whom to ask, and why: stored when decided, not reconstructed. It may have been to ask nobody yet."""

    __tablename__ = "wave"

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("request.id"), index=True)
    number: Mapped[int]
    """That of its offers; of the wave it would have been, when nobody was asked."""
    planned_at: Mapped[datetime]
    reasons: Mapped[dict[str, Any]]


class Offer(HasState, Base):
    """One request put to one volunteer."""

    __tablename__ = "offer"
    __table_args__ = (
        legal_moves("offer"),
        UniqueConstraint("request_id", "volunteer_id", "wave"),
        # A volunteer wins a request once and his code means one offer, whatever races.
        Index("uq_offer_winner", "request_id", "volunteer_id", unique=True, sqlite_where=text("state = 'accepted'"),
              postgresql_where=text("state = 'accepted'")),
        Index("uq_offer_code", "volunteer_id", "code", unique=True,
              sqlite_where=text("state IN ('asked', 'lapsed', 'accepted')"),
              postgresql_where=text("state IN ('asked', 'lapsed', 'accepted')")),
        Index("ix_offer_volunteer_asked", "volunteer_id", "asked_at"),
        Index("ix_offer_asked_at", "asked_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("request.id"), index=True)
    volunteer_id: Mapped[int] = mapped_column(ForeignKey("volunteer.id"))
    wave: Mapped[int]
    code: Mapped[str] = mapped_column(String(4))
    """Valid for this volunteer only, so guessing another's gives nothing."""
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    reserved_at: Mapped[datetime | None]
    """When his yes came too late; he is asked first, and alone, if whoever has the task cannot after all."""
    features: Mapped[list[Any] | None] = mapped_column(FEATURES)
    """What the chance of a yes was reckoned from when it was made (`dispatch.policy`)."""

    request: Mapped[HelpRequest] = relationship(back_populates="offers")
    volunteer: Mapped[Volunteer] = relationship()


class Visit(HasState, Base):
    """The agreed occasion of a match: who comes, when, and the code word at the door."""

    __tablename__ = "visit"
    __table_args__ = (
        legal_moves("visit"),
        CheckConstraint(f"place BETWEEN 1 AND {MOST_PLACES}", name="place_known"),
        # Each place of a request has one volunteer, whatever races.
        Index("uq_visit_agreed", "request_id", "place", unique=True, sqlite_where=text("state = 'agreed'"),
              postgresql_where=text("state = 'agreed'")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("request.id"), index=True)
    volunteer_id: Mapped[int] = mapped_column(ForeignKey("volunteer.id"), index=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id"), index=True)
    place: Mapped[int] = mapped_column(default=1)
    """Which of the places of the request is his, from 1."""
    code_word: Mapped[str] = mapped_column(String(24))
    agreed_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    went_well: Mapped[bool | None]
    """What the resident said afterwards."""

    request: Mapped[HelpRequest] = relationship(back_populates="visits")
    volunteer: Mapped[Volunteer] = relationship()
    offer: Mapped["Offer"] = relationship()

    @hybrid_property
    def has_its_place(self) -> bool:
        """Whether its place of the request is taken; a visit that did not go well leaves it to somebody else."""
        return self.state == VisitState.AGREED or (self.state == VisitState.DONE and self.went_well is not False)

    @has_its_place.inplace.expression
    @classmethod
    def _has_its_place(cls) -> ColumnElement[bool]:
        return or_(cls.state == VisitState.AGREED, and_(cls.state == VisitState.DONE, cls.went_well.is_not(False)))
