"""What one row of an import says, as a value, and how it is read. The columns are those of the contract."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from dispatch.hours import parse_hours
from dispatch.kinds import Kind, Vetting, VolunteerStatus
from dispatch.models import EVERYWHERE
from dispatch.places import Places
from hotline import environment, numbers
from hotline.transfer.cells import Cells, one_of

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "organisations": ("code", "name", "kind", "contact_name", "contact_phone", "contact_email"),
    "volunteers": (
        "phone", "name", "organisation", "languages", "areas", "kinds", "available", "vetting", "status",
    ),
}  # fmt: skip
"""The columns of each kind of import; the export writes the same."""

LIST = ";"
"""What separates the parts of a list in a cell."""


@dataclass(frozen=True)
class OrganisationRow:
    """One organisation as a file or the database states it."""

    code: str
    name: str
    kind: str
    contact_name: str
    contact_phone: str
    contact_email: str


@dataclass(frozen=True)
class VolunteerRow:
    """One volunteer as a file or the database states it. `organisation` is the organisation's code as stored."""

    phone: str
    name: str
    organisation: str
    languages: frozenset[str]
    areas: frozenset[str]
    kinds: frozenset[str]
    available: str
    vetting: str
    status: str


@dataclass(frozen=True)
class Stated:
    """A volunteer's row with what only a new person needs: his own language (the first stated), and his line."""

    row: VolunteerRow
    language: str
    line: numbers.Line


@dataclass(frozen=True)
class Known:
    """What a row may refer to. organisations: folded code → code as stored."""

    places: Places
    organisations: Mapping[str, str]


def read_organisation(cells: Cells) -> OrganisationRow:
    """Return what a row says of an organisation; faults go to `cells`."""
    return OrganisationRow(
        code=cells.parsed("code", _code, ""),
        name=cells.text("name", 120, required=True),
        kind=cells.text("kind", 60),
        contact_name=cells.text("contact_name", 120),
        contact_phone=cells.parsed("contact_phone", lambda raw: _line(raw).e164 if raw else "", ""),
        contact_email=cells.parsed("contact_email", _email, ""),
    )


def read_volunteer(cells: Cells, known: Known) -> Stated:
    """Return what a row says of a volunteer; faults go to `cells`.

    An empty status stays empty: it means pending for somebody new and no change for somebody known.
    """
    languages = cells.each("languages", environment.language)
    kinds = cells.each("kinds", one_of(Kind, ""))
    for column, values in (("languages", languages), ("kinds", kinds)):
        if not values and not cells.values[column]:
            cells.fault(column, "is missing")
    line = cells.parsed("phone", _line, numbers.parse(""))
    row = VolunteerRow(
        phone=line.e164,
        name=cells.text("name", 120, required=True),
        organisation=cells.parsed("organisation", lambda raw: _organisation(raw, known), ""),
        languages=frozenset(languages),
        areas=frozenset(cells.each("areas", lambda raw: _area(raw, known.places), split=LIST) or (EVERYWHERE,)),
        kinds=frozenset(kinds),
        available=cells.parsed("available", _available, ""),
        vetting=cells.parsed("vetting", one_of(Vetting, Vetting.NONE), ""),
        status=cells.parsed("status", lambda raw: one_of(VolunteerStatus, "")(raw) if raw else "", ""),
    )
    return Stated(row, languages[0] if languages else "", line)


def header_faults(header: Collection[str], kind: str) -> list[tuple[str, str]]:
    """Return the column and reason of everything wrong with a header."""
    wanted = COLUMNS[kind]
    found = list(header)
    return [
        *((name, "this column is missing") for name in wanted if name not in found),
        *((name, f"is no column of {kind}; there are {', '.join(wanted)}") for name in found if name not in wanted),
        *((name, "this column is there twice") for name in sorted(set(found)) if found.count(name) > 1),
    ]


def _code(raw: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,15}", raw):
        raise ValueError(f"{raw!r} is not a code of 1 to 16 letters a-z, digits, - or _" if raw else "is missing")
    return raw


def _line(raw: str) -> numbers.Line:
    line = numbers.parse(raw)
    if line.kind == "none":
        raise ValueError(f"{raw!r} is not a telephone number" if raw else "is missing")
    return line


def _email(raw: str) -> str:
    if raw and (len(raw) > 200 or not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", raw)):
        raise ValueError(f"{raw!r} is not an e-mail address")
    return raw


def _organisation(raw: str, known: Known) -> str:
    if not raw:
        raise ValueError("is missing")
    code = known.organisations.get(raw.casefold())
    if code is None:
        raise ValueError(f"there is no organisation with the code {raw!r}; import organisations first")
    return code


def _area(raw: str, places: Places) -> str:
    code = EVERYWHERE if raw == EVERYWHERE else places.find(raw)
    if code is None:
        raise ValueError(f"there is no area {raw!r}")
    return code


def _available(raw: str) -> str:
    parse_hours(raw)
    return raw
