"""Areas as a tree (municipality, post town, working area, statistics area) and the postal codes that point into it."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from dispatch.models.base import Base


class Area(Base):
    """A named place that requests lie in and volunteers choose. Its parent holds it whole."""

    __tablename__ = "area"

    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    parent_code: Mapped[str | None] = mapped_column(ForeignKey("area.code"))
    position: Mapped[int] = mapped_column(default=0)
    """Order in numbered choices; 0 means never offered as a choice."""


class PostalCode(Base):
    """A postal code, its post town, and the smallest area that surely holds it."""

    __tablename__ = "postal_code"

    code: Mapped[str] = mapped_column(String(5), primary_key=True)
    town: Mapped[str] = mapped_column(String(80))
    area_code: Mapped[str | None] = mapped_column(ForeignKey("area.code"))
