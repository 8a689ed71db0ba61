"""Nobody came: an apology, the request out again at once, an operator who knows, and the volunteer asked kindly.
Nobody opens to him: an operator sees to it, and the visit stays agreed.

Where several were to come and only one did not, another is asked for his place while there is time.
"""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select

from dispatch import store
from dispatch.db import Work
from dispatch.models import HelpRequest, Visit
from dispatch.moves import move, record
from dispatch.operations import together
from dispatch.operations.matched import reopen
from dispatch.operations.offers import tell_handed_over
from dispatch.operations.requests import ask_again, end_visit, escalate, raise_alarm
from dispatch.states import RequestState, VisitState
from dispatch.telling import tell
from dispatch.visit_store import NOT_CALLED_OFF, list_visits

REASON = "no_show"
NOBODY_OPENS = "nobody_opens"
OF_THE_VISIT = ("visit_failed", "visit_doubted")
"""Why an operator may have it already for what she has just made clear."""

EXPLAINED_WITHIN = timedelta(hours=24)
"""So long what he writes is taken for his side of it."""


def nobody_came(work: Work, visit: Visit, *further: Visit) -> bool:
    """Take the resident's word that a volunteer, or several, did not come. They are not asked about this again.

    Returns False, with nothing changed, when the visits were called off or she has said so before.
    """
    request = store.get_locked(work.session, HelpRequest, visit.request_id)
    missed = [each for each in list_visits(work.session, request.id, *NOT_CALLED_OFF) if each in (visit, *further)]
    for each in missed:
        each.went_well = False
        _end(work, each)
    if not missed:
        return False
    for each in missed:
        tell(work, each.volunteer.person, "no_show.volunteer", request=request, kind=request.kind,
             name=request.resident.person.first_name)  # fmt: skip
    if list_visits(work.session, request.id, *NOT_CALLED_OFF):
        _replace(work, request, missed)
    else:
        tell(work, request.resident.person, "no_show.resident", request=request, kind=request.kind)
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
    if request.state in (RequestState.OPEN, RequestState.MATCHED, RequestState.ESCALATED):
        again = reopen if request.state == RequestState.OPEN else ask_again
        again(work, request, reason=REASON)
        request.escalation = REASON
        record(work, request, old=request.state, event="alarm", reason=REASON)


def _replace(work: Work, request: HelpRequest, missed: Sequence[Visit]) -> None:
    """Others have come: somebody else is asked at once, or an operator sees to it when the time is over."""
    is_over = request.wanted_until is None or request.wanted_until <= work.now
    if is_over or request.state not in (RequestState.OPEN, RequestState.MATCHED):
        if not escalate(work, request, REASON):
            request.escalation = REASON
        tell_handed_over(work, request)
        return
    tell(work, request.resident.person, "match.ended.resident", request=request, kind=request.kind,
         name=together.names_of(missed))  # fmt: skip
    reopen(work, request, reason=REASON)
    request.escalation = REASON
    record(work, request, old=request.state, event="alarm", reason=REASON)
    together.tell_others(work, request)


def nobody_opens(work: Work, visit: Visit) -> None:
    """Take the volunteer's word that nobody opens to him: perhaps she is not at home, perhaps she has fallen."""
    request = store.get_locked(work.session, HelpRequest, visit.request_id)
    if not escalate(work, request, NOBODY_OPENS):
        raise_alarm(work, request, NOBODY_OPENS)


def find_unexplained(work: Work, volunteer_id: int) -> Visit | None:
    """Return the visit a volunteer was lately asked about because he did not come."""
    query = select(Visit).where(
        Visit.volunteer_id == volunteer_id, Visit.state == VisitState.MISSED,
        Visit.ended_at > work.now - EXPLAINED_WITHIN,
    )
    return work.session.scalars(query.order_by(Visit.id.desc()).limit(1)).one_or_none()
