"""What the database holds of organisations and volunteers, in the form of the files: for comparing and for export."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session

from dispatch.models import Organisation, Person, Volunteer, VolunteerArea, VolunteerKind, VolunteerLanguage
from hotline.transfer.rows import OrganisationRow, VolunteerRow

Row = TypeVar("Row", OrganisationRow, VolunteerRow)


@dataclass(frozen=True)
class Stored(Generic[Row]):
    """A row of the database. id: the organisation's or volunteer's; `row` None: a person who is no volunteer yet."""

    id: int
    row: Row | None
    person_id: int = 0
    language: str | None = None
    """The person's own language."""


def stored_organisations(session: Session) -> dict[str, Stored[OrganisationRow]]:
    """Return every organisation by its code without case."""
    names = ("code", "name", "kind", "contact_name", "contact_phone", "contact_email")
    columns = [getattr(Organisation, name) for name in names]
    found = session.execute(select(Organisation.id, *columns).order_by(Organisation.code))
    return {code.casefold(): Stored(id, OrganisationRow(code, *rest)) for id, code, *rest in found}


def stored_volunteers(session: Session) -> dict[str, Stored[VolunteerRow]]:
    """Return every person by number; those who are volunteers with what they state."""
    people = session.execute(select(Person.phone, Person.id, Person.language))
    found = {phone: Stored[VolunteerRow](0, None, id, language) for phone, id, language in people}
    for stored in volunteers_of(session, volunteer_heads()):
        if stored.row:
            found[stored.row.phone] = stored
    return found


def volunteer_heads() -> Select[*tuple[Any, ...]]:
    """Return the question for the single values of every volunteer, by id."""
    return (
        select(
            Volunteer.id, Person.id, Person.language, Person.phone, Person.name, Organisation.code,
            Volunteer.available, Volunteer.vetting, Volunteer.status,
        )
        .join(Volunteer.person)
        .join(Volunteer.organisation)
        .order_by(Volunteer.id)
    )  # fmt: skip


def volunteers_of(session: Session, heads: Select[*tuple[Any, ...]]) -> list[Stored[VolunteerRow]]:
    """Return the volunteers that `heads` finds, whole."""
    return complete(session, list(session.execute(heads)))


def complete(session: Session, heads: Collection[Any], *, only_these: bool = False) -> list[Stored[VolunteerRow]]:
    """Return volunteers with their languages, areas and kinds. only_these: look up no others (a chunk of an export)."""
    ids = [head[0] for head in heads] if only_these else None
    languages = _lists(session, VolunteerLanguage.volunteer_id, VolunteerLanguage.language, ids)
    areas = _lists(session, VolunteerArea.volunteer_id, VolunteerArea.area_code, ids)
    kinds = _lists(session, VolunteerKind.volunteer_id, VolunteerKind.kind, ids)
    return [
        Stored(
            id,
            VolunteerRow(
                phone, name, organisation, frozenset(languages[id]), frozenset(areas[id]), frozenset(kinds[id]), *rest
            ),
            person_id,
            language,
        )
        for id, person_id, language, phone, name, organisation, *rest in heads
    ]


def _lists(
    session: Session, owner: InstrumentedAttribute[int], value: InstrumentedAttribute[str], ids: list[int] | None
) -> dict[int, list[str]]:
    among = owner.in_(ids) if ids is not None else true()
    lists: dict[int, list[str]] = defaultdict(list)
    for volunteer_id, word in session.execute(select(owner, value).where(among)):
        lists[volunteer_id].append(word)
    return lists
