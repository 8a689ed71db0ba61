"""A request from its first word to its end."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from dispatch import call_store, store
from dispatch.db import Work
from dispatch.kinds import RULES, Channel, Kind
from dispatch.models import HelpRequest, Offer, Resident, Visit
from dispatch.moves import begin, move, record
from dispatch.operations import alarms, holds, phone_visits
from dispatch.states import CLOSED_REQUESTS, OPEN_OFFERS, OfferState, RequestState, VisitState
from dispatch.steps import Step
from dispatch.telling import area_of, tell, when_of
from dispatch.visit_store import count_taken, list_visits

DANGER_PATIENCE = timedelta(minutes=10)
"""How long somebody may leave the question whether there is danger unanswered."""

QUARTER = timedelta(minutes=15)

NOTHING_MORE = {"next_step": None, "next_step_at": None}
"""What a closed request's step is; the database refuses it for any other."""


@dataclass(frozen=True)
class Wish:
    """What is known of a request that is being described. Times are aware; None means not said."""

    kind: str = Kind.OTHER
    language: str = "sv"
    address: str = ""
    area_code: str | None = None
    details: str = ""
    wanted_from: datetime | None = None
    wanted_until: datetime | None = None
    time_precision: str = "soon"
    places: int = 1
    channel: str = "sms"
    recording_id: int | None = None
    by_phone: bool = False


def draft(work: Work, resident: Resident, wish: Wish, *, request: HelpRequest | None = None) -> HelpRequest:
    """Keep what is known so far, so that nothing said is lost; a draft left lying is shown to an operator.

    request: the draft to go on with; without one it is what she describes by text, or a new one. Each call has its own.
    """
    if request is None and wish.channel == Channel.SMS:
        request = store.find_draft(work.session, resident.id)
    request = request or _new_draft(work, resident, wish)
    request.recording_id, request.by_phone = wish.recording_id, wish.by_phone
    request.kind, request.language, request.channel = wish.kind, wish.language, wish.channel
    request.address, request.area_code, request.details = wish.address, wish.area_code, wish.details
    request.wanted_from, request.wanted_until = wish.wanted_from, wish.wanted_until
    request.time_precision, request.places = wish.time_precision, wish.places
    request.next_step = Step.CONFIRM
    if not request.escalation:  # one that may be a danger keeps its short time
        request.next_step_at = work.now + timedelta(hours=work.tunables.draft_hours)
    return request


def watch(work: Work, resident: Resident, wish: Wish) -> HelpRequest:
    """Keep what may be a danger: unless she soon says that it is none, an operator sees it as an emergency."""
    request = draft(work, resident, wish)
    request.escalation, request.next_step_at = "emergency", work.now + DANGER_PATIENCE
    return request


def stop_watching(work: Work, resident: Resident, *, is_described: bool) -> None:
    """It was no danger: let go of a draft that was nothing else, and give one she is describing its usual time."""
    request = store.find_draft(work.session, resident.id)
    if request is None or not request.escalation:
        return
    if not is_described:
        drop_draft(work, request)
        return
    request.escalation = ""
    request.next_step_at = work.now + timedelta(hours=work.tunables.draft_hours)


def _new_draft(work: Work, resident: Resident, wish: Wish) -> HelpRequest:
    request = HelpRequest(
        resident_id=resident.id, resident=resident, kind=wish.kind,
        language=wish.language, channel=wish.channel, created_at=work.now, wave=0, escalation="",
        next_step=Step.CONFIRM, next_step_at=work.now,
    )
    begin(work, request, "draft")
    return request


def drop_draft(work: Work, request: HelpRequest) -> bool:
    """Let go of a request she was describing."""
    return move(work, request, "cancel", reason="resident", closed_at=work.now, **NOTHING_MORE)


def open_request(work: Work, request: HelpRequest) -> bool:
    """Put a confirmed request into the queue: the first wave is planned at once.

    One of a resident whom no news could reach goes to an operator instead, who finds a way.
    """
    if not request.resident.person.is_reachable:
        _keep_place(request)
        return escalate(work, request, "unreachable")
    if request.wanted_until is None or request.wanted_until <= work.now:
        request.wanted_from, request.wanted_until = soon(work, request.kind)
        request.time_precision = "soon"
    _keep_place(request)
    work.wake("take_step", request.id)
    step = next_step(Step.ASK_VOLUNTEERS, work.now)
    return move(work, request, "open", reason="confirmed", opened_at=work.now, escalation="", **step)


def _keep_place(request: HelpRequest) -> None:
    """Remember where she lives for the next time, unless she was not asked for it."""
    if not request.by_phone:
        request.resident.address, request.resident.area_code = request.address, request.area_code


def soon(work: Work, kind: str) -> tuple[datetime, datetime]:
    """Return the window that "as soon as possible" means for a kind; the quiet hours do not count."""
    start = work.now
    quiet = work.tunables.quiet_hours
    if quiet.is_quiet(work.local_now):
        start = quiet.ends_after(work.local_now)
    end, left = start, timedelta(hours=RULES[Kind(kind)].window_hours)
    while left > timedelta(0):
        end += QUARTER
        if not quiet.is_quiet(end.astimezone(work.zone)):
            left -= QUARTER
    return start, end


def ask_again(work: Work, request: HelpRequest, *, reason: str) -> bool:
    """Take an escalated request back into the queue: an operator's decision.

    Whoever was to come is called off, unless further volunteers are only needed besides, at the same time.
    """
    is_over = request.wanted_until is None or request.wanted_until <= work.now
    if is_over or count_taken(work.session, request.id) >= request.places:
        release_visits(work, request, reason=reason)
    if is_over:
        request.wanted_from, request.wanted_until = soon(work, request.kind)
        request.time_precision = "soon"
    work.wake("take_step", request.id)
    opened_at = request.opened_at or work.now
    step = next_step(Step.ASK_VOLUNTEERS, work.now)
    return move(work, request, "open", reason=reason, escalation="", opened_at=opened_at, matched_at=None, **step)


def escalate(work: Work, request: HelpRequest, reason: str) -> bool:
    """Hand a request to an operator, with the reason. Open offers stay open: a later yes still wins."""
    alarms.sound(work, request, reason)
    step = next_step(Step.OPERATOR, work.now + timedelta(minutes=work.tunables.operator_alarm_minutes))
    if request.state == RequestState.ESCALATED:
        request.next_step, request.next_step_at = step.values()
        return False
    return move(work, request, "escalate", reason=reason, escalation=reason, escalated_at=work.now, closed_at=None,
                **step)


def raise_alarm(work: Work, request: HelpRequest, reason: str) -> None:
    """Call an operator again to a request he already has, for a further reason; the last one shows on the board."""
    alarms.sound(work, request, reason)
    request.escalation = reason
    request.next_step, request.next_step_at = Step.OPERATOR, work.now
    record(work, request, old=request.state, event="escalate", reason=reason)


def ask_operator(work: Work, resident: Resident, wish: Wish, *, reason: str) -> HelpRequest:
    """Hand a person to an operator: with the draft she was at, the case he already has of her, or a new one of `wish`.

    What she had described stays as it was.
    """
    request = store.find_draft(work.session, resident.id) or store.find_case(work.session, resident.id)
    request = request or draft(work, resident, wish)
    if request.state == RequestState.DRAFT:
        escalate(work, request, reason)
    else:
        raise_alarm(work, request, reason)
    return request


def refer(work: Work, resident: Resident, wish: Wish) -> HelpRequest:
    """Keep a wish that is the municipality's duty: not dispatched, but an operator sees that it came."""
    request = HelpRequest(
        resident_id=resident.id, resident=resident, kind=wish.kind, language=wish.language,
        channel=wish.channel, details=wish.details, created_at=work.now, closed_at=work.now, wave=0, escalation="",
        time_precision="soon", address="",
    )
    begin(work, request, "refer", reason="care")
    tell(work, resident.person, "referral.care", request=request, number=work.tunables.municipality_number)
    return request


def cancel(work: Work, request: HelpRequest, *, reason: str) -> bool:
    """End a request that is no longer wanted and tell everybody it was put to, and her if it was not her own wish.

    One that has ended stays as it is.
    """
    if request.state in CLOSED_REQUESTS:
        return False
    if not move(work, request, "cancel", reason=reason, closed_at=work.now, **NOTHING_MORE):
        return False
    release_offers(work, request, "withdraw", "offer.gone")
    release_visits(work, request, reason=reason)
    if reason != "resident" and request.opened_at is not None:
        tell(work, request.resident.person, "request.cancelled", request=request, kind=request.kind)
    return True


def close(work: Work, request: HelpRequest, *, reason: str) -> bool:
    """End a request as done, by an operator's word; the visits that were agreed count as done with it."""
    if not move(work, request, "close", reason=reason, closed_at=work.now, **NOTHING_MORE):
        return False
    release_offers(work, request, "withdraw", "offer.gone")
    for visit in list_visits(work.session, request.id, VisitState.AGREED):
        end_visit(work, visit, "complete", "fulfil", reason=reason)
    return True


def release_visits(work: Work, request: HelpRequest, *, reason: str) -> None:
    """Call off every agreed visit, and tell the volunteers not to go."""
    name = request.resident.person.first_name
    for visit in list_visits(work.session, request.id, VisitState.AGREED):
        end_visit(work, visit, "cancel", "withdraw", reason=reason)
        tell(work, visit.volunteer.person, "visit.cancelled.volunteer", request=request, kind=request.kind,
             when=when_of(request), name=name)


def end_visit(work: Work, visit: Visit, event: str, offer_event: str, *, reason: str = "") -> None:
    """Move a visit and the offer it came of to their end together."""
    move(work, visit, event, reason=reason, ended_at=work.now)
    phone_visits.call_off(work, visit, is_done=event == "complete")
    if visit.offer.state == OfferState.ACCEPTED:
        move(work, visit.offer, offer_event, reason=reason)


def release_offers(work: Work, request: HelpRequest, event: str, notice: str) -> None:
    """Move every offer that could still be answered, and tell each of those people at once."""
    holds.release(work, request)
    area = area_of(work, request)
    for offer in store.list_offers_to(work.session, request.id, *OPEN_OFFERS):
        if move(work, offer, event) and not _forget_unheard(work, offer):
            person = offer.volunteer.person
            tell(work, person, notice, request=request, offer=offer, kind=request.kind, area=area)


def _forget_unheard(work: Work, offer: Offer) -> bool:
    """Leave untold what was to be asked by call: he need not hear that something he never heard of is gone."""
    message = call_store.find_unheard_offer(work.session, offer.id)
    return message is not None and move(work, message, "expire", error_code="gone", settled_at=work.now)


def next_step(step: Step, at: datetime) -> dict[str, Any]:
    """Return the columns that say what the clock does for a request next, and when, to be set with its move."""
    return {"next_step": step, "next_step_at": at}
