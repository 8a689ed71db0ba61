"""Nobody came: an apology, the request out again at once, an operator who knows, and the volunteer asked kindly."""

from datetime import timedelta

from sqlalchemy import select

from dispatch import store
from dispatch.db import Work
from dispatch.models import HelpRequest, Visit
from dispatch.moves import move, record
from dispatch.operations.requests import ask_again, end_visit, escalate
from dispatch.states import RequestState, VisitState
from dispatch.telling import tell

REASON = "no_show"
OF_THE_VISIT = ("visit_failed", "visit_doubted")
"""Why an operator may have it already for what she has just made clear."""

EXPLAINED_WITHIN = timedelta(hours=24)
"""So long what he writes is taken for his side of it."""


def nobody_came(work: Work, visit: Visit) -> bool:
    """Take the resident's word that nobody came. The volunteer is not asked about this request again.

    Returns False, with nothing changed, when the visit was called off or she has said so before.
    """
    request = store.get_locked(work.session, HelpRequest, visit.request_id)
    work.session.refresh(visit)
    if visit.state not in (VisitState.AGREED, VisitState.DONE):
        return False
    visit.went_well = False
    _end(work, visit)
    volunteer, resident = visit.volunteer.person, request.resident.person
    tell(work, resident, "no_show.resident", request=request, kind=request.kind)
    tell(work, volunteer, "no_show.volunteer", request=request, kind=request.kind, name=resident.first_name)
    _send_out_again(work, request)
    return True


def _end(work: Work, visit: Visit) -> None:
    if visit.state == VisitState.AGREED:
        end_visit(work, visit, "miss", "return", reason=REASON)
    else:  # he said that it was done: an operator finds out which of the two is right
        move(work, visit, "miss", reason=REASON, ended_at=work.now)


def _send_out_again(work: Work, request: HelpRequest) -> None:
    """Out again, with the alarm beside it; what an operator has in hand already stays his."""
    if request.state == RequestState.ESCALATED and request.escalation not in OF_THE_VISIT:
        request.escalation = REASON
        return
    if request.state == RequestState.DONE:
        escalate(work, request, REASON)
    if request.state in (RequestState.MATCHED, RequestState.ESCALATED):
        ask_again(work, request, reason=REASON)
        request.escalation = REASON
        record(work, request, old=request.state, event="alarm", reason=REASON)


def find_unexplained(work: Work, volunteer_id: int) -> Visit | None:
    """Return the visit a volunteer was lately asked about because he did not come."""
    query = select(Visit).where(
        Visit.volunteer_id == volunteer_id, Visit.state == VisitState.MISSED,
        Visit.ended_at > work.now - EXPLAINED_WITHIN,
    )
    return work.session.scalars(query.order_by(Visit.id.desc()).limit(1)).one_or_none()
