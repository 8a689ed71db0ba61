"""What the board shows: every open request, emergencies first, then by age, those that somebody has taken last."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from dispatch.kinds import RULES, Kind
from dispatch.models import Alarm, Area, HelpRequest, Offer, Organisation, Person, SettingValue, Visit, Volunteer
from dispatch.operations import alarms
from dispatch.operations.corrections import EMERGENCY
from dispatch.states import OfferState, RequestState
from dispatch.telling import told_kind
from dispatch.tunables import Tunables, effective

SHOWN = (RequestState.ESCALATED, RequestState.OPEN, RequestState.DRAFT, RequestState.MATCHED)
MOST = 200
"""Rows on one page; who has more than that filters."""


@dataclass(frozen=True)
class Filters:
    """What the address of the board asks for; empty means all."""

    state: str = ""
    kind: str = ""
    area: str = ""
    language: str = ""


@dataclass(frozen=True)
class Row:
    """One request on the board. `mark`: fresh, ageing or late, by what is soon for its kind."""

    id: int
    code: str
    kind: str
    area: str
    language: str
    state: str
    created_at: datetime
    age: timedelta
    mark: str
    reason: str
    next_step: str
    next_step_at: datetime
    is_due: bool
    waves: int
    offers: int
    volunteer: str
    organisation: str
    places: int = 1
    """How many volunteers it is for, and how many of them have been found."""
    found: int = 0
    wanted_from: datetime | None = None
    """When she wants it; None for soon."""


@dataclass(frozen=True)
class Board:
    """One look at the board. `version` is the same as long as nothing on it would read otherwise."""

    rows: tuple[Row, ...]
    counts: Mapping[str, int]
    wave_size: int
    alarms: tuple[Alarm, ...] = ()
    """What nobody has taken yet, oldest first."""
    is_anybody_told: bool = True
    """Whether alarms go to any telephone."""

    @property
    def version(self) -> str:
        """A fingerprint of everything shown; ages count in minutes."""
        sounding = [alarm.id for alarm in self.alarms]
        shown = repr((self.rows, sorted(self.counts.items()), self.wave_size, sounding, self.is_anybody_told))
        return hashlib.sha256(shown.encode()).hexdigest()[:16]

    @property
    def needing(self) -> int:
        """How many wait for an operator."""
        return self.counts.get(RequestState.ESCALATED, 0)

    @property
    def in_all(self) -> int:
        """How many requests are open in any way."""
        return sum(self.counts.values())


def look(session: Session, filters: Filters, now: datetime, presets: Mapping[str, str]) -> Board:
    """Return the board as it is at `now`."""
    rows = tuple(_row(found, now) for found in session.execute(_query(filters)).mappings())
    by_state = select(HelpRequest.state, func.count().label("number")).group_by(HelpRequest.state)
    by_state = by_state.where(HelpRequest.state.in_(SHOWN))
    counts = {row.state: row.number for row in session.execute(by_state)}
    tunables = _tunables(session, presets)
    is_anybody_told = bool(alarms.numbers_on_duty(tunables))
    return Board(rows, counts, tunables.wave_size, tuple(alarms.list_open(session)), is_anybody_told)


def wave_size(session: Session, presets: Mapping[str, str]) -> int:
    """Return how many volunteers the next wave asks."""
    return _tunables(session, presets).wave_size


def _tunables(session: Session, presets: Mapping[str, str]) -> Tunables:
    stored = {row.name: row.value for row in session.scalars(select(SettingValue))}
    return effective(stored, presets)


def list_areas(session: Session) -> list[tuple[str, str]]:
    """Return code and name of every area that somebody can choose or that has an open request."""
    in_use = select(HelpRequest.area_code).where(HelpRequest.state.in_(SHOWN))
    query = select(Area.code, Area.name).where((Area.position > 0) | Area.code.in_(in_use))
    return [(code, name) for code, name in session.execute(query.order_by(Area.position, Area.name))]


def _query(filters: Filters) -> Select[tuple[HelpRequest]]:
    offers = select(func.count()).where(Offer.request_id == HelpRequest.id).correlate(HelpRequest).scalar_subquery()
    taken = select(func.count()).where(Visit.request_id == HelpRequest.id, Visit.has_its_place)
    accepted = select(func.max(Offer.id)).where(Offer.request_id == HelpRequest.id, Offer.state == OfferState.ACCEPTED)
    query = (
        select(
            HelpRequest,
            Area.name.label("area"),
            offers.label("offers"),
            taken.correlate(HelpRequest).scalar_subquery().label("found"),
            Person.name.label("volunteer"),
            Organisation.name.label("organisation"),
        )
        .outerjoin(Area, Area.code == HelpRequest.area_code)
        .outerjoin(Offer, Offer.id == accepted.correlate(HelpRequest).scalar_subquery())
        .outerjoin(Volunteer, Volunteer.id == Offer.volunteer_id)
        .outerjoin(Person, Person.id == Volunteer.person_id)
        .outerjoin(Organisation, Organisation.id == Volunteer.organisation_id)
        .where(HelpRequest.state.in_([filters.state] if filters.state else SHOWN))
    )
    for column, wanted in (
        (HelpRequest.kind, filters.kind),
        (HelpRequest.area_code, filters.area),
        (HelpRequest.language, filters.language),
    ):
        if wanted:
            query = query.where(column == wanted)
    taken_last = HelpRequest.state == RequestState.MATCHED
    danger_first = HelpRequest.escalation != EMERGENCY  # also after somebody has taken the alarm
    return query.order_by(taken_last, danger_first, HelpRequest.created_at, HelpRequest.id).limit(MOST)


def _row(found: Mapping, now: datetime) -> Row:  # type: ignore[type-arg]  # SQLAlchemy's RowMapping has no value type
    request: HelpRequest = found["HelpRequest"]
    age = timedelta(minutes=max(0, int((now - request.created_at).total_seconds() // 60)))
    due = request.next_step_at or now
    return Row(
        id=request.id,
        code=request.code,
        kind=told_kind(request),
        area=found["area"] or "",
        language=request.language,
        state=request.state,
        created_at=request.created_at,
        age=age,
        mark=mark_of(request, age),
        reason=request.escalation if request.state in (RequestState.ESCALATED, RequestState.OPEN) else "",
        next_step=request.next_step or "",
        next_step_at=due,
        is_due=due <= now,
        waves=request.wave,
        offers=found["offers"],
        volunteer=(found["volunteer"] or "").split(" ")[0],
        organisation=found["organisation"] or "",
        places=request.places,
        found=found["found"],
        wanted_from=request.wanted_from if request.time_precision != "soon" else None,
    )


def mark_of(request: HelpRequest, age: timedelta) -> str:
    """Return fresh, ageing (half of what is soon for its kind has passed) or late (all of it has)."""
    if request.state == RequestState.MATCHED:
        return "fresh"
    window = timedelta(hours=RULES[Kind(request.kind)].window_hours)
    if age >= window:
        return "late"
    return "ageing" if age >= window / 2 else "fresh"
