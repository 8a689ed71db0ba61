"""Organisations and people. One person has one number; she may be a resident, a volunteer, or both."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dispatch.kinds import EVERYWHERE, Channel, Vetting, VolunteerStatus
from dispatch.models.base import Base, one_of

__all__ = [
    "EVERYWHERE",
    "Organisation",
    "Person",
    "Resident",
    "Volunteer",
    "VolunteerArea",
    "VolunteerKind",
    "VolunteerLanguage",
]


class Organisation(Base):
    """A member organisation. It vouches for its own volunteers."""

    __tablename__ = "organisation"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(16), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(60), default="")
    contact_name: Mapped[str] = mapped_column(String(120), default="")
    contact_phone: Mapped[str] = mapped_column(String(32), default="")
    contact_email: Mapped[str] = mapped_column(String(200), default="")
    own_only: Mapped[bool] = mapped_column(default=False)
    """It lends its volunteers to nobody but the residents it brought."""
    created_at: Mapped[datetime]


class Person(Base):
    """Somebody behind a number: what is true of her whatever she is to us."""

    __tablename__ = "person"
    __table_args__ = (Index("ix_person_first_heard", "created_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    phone: Mapped[str] = mapped_column(String(40), unique=True)
    """E.164, or what the carrier gave when that is no number."""
    can_text: Mapped[bool]
    """False for a fixed line, a short sender, or a number that the carrier has refused."""
    can_call: Mapped[bool] = mapped_column(default=False)
    """False for a withheld number and for one that we must not ring."""
    prefers_calls: Mapped[bool] = mapped_column(default=False)
    """She wants to be called, although her number takes texts."""
    name: Mapped[str] = mapped_column(String(120), default="")
    language: Mapped[str | None] = mapped_column(String(12))
    script: Mapped[str] = mapped_column(String(4), default="")
    """The letters she writes with where her language has two (Cyrl, ISO 15924); empty for those it is kept in."""
    stopped_at: Mapped[datetime | None]
    """When she said stop. Nothing is sent after the one confirmation until she says start."""
    blocked: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]

    resident: Mapped["Resident | None"] = relationship(back_populates="person")
    volunteer: Mapped["Volunteer | None"] = relationship(back_populates="person")

    @property
    def channel(self) -> Channel | None:
        """How she is told things: by text where she can and will read it, else by call; None when neither reaches."""
        if self.can_text and not (self.prefers_calls and self.can_call):
            return Channel.SMS
        return Channel.CALL if self.can_call else None

    @property
    def written(self) -> str | None:
        """Her language with the letters she writes it in, as a tag: bs-Cyrl."""
        return f"{self.language}-{self.script}" if self.language and self.script else self.language

    @property
    def is_reachable(self) -> bool:
        """Whether any news can be told her."""
        return self.channel is not None and self.stopped_at is None and not self.blocked

    @property
    def first_name(self) -> str:
        """The first word of her name, which is all that anybody is told."""
        return self.name.split()[0] if self.name.strip() else ""


class Resident(Base):
    """A person who asks for help."""

    __tablename__ = "resident"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    address: Mapped[str] = mapped_column(Text, default="")
    area_code: Mapped[str | None] = mapped_column(ForeignKey("area.code"))
    also_speaks: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    """Languages besides her own in which a volunteer may meet her, BCP 47; None while nobody has said anything.

    Always read whole, with her, which is why it is no table: a wave must not cost one more statement.
    """
    authorised: Mapped[bool | None]
    """Whether somebody may fetch her prescribed medicine at the pharmacy, as was said last; None: never asked."""
    created_at: Mapped[datetime]

    person: Mapped[Person] = relationship(back_populates="resident")


def _joined_at(context: Any) -> datetime:
    joined: datetime = context.get_current_parameters()["created_at"]
    return joined


class Volunteer(Base):
    """A person who helps, vouched for by one organisation."""

    __tablename__ = "volunteer"
    __table_args__ = (
        one_of("status", VolunteerStatus),
        one_of("vetting", Vetting),
        Index("ix_volunteer_status_vetting", "status", "vetting"),
        # A wave goes through it and looks up only whom his vetting does not bar.
        Index("ix_volunteer_in_turn", "status", "turn_at", "id", "vetting", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    status: Mapped[str] = mapped_column(String(16))
    vetting: Mapped[str] = mapped_column(String(16))
    available: Mapped[str] = mapped_column(Text, default="")
    """Stated hours in the import's own form, e.g. "mon-fri 09:00-17:00"; empty: any time outside quiet hours."""
    quiet: Mapped[str] = mapped_column(String(40), default="")
    """His own quiet hours like "20:00-09:00", added to the line's."""
    weekly_limit: Mapped[int | None]
    """The most texts he wants in seven days."""
    paused_until: Mapped[datetime | None]
    """When one who is paused is asked again by himself; None: not before he says so."""
    asked_at: Mapped[datetime | None]
    turn_at: Mapped[datetime] = mapped_column(default=_joined_at)
    """Since when he has not been asked: when he was last, or when he joined. Whose is oldest is next in turn."""
    created_at: Mapped[datetime]

    person: Mapped[Person] = relationship(back_populates="volunteer")
    organisation: Mapped[Organisation] = relationship()
    languages: Mapped[list["VolunteerLanguage"]] = relationship(cascade="all, delete-orphan")
    areas: Mapped[list["VolunteerArea"]] = relationship(cascade="all, delete-orphan")
    kinds: Mapped[list["VolunteerKind"]] = relationship(cascade="all, delete-orphan")

    @property
    def is_back_later(self) -> bool:
        """Whether he takes a pause that ends by itself."""
        return self.status == VolunteerStatus.PAUSED and self.paused_until is not None


class VolunteerLanguage(Base):
    """A language a volunteer speaks, BCP 47; the first he named is his own unless his person says otherwise."""

    __tablename__ = "volunteer_language"

    volunteer_id: Mapped[int] = mapped_column(ForeignKey("volunteer.id"), primary_key=True)
    language: Mapped[str] = mapped_column(String(12), primary_key=True, index=True)


class VolunteerArea(Base):
    """An area a volunteer goes to, or `EVERYWHERE`. Not a foreign key, because everywhere is no place."""

    __tablename__ = "volunteer_area"

    volunteer_id: Mapped[int] = mapped_column(ForeignKey("volunteer.id"), primary_key=True)
    area_code: Mapped[str] = mapped_column(String(40), primary_key=True, index=True)


class VolunteerKind(Base):
    """A kind of request a volunteer takes."""

    __tablename__ = "volunteer_kind"

    volunteer_id: Mapped[int] = mapped_column(ForeignKey("volunteer.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16), primary_key=True, index=True)


