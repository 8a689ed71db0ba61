"""Gathering what the database knows of a caller, and what waits to be told to her."""

from dataclasses import replace

from sqlalchemy import select

from dispatch import call_store, operations, store
from dispatch.db import Work
from dispatch.kinds import Channel
from dispatch.models import Call, HelpRequest, Message, Offer, Visit
from dispatch.moves import move
from dispatch.operations import holds
from dispatch.states import OPEN_OFFERS, MessageState, VisitState
from hotline.conversation.knowing import gather
from hotline.conversation.scene import LiveCall
from hotline.conversation.talk import Known, News

OF_A_VISIT = frozenset(
    {
        "match.resident", "match.volunteer", "reminder.resident", "reminder.volunteer", "ask_done", "series.move",
        "on_way.resident",
    }
)
"""Messages that are true only while the visit is agreed."""


def gather_caller(live: LiveCall) -> Known:
    """Return what is known of the person in a call."""
    system, work, call = live.system, live.work, live.row
    person = call.person
    known = gather(system, work, person, talked_at=None, is_answer=False)
    spoken = system.phone_languages
    return replace(
        known,
        channel=Channel.CALL,
        language=call.language if call.language in spoken else None,
        languages=tuple(each for each in known.languages if each[0] in spoken),
        news=_news(work, call),
        is_staffed=_is_staffed(work),
        is_withheld=not person.can_call,
        has_stopped=person.stopped_at is not None,
        can_text=person.can_text,
        prefers_calls=person.prefers_calls,
    )


def _is_staffed(work: Work) -> bool:
    tunables = work.tunables
    return bool(tunables.operator_numbers) and tunables.opening_hours.is_free(work.local_now)


def take_news(work: Work, call: Call) -> None:
    """Let this call tell what waits for its person; what has become untrue meanwhile is told no more."""
    for message in call_store.list_to_tell(work.session, call.person_id, work.now):
        if _is_stale(work, message):
            move(work, message, "expire", error_code="stale", settled_at=work.now)
        elif message.notice != "missed_call" or call.direction == "out":
            message.call_id = call.id


def _is_stale(work: Work, message: Message) -> bool:
    if message.notice == "offer":
        offer = work.session.get(Offer, message.offer_id)
        return offer is None or offer.state not in OPEN_OFFERS
    if message.notice == holds.ASK:
        request = work.session.get(HelpRequest, message.request_id)
        held = holds.find_held(work, request) if request is not None else None
        return held is None or held.offer_id != message.offer_id
    if message.notice in OF_A_VISIT:
        return store.find_visit(work.session, message.request_id or 0, VisitState.AGREED) is None
    if message.notice == "follow_up.ask":
        visit = store.find_visit(work.session, message.request_id or 0, VisitState.AGREED, VisitState.DONE)
        return visit is None or visit.went_well is not None
    return False


def _news(work: Work, call: Call) -> tuple[News, ...]:
    told_or_waiting = Message.state.in_((MessageState.QUEUED, MessageState.DELIVERED))
    query = select(Message).where(Message.call_id == call.id, told_or_waiting)
    found = work.session.scalars(query.order_by(Message.priority, Message.id))
    return tuple(_item(work, call, message) for message in found)


def _item(work: Work, call: Call, message: Message) -> News:
    visit = store.find_visit(work.session, message.request_id) if message.request_id else None
    sides = operations.sides_of(visit, call.person) if visit is not None else None
    return News(
        id=message.id, notice=message.notice, facts=message.facts, request_id=message.request_id,
        offer_id=message.offer_id, visit_id=visit.id if visit else None,
        name=sides.other.first_name if sides else "", recording_id=_recording(visit, message),
    )


def _recording(visit: Visit | None, message: Message) -> int | None:
    is_for_him = visit is not None and message.notice == "match.volunteer"
    return visit.request.recording_id if visit is not None and is_for_him else None
