"""Who can be eligible for a request: read by index, only them, and never more than a wave can weigh.

Each rule that the database can judge is judged there (kind, language, area, vetting, asked before); `who_fits` judges
all of them again, with the hours and the waits. Of many, those who have gone longest without a text are read, and some
who say yes most often: enough to choose a wave from, however many there are.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Row, Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session

from dispatch.kinds import EVERYWHERE, Vetting, VolunteerStatus
from dispatch.learning import Record
from dispatch.matching import WEEK, Candidate, Need
from dispatch.models import (
    Apart,
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
from dispatch.places import Places
from dispatch.states import OPEN_OFFERS, OfferState, VisitState

MOST_IDLE = 100
"""Read of those who have gone longest without a text."""
MOST_WILLING = 50
"""Read, when there are more, of those who lean most to yes and have had a day's rest."""
DAY = timedelta(days=1)
LEAVES_SOON = timedelta(hours=2)
"""Who has a visit that begins within this is out on it."""
NOT_AGAIN = (*OPEN_OFFERS, OfferState.ACCEPTED, OfferState.DECLINED, OfferState.RETURNED, OfferState.FULFILLED)
"""Who has said no, or has taken it once, is never asked again; who was only too late may be."""

_HELPED = (
    select(func.count())
    .select_from(Visit)
    .join(HelpRequest, HelpRequest.id == Visit.request_id)
    .where(Visit.volunteer_id == Volunteer.id, HelpRequest.resident_id == bindparam("resident_id"),
           Visit.state == VisitState.DONE, Visit.went_well.is_not(False))
    .correlate(Volunteer).scalar_subquery()
)  # fmt: skip
_SPEAKS_HERS = (
    select(VolunteerLanguage.volunteer_id)
    .where(VolunteerLanguage.volunteer_id == Volunteer.id, VolunteerLanguage.language == bindparam("language"))
    .exists()
)
_IS_APART = (
    select(Apart.volunteer_id)
    .where(Apart.volunteer_id == Volunteer.id, Apart.person_id == bindparam("resident_person_id"))
    .exists()
)
_AREAS = (
    select(func.aggregate_strings(VolunteerArea.area_code, " "))
    .where(VolunteerArea.volunteer_id == Volunteer.id, VolunteerArea.area_code.in_(bindparam("areas", expanding=True)))
    .correlate(Volunteer).scalar_subquery()
)  # fmt: skip
_COLUMNS = (
    Volunteer.id, Volunteer.person_id, Volunteer.organisation_id, Volunteer.vetting, Volunteer.available,
    Volunteer.quiet, Volunteer.weekly_limit, Volunteer.asked_at, Organisation.own_only,
    VolunteerRecord.lean, VolunteerRecord.doubt, VolunteerRecord.pressed, VolunteerRecord.pressed_at,
    VolunteerRecord.delay, VolunteerRecord.answers, VolunteerRecord.recent,
    _HELPED.label("helped"), _SPEAKS_HERS.label("speaks_hers"), _IS_APART.label("is_apart"), _AREAS.label("areas"),
)  # fmt: skip
_BASE = (
    select(*_COLUMNS)
    .join(Person, Person.id == Volunteer.person_id)
    .join(Organisation, Organisation.id == Volunteer.organisation_id)
)
_ALL = _BASE.outerjoin(VolunteerRecord, VolunteerRecord.volunteer_id == Volunteer.id)
_KNOWN = _BASE.join(VolunteerRecord, VolunteerRecord.volunteer_id == Volunteer.id)
_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_BY_ID = _ALL.where(Volunteer.id.in_(_IDS))
_OFFERS = select(Offer.volunteer_id, Offer.asked_at, Offer.state).where(
    Offer.volunteer_id.in_(_IDS), Offer.asked_at > bindparam("since", type_=UtcDateTime)
)
_VISITS = (
    select(Visit.volunteer_id, Visit.state, HelpRequest.wanted_from, HelpRequest.wanted_until)
    .join(HelpRequest, HelpRequest.id == Visit.request_id)
    .where(Visit.volunteer_id.in_(_IDS), Visit.state.in_((VisitState.AGREED, VisitState.DONE)),
           or_(Visit.state == VisitState.AGREED, Visit.ended_at > bindparam("since", type_=UtcDateTime)))
)  # fmt: skip


def is_reachable() -> ColumnElement[bool]:
    """The condition of a person who may be texted or called."""
    return and_(or_(Person.can_text, Person.can_call), ~Person.blocked, Person.stopped_at.is_(None))


@dataclass(frozen=True)
class Search:
    """What volunteers are looked for: the request and what it demands, where things lie, and when.

    burdens: per organisation, its visits per member over the average of all.
    """

    request: HelpRequest
    need: Need
    places: Places
    now: datetime
    burdens: Mapping[str, float] = field(default_factory=dict)

    @property
    def values(self) -> dict[str, Any]:
        """What the statements are asked with."""
        need = self.need
        return {
            "request_id": need.request_id, "resident_id": self.request.resident_id, "kind": need.kind,
            "resident_person_id": need.resident_person_id, "language": need.language,
            "languages": [need.language, *need.helpers], "areas": [*need.areas, EVERYWHERE],
            "levels": [level.value for level in Vetting if level.rank >= need.vetting.rank],
            "rested": self.now - DAY,
        }  # fmt: skip


def list_candidates(session: Session, search: Search) -> list[Candidate]:
    """Return the volunteers who can be eligible; who is asked about this request already is left out."""
    rows = _eligible(session, search)
    if not rows:
        return []
    known = _Known(session, search.now, [row.id for row in rows])
    return [_candidate(row, known, search) for row in rows]


def list_asked(session: Session, search: Search, volunteer_ids: Sequence[int]) -> list[Candidate]:
    """Return what is known of volunteers who have been asked about this request: as much as their chance is made of."""
    if not volunteer_ids:
        return []
    rows = session.execute(_BY_ID, {**search.values, "ids": volunteer_ids}).all()
    return [_candidate(row, _Known(), search) for row in rows]


def _eligible(session: Session, search: Search) -> Sequence[Any]:
    idle, *more = _statements(search.need.spoken, search.need.near)
    values = search.values
    found: list[Any] = list(session.execute(idle, values).all())
    if len(found) == MOST_IDLE:
        for statement in more:
            found += session.execute(statement, values).all()
    return tuple({row.id: row for row in found}.values())


@lru_cache(maxsize=4)
def _statements(spoken: bool, near: bool) -> tuple[Select[Any], ...]:
    """Return the statements of those longest without a text, of those most willing, and of those she knows.

    Kept, since to make one costs as much as to run it.
    """
    fits = [*_rules(spoken, near).values(), ~_ASKED, is_reachable()]
    idle = _ALL.where(*fits).order_by(Volunteer.turn_at, Volunteer.id).limit(MOST_IDLE)
    rested = Volunteer.turn_at < bindparam("rested", type_=UtcDateTime)
    willing = _KNOWN.where(*fits, rested).order_by(VolunteerRecord.lean.desc()).limit(MOST_WILLING)
    visitors = select(Visit.volunteer_id).join(HelpRequest, HelpRequest.id == Visit.request_id)
    of_hers = visitors.where(HelpRequest.resident_id == bindparam("resident_id"))
    return idle, willing, _ALL.where(*fits, Volunteer.id.in_(of_hers))


def funnel(session: Session, request: HelpRequest, need: Need, now: datetime) -> dict[str, int]:
    """Return how many volunteers are left after each rule: why nobody fits, told when nobody does."""
    left = select(func.count()).select_from(Volunteer).join(Person, Person.id == Volunteer.person_id)
    values = Search(request, need, Places({}), now).values
    counted = {}
    rules = {**_rules(need.spoken, need.near), "reachable": is_reachable(), "not_asked": ~_ASKED}
    for name, rule in rules.items():
        left = left.where(rule)
        counted[name] = session.scalar(left, values) or 0
    return counted


def _rules(spoken: bool, near: bool) -> dict[str, ColumnElement[bool]]:
    """The rules that the database can judge, by name and in the order they are told."""
    rules: dict[str, ColumnElement[bool]] = {
        "active": Volunteer.status == VolunteerStatus.ACTIVE,
        "not_herself": Volunteer.person_id != bindparam("resident_person_id"),
        "kind": _has(VolunteerKind, VolunteerKind.kind == bindparam("kind")),
    }
    if spoken:
        speaks = VolunteerLanguage.language.in_(bindparam("languages", expanding=True))
        rules["language"] = _has(VolunteerLanguage, speaks)
    if near:
        rules["area"] = _has(VolunteerArea, VolunteerArea.area_code.in_(bindparam("areas", expanding=True)))
    return rules | {"vetting": Volunteer.vetting.in_(bindparam("levels", expanding=True))}


def _has(table: Any, condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return select(table.volunteer_id).where(table.volunteer_id == Volunteer.id, condition).exists()


_ASKED = (
    select(Offer.id)
    .where(Offer.request_id == bindparam("request_id"), Offer.volunteer_id == Volunteer.id, Offer.state.in_(NOT_AGAIN))
    .exists()
)


class _Known:
    """What is true of these volunteers just now, each read at once for all of them; nothing of nobody."""

    def __init__(self, session: Session | None = None, now: datetime | None = None, ids: Sequence[int] = ()) -> None:
        self.texts: dict[int, list[datetime]] = defaultdict(list)
        self.open_offers: Counter[int] = Counter()
        self.silent: Counter[int] = Counter()
        self.ahead: Counter[int] = Counter()
        self.tasks: Counter[int] = Counter()
        self.out_until: dict[int, datetime] = {}
        if session and now:
            values = {"ids": ids, "since": now - WEEK}
            self._take_offers(session.execute(_OFFERS, values), now)
            self._take_visits(session.execute(_VISITS, values), now)

    def _take_offers(self, rows: Iterable[Any], now: datetime) -> None:
        for volunteer_id, asked_at, state in rows:
            self.texts[volunteer_id].append(asked_at)
            self.open_offers[volunteer_id] += state == OfferState.ASKED
            self.silent[volunteer_id] += state == OfferState.LAPSED and asked_at > now - DAY

    def _take_visits(self, rows: Iterable[Any], now: datetime) -> None:
        for volunteer_id, state, start, end in rows:
            self.tasks[volunteer_id] += 1
            if state != VisitState.AGREED:
                continue
            self.ahead[volunteer_id] += 1
            if end is not None and end > now and (start is None or start <= now + LEAVES_SOON):
                self.out_until[volunteer_id] = max(end, self.out_until.get(volunteer_id, end))


def _candidate(row: Row[Any], known: _Known, search: Search) -> Candidate:
    need, area = search.need, search.request.area_code
    areas = frozenset((row.areas or "").split())
    return Candidate(
        volunteer_id=row.id, person_id=row.person_id, organisation_id=row.organisation_id,
        languages=frozenset({need.language}) if row.speaks_hers else need.helpers, areas=areas,
        kinds=frozenset({need.kind}), vetting=Vetting(row.vetting), available=row.available, quiet=row.quiet,
        weekly_limit=row.weekly_limit, texts_last_week=len(known.texts[row.id]),
        open_offers=known.open_offers[row.id], visits_ahead=known.ahead[row.id], asked_at=row.asked_at,
        may_ask_from=_may_ask_from(row, known.texts[row.id]), out_until=known.out_until.get(row.id),
        own_only=row.own_only, apart=frozenset({need.resident_person_id}) if row.is_apart else frozenset(),
        km=_km(areas, area, search.places) if need.near and area else None, helped=row.helped,
        tasks_last_week=known.tasks[row.id], burden=search.burdens.get(str(row.organisation_id), 1.0),
        record=_record(row, known.silent[row.id]),
    )


def _may_ask_from(row: Row[Any], texts: list[datetime]) -> datetime | None:
    """When the texts of the last seven days fall below his own limit again."""
    if row.weekly_limit is None or len(texts) < row.weekly_limit or not texts:
        return None
    limit: int = max(1, row.weekly_limit)
    return sorted(texts)[-limit] + WEEK


def _km(areas: frozenset[str], area: str, places: Places) -> float | None:
    """From the nearest area he named; who goes everywhere has named none."""
    return min((km for code in areas if (km := places.km(code, area)) is not None), default=None)


def _record(row: Row[Any], silent: int) -> Record:
    """His record, with the texts of the last day that he has left unanswered so far."""
    if row.lean is None:
        return Record(waiting=silent)
    return Record(row.lean, row.doubt, row.pressed, row.pressed_at, row.delay, row.answers, row.recent, silent)
