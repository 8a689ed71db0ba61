"""Who can be eligible, as SQL: the rules that the database can judge, and the statements that find whom they leave.

A statement begins where the fewest have to be looked at: with those who take the kind, speak the language or go to the
area, whichever are fewest, or, when those are many, with everybody in the order in which they are looked for. How
many there are is counted, not left to the database: one has no statistics, and the other plans for the usual language.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache, partial
from math import prod
from typing import Any

from sqlalchemy import (
    ARRAY,
    JSON,
    ColumnElement,
    CompoundSelect,
    Select,
    String,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal_column,
    null,
    or_,
    select,
    union,
    union_all,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

from dispatch.kinds import VolunteerStatus
from dispatch.models import (
    Base,
    HelpRequest,
    Offer,
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
from dispatch.sql import Among, LookedAt
from dispatch.states import OPEN_OFFERS, OfferState

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


_V, _RECORD, _PERSON = map(_columns, (Volunteer, VolunteerRecord, Person))
_KIND, _LANGUAGE, _AREA = map(_columns, (VolunteerKind, VolunteerLanguage, VolunteerArea))
_OFFER, _VISIT, _REQUEST = map(_columns, (Offer, Visit, HelpRequest))


_WORDS: TypeEngine[Any] = JSON().with_variant(ARRAY(String()), "postgresql")


class _Named(Among):
    """Whether a column holds one of the words given under a name: one value, however many they are."""

    inherit_cache = True

    def __init__(self, column: ColumnElement[Any], name: str) -> None:
        super().__init__(column, name)
        self.ids = bindparam(name, type_=_WORDS)


@compiles(_Named, "postgresql")
def _write_named(element: _Named, compiler: SQLCompiler, **more: Any) -> str:
    """Told the words, PostgreSQL would plan for each list anew, which takes it as long as to search."""
    words = compiler.process(element.ids, **more)
    return f"{compiler.process(element.column, **more)} = ANY (ARRAY(SELECT unnest({words})))"


SIDES: Mapping[str, tuple[Any, ColumnElement[bool]]] = {
    "kind": (_KIND, _KIND.kind == bindparam("kind")),
    "language": (_LANGUAGE, _Named(_LANGUAGE.language, "languages")),
    "area": (_AREA, _Named(_AREA.area_code, "areas")),
}
"""The sets of volunteers that a search may begin with: where they are listed, and which of them are meant."""

_BY_HIMSELF = ("vetting", "active", "not_herself", "reachable")
"""The rules that are judged by his own row."""

_VALUES = {"kind": "kind", "language": "languages", "area": "areas"}
_COUNTS = {
    name: select(func.count()).select_from(columns.volunteer_id.table).where(condition)
    for name, (columns, condition) in SIDES.items()
}
_NEWEST = select(func.max(_V.id))
_COUNTED: Remembered[int] = Remembered(seconds=600)


def fixed(value: str | int) -> ColumnElement[Any]:
    """A word or number of ours that stands in the statement itself: PostgreSQL then plans for it once and for all."""
    return literal_column(f"'{value}'" if isinstance(value, str) else str(value))


def is_reachable() -> ColumnElement[bool]:
    """The condition of a person who may be texted or called."""
    return and_(or_(_PERSON.can_text, _PERSON.can_call), ~_PERSON.blocked, _PERSON.stopped_at.is_(None))


def is_there(query: Select[Any]) -> ColumnElement[bool]:
    """Whether a query about one volunteer finds anything. The offset keeps PostgreSQL from planning a join of it all:
    to weigh the orders of so many tables took it a hundred times as long as to look them up.
    """
    asked_about = {column.table for column in query.selected_columns}
    return query.correlate_except(*asked_about).offset(fixed(0)).exists()


_RESTED = bindparam("rested", type_=UtcDateTime)
_VISITORS = (
    select(_VISIT.volunteer_id)
    .join(_REQUEST.id.table, _REQUEST.id == _VISIT.request_id)
    .where(_REQUEST.resident_id == bindparam("resident_id"))
)


def rules(spoken: bool, near: bool, whose: Any = _V.id) -> dict[str, ColumnElement[bool]]:
    """Return the rules that the database can judge, by name and in the order they are told.

    whose: the column to look him up by where a table of his own is looked into.
    """
    told: dict[str, ColumnElement[bool]] = {
        "active": LookedAt(_V.status) == fixed(VolunteerStatus.ACTIVE),
        "not_herself": _V.person_id != bindparam("resident_person_id"),
        "kind": is_there(select(_KIND.kind).where(_KIND.volunteer_id == whose, _KIND.kind == bindparam("kind"))),
    }
    if spoken:
        speaks = _Named(LookedAt(_LANGUAGE.language), "languages")
        told["language"] = is_there(select(_LANGUAGE.language).where(_LANGUAGE.volunteer_id == whose, speaks))
    if near:
        goes = _Named(LookedAt(_AREA.area_code), "areas")
        told["area"] = is_there(select(_AREA.area_code).where(_AREA.volunteer_id == whose, goes))
    reached = select(_PERSON.id).where(_PERSON.id == _V.person_id, is_reachable())
    were_asked = select(_OFFER.volunteer_id).where(
        _OFFER.request_id == bindparam("request_id"), _OFFER.state.in_([fixed(state) for state in NOT_AGAIN])
    )
    vouched_for = _Named(LookedAt(_V.vetting), "levels")
    return told | {"vetting": vouched_for, "reachable": is_there(reached), "not_asked": whose.not_in(were_asked)}


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
def finding(spoken: bool, near: bool, side: str | None) -> CompoundSelect[Any]:
    """Return the statement that finds the ids of those to choose from and of those whose answer is awaited.

    side: the one to begin with; None goes through all in order. `asked_last` is when who is awaited was asked.
    Kept, since to make one costs more than to run it.
    """
    picked = _picked_in_turn(spoken, near) if side is None else _picked_from(side, spoken, near)
    free = union(*picked).subquery("free")
    awaited = select(_OFFER.volunteer_id, _OFFER.asked_at).where(
        _OFFER.request_id == bindparam("request_id"),
        or_(_OFFER.state == fixed(OfferState.ASKED),
            and_(_OFFER.state == fixed(OfferState.LAPSED),
                 _OFFER.asked_at <= bindparam("silent_since", type_=UtcDateTime))),
    )  # fmt: skip
    not_awaited = cast(null(), UtcDateTime).label("asked_last")
    return union_all(select(free.c.id, not_awaited), awaited)


def _picked_in_turn(spoken: bool, near: bool) -> tuple[Select[Any], ...]:
    """Those longest without a text, those most willing, and those she knows: each found by going through an index."""
    fits = _ordered(rules(spoken, near))
    in_turn = {**fits, "active": _V.status == fixed(VolunteerStatus.ACTIVE)}
    idle = select(_V.id).where(*in_turn.values()).order_by(_V.turn_at, _V.id).limit(fixed(MOST_IDLE))
    himself, others = _apart(spoken, near, _RECORD.volunteer_id)
    rested = is_there(himself.where(_V.turn_at < _RESTED))
    willing = select(_RECORD.volunteer_id).where(rested, *others)
    hers = select(_V.id).where(_V.id.in_(_VISITORS), *fits.values())
    return _whole(idle), _whole(willing.order_by(_RECORD.lean.desc()).limit(fixed(MOST_WILLING))), hers


def _picked_from(side: str, spoken: bool, near: bool) -> tuple[Select[Any], ...]:
    """The same, out of all who fit, where these are few.

    Each is looked up by himself and not joined, however many PostgreSQL expects: it must not go through everybody.
    """
    columns, condition = SIDES[side]
    himself, others = _apart(spoken, near, columns.volunteer_id, without=side)
    turn = himself.correlate_except(_V.id.table).scalar_subquery().label("turn_at")
    fit = select(columns.volunteer_id.label("id"), turn).where(condition, *others).distinct().cte("fit")
    idle = select(fit.c.id).where(fit.c.turn_at.is_not(None))
    willing = select(fit.c.id).join(_RECORD.lean.table, _RECORD.volunteer_id == fit.c.id)
    willing = willing.where(fit.c.turn_at < _RESTED).order_by(_RECORD.lean.desc()).limit(fixed(MOST_WILLING))
    hers = idle.where(fit.c.id.in_(_VISITORS))
    return _whole(idle.order_by(fit.c.turn_at, fit.c.id).limit(fixed(MOST_IDLE))), _whole(willing), hers


def _apart(
    spoken: bool, near: bool, whose: ColumnElement[int], *, without: str = ""
) -> tuple[Select[Any], Sequence[ColumnElement[bool]]]:
    """The rules in two parts: since when somebody waits whom his own row does not bar, and what else bars him."""
    told = _ordered(rules(spoken, near, whose))
    himself = select(_V.turn_at).where(_V.id == whose, *(told[name] for name in _BY_HIMSELF))
    return himself, [rule for name, rule in told.items() if name not in (*_BY_HIMSELF, without)]


def _ordered(told: Mapping[str, ColumnElement[bool]]) -> dict[str, ColumnElement[bool]]:
    """The rules with those first that bar most at the least cost: SQLite judges them in the order they are written."""
    return {name: told[name] for name in dict.fromkeys(("vetting", "area", "language", *told)) if name in told}


def _whole(limited: Select[Any]) -> Select[Any]:
    """A limited statement as a part of a union, which SQLite takes only so."""
    return select(limited.subquery())
