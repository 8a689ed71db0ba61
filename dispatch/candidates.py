"""Who can be eligible for a request: read by index, only them, and never more than a wave can weigh.

Each rule that the database can judge is judged there (kind, language, area, vetting, asked before); `who_fits` judges
all of them again, with the hours and the waits. Of many, those who have gone longest without a text are read, and some
who say yes most often: enough to choose a wave from, however many there are.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Connection, and_, bindparam, case, false, func, or_, select
from sqlalchemy.orm import Session

from dispatch import eligible
from dispatch.eligible import fixed, is_there
from dispatch.kinds import EVERYWHERE, Vetting
from dispatch.learning import Record
from dispatch.matching import WEEK, Candidate, Need
from dispatch.models import (
    Apart,
    Base,
    HelpRequest,
    Offer,
    Organisation,
    UtcDateTime,
    Visit,
    Volunteer,
    VolunteerArea,
    VolunteerLanguage,
    VolunteerRecord,
)
from dispatch.places import Places
from dispatch.sql import Among
from dispatch.states import OfferState, VisitState

DAY = timedelta(days=1)
LEAVES_SOON = timedelta(hours=2)
"""Who has a visit that begins within this is out on it."""

_VETTING = {level.value: level for level in Vetting}


def _columns(table: type[Base]) -> Any:
    return table.__table__.c


_V, _RECORD, _ORGANISATION, _APART = map(_columns, (Volunteer, VolunteerRecord, Organisation, Apart))
_OFFER, _VISIT, _REQUEST = map(_columns, (Offer, Visit, HelpRequest))
_LANGUAGE, _AREA = map(_columns, (VolunteerLanguage, VolunteerArea))


def _moment(name: str) -> BindParameter[Any]:
    return bindparam(name, type_=UtcDateTime)


def _counted(condition: ColumnElement[bool]) -> ColumnElement[int]:
    """Of the rows of a group, how many something holds for."""
    return func.count(case((condition, fixed(1))))


_AGREED, _DONE = (_VISIT.state == fixed(state) for state in (VisitState.AGREED, VisitState.DONE))
_RECENT = (Among(_OFFER.volunteer_id, "ids"), _OFFER.asked_at > _moment("since"))
_TEXTS = select(_OFFER.volunteer_id, _OFFER.asked_at).where(*_RECENT)
_OFFERS = (
    select(_OFFER.volunteer_id, func.count().label("texts"),
           _counted(_OFFER.state == fixed(OfferState.ASKED)).label("unanswered"),
           _counted(and_(_OFFER.state == fixed(OfferState.LAPSED), _OFFER.asked_at > _moment("day"))).label("silent"))
    .where(*_RECENT).group_by(_OFFER.volunteer_id).subquery("offers")
)  # fmt: skip
_IS_OUT = and_(_AGREED, _REQUEST.wanted_until > _moment("now"),
               or_(_REQUEST.wanted_from.is_(None), _REQUEST.wanted_from <= _moment("leaves_soon")))  # fmt: skip
_VISITS = (
    select(_VISIT.volunteer_id, func.count().label("tasks"), _counted(_AGREED).label("ahead"),
           func.max(case((_IS_OUT, _REQUEST.wanted_until))).label("out_until"))
    .select_from(_VISIT.id.table.join(_REQUEST.id.table, _REQUEST.id == _VISIT.request_id))
    .where(Among(_VISIT.volunteer_id, "ids"), or_(_AGREED, and_(_DONE, _VISIT.ended_at > _moment("since"))))
    .group_by(_VISIT.volunteer_id).subquery("visits")
)  # fmt: skip
_HELPED = (
    select(func.count()).select_from(_VISIT.id.table)
    .where(_VISIT.volunteer_id == _V.id, _DONE, _VISIT.went_well.is_not(false()),
           _VISIT.request_id.in_(select(_REQUEST.id).where(_REQUEST.resident_id == bindparam("resident_id"))))
    .correlate(_V.id.table).scalar_subquery()
)  # fmt: skip
_AREAS = (
    select(func.aggregate_strings(_AREA.area_code, " "))
    .where(_AREA.volunteer_id == _V.id)
    .correlate(_V.id.table).scalar_subquery()
)  # fmt: skip
_SPEAKS_HERS = is_there(
    select(_LANGUAGE.language).where(_LANGUAGE.volunteer_id == _V.id, _LANGUAGE.language == bindparam("language"))
)
_IS_APART = _V.id.in_(select(_APART.volunteer_id).where(_APART.person_id == bindparam("resident_person_id")))
_TOLD = (
    _V.id, _V.person_id, _V.organisation_id, _V.vetting, _V.available, _V.quiet, _V.weekly_limit, _V.asked_at,
    _ORGANISATION.own_only, _AREAS, _HELPED, _SPEAKS_HERS, _IS_APART,
)  # fmt: skip
_LEARNED = (
    _RECORD.lean, _RECORD.doubt, _RECORD.pressed, _RECORD.pressed_at, _RECORD.delay, _RECORD.answers, _RECORD.recent,
)  # fmt: skip
_HAD = (*_OFFERS.c[1:], *_VISITS.c[1:])
_TELLING = (
    select(*_TOLD, *_LEARNED, *_HAD)
    .join(_ORGANISATION.id.table, _ORGANISATION.id == _V.organisation_id)
    .outerjoin(_RECORD.lean.table, _RECORD.volunteer_id == _V.id)
    .outerjoin(_OFFERS, _OFFERS.c.volunteer_id == _V.id)
    .outerjoin(_VISITS, _VISITS.c.volunteer_id == _V.id)
    .where(Among(_V.id, "ids"))
    .order_by(_V.id)
)
_NOTHING_HAD = (None,) * len(_HAD)


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
            "languages": [need.language, *sorted(need.helpers)], "areas": [EVERYWHERE, *sorted(need.areas)],
            "levels": [level.value for level in Vetting if level.rank >= need.vetting.rank],
            "rested": self.now - DAY,
        }  # fmt: skip


@dataclass(frozen=True)
class People:
    """Who can be chosen from, and who was asked already and may still answer, each with when that was.

    Of the latter only as much is known as their chance is made of.
    """

    free: tuple[Candidate, ...]
    awaited: tuple[tuple[Candidate, datetime], ...]


def list_candidates(session: Session, search: Search) -> Sequence[Candidate]:
    """Return the volunteers who can be eligible; who is asked about this request already is left out."""
    return read_people(session, search, silent_since=search.now).free


def read_people(session: Session, search: Search, *, silent_since: datetime) -> People:
    """Return the volunteers who can be eligible, and those who are asked about this request already.

    silent_since: offers that have lapsed and were made after it are not awaited.
    """
    need = search.need
    session.flush()
    connection = session.connection()
    values = {**search.values, "silent_since": silent_since}
    side = eligible.best_side(session, values, spoken=need.spoken, near=need.near)
    found = connection.execute(eligible.finding(need.spoken, need.near, side), values).all()
    asked = dict(sorted((id_, asked_last) for id_, asked_last in found if asked_last is not None))
    people = _tell(connection, search, [id_ for id_, _ in found], asked)
    return People(
        tuple(person for person in people if person.volunteer_id not in asked),
        tuple((person, asked[person.volunteer_id]) for person in people if person.volunteer_id in asked),
    )


def funnel(session: Session, request: HelpRequest, need: Need, now: datetime) -> dict[str, int]:
    """Return how many volunteers are left after each rule: why nobody fits, told when nobody does."""
    session.flush()
    names = tuple(eligible.rules(need.spoken, need.near))
    counting = eligible.funnelling(need.spoken, need.near)
    values = Search(request, need, Places({}), now).values
    barred: dict[int, int] = dict(session.connection().execute(counting, values).all())
    return {name: sum(many for place, many in barred.items() if place > number) for number, name in enumerate(names)}


def _tell(connection: Connection, search: Search, ids: Sequence[int], asked: Collection[int]) -> Sequence[Candidate]:
    """Return what is known of these volunteers, by their ids. What he has had is left out of who is `asked` already."""
    if not ids:
        return ()
    now = search.now
    about = {"ids": ids, "since": now - WEEK, "day": now - DAY, "now": now, "leaves_soon": now + LEAVES_SOON}
    rows: Sequence[Any] = connection.execute(_TELLING, {**search.values, **about}).all()
    at_limit = [row.id for row in rows if row.id not in asked and _is_at_limit(row)]
    texts: dict[int, list[datetime]] = defaultdict(list)
    if at_limit:
        for id_, asked_at in connection.execute(_TEXTS, {**about, "ids": at_limit}):
            texts[id_].append(asked_at)
    reader = _Reader(search, texts)
    return [reader.read(row, is_asked=row.id in asked) for row in rows]


def _is_at_limit(row: Any) -> bool:
    return bool(row.weekly_limit is not None and (row.texts or 0) >= row.weekly_limit)


class _Reader:
    """Makes candidates of rows for one search; what is the same for many is worked out once."""

    def __init__(self, search: Search, texts: Mapping[int, Sequence[datetime]]) -> None:
        need = search.need
        self._search, self._texts = search, texts
        self._kinds = frozenset({need.kind})
        self._languages = (need.helpers, frozenset({need.language}))
        self._apart = (frozenset[int](), frozenset({need.resident_person_id}))
        self._near: dict[str, tuple[frozenset[str], float | None]] = {}

    def read(self, row: Sequence[Any], *, is_asked: bool) -> Candidate:
        """Return what is known of one volunteer."""
        (id_, person_id, organisation_id, vetting, available, quiet, weekly_limit, asked_at, own_only, named, helped,
         speaks_hers, is_apart, *record) = row[: -len(_HAD)]  # fmt: skip
        texts, unanswered, silent, tasks, ahead, out_until = _NOTHING_HAD if is_asked else row[-len(_HAD) :]
        areas, km = self._near.get(named) or self._look_up(named)
        return Candidate(
            volunteer_id=id_, person_id=person_id, organisation_id=organisation_id,
            languages=self._languages[bool(speaks_hers)], areas=areas, kinds=self._kinds, vetting=_VETTING[vetting],
            available=available, quiet=quiet, weekly_limit=weekly_limit, texts_last_week=texts or 0,
            open_offers=unanswered or 0, visits_ahead=ahead or 0, asked_at=asked_at,
            may_ask_from=_may_ask_from(weekly_limit, self._texts[id_]) if id_ in self._texts else None,
            out_until=out_until, own_only=own_only, apart=self._apart[bool(is_apart)], km=km,
            helped=helped or 0, tasks_last_week=tasks or 0,
            burden=self._search.burdens.get(str(organisation_id), 1.0), record=_record(record, silent or 0),
        )  # fmt: skip

    def _look_up(self, named: str | None) -> tuple[frozenset[str], float | None]:
        """The areas he named that matter for the request, and the way from the nearest of them."""
        need, area = self._search.need, self._search.request.area_code
        areas = frozenset((named or "").split()) & {*need.areas, EVERYWHERE}
        found = areas, _km(areas, area, self._search.places) if need.near and area else None
        self._near[named or ""] = found
        return found


def _may_ask_from(limit: int, texts: Sequence[datetime]) -> datetime:
    """When the texts of the last seven days, as many as his own limit or more, fall below it again."""
    return sorted(texts)[-max(1, limit)] + WEEK


def _km(areas: frozenset[str], area: str, places: Places) -> float | None:
    """From the nearest area he named; who goes everywhere has named none."""
    return min((km for code in areas if (km := places.km(code, area)) is not None), default=None)


def _record(known: Sequence[Any], silent: int) -> Record:
    """His record, with the texts of the last day that he has left unanswered so far."""
    lean, doubt, pressed, pressed_at, delay, answers, recent = known
    if lean is None:
        return Record(waiting=silent)
    return Record(lean, doubt, pressed, pressed_at, delay, answers, recent, silent)
