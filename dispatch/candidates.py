"""Who can be eligible for a request: read by index, only them, and never more than a wave can weigh.

Each rule that the database can judge is judged there (kind, language, area, vetting, asked before); `who_fits` judges
all of them again, with the hours and the waits. Of many, those who have gone longest without a text are read, and some
who say yes most often: enough to choose a wave from, however many there are.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BindParameter, Row, and_, bindparam, cast, literal, null, or_, select, union_all
from sqlalchemy.orm import Session

from dispatch import eligible
from dispatch.kinds import EVERYWHERE, Vetting
from dispatch.learning import Record
from dispatch.matching import WEEK, Candidate, Need
from dispatch.models import HelpRequest, Offer, UtcDateTime, Visit
from dispatch.places import Places
from dispatch.sql import Among
from dispatch.states import OfferState, VisitState

DAY = timedelta(days=1)
LEAVES_SOON = timedelta(hours=2)
"""Who has a visit that begins within this is out on it."""

_VETTING = {level.value: level for level in Vetting}
_SINCE: BindParameter[Any] = bindparam("since", type_=UtcDateTime)
_OFFER, _VISIT, _REQUEST = Offer.__table__.c, Visit.__table__.c, HelpRequest.__table__.c
_OFFERS_AND_VISITS = union_all(
    select(literal("offer").label("what"), _OFFER.volunteer_id, _OFFER.state, _OFFER.asked_at,
           cast(null(), UtcDateTime))
    .where(Among(_OFFER.volunteer_id, "ids"), _OFFER.asked_at > _SINCE),
    select(literal("visit"), _VISIT.volunteer_id, _VISIT.state, _REQUEST.wanted_from, _REQUEST.wanted_until)
    .select_from(_VISIT.id.table.join(_REQUEST.id.table, _REQUEST.id == _VISIT.request_id))
    .where(Among(_VISIT.volunteer_id, "ids"),
           or_(_VISIT.state == VisitState.AGREED, and_(_VISIT.state == VisitState.DONE, _VISIT.ended_at > _SINCE))),
)  # fmt: skip


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
            "languages": _filled([need.language, *sorted(need.helpers)]),
            "areas": _filled([EVERYWHERE, *sorted(need.areas)]),
            "levels": _filled([level.value for level in Vetting if level.rank >= need.vetting.rank]),
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
    rows = connection.execute(eligible.reading(need.spoken, need.near, side), values).all()
    free = sorted((row for row in rows if row.asked_last is None), key=lambda row: row.id)
    reader, known, nothing = _Reader(search), _Known(), _Known()
    if free:
        about = {"ids": [row.id for row in free], "since": search.now - WEEK}
        known.take(connection.execute(_OFFERS_AND_VISITS, about).all(), search.now)
    asked = sorted((row for row in rows if row.asked_last is not None), key=lambda row: (row.id, row.asked_last))
    return People(
        tuple(reader.read(row, known) for row in free),
        tuple((reader.read(row, nothing), row.asked_last) for row in {row.id: row for row in asked}.values()),
    )


def _filled(values: Sequence[Any]) -> list[Any]:
    """The list with its last value again and again, up to a round number: the database knows few statements, not many.

    PostgreSQL plans each anew, and these take it longer to plan than to run.
    """
    return [*values, *values[-1:] * (2 ** (len(values) - 1).bit_length() - len(values))]


def funnel(session: Session, request: HelpRequest, need: Need, now: datetime) -> dict[str, int]:
    """Return how many volunteers are left after each rule: why nobody fits, told when nobody does."""
    session.flush()
    names = tuple(eligible.rules(need.spoken, need.near))
    counting = eligible.funnelling(need.spoken, need.near)
    values = Search(request, need, Places({}), now).values
    barred: dict[int, int] = dict(session.connection().execute(counting, values).all())
    return {name: sum(many for place, many in barred.items() if place > number) for number, name in enumerate(names)}


class _Known:
    """What is true of these volunteers just now, each read at once for all of them; nothing of nobody."""

    def __init__(self) -> None:
        self.texts: dict[int, list[datetime]] = defaultdict(list)
        self.open_offers: Counter[int] = Counter()
        self.silent: Counter[int] = Counter()
        self.ahead: Counter[int] = Counter()
        self.tasks: Counter[int] = Counter()
        self.out_until: dict[int, datetime] = {}

    def take(self, rows: Iterable[Any], now: datetime) -> None:
        """Take in the offers and visits that were read."""
        for what, volunteer_id, state, start, end in rows:
            if what == "offer":
                self._take_offer(volunteer_id, state, start, now)
            else:
                self._take_visit(volunteer_id, state, (start, end), now)

    def _take_offer(self, volunteer_id: int, state: str, asked_at: datetime, now: datetime) -> None:
        self.texts[volunteer_id].append(asked_at)
        if state == OfferState.ASKED:
            self.open_offers[volunteer_id] += 1
        elif state == OfferState.LAPSED and asked_at > now - DAY:
            self.silent[volunteer_id] += 1

    def _take_visit(self, volunteer_id: int, state: str, times: tuple[datetime | None, ...], now: datetime) -> None:
        self.tasks[volunteer_id] += 1
        if state != VisitState.AGREED:
            return
        self.ahead[volunteer_id] += 1
        start, end = times
        if end is not None and end > now and (start is None or start <= now + LEAVES_SOON):
            self.out_until[volunteer_id] = max(end, self.out_until.get(volunteer_id, end))


class _Reader:
    """Makes candidates of rows for one search; what is the same for many is worked out once."""

    def __init__(self, search: Search) -> None:
        need = search.need
        self._search = search
        self._kinds = frozenset({need.kind})
        self._languages = (need.helpers, frozenset({need.language}))
        self._apart = (frozenset[int](), frozenset({need.resident_person_id}))
        self._near: dict[str, tuple[frozenset[str], float | None]] = {}

    def read(self, row: Row[Any], known: _Known) -> Candidate:
        """Return what is known of one volunteer."""
        values: Sequence[Any] = row
        (_, id_, person_id, organisation_id, vetting, available, quiet, weekly_limit, asked_at, own_only,
         *record, helped, speaks_hers, is_apart, named) = values  # fmt: skip
        areas, km = self._near.get(named) or self._look_up(named)
        texts = known.texts.get(id_, ())
        return Candidate(
            volunteer_id=id_, person_id=person_id, organisation_id=organisation_id,
            languages=self._languages[bool(speaks_hers)], areas=areas, kinds=self._kinds, vetting=_VETTING[vetting],
            available=available, quiet=quiet, weekly_limit=weekly_limit, texts_last_week=len(texts),
            open_offers=known.open_offers[id_], visits_ahead=known.ahead[id_], asked_at=asked_at,
            may_ask_from=None if weekly_limit is None else _may_ask_from(weekly_limit, texts),
            out_until=known.out_until.get(id_), own_only=own_only, apart=self._apart[bool(is_apart)], km=km,
            helped=helped, tasks_last_week=known.tasks[id_],
            burden=self._search.burdens.get(str(organisation_id), 1.0), record=_record(record, known.silent[id_]),
        )  # fmt: skip

    def _look_up(self, named: str | None) -> tuple[frozenset[str], float | None]:
        """The areas he named that matter for the request, and the way from the nearest of them."""
        need, area = self._search.need, self._search.request.area_code
        areas = frozenset((named or "").split()) & {*need.areas, EVERYWHERE}
        found = areas, _km(areas, area, self._search.places) if need.near and area else None
        self._near[named or ""] = found
        return found


def _may_ask_from(limit: int, texts: Sequence[datetime]) -> datetime | None:
    """When the texts of the last seven days fall below his own limit again."""
    if len(texts) < limit or not texts:
        return None
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
