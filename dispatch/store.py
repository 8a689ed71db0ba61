"""Every query of the core. Takes a session, never commits. `get_` raises, `find_` may return None, `list_` lists."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy import and_, bindparam, func, or_, select
from sqlalchemy.orm import Session, joinedload
from sqlalchemy.sql.selectable import ForUpdateArg

from dispatch.errors import NotFound
from dispatch.kinds import Channel, VolunteerStatus
from dispatch.models import (
    HelpRequest,
    Message,
    Offer,
    Person,
    Visit,
    Volunteer,
)
from dispatch.models.base import Base, UtcDateTime
from dispatch.states import OPEN_OFFERS, MessageState, OfferState, RequestState, VisitState

ROW_LOCK = ForUpdateArg(key_share=True)

Row = TypeVar("Row", bound=Base)

# What every text asks is made once: to make such a statement costs as much as to run it.
_PERSON = (
    select(Person)
    .where(Person.phone == bindparam("phone"))
    .options(joinedload(Person.resident), joinedload(Person.volunteer))
)
_PERSON_LOCKED = _PERSON.with_for_update(of=Person, key_share=True)
_REQUESTS_OF = (
    select(HelpRequest)
    .where(HelpRequest.resident_id == bindparam("resident_id"))
    .order_by(HelpRequest.id.desc())
    .limit(bindparam("most"))
)
_DRAFT_OF = (
    select(HelpRequest)
    .where(HelpRequest.resident_id == bindparam("resident_id"), HelpRequest.state == RequestState.DRAFT)
    .order_by(HelpRequest.id.desc())
    .limit(1)
)

_SILENT = (
    select(Offer)
    .where(Offer.request_id == bindparam("request_id"), Offer.state == OfferState.ASKED,
           Offer.answered_at.is_(None), Offer.asked_at <= bindparam("until", type_=UtcDateTime))
    .order_by(Offer.id)
)  # fmt: skip


def get_locked(session: Session, table: type[Row], row_id: int) -> Row:
    """Return a row as it is now, locked until the transaction ends. Raises `NotFound`.

    The lock lets others still point at the row (FOR NO KEY UPDATE): a text to a person must not wait for her own text.
    """
    session.flush()
    row = session.get(table, row_id, with_for_update=ROW_LOCK, populate_existing=True)
    if row is None:
        raise NotFound(f"{table.__tablename__} {row_id}")
    return row


def find_person(session: Session, phone: str, *, lock: bool = False) -> Person | None:
    """Return the person behind a number, with what she is to us; locked until the transaction ends, if asked for."""
    return session.scalars(_PERSON_LOCKED if lock else _PERSON, {"phone": phone}).unique().one_or_none()


def list_due_requests(session: Session, now: datetime, limit: int) -> Sequence[int]:
    """Return the ids of requests whose next step is due, longest due first."""
    query = select(HelpRequest.id).where(HelpRequest.next_step_at <= now).order_by(HelpRequest.next_step_at)
    return session.scalars(query.limit(limit)).all()


def list_ended_pauses(session: Session, now: datetime, limit: int) -> Sequence[int]:
    """Return the ids of volunteers whose pause is over."""
    is_over = and_(Volunteer.status == VolunteerStatus.PAUSED, Volunteer.paused_until <= now)
    return session.scalars(select(Volunteer.id).where(is_over).limit(limit)).all()


def has_due_messages(session: Session, now: datetime) -> bool:
    """Whether any text may leave now."""
    query = select(Message.id).where(is_due(now)).limit(1)
    return session.scalar(query) is not None


def is_due(now: datetime):  # type: ignore[no-untyped-def]  # SQLAlchemy's own expression type
    """The condition of a text that may leave now."""
    is_queued = and_(Message.state == MessageState.QUEUED, Message.channel == Channel.SMS)
    return and_(is_queued, or_(Message.send_at.is_(None), Message.send_at <= now))


def count_parts_since(session: Session, start: datetime) -> int:
    """Return how many parts of texts have been sent, or are being sent, since `start`."""
    query = select(func.coalesce(func.sum(Message.segments), 0)).where(
        Message.created_at >= start, Message.state != MessageState.RECEIVED
    )
    return int(session.scalar(query) or 0)


def list_sids_to(session: Session, message: Message) -> frozenset[str]:
    """Return the carrier's ids of the texts to the same person since the day before `message`."""
    query = select(Message.provider_sid).where(
        Message.person_id == message.person_id, Message.provider_sid.is_not(None),
        Message.created_at >= message.created_at - timedelta(days=1),
    )
    return frozenset(sid for sid in session.scalars(query) if sid)


def list_unsettled(session: Session, now: datetime, limit: int) -> Sequence[int]:
    """Return texts whose sender died or never learned the outcome, and whose time to be looked up has come."""
    unsettled = Message.state.in_((MessageState.SENDING, MessageState.UNKNOWN))
    query = select(Message.id).where(unsettled, Message.lease_until <= now).order_by(Message.lease_until)
    return session.scalars(query.limit(limit)).all()


def list_requests_of(session: Session, resident_id: int, limit: int = 30) -> Sequence[HelpRequest]:
    """Return a resident's newest requests, oldest of them first."""
    return session.scalars(_REQUESTS_OF, {"resident_id": resident_id, "most": limit}).all()[::-1]


def find_draft(session: Session, resident_id: int) -> HelpRequest | None:
    """Return the request a resident is just describing; without a query when this unit of work has it already."""
    loaded = (row for row in session.identity_map.values() if isinstance(row, HelpRequest))
    for row in loaded:
        if row.resident_id == resident_id and row.state == RequestState.DRAFT:
            return row
    return session.scalars(_DRAFT_OF, {"resident_id": resident_id}).one_or_none()


def find_case(session: Session, resident_id: int) -> HelpRequest | None:
    """Return the case an operator already has of this person that no volunteer was ever asked about."""
    query = select(HelpRequest).where(
        HelpRequest.resident_id == resident_id, HelpRequest.state == RequestState.ESCALATED,
        HelpRequest.opened_at.is_(None),
    )
    return session.scalars(query.order_by(HelpRequest.id.desc()).limit(1)).one_or_none()


def find_visit(session: Session, request_id: int, *states: VisitState) -> Visit | None:
    """Return the newest visit of a request in one of `states` (any state when none is named)."""
    query = select(Visit).where(Visit.request_id == request_id).options(joinedload(Visit.volunteer))
    if states:
        query = query.where(Visit.state.in_(states))
    return session.scalars(query.order_by(Visit.id.desc()).limit(1)).one_or_none()


def list_offers_of(session: Session, volunteer_id: int, *states: str) -> Sequence[Offer]:
    """Return a volunteer's offers in some states, oldest first, with their requests."""
    query = select(Offer).where(Offer.volunteer_id == volunteer_id, Offer.state.in_(states))
    return session.scalars(query.options(joinedload(Offer.request)).order_by(Offer.id)).all()


def find_offer_by_code(session: Session, volunteer_id: int, code: str) -> Offer | None:
    """Return the newest offer that carries this code for this volunteer, whatever became of it."""
    query = select(Offer).where(Offer.volunteer_id == volunteer_id, Offer.code == code)
    return session.scalars(query.order_by(Offer.id.desc()).limit(1)).one_or_none()


def find_last_offer(session: Session, volunteer_id: int, since: datetime) -> Offer | None:
    """Return the volunteer's newest offer made after `since`, whatever became of it."""
    query = select(Offer).where(Offer.volunteer_id == volunteer_id, Offer.asked_at >= since)
    return session.scalars(query.order_by(Offer.id.desc()).limit(1)).one_or_none()


def list_offers_to(session: Session, request_id: int, *states: str) -> Sequence[Offer]:
    """Return a request's offers in some states, with the people they went to."""
    query = select(Offer).where(Offer.request_id == request_id, Offer.state.in_(states))
    query = query.options(joinedload(Offer.volunteer).joinedload(Volunteer.person))
    return session.scalars(query.order_by(Offer.id)).all()


def list_silent_offers(session: Session, request_id: int, until: datetime) -> Sequence[Offer]:
    """Return a request's offers that nobody has answered since `until`; who proposed a time is not silent."""
    return session.scalars(_SILENT, {"request_id": request_id, "until": until}).all()


def list_locked_volunteers(session: Session, volunteer_ids: Iterable[int]) -> Sequence[Volunteer]:
    """Return volunteers with their people, locked one after the other in the order of their ids."""
    query = select(Volunteer).where(Volunteer.id.in_(list(volunteer_ids))).order_by(Volunteer.id)
    query = query.options(joinedload(Volunteer.person)).with_for_update(of=Volunteer, key_share=True)
    return session.scalars(query.execution_options(populate_existing=True)).all()


def count_offers(session: Session, volunteer_ids: Iterable[int]) -> dict[int, int]:
    """Return how many offers each volunteer has ever had: the seed of his next code."""
    query = select(Offer.volunteer_id, func.count()).where(Offer.volunteer_id.in_(list(volunteer_ids)))
    rows = session.execute(query.group_by(Offer.volunteer_id))
    return dict(rows.all())


def list_codes_in_use(session: Session, volunteer_ids: Iterable[int]) -> dict[int, set[str]]:
    """Return, per volunteer, the codes that mean an offer just now."""
    query = select(Offer.volunteer_id, Offer.code).where(
        Offer.volunteer_id.in_(list(volunteer_ids)), Offer.state.in_([*OPEN_OFFERS, OfferState.ACCEPTED])
    )
    codes: dict[int, set[str]] = defaultdict(set)
    for volunteer_id, code in session.execute(query):
        codes[volunteer_id].add(code)
    return codes
