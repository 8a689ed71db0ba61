"""What the carrier tells us about a text afterwards, in whatever order it comes, and what that means for people.

What nobody heard in any of our calls fails here too.
"""

from collections.abc import Mapping

from dispatch import store
from dispatch.db import Work
from dispatch.kinds import Channel
from dispatch.models import HelpRequest, Message, Offer
from dispatch.moves import move
from dispatch.notices import travel
from dispatch.operations.requests import escalate
from dispatch.states import (
    CLOSED_REQUESTS,
    FINAL_MESSAGES,
    MESSAGE_MOVES,
    MessageState,
    OfferState,
    RequestState,
    VisitState,
)
from dispatch.steps import Step
from dispatch.telling import tell
from dispatch.visit_store import list_visits

EVENTS: Mapping[str, str] = {
    "accepted": "accept",
    "sent": "send",
    "delivered": "deliver",
    "undelivered": "undeliver",
    "failed": "fail",
}
"""A state that is reported, and the event that leads there."""

NO_TEXT_CODES = frozenset({"no_text", "21211", "21614", "21635", "30005", "30006"})
"""The carrier's codes for a number that will never take a text; such a person is called instead."""

NO_CALL_CODES = frozenset({"13224", "21211", "21214", "21217"})
"""The carrier's codes for a number that cannot be called."""

STOPPED_CODE = "21610"
"""She said stop to the carrier itself; a frightened word must open a case for a person, not cut her off."""


def report(work: Work, message: Message, state: str, code: str = "") -> bool:
    """Take a reported state. An earlier or repeated report, or one after a final state, changes nothing."""
    event = EVENTS.get(state)
    if event is None or message.state in FINAL_MESSAGES or (message.state, event) not in MESSAGE_MOVES:
        return False
    if state in (MessageState.UNDELIVERED, MessageState.FAILED):
        return failed(work, message, code, event=event)
    settled = work.now if state == MessageState.DELIVERED else None
    return move(work, message, event, settled_at=settled, lease_until=None)


def failed(work: Work, message: Message, code: str, *, event: str = "fail") -> bool:
    """Take the news that a text did not arrive, or that nobody heard what was to be told.

    We learn what it says of the number, and leave nobody waiting.
    """
    if not move(work, message, event, error_code=code, settled_at=work.now, lease_until=None):
        return False
    _learn(work, message, code)
    if message.request_id is not None:
        request = store.get_locked(work.session, HelpRequest, message.request_id)
        if not _tell_by_call(work, message, request):
            _look_after(work, message, request)
    return True


def _learn(work: Work, message: Message, code: str) -> None:
    """Learn what a code says of the number."""
    person = message.person
    if message.channel == Channel.CALL:
        person.can_call = person.can_call and code not in NO_CALL_CODES
        return
    if code in NO_TEXT_CODES:
        person.can_text = False
    if code == STOPPED_CODE:
        person.stopped_at = person.stopped_at or work.now


def _tell_by_call(work: Work, message: Message, request: HelpRequest) -> bool:
    """Tell by call what a number that takes no texts after all was to be told. Returns whether that will be done."""
    is_too_late = message.expires_at is not None and message.expires_at <= work.now
    if message.channel != Channel.SMS or message.person.can_text or is_too_late or travel(message.notice).is_courtesy:
        return False
    offer = work.session.get_one(Offer, message.offer_id) if message.offer_id is not None else None
    told = tell(work, message.person, message.notice, request=request, offer=offer, by=Channel.CALL, **message.facts)
    if told is None:
        return False
    told.expires_at = message.expires_at
    return True


def _look_after(work: Work, message: Message, request: HelpRequest) -> None:
    """See that a request does not wait for somebody who was never reached."""
    if message.notice == "offer" and message.offer_id is not None:
        _ask_another(work, work.session.get_one(Offer, message.offer_id), request)
    elif request.state not in CLOSED_REQUESTS and _matters(work, message, request):
        escalate(work, request, "send_failed")


def _ask_another(work: Work, offer: Offer, request: HelpRequest) -> None:
    if offer.state == OfferState.ASKED:
        move(work, offer, "lapse", reason="send_failed")
    waiting = store.list_offers_to(work.session, request.id, OfferState.ASKED)
    if request.state == RequestState.OPEN and not waiting:
        request.next_step, request.next_step_at = Step.ASK_VOLUNTEERS, work.now
        work.wake("take_step", request.id)


def _matters(work: Work, message: Message, request: HelpRequest) -> bool:
    """Whether the one who was not reached is the resident, or a volunteer who has the task."""
    if request.resident.person_id == message.person_id:
        return True
    if request.state not in (RequestState.MATCHED, RequestState.OPEN):
        return False
    agreed = list_visits(work.session, request.id, VisitState.AGREED)
    return any(visit.volunteer.person_id == message.person_id for visit in agreed)
