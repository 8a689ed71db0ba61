"""The queries about calls, what is told in them, and recordings. Like `dispatch.store`, none of them commits."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from dispatch.kinds import Channel
from dispatch.models import Call, Message, Recording
from dispatch.notices import COURTESIES
from dispatch.states import OPEN_CALLS, MessageState
from dispatch.store import ROW_LOCK

OUT, IN = "out", "in"

_IS_TO_TELL = and_(Message.state == MessageState.QUEUED, Message.channel == Channel.CALL)


def find_call(session: Session, provider_sid: str) -> Call | None:
    """Return the call with this id of the carrier's, locked."""
    session.flush()
    query = select(Call).where(Call.provider_sid == provider_sid).with_for_update(of=Call, key_share=True)
    return session.scalars(query.execution_options(populate_existing=True)).one_or_none()


def find_own_call(session: Session, call_id: int) -> Call | None:
    """Return the call with this id of ours, locked."""
    session.flush()
    return session.get(Call, call_id, with_for_update=ROW_LOCK, populate_existing=True)


def list_to_tell(session: Session, person_id: int, now: datetime) -> Sequence[Message]:
    """Return what a person whom we have on the line is told, most urgent first; what is too late is left out.

    Also what was to wait for the morning or for another try: she is on the line now.
    """
    in_time = or_(Message.expires_at.is_(None), Message.expires_at > now)
    query = select(Message).where(Message.person_id == person_id, _IS_TO_TELL, in_time)
    return session.scalars(query.order_by(Message.priority, Message.id)).all()


def list_waiting(session: Session, person_id: int, now: datetime) -> Sequence[Message]:
    """Return everything for which a person may be called now, also what is too late and the small courtesies."""
    query = select(Message).where(Message.person_id == person_id, _may_be_told(now))
    return session.scalars(query.order_by(Message.priority, Message.id)).all()


def list_people_to_call(session: Session, now: datetime, limit: int) -> Sequence[int]:
    """Return the ids of people who are to be called now: something waits for them, and they are in no call of ours."""
    is_busy = select(Call.id).where(Call.person_id == Message.person_id, Call.state.in_(OPEN_CALLS))
    query = (
        select(Message.person_id)
        .where(_may_be_told(now), Message.notice.not_in(COURTESIES), ~is_busy.exists())
        .group_by(Message.person_id)
        .order_by(func.min(Message.priority), func.min(Message.id))
    )
    return session.scalars(query.limit(limit)).all()


def _may_be_told(now: datetime) -> ColumnElement[bool]:
    return and_(_IS_TO_TELL, or_(Message.send_at.is_(None), Message.send_at <= now))


def list_unheard(session: Session, call_id: int) -> Sequence[Message]:
    """Return what a call was to tell and nobody has heard."""
    query = select(Message).where(Message.call_id == call_id, Message.state == MessageState.QUEUED)
    return session.scalars(query.order_by(Message.id)).all()


def find_unheard_offer(session: Session, offer_id: int) -> Message | None:
    """Return the message of an offer that is still to be told by call."""
    query = select(Message).where(
        Message.offer_id == offer_id, Message.notice == "offer", Message.channel == Channel.CALL,
        Message.state == MessageState.QUEUED,
    )
    return session.scalars(query.limit(1)).one_or_none()


def find_latest(session: Session, person_id: int, notice: str, since: datetime) -> Message | None:
    """Return the newest message to a person with this notice since `since`."""
    query = select(Message).where(
        Message.person_id == person_id, Message.notice == notice, Message.created_at > since
    )
    return session.scalars(query.order_by(Message.id.desc()).limit(1)).one_or_none()


def is_in_a_call(session: Session, person_id: int) -> bool:
    """Whether we are calling, or talking with, a person."""
    query = select(Call.id).where(Call.person_id == person_id, Call.state.in_(OPEN_CALLS)).limit(1)
    return session.scalar(query) is not None


def count_calls_out(session: Session) -> int:
    """Return how many calls of ours are open."""
    query = select(func.count()).where(Call.direction == OUT, Call.state.in_(OPEN_CALLS))
    return int(session.scalar(query) or 0)


def list_call_sids(session: Session, call: Call) -> frozenset[str]:
    """Return the carrier's ids of the other calls with the same person since the day before `call`."""
    query = select(Call.provider_sid).where(
        Call.person_id == call.person_id, Call.provider_sid.is_not(None),
        Call.created_at >= call.created_at - timedelta(days=1),
    )
    return frozenset(sid for sid in session.scalars(query) if sid)


def list_calls_to_look_at(session: Session, now: datetime, limit: int) -> Sequence[int]:
    """Return the calls of which we have heard nothing for too long."""
    query = select(Call.id).where(Call.look_at <= now).order_by(Call.look_at)
    return session.scalars(query.limit(limit)).all()


def list_due_recordings(session: Session, now: datetime, limit: int) -> Sequence[int]:
    """Return the recordings that are to be fetched, deleted at the carrier, or erased."""
    query = select(Recording.id).where(Recording.next_at <= now).order_by(Recording.next_at)
    return session.scalars(query.limit(limit)).all()


def find_recording(session: Session, provider_sid: str) -> Recording | None:
    """Return the recording with this id of the carrier's, locked."""
    session.flush()
    query = select(Recording).where(Recording.provider_sid == provider_sid)
    query = query.with_for_update(of=Recording, key_share=True).execution_options(populate_existing=True)
    return session.scalars(query).one_or_none()
