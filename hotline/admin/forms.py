"""The forms on a request's page as they are shown: with what stands, or with what was typed in vain."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from dispatch.db import Work
from dispatch.models import HelpRequest, Person
from dispatch.operations import changes, writing
from hotline.web.current import context

CHANGE, NOTE = "change", "note"
_CLOCK = "%Y-%m-%dT%H:%M"


@dataclass(frozen=True)
class Typed:
    """What was sent with a form and could not be taken: which form, which field is wrong, and why in words."""

    form: str
    field: str
    fault: str
    values: Mapping[str, str]


@dataclass(frozen=True)
class Changing:
    """The form of time, place and details. values: by the names of its fields; fixed: why the time stays."""

    values: Mapping[str, str]
    fixed: str


@dataclass(frozen=True)
class Reader:
    """Somebody who can be written to, or else called. form: the name of the form to her."""

    person: Person
    form: str
    is_texted: bool


def change_form(work: Work, row: HelpRequest, typed: Typed | None) -> Changing | None:
    """Return the form that changes a request; None when nothing of it can be changed any more."""
    if not changes.can_change(row):
        return None
    values = typed.values if typed and typed.form == CHANGE else _values_of(row)
    return Changing(values, changes.time_stays(work, row))


def readers_of(work: Work, row: HelpRequest) -> Sequence[Reader]:
    """Return the two sides of a request: the resident, and each volunteer who has the task."""
    people = writing.readers(work, row)
    return [Reader(person, form_to(person.id), writing.may_be_texted(person)) for person in people]


def form_to(person_id: int) -> str:
    """Return the name of the form that writes to somebody."""
    return f"write-{person_id}"


def _values_of(row: HelpRequest) -> Mapping[str, str]:
    return {
        "when": "soon" if row.time_precision == "soon" else "at", "from": _local(row.wanted_from),
        "until": _local(row.wanted_until), "address": row.address, "area": row.area_code or "", "details": row.details,
    }  # fmt: skip


def _local(moment: datetime | None) -> str:
    return moment.astimezone(context().zone).strftime(_CLOCK) if moment else ""
