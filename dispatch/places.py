"""Places as a tree: which areas belong together, what people call them, and where a postal code lies."""

import csv
import math
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from importlib import resources

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from dispatch.models import Area, PostalCode
from dispatch.remembered import Remembered

EARTH_KM = 6371.0
"""Mean radius of the earth."""


@dataclass(frozen=True)
class Place:
    """One area. `parent` None: the root. `position` 0: no numbered choice. `names`: further spellings.

    `at`: latitude and longitude (WGS 84, degrees) of a point in its middle, where one is known.
    """

    code: str
    name: str
    parent: str | None = None
    position: int = 0
    names: tuple[str, ...] = ()
    at: tuple[float, float] | None = None


@dataclass(frozen=True)
class Code:
    """A postal code of five digits, its post town, and the smallest area that surely holds it."""

    code: str
    town: str
    area: str | None


def fold(text: str) -> str:
    """Return a name without case, diacritics and punctuation, so that spellings can be compared."""
    plain = unicodedata.normalize("NFKD", text.replace("ø", "o").replace("Ø", "o").casefold())
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.sub(r"[\W_]+", " ", letters).strip()


@dataclass(frozen=True)
class Places:
    """Every area and postal code, as one value.

    Raises `ValueError` when it is made of areas whose parents are missing or go round in a circle.
    """

    areas: Mapping[str, Place]
    postal_codes: Mapping[str, Code] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for code in self.areas:
            self.ancestors(code)

    @classmethod
    def load(cls, rows: Iterable[Place] | None = None, postal_codes: Iterable[Code] = ()) -> "Places":
        """Return the places of these rows, or without rows those that come with the package."""
        if rows is None:
            return _packaged()
        return cls({place.code: place for place in rows}, {code.code: code for code in postal_codes})

    def __getitem__(self, code: str) -> Place:
        """Return an area. Raises `ValueError` for an unknown code."""
        try:
            return self.areas[code]
        except KeyError:
            raise ValueError(f"there is no area {code!r}") from None

    def ancestors(self, code: str) -> tuple[str, ...]:
        """Return the codes above an area, nearest first. Raises `ValueError` for an unknown code."""
        found: list[str] = []
        parent = self[code].parent
        while parent is not None:
            if parent in found or parent == code:
                raise ValueError(f"area {code!r} lies inside itself")
            found.append(parent)
            parent = self[parent].parent
        return tuple(found)

    def related(self, code: str) -> frozenset[str]:
        """Return an area with everything above and below it: who states one of these goes there, wholly or in part.

        Raises `ValueError` for an unknown code.
        """
        try:
            return self._related[code]
        except KeyError:
            raise ValueError(f"there is no area {code!r}") from None

    @cached_property
    def _related(self) -> dict[str, frozenset[str]]:
        related = {code: {code, *self.ancestors(code)} for code in self.areas}
        for code in self.areas:
            for ancestor in self.ancestors(code):
                related[ancestor].add(code)
        return {code: frozenset(codes) for code, codes in related.items()}

    @cached_property
    def _by_name(self) -> dict[str, str]:
        outermost_last = sorted(self.areas.values(), key=lambda place: len(self.ancestors(place.code)), reverse=True)
        names = {fold(name): place.code for place in outermost_last for name in place.names}
        names |= {fold(place.name): place.code for place in outermost_last}
        return names | {fold(place.code): place.code for place in outermost_last}

    def find(self, text: str) -> str | None:
        """Return the code of the area that a text names by code, name or further spelling; the outermost of several."""
        return self._by_name.get(fold(text))

    def km(self, start: str, end: str) -> float | None:
        """Return the kilometres between the middles of two areas, 0 within one; None when one is not known.

        By the equirectangular approximation, which is right to a metre over the width of a municipality.
        """
        one, other = (self.areas[code].at if code in self.areas else None for code in (start, end))
        if start == end:
            return 0.0
        if one is None or other is None:
            return None
        east = math.radians(other[1] - one[1]) * math.cos(math.radians((one[0] + other[0]) / 2))
        return EARTH_KM * math.hypot(east, math.radians(other[0] - one[0]))

    def choices(self) -> tuple[Place, ...]:
        """Return the areas that people choose from by number, in their order."""
        return tuple(sorted((place for place in self.areas.values() if place.position), key=lambda p: p.position))

    def by_postal_code(self, text: str) -> str | None:
        """Return the smallest area that surely holds a postal code ("56131", "561 31", "SE-561 31"), or None."""
        found = re.fullmatch(r"(?:SE?[-\s]*)?([0-9]{3})\s*([0-9]{2})", text.strip(), re.IGNORECASE)
        code = self.postal_codes.get("".join(found.groups())) if found else None
        return code.area if code else None


def _rows(name: str) -> list[dict[str, str]]:
    text = resources.files("dispatch").joinpath("data", name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@lru_cache(maxsize=1)
def _packaged() -> Places:
    areas = (
        Place(row["code"], row["name"], row["parent"] or None, int(row["position"]),
              tuple(filter(None, row["names"].split("|"))), (float(row["latitude"]), float(row["longitude"])))
        for row in _rows("areas.csv")
    )
    codes = (Code(row["code"], row["town"], row["area_code"] or None) for row in _rows("postal_codes.csv"))
    return Places.load(areas, codes)


def read_places(session: Session) -> Places:
    """Return the places that the database holds, with the further spellings that come with the package."""
    codes = (Code(code.code, code.town, code.area_code) for code in session.scalars(select(PostalCode)))
    return Places.load(read_areas(session).areas.values(), codes)


def known_areas(session: Session, code: str | None) -> Places:
    """Return what `read_areas` found within the last minute; it looks again for a code that was not there."""
    places = _KNOWN.get(session, "areas", lambda: read_areas(session))
    if code is not None and code not in places.areas:
        _KNOWN.forget(session)
        places = _KNOWN.get(session, "areas", lambda: read_areas(session))
    return places


def read_areas(session: Session) -> Places:
    """Return the same without the postal codes, which a step has no use for."""
    packaged = Places.load().areas
    rows = session.execute(select(Area.code, Area.name, Area.parent_code, Area.position))
    known = ((row, packaged.get(row.code, Place("", ""))) for row in rows)
    return Places.load(Place(*row, place.names, place.at) for row, place in known)


_KNOWN: Remembered[Places] = Remembered(seconds=60)


def seed_places(session: Session, places: Places | None = None) -> int:
    """Insert the areas and postal codes that the database does not hold yet; return how many. What is there stays."""
    places = places or Places.load()
    there = set(session.scalars(select(Area.code)))
    known = set(session.scalars(select(PostalCode.code)))
    missing = [place for place in places.areas.values() if place.code not in there]
    missing.sort(key=lambda place: len(places.ancestors(place.code)))  # a parent before what it holds
    areas = [{"code": p.code, "name": p.name, "parent_code": p.parent, "position": p.position} for p in missing]
    codes = [
        {"code": code.code, "town": code.town, "area_code": code.area}
        for code in places.postal_codes.values()
        if code.code not in known
    ]
    if areas:
        session.execute(insert(Area), areas)
    if codes:
        session.execute(insert(PostalCode), codes)
    return len(areas) + len(codes)
