"""Her authorisation (fullmakt) at the pharmacy: whoever fetches prescribed medicine for another needs one.

A resident's first pharmacy errand without it goes to an operator, who helps her to it. That is a rule of the volunteer
centres; after that she knows how, and is only told again where to get it.
"""

from collections.abc import Sequence

from sqlalchemy import select

from dispatch import store
from dispatch.db import Work
from dispatch.kinds import Kind
from dispatch.models import HelpRequest, Resident
from dispatch.moves import record
from dispatch.operations.matched import hold_to
from dispatch.operations.requests import ask_again, escalate, release_offers
from dispatch.states import RequestState
from dispatch.telling import tell

LACKING = "no_authorisation"
"""Why an operator has a pharmacy errand: she has no authorisation yet."""

EVENT = "authorisation"
"""How the history calls it, when what she said of it is noted."""

WITHOUT_HELPER = frozenset({RequestState.OPEN, RequestState.ESCALATED})


def answer(work: Work, resident: Resident, *, is_in_place: bool) -> None:
    """Take her answer to the question whether it is in place, and tell her what comes of it."""
    is_new_to_her = not is_in_place and not _was_helped(work, resident)
    note(work, resident, is_in_place=is_in_place)
    if is_new_to_her:
        for request in _open_errands(work, resident):
            _hand_over(work, request)
    notice = "yes" if is_in_place else ("handed_over" if is_new_to_her else "how")
    tell(work, resident.person, f"authorised.{notice}")


def note(work: Work, resident: Resident, *, is_in_place: bool | None) -> None:
    """Keep what is known of it. Once it is in place, volunteers are asked about what waited only for it."""
    if resident.authorised == is_in_place:
        return
    resident.authorised = is_in_place
    for request in _open_errands(work, resident):
        record(work, request, old=request.state, event=EVENT, reason="authorised" if is_in_place else LACKING)
        if is_in_place and request.state == RequestState.ESCALATED and request.escalation == LACKING:
            _go_on(work, request)


def _go_on(work: Work, request: HelpRequest) -> None:
    if not hold_to(work, request):
        ask_again(work, request, reason="authorised")


def _was_helped(work: Work, resident: Resident) -> bool:
    query = select(HelpRequest.id).where(
        HelpRequest.resident_id == resident.id, HelpRequest.kind == Kind.PHARMACY,
        HelpRequest.state == RequestState.DONE,
    )
    return work.session.scalars(query.limit(1)).first() is not None


def _open_errands(work: Work, resident: Resident) -> Sequence[HelpRequest]:
    """Her pharmacy errands that volunteers are asked about, have said yes to, or an operator has; locked."""
    states = (RequestState.OPEN, RequestState.MATCHED, RequestState.ESCALATED)
    errands = [
        request.id
        for request in store.list_requests_of(work.session, resident.id)
        if request.kind == Kind.PHARMACY and request.state in states
    ]
    return [store.get_locked(work.session, HelpRequest, request_id) for request_id in errands]


def _hand_over(work: Work, request: HelpRequest) -> None:
    """Give an errand to an operator. Who was asked is told that it is gone; who has said yes keeps his visit."""
    if request.state in WITHOUT_HELPER:
        release_offers(work, request, "withdraw", "offer.gone")
    if request.state != RequestState.ESCALATED:
        escalate(work, request, LACKING)
