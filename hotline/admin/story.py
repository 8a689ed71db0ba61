"""One request's whole story: what is known, what comes next, and everything that happened in the order it happened."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from dispatch.models import (
    Alarm,
    Area,
    Call,
    HelpRequest,
    Message,
    Offer,
    Organisation,
    Recording,
    Resident,
    Series,
    StateChange,
    Visit,
    Volunteer,
    Wave,
)
from dispatch.operations import alarms
from dispatch.states import CLOSED_REQUESTS, NEW, MessageState, OfferState, VisitState
from hotline.admin.explained import Reasons, names_in, reasons_of
from hotline.models import Operator

BEFORE = timedelta(hours=2)
"""The resident's own texts from so long before a request belong to its story: they are how it came about."""
AFTER = timedelta(hours=24)


_RANKS = {"call": 0, "recording": 0, "wave": 1, "change": 2}


@dataclass(frozen=True)
class Entry:
    """One thing in the timeline. `what` is message, wave, change, call or recording: which of the rest is filled."""

    at: datetime
    what: str
    message: Message | None = None
    wave: Wave | None = None
    offers: Sequence[Offer] = ()
    change: StateChange | None = None
    call: Call | None = None
    recording: Recording | None = None
    reasons: Reasons | None = None
    """Of a wave: why these and not those."""
    about: str = ""
    """Whose offer or visit changed: a volunteer's name."""

    @property
    def rank(self) -> int:
        """The order of things that happened at one moment: what was heard, what it led to, what was said."""
        if self.message:
            return 0 if self.message.state == MessageState.RECEIVED else 3
        return _RANKS[self.what]


@dataclass(frozen=True)
class Story:
    """Everything about one request, loaded. `operators` holds the addresses of those who acted, by number."""

    request: HelpRequest
    area: str
    visits: Sequence[Visit]
    timeline: Sequence[Entry]
    operators: dict[str, str]
    alarm: Alarm | None = None
    """The alarm that nobody has taken yet."""
    organisations: Sequence[tuple[int, str]] = ()
    """Whom a resident can have been brought by, as number and name."""

    @property
    def found(self) -> int:
        """How many of its places have a volunteer."""
        return sum(visit.has_its_place for visit in self.visits)

    @property
    def missed(self) -> frozenset[int]:
        """The numbers of the offers that came to nothing because nobody came, whatever was said before."""
        return frozenset(visit.offer_id for visit in self.visits if visit.state == VisitState.MISSED)

    @property
    def can_share(self) -> bool:
        """Whether it can be made to be for more volunteers, or fewer."""
        return self.request.state not in CLOSED_REQUESTS and self.request.series_id is None


def tell_story(session: Session, request_id: int) -> Story | None:
    """Return a request's story, or None when there is no such request."""
    with_person = joinedload(HelpRequest.resident).joinedload(Resident.person)
    with_series = joinedload(HelpRequest.series).joinedload(Series.volunteer).joinedload(Volunteer.person)
    with_visits = selectinload(HelpRequest.visits)
    request = session.get(HelpRequest, request_id, options=[with_person, with_series, with_visits])
    if request is None:
        return None
    offers = _offers(session, request_id)
    area = session.get(Area, request.area_code) if request.area_code else None
    visits = session.scalars(
        select(Visit).where(Visit.request_id == request_id).options(_who(Visit.volunteer)).order_by(Visit.id)
    ).all()
    changes = session.scalars(
        select(StateChange).where(StateChange.request_id == request_id).order_by(StateChange.id)
    ).all()
    entries = [
        *_messages(session, request), *_calls(session, request), *_recordings(session, request),
        *_waves(session, request_id, offers), *_changes(changes, offers, visits),
    ]  # fmt: skip
    entries.sort(key=lambda entry: (entry.at, entry.rank))
    operators, alarm = _operators(session, changes), alarms.find_open(session, request_id)
    query = select(Organisation.id, Organisation.name).order_by(Organisation.name)
    organisations = [(number, name) for number, name in session.execute(query)]
    return Story(request, area.name if area else "", visits, entries, operators, alarm, organisations)


def _who(attribute: Any) -> Any:
    return joinedload(attribute).options(joinedload(Volunteer.person), joinedload(Volunteer.organisation))


def _offers(session: Session, request_id: int) -> Sequence[Offer]:
    query = select(Offer).where(Offer.request_id == request_id).options(_who(Offer.volunteer))
    return session.scalars(query.order_by(Offer.id)).all()


def _messages(session: Session, request: HelpRequest) -> Iterator[Entry]:
    query = select(Message).where(or_(Message.request_id == request.id, _around(request, Message)))
    for message in session.scalars(query.options(joinedload(Message.person)).order_by(Message.id)):
        yield Entry(message.created_at, "message", message=message)


def _calls(session: Session, request: HelpRequest) -> Iterator[Entry]:
    query = select(Call).where(or_(Call.request_id == request.id, _around(request, Call)))
    for call in session.scalars(query.options(joinedload(Call.person)).order_by(Call.id)):
        yield Entry(call.created_at, "call", call=call)


def _recordings(session: Session, request: HelpRequest) -> Iterator[Entry]:
    query = select(Recording).where(Recording.request_id == request.id)
    spoken_by = joinedload(Recording.call).joinedload(Call.person)
    for recording in session.scalars(query.options(spoken_by).order_by(Recording.id)):
        yield Entry(recording.created_at, "recording", recording=recording)


def _around(request: HelpRequest, table: type[Message] | type[Call]) -> ColumnElement[bool]:
    """What the resident and we said about no request in particular, while this one came about and went on."""
    return and_(
        table.person_id == request.resident.person_id,
        table.request_id.is_(None),
        table.created_at >= request.created_at - BEFORE,
        table.created_at <= (request.closed_at or request.created_at) + AFTER,
    )


def _waves(session: Session, request_id: int, offers: Iterable[Offer]) -> Iterator[Entry]:
    by_wave = defaultdict(list)
    for offer in offers:
        by_wave[offer.wave].append(offer)
    waves = session.scalars(select(Wave).where(Wave.request_id == request_id).order_by(Wave.id)).all()
    names = names_in(session, waves)
    for wave in waves:
        asked = by_wave[wave.number] if wave.reasons.get("asked", True) else []
        yield Entry(wave.planned_at, "wave", wave=wave, offers=asked, reasons=reasons_of(wave, names))


def _changes(changes: Iterable[StateChange], offers: Iterable[Offer], visits: Iterable[Visit]) -> Iterator[Entry]:
    """Yield the moves. That an offer was asked is told by its wave already."""
    names = {("offer", offer.id): offer.volunteer.person.first_name for offer in offers}
    names |= {("visit", visit.id): visit.volunteer.person.first_name for visit in visits}
    for change in changes:
        if (change.entity, change.old, change.new) != ("offer", NEW, OfferState.ASKED):
            yield Entry(change.at, "change", change=change, about=names.get((change.entity, change.entity_id), ""))


def _operators(session: Session, changes: Iterable[StateChange]) -> dict[str, str]:
    numbers = {change.actor.partition(":")[2] for change in changes if change.actor.startswith("operator:")}
    wanted = [int(number) for number in numbers if number.isdecimal()]
    query = select(Operator.id, Operator.email).where(Operator.id.in_(wanted))
    return {str(number): email for number, email in session.execute(query)}
