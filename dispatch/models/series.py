"""Help that comes every week: who gets it, when, and who gives it. Each visit is a request of its own."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dispatch.kinds import Kind
from dispatch.models.base import Base, HasState, legal_moves, one_of
from dispatch.models.people import Resident, Volunteer


class Series(HasState, Base):
    """One standing request: this kind of help, on this day of each week, until either side ends it."""

    __tablename__ = "series"
    __table_args__ = (
        legal_moves("series"),
        one_of("kind", Kind),
        # A promise for every week may not be forgotten either.
        CheckConstraint("state = 'ended' OR next_step_at IS NOT NULL", name="active_has_next_step"),
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday_known"),
        Index("ix_series_due", "next_step_at", sqlite_where=text("next_step_at IS NOT NULL"),
              postgresql_where=text("next_step_at IS NOT NULL")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    resident_id: Mapped[int] = mapped_column(ForeignKey("resident.id"), index=True)
    volunteer_id: Mapped[int | None] = mapped_column(ForeignKey("volunteer.id"), index=True)
    """Who is asked first, and alone, each week; None while nobody has it."""
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    kind: Mapped[str] = mapped_column(String(16))
    language: Mapped[str] = mapped_column(String(12))
    channel: Mapped[str] = mapped_column(String(16))
    address: Mapped[str] = mapped_column(Text, default="")
    area_code: Mapped[str | None] = mapped_column(ForeignKey("area.code"))
    details: Mapped[str] = mapped_column(Text, default="")
    by_phone: Mapped[bool] = mapped_column(default=False)
    """As in a request."""
    weekday: Mapped[int]
    """0 is Monday."""
    begins: Mapped[int]
    ends: Mapped[int]
    """Minutes of that day by the clock of the place, whatever the season; `ends` may lie beyond midnight."""
    time_precision: Mapped[str] = mapped_column(String(8))
    """day or hour, as in a request."""
    next_date: Mapped[date]
    """The first day that has no request yet."""
    next_step_at: Mapped[datetime | None]
    """When the request for `next_date` is made."""
    skips: Mapped[list[Any]] = mapped_column(default=list)
    """Days ahead, in ISO form, for which no request is to be made."""
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str] = mapped_column(String(40), default="")

    resident: Mapped[Resident] = relationship()
    volunteer: Mapped[Volunteer | None] = relationship()
