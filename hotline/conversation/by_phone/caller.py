"""Gathering what the database knows of a caller, and what waits to be told to her."""

from dataclasses import replace

from sqlalchemy import select

from dispatch import call_store, operations
from dispatch.db import Work
from dispatch.kinds import Channel
from dispatch.models import Call, HelpRequest, Message, Offer, Visit
from dispatch.moves import move
from dispatch.notices import FOLLOW_UPS
from dispatch.operations import holds, tongues
from dispatch.operations.connecting import MOST_TRIES
from dispatch.operations.phone_visits import find_in_call
from dispatch.states import OPEN_OFFERS, MessageState, VisitState
from dispatch.visit_store import NOT_CALLED_OFF
from hotline.conversation import phone_visits
from hotline.conversation.knowing import gather, matches_of, visit_of
from hotline.conversation.scene import LiveCall
from hotline.conversation.standing import list_standing
from hotline.conversation.talk import Known, News, OpenOffer, Turn

OF_A_VISIT = frozenset(
    {
        "match.resident", "match.volunteer", "reminder.resident", "reminder.volunteer", "ask_done", "series.move",
        "on_way.resident", "at_door.resident", "by_phone.resident", "by_phone.volunteer",
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
        offers=tuple(_as_he_is_met(work, offer) for offer in known.offers),
        news=_news(work, call),
        is_staffed=_is_staffed(work),
        is_withheld=not person.can_call,
        has_stopped=person.stopped_at is not None,
        can_text=person.can_text,
        prefers_calls=person.prefers_calls,
        series=list_standing(work, person),
    )


def _as_he_is_met(work: Work, offer: OpenOffer) -> OpenOffer:
    """An offer with the language that he and she share, which may not be hers."""
    row = work.session.get_one(Offer, offer.id)
    shared = tongues.met_in(work, row.request, [row.volunteer_id])
    return replace(offer, language=shared.get(row.volunteer_id, offer.language))


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


def find_phone_visit(work: Work, call: Call) -> Turn | None:
    """Return the first step of a call of ours that is to connect two; None for any other."""
    row = find_in_call(work.session, call.id)
    if row is None:
        return None
    name = row.visit.request.resident.person.first_name
    return phone_visits.gate(row.visit_id, name, is_last=row.tries >= MOST_TRIES)


def _is_stale(work: Work, message: Message) -> bool:
    if message.notice == "offer":
        offer = work.session.get(Offer, message.offer_id)
        return offer is None or offer.state not in OPEN_OFFERS
    if message.notice == holds.ASK:
        request = work.session.get(HelpRequest, message.request_id)
        held = holds.find_held(work, request) if request is not None else None
        return held is None or held.offer_id != message.offer_id
    if message.notice == tongues.ASK:
        return not tongues.is_waiting(work.session, message)
    if message.notice in OF_A_VISIT:
        return visit_of(work, message, VisitState.AGREED) is None
    if message.notice in FOLLOW_UPS:
        visit = visit_of(work, message, *NOT_CALLED_OFF)
        return visit is None or visit.went_well is not None
    return False


def _news(work: Work, call: Call) -> tuple[News, ...]:
    told_or_waiting = Message.state.in_((MessageState.QUEUED, MessageState.DELIVERED))
    query = select(Message).where(Message.call_id == call.id, told_or_waiting)
    found = work.session.scalars(query.order_by(Message.priority, Message.id))
    return tuple(_item(work, call, message) for message in found)


def _item(work: Work, call: Call, message: Message) -> News:
    visit = visit_of(work, message)
    sides = operations.sides_of(visit, call.person) if visit is not None else None
    return News(
        id=message.id, notice=message.notice, facts=message.facts, request_id=message.request_id,
        offer_id=message.offer_id, visit_id=visit.id if visit else None,
        name=sides.other.first_name if sides else "", recording_id=_recording(visit, message),
        matches=matches_of(work, visit) if visit and message.notice in FOLLOW_UPS else (),
    )


def _recording(visit: Visit | None, message: Message) -> int | None:
    is_for_him = visit is not None and message.notice in ("match.volunteer", "by_phone.volunteer")
    return visit.request.recording_id if visit is not None and is_for_him else None
