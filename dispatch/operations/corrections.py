"""An operator corrects what was understood: another kind of help, no danger, or a danger after all."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.db import Work
from dispatch.kinds import Kind
from dispatch.models import HelpRequest, StateChange, Visit
from dispatch.moves import record
from dispatch.operations.requests import escalate, raise_alarm, release_offers, soon
from dispatch.states import RequestState, VisitState
from dispatch.steps import Step
from dispatch.telling import tell

EVENT = "correct"
EMERGENCY, NO_DANGER = "emergency", "no_danger"
OPEN_STATES = frozenset({RequestState.DRAFT, RequestState.OPEN, RequestState.MATCHED, RequestState.ESCALATED})
QUEUED = frozenset({RequestState.OPEN, RequestState.ESCALATED})


def can_change_kind(session: Session, request: HelpRequest) -> bool:
    """Whether a request's kind can still be corrected: it is open, and nobody has been promised to her."""
    if request.state not in QUEUED:
        return False
    agreed = select(Visit.id).where(Visit.request_id == request.id, Visit.state == VisitState.AGREED)
    return session.scalars(agreed.limit(1)).first() is None


def change_kind(work: Work, request: HelpRequest, kind: Kind) -> bool:
    """Give an open request its right kind, and tell her. Who was asked about the wrong one is told that it is gone.

    Returns False, with nothing changed, when it has that kind already or it is too late.
    """
    if request.kind == kind or not can_change_kind(work.session, request):
        return False
    if request.state == RequestState.OPEN:
        release_offers(work, request, "withdraw", "offer.gone")
        request.next_step, request.next_step_at = Step.ASK_VOLUNTEERS, work.now
        work.wake("take_step", request.id)
    request.kind = kind
    if request.by_phone:  # somebody has to go there after all
        request.by_phone, request.address = False, request.resident.address
    if request.time_precision == "soon" and request.opened_at is not None:
        request.wanted_from, request.wanted_until = soon(work, kind)
    record(work, request, old=request.state, event=EVENT, reason="kind_corrected")
    tell(work, request.resident.person, "kind_corrected", request=request, kind=kind)
    return True


def is_in_danger(request: HelpRequest) -> bool:
    """Whether a request that is not over is treated as an emergency."""
    return request.state in OPEN_STATES and request.escalation == EMERGENCY


def deny_danger(work: Work, request: HelpRequest) -> bool:
    """Note that what sounded of danger is none. The request stays where it is, and so with whoever has it."""
    if not is_in_danger(request):
        return False
    request.escalation = NO_DANGER if request.state == RequestState.ESCALATED else ""
    if request.state == RequestState.DRAFT:  # it may be described in peace, as any other
        request.next_step_at = work.now + timedelta(hours=work.tunables.draft_hours)
    record(work, request, old=request.state, event=EVENT, reason=NO_DANGER)
    return True


def affirm_danger(work: Work, request: HelpRequest) -> bool:
    """Treat a request as the emergency it is: an operator owns it, and the alarm sounds until somebody takes it."""
    if request.state not in OPEN_STATES or is_in_danger(request):
        return False
    record(work, request, old=request.state, event=EVENT, reason="was_danger")
    if request.state == RequestState.ESCALATED:
        raise_alarm(work, request, EMERGENCY)
        return True
    return escalate(work, request, EMERGENCY)


def is_corrected(session: Session, request_id: int) -> bool:
    """Whether an operator has corrected what was understood of a request before."""
    query = select(StateChange.id).where(StateChange.request_id == request_id, StateChange.event == EVENT)
    return session.scalars(query.limit(1)).first() is not None
