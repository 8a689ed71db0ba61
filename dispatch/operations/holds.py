"""While a resident is asked whether another time suits her: what is put to her, how long it holds, and its end."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select

from dispatch.db import Work
from dispatch.kinds import RULES, Kind
from dispatch.models import HelpRequest, Message, Offer, Proposal
from dispatch.moves import move
from dispatch.states import OPEN_PROPOSALS, MessageState, ProposalState, RequestState
from dispatch.steps import Step
from dispatch.telling import after_quiet, area_of, tell

ASK = "proposal.ask"


def find_held(work: Work, request: HelpRequest) -> Proposal | None:
    """Return what the resident is asked about just now."""
    found = _of_request(work, request, ProposalState.HELD)
    return found[0] if found else None


def waits(work: Work, request: HelpRequest) -> bool:
    """Whether nobody else is asked for now, because the resident is; sets the request's next step if so.

    What she has not answered in time lapses, its volunteer is thanked, and she is asked about the next that is kept.
    """
    if not _of_request(work, request, *OPEN_PROPOSALS):
        return False
    held = find_held(work, request)
    if held is not None and held.hold_until is not None and held.hold_until <= work.now:
        move(work, held, "lapse")
        thank(work, held)
    held = ask_next(work, request)
    if held is None or held.hold_until is None or RULES[Kind(request.kind)].urgent:
        return False
    if request.state == RequestState.OPEN:
        request.next_step, request.next_step_at = Step.ASK_VOLUNTEERS, held.hold_until
    return True


def ask_next(work: Work, request: HelpRequest) -> Proposal | None:
    """See that the resident is asked about one proposal, if there is any, and return it.

    One that would be over before she can answer, or that nothing can tell her of, is let go.
    """
    held = find_held(work, request)
    if held is not None:
        return held
    for proposal in _of_request(work, request, ProposalState.WAITING):
        if _ask(work, proposal):
            return proposal
        move(work, proposal, "release")
    return None


def _ask(work: Work, proposal: Proposal) -> bool:
    request, volunteer = proposal.request, proposal.offer.volunteer
    is_reply = request.resident.person_id == work.speaker_id
    begin = work.now if is_reply else after_quiet(work) or work.now
    if proposal.wanted_until <= begin:
        return False
    hold_until = min(begin + timedelta(minutes=work.tunables.proposal_minutes), proposal.wanted_until)
    message = tell(
        work, request.resident.person, ASK, request=request, offer=proposal.offer,
        name=volunteer.person.first_name, organisation=volunteer.organisation.name, when=when_of(proposal),
    )
    if message is None:
        return False
    message.expires_at = hold_until
    return move(work, proposal, "ask", asked_at=begin, hold_until=hold_until)


def when_of(proposal: Proposal) -> dict[str, str]:
    """Return the time proposed, as a fact for a notice."""
    return {
        "from": proposal.wanted_from.isoformat(), "until": proposal.wanted_until.isoformat(),
        "precision": proposal.time_precision,
    }  # fmt: skip


def thank(work: Work, proposal: Proposal) -> None:
    """Tell the volunteer that his time came to nothing."""
    request = proposal.request
    tell(work, proposal.offer.volunteer.person, "proposal.over", request=request, offer=proposal.offer,
         kind=request.kind, area=area_of(work, request))


def release(work: Work, request: HelpRequest) -> None:
    """Let every proposal go: somebody has the task, or it has gone away."""
    for proposal in _of_request(work, request, *OPEN_PROPOSALS):
        _let_go(work, proposal)


def let_all_go(work: Work, request: HelpRequest) -> None:
    """Let every proposal go that a change has made pointless, and thank those who made them."""
    for proposal in _of_request(work, request, *OPEN_PROPOSALS):
        _let_go(work, proposal)
        thank(work, proposal)


def withdraw(work: Work, offer: Offer) -> bool:
    """Let go of what a volunteer proposed. Returns whether the resident was just being asked about it."""
    query = select(Proposal).where(Proposal.offer_id == offer.id, Proposal.state.in_(OPEN_PROPOSALS))
    proposal = work.session.scalars(query).one_or_none()
    if proposal is None:
        return False
    was_held = proposal.state == ProposalState.HELD
    _let_go(work, proposal)
    return was_held


def _let_go(work: Work, proposal: Proposal) -> None:
    """End it, and leave the question unasked that has not left yet."""
    move(work, proposal, "release")
    query = select(Message).where(
        Message.request_id == proposal.request_id, Message.offer_id == proposal.offer_id, Message.notice == ASK,
        Message.state == MessageState.QUEUED,
    )
    for message in work.session.scalars(query):
        move(work, message, "expire", error_code="gone", settled_at=work.now)


def _of_request(work: Work, request: HelpRequest, *states: str) -> Sequence[Proposal]:
    query = select(Proposal).where(Proposal.request_id == request.id, Proposal.state.in_(states))
    return work.session.scalars(query.order_by(Proposal.id)).all()
