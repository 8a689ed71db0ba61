"""Writing a plan: everything in the caller's one transaction, in bulk."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from itertools import islice
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from dispatch.models import Base, Organisation, Person, Volunteer, VolunteerArea, VolunteerKind, VolunteerLanguage
from hotline.transfer.plans import Entry, Plan
from hotline.transfer.rows import VolunteerRow

_CHUNK = 500
_LISTS: tuple[tuple[str, type[Any], str], ...] = (
    ("languages", VolunteerLanguage, "language"),
    ("areas", VolunteerArea, "area_code"),
    ("kinds", VolunteerKind, "kind"),
)
_OWN = ("available", "vetting", "status")


def apply(session: Session, plan: Plan) -> None:
    """Write a plan made in the same transaction. All or nothing: raises `ValueError` when it holds a fault."""
    if plan.faults:
        raise ValueError(f"a plan with {len(plan.faults)} faults cannot be carried out")
    if plan.kind == "organisations":
        _write_organisations(session, plan)
    else:
        _write_volunteers(session, plan)
    session.expire_all()


def _write_organisations(session: Session, plan: Plan) -> None:
    _insert(session, Organisation, [{**asdict(entry.row), "created_at": plan.now} for entry in plan.new])
    changed = [
        {"id": _stored_id(entry), **{name: getattr(entry.row, name) for name in entry.changes}}
        for entry in plan.changed
    ]
    _update(session, Organisation, changed)


def _write_volunteers(session: Session, plan: Plan) -> None:
    organisations = dict(session.execute(select(Organisation.code, Organisation.id)).all())
    people = _write_people(session, plan)
    ids = _insert(session, Volunteer, [_volunteer(entry, plan, people, organisations) for entry in plan.new])
    _write_lists(session, list(zip(ids, (entry.row for entry in plan.new), strict=True)), None)
    _update(session, Person, [
        {"id": entry.stored.person_id, "name": entry.row.name}
        for entry in plan.changed if entry.stored and "name" in entry.changes
    ])  # fmt: skip
    _update(session, Volunteer, [_changed_volunteer(entry, organisations) for entry in plan.changed])
    for column, *_ in _LISTS:
        rows = [(_stored_id(entry), entry.row) for entry in plan.changed if column in entry.changes]
        _write_lists(session, rows, column)


def _write_people(session: Session, plan: Plan) -> dict[str, int]:
    """Add the people nobody knew; those who were known get the stated name, and the language if they have none."""
    unknown = [entry for entry in plan.new if entry.stored is None]
    known = [entry for entry in plan.new if entry.stored is not None]
    ids = _insert(session, Person, [
        {
            "phone": entry.row.phone, "can_text": entry.stated.line.can_text,
            "can_call": entry.stated.line.can_call, "prefers_calls": False, "name": entry.row.name,
            "language": entry.stated.language, "blocked": False, "created_at": plan.now,
        }
        for entry in unknown if entry.stated
    ])  # fmt: skip
    _update(session, Person, [
        {
            "id": entry.stored.person_id, "name": entry.row.name,
            "language": entry.stored.language or entry.stated.language,
        }
        for entry in known if entry.stored and entry.stated
    ])  # fmt: skip
    return {
        **dict(zip((entry.row.phone for entry in unknown), ids, strict=True)),
        **{entry.row.phone: entry.stored.person_id for entry in known if entry.stored},
    }


def _volunteer(
    entry: Entry[VolunteerRow], plan: Plan, people: dict[str, int], organisations: dict[str, int]
) -> dict[str, Any]:
    row = entry.row
    return {
        "person_id": people[row.phone],
        "organisation_id": organisations[row.organisation],
        "created_at": plan.now,
        **{name: getattr(row, name) for name in _OWN},
    }


def _changed_volunteer(entry: Entry[VolunteerRow], organisations: dict[str, int]) -> dict[str, Any]:
    values = {name: getattr(entry.row, name) for name in _OWN if name in entry.changes}
    if "organisation" in entry.changes:
        values["organisation_id"] = organisations[entry.row.organisation]
    return {"id": _stored_id(entry), **values}


def _write_lists(session: Session, rows: Sequence[tuple[int, VolunteerRow]], column: str | None) -> None:
    """Replace one list of these volunteers, or with None write all three of new ones."""
    for name, table, word in _LISTS:
        if column is None:
            _add_words(session, table, [(id, word, getattr(row, name)) for id, row in rows])
        elif column == name:
            for chunk in _chunks(rows):
                session.execute(delete(table).where(table.volunteer_id.in_([id for id, _ in chunk])))
            _add_words(session, table, [(id, word, getattr(row, name)) for id, row in rows])


def _add_words(session: Session, table: type[Any], rows: Iterable[tuple[int, str, frozenset[str]]]) -> None:
    values = [{"volunteer_id": id, word: each} for id, word, words in rows for each in sorted(words)]
    if values:
        session.execute(insert(table), values)


def _insert(session: Session, table: type[Base], values: list[dict[str, Any]]) -> list[int]:
    if not values:
        return []
    key = table.__table__.c.id
    return list(session.scalars(insert(table).returning(key, sort_by_parameter_order=True), values))


def _update(session: Session, table: type[Base], values: list[dict[str, Any]]) -> None:
    with_changes = [each for each in values if len(each) > 1]
    if with_changes:
        session.execute(update(table), with_changes)


def _stored_id(entry: Entry[Any]) -> int:
    if entry.stored is None:
        raise ValueError("an entry that is not in the database cannot be changed")
    return entry.stored.id


def _chunks(rows: Iterable[Any]) -> Iterator[list[Any]]:
    remaining = iter(rows)
    while chunk := list(islice(remaining, _CHUNK)):
        yield chunk
