"""Who can be eligible, as SQL: the rules that the database can judge, and the statements that find their volunteers.

A statement begins where the fewest have to be looked at: with those who take the kind, speak the language or go to the
area, whichever are fewest, or, when those are many, with everybody in the order in which they are looked for. How
many there are is counted, not left to the database: one has no statistics, and the other plans for the usual language.
"""

from collections.abc import Mapping
from functools import lru_cache, partial
from math import prod
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    and_,
    bindparam,
    case,
    cast,
    func,
    null,
    or_,
    select,
    union,
    union_all,
)
from sqlalchemy.orm import Session

from dispatch.kinds import VolunteerStatus
from dispatch.models import (
    Apart,
    Base,
    HelpRequest,
    Offer,
    Organisation,
    Person,
    UtcDateTime,
    Visit,
    Volunteer,
    VolunteerArea,
    VolunteerKind,
    VolunteerLanguage,
    VolunteerRecord,
)
from dispatch.remembered import Remembered
from dispatch.sql import LookedAt
from dispatch.states import OPEN_OFFERS, OfferState, VisitState

MOST_IDLE = 100
"""Read of those who have gone longest without a text."""
MOST_WILLING = 50
"""Read, when there are more, of those who lean most to yes and have had a day's rest."""
WALKED = 1.5
"""What a row costs that is gone through in order, in rows of a side: those most willing are looked for apart."""
NOT_AGAIN = (*OPEN_OFFERS, OfferState.ACCEPTED, OfferState.DECLINED, OfferState.RETURNED, OfferState.FULFILLED)
"""Who has said no, or has taken it once, is never asked again; who was only too late may be."""


def _columns(table: type[Base]) -> Any:
    return table.__table__.c


_V, _RECORD, _PERSON, _ORGANISATION = map(_columns, (Volunteer, VolunteerRecord, Person, Organisation))
_KIND, _LANGUAGE, _AREA = map(_columns, (VolunteerKind, VolunteerLanguage, VolunteerArea))
_OFFER, _VISIT, _REQUEST, _APART = map(_columns, (Offer, Visit, HelpRequest, Apart))


def _listed(name: str) -> BindParameter[Any]:
    return bindparam(name, expanding=True)


SIDES: Mapping[str, tuple[Any, ColumnElement[bool]]] = {
    "kind": (_KIND, _KIND.kind == bindparam("kind")),
    "language": (_LANGUAGE, _LANGUAGE.language.in_(_listed("languages"))),
    "area": (_AREA, _AREA.area_code.in_(_listed("areas"))),
}
"""The sets of volunteers that a search may begin with: where they are listed, and which of them are meant."""

_VALUES = {"kind": "kind", "language": "languages", "area": "areas"}
_COUNTS = {
    name: select(func.count()).select_from(columns.volunteer_id.table).where(condition)
    for name, (columns, condition) in SIDES.items()
}
_NEWEST = select(func.max(_V.id))
_COUNTED: Remembered[int] = Remembered(seconds=600)


def is_reachable() -> ColumnElement[bool]:
    """The condition of a person who may be texted or called."""
    return and_(or_(_PERSON.can_text, _PERSON.can_call), ~_PERSON.blocked, _PERSON.stopped_at.is_(None))


def _is_there(query: Select[Any]) -> ColumnElement[bool]:
    """Whether a query about one volunteer finds anything. The offset keeps PostgreSQL from planning a join of it all:
    to weigh the orders of so many tables took it a hundred times as long as to look them up.
    """
    asked_about = {column.table for column in query.selected_columns}
    return query.correlate_except(*asked_about).offset(0).exists()


_RESTED = bindparam("rested", type_=UtcDateTime)
_VISITORS = (
    select(_VISIT.volunteer_id)
    .join(_REQUEST.id.table, _REQUEST.id == _VISIT.request_id)
    .where(_REQUEST.resident_id == bindparam("resident_id"))
)
_HELPED = (
    select(func.count())
    .select_from(_VISIT.id.table)
    .join(_REQUEST.id.table, _REQUEST.id == _VISIT.request_id)
    .where(_VISIT.volunteer_id == _V.id, _REQUEST.resident_id == bindparam("resident_id"),
           _VISIT.state == VisitState.DONE, _VISIT.went_well.is_not(False))
    .correlate(_V.id.table).scalar_subquery()
)  # fmt: skip
_AREAS = (
    select(func.aggregate_strings(_AREA.area_code, " "))
    .where(_AREA.volunteer_id == _V.id)
    .correlate(_V.id.table).scalar_subquery()
)  # fmt: skip
_TOLD = (
    _V.id, _V.person_id, _V.organisation_id, _V.vetting, _V.available, _V.quiet, _V.weekly_limit, _V.asked_at,
    _ORGANISATION.own_only, _RECORD.lean, _RECORD.doubt, _RECORD.pressed, _RECORD.pressed_at, _RECORD.delay,
    _RECORD.answers, _RECORD.recent, _HELPED.label("helped"),
    _is_there(select(_LANGUAGE.language).where(
        _LANGUAGE.volunteer_id == _V.id, _LANGUAGE.language == bindparam("language")
    )).label("speaks_hers"),
    _is_there(select(_APART.person_id).where(
        _APART.volunteer_id == _V.id, _APART.person_id == bindparam("resident_person_id")
    )).label("is_apart"),
    _AREAS.label("areas"),
)  # fmt: skip


def rules(spoken: bool, near: bool, whose: Any = _V.id) -> dict[str, ColumnElement[bool]]:
    """Return the rules that the database can judge, by name and in the order they are told.

    whose: the column to look him up by where a table of his own is looked into.
    """
    told: dict[str, ColumnElement[bool]] = {
        "active": LookedAt(_V.status) == VolunteerStatus.ACTIVE.value,
        "not_herself": _V.person_id != bindparam("resident_person_id"),
        "kind": _is_there(select(_KIND.kind).where(_KIND.volunteer_id == whose, _KIND.kind == bindparam("kind"))),
    }
    if spoken:
        speaks = LookedAt(_LANGUAGE.language).in_(_listed("languages"))
        told["language"] = _is_there(select(_LANGUAGE.language).where(_LANGUAGE.volunteer_id == whose, speaks))
    if near:
        goes = LookedAt(_AREA.area_code).in_(_listed("areas"))
        told["area"] = _is_there(select(_AREA.area_code).where(_AREA.volunteer_id == whose, goes))
    reached = select(_PERSON.id).where(_PERSON.id == _V.person_id, is_reachable())
    was_asked = select(_OFFER.id).where(
        _OFFER.request_id == bindparam("request_id"), _OFFER.volunteer_id == whose, _OFFER.state.in_(NOT_AGAIN)
    )
    vouched_for = LookedAt(_V.vetting).in_(_listed("levels"))
    return told | {"vetting": vouched_for, "reachable": _is_there(reached), "not_asked": ~_is_there(was_asked)}


def best_side(session: Session, values: Mapping[str, Any], *, spoken: bool, near: bool) -> str | None:
    """Return the side to begin with; None when to go through all in order costs less.

    It decides what a search costs and not whom it finds, so it may be decided from what was counted a while ago.
    """
    everybody = max(1, _COUNTED.get(session, "all", lambda: session.scalar(_NEWEST) or 0))
    many = {}
    for name in ("kind", *(["language"] if spoken else ()), *(["area"] if near else ())):
        wanted = values[_VALUES[name]]
        key = (name, wanted if isinstance(wanted, str) else tuple(wanted))
        many[name] = _COUNTED.get(session, key, partial(_count, session, name, values))
    fewest = min(many, key=lambda name: many[name])
    share = prod(min(1.0, count / everybody) for count in many.values())
    return None if many[fewest] * share > WALKED * MOST_IDLE else fewest


def _count(session: Session, side: str, values: Mapping[str, Any]) -> int:
    return session.scalar(_COUNTS[side], dict(values)) or 0


@lru_cache(maxsize=4)
def funnelling(spoken: bool, near: bool) -> Select[Any]:
    """Return the statement that counts volunteers by the place of the first rule that bars them; the last: by none."""
    told = rules(spoken, near)
    place = case(*((~rule, number) for number, rule in enumerate(told.values())), else_=len(told)).label("place")
    each = select(place).select_from(_V.id.table).subquery()
    return select(each.c.place, func.count()).group_by(each.c.place)


@lru_cache(maxsize=16)
def reading(spoken: bool, near: bool, side: str | None) -> Select[Any]:
    """Return the statement that reads those to choose from and those whose answer is awaited, with what is known.

    side: the one to begin with; None goes through all in order. `asked_last` is when who is awaited was asked.
    Kept, since to make one costs more than to run it.
    """
    picked = _picked_in_turn(spoken, near) if side is None else _picked_from(side, spoken, near)
    chosen = union(*picked).subquery("chosen")
    awaited = select(_OFFER.volunteer_id, _OFFER.asked_at).where(
        _OFFER.request_id == bindparam("request_id"),
        or_(_OFFER.state == OfferState.ASKED,
            and_(_OFFER.state == OfferState.LAPSED, _OFFER.asked_at <= bindparam("silent_since", type_=UtcDateTime))),
    )  # fmt: skip
    not_awaited = cast(null(), UtcDateTime).label("asked_last")
    people = union_all(select(chosen.c.id, not_awaited), awaited).cte("people")
    people = people.prefix_with("MATERIALIZED", dialect="postgresql")
    them = people.join(_V.id.table, _V.id == people.c.id)
    them = them.join(_ORGANISATION.id.table, _ORGANISATION.id == _V.organisation_id)
    them = them.outerjoin(_RECORD.lean.table, _RECORD.volunteer_id == _V.id)
    return select(people.c.asked_last, *_TOLD).select_from(them)


def _picked_in_turn(spoken: bool, near: bool) -> tuple[Select[Any], ...]:
    """Those longest without a text, those most willing, and those she knows: each found by going through an index."""
    fits = _ordered(rules(spoken, near))
    in_turn = {**fits, "active": _V.status == VolunteerStatus.ACTIVE.value}
    idle = select(_V.id).where(*in_turn.values()).order_by(_V.turn_at, _V.id).limit(MOST_IDLE)
    willing = select(_V.id).join_from(_RECORD.lean.table, _V.id.table, _V.id == _RECORD.volunteer_id)
    willing = willing.where(*_ordered(rules(spoken, near, _RECORD.volunteer_id)).values(), _V.turn_at < _RESTED)
    hers = select(_V.id).where(_V.id.in_(_VISITORS), *fits.values())
    return _whole(idle), _whole(willing.order_by(_RECORD.lean.desc()).limit(MOST_WILLING)), hers


def _picked_from(side: str, spoken: bool, near: bool) -> tuple[Select[Any], ...]:
    """The same, out of all who fit, where these are few."""
    columns, condition = SIDES[side]
    others = _ordered({name: rule for name, rule in rules(spoken, near, columns.volunteer_id).items() if name != side})
    there = select(_V.id, _V.turn_at).join_from(columns.volunteer_id.table, _V.id.table, _V.id == columns.volunteer_id)
    fit = there.where(condition, *others.values()).distinct().cte("fit")
    idle = select(fit.c.id).order_by(fit.c.turn_at, fit.c.id).limit(MOST_IDLE)
    willing = select(fit.c.id).join(_RECORD.lean.table, _RECORD.volunteer_id == fit.c.id)
    willing = willing.where(fit.c.turn_at < _RESTED).order_by(_RECORD.lean.desc()).limit(MOST_WILLING)
    return _whole(idle), _whole(willing), select(fit.c.id).where(fit.c.id.in_(_VISITORS))


def _ordered(told: Mapping[str, ColumnElement[bool]]) -> dict[str, ColumnElement[bool]]:
    """The rules with those first that bar most at the least cost: SQLite judges them in the order they are written."""
    return {name: told[name] for name in dict.fromkeys(("vetting", "area", "language", *told)) if name in told}


def _whole(limited: Select[Any]) -> Select[Any]:
    """A limited statement as a part of a union, which SQLite takes only so."""
    return select(limited.subquery())
