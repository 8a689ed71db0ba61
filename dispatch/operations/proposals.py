"""A yes with another time: put to the resident, and confirmed to both or let go. Before she agrees it is no yes."""

from dispatch import lessons, store
from dispatch.db import Work
from dispatch.models import HelpRequest, Offer, Proposal
from dispatch.moves import begin, move
from dispatch.operations import holds
from dispatch.operations.offers import is_winnable, match, too_late
from dispatch.operations.requests import soon
from dispatch.states import OPEN_OFFERS, ProposalState, RequestState
from dispatch.steps import Step
from dispatch.telling import tell, when_of
from dispatch.weeks import Slot


def propose(work: Work, offer: Offer, slot: Slot) -> bool:
    """Put a volunteer's other time to the resident, or keep it until she has answered about another's.

    The offer stays open: his plain yes still takes the task as it was asked. Returns False when it can no longer be
    his, she cannot be asked in time, or others come too.
    """
    request = store.get_locked(work.session, HelpRequest, offer.request_id)
    work.session.refresh(offer)
    if not is_winnable(work, request, offer):
        too_late(work, request, offer)
        return False
    if request.places > 1:  # the others come at the time she asked for
        tell(work, offer.volunteer.person, "offer.fixed", request=request, offer=offer, when=when_of(request))
        return False
    holds.withdraw(work, offer)  # what he proposed before
    proposal = _kept(work, request, offer, slot)
    holds.waits(work, request)
    if proposal.state == ProposalState.RELEASED:
        tell(work, offer.volunteer.person, "offer.condition", request=request, offer=offer)
        return False
    tell(work, offer.volunteer.person, "proposal.thanks", request=request, offer=offer, when=holds.when_of(proposal))
    return True


def _kept(work: Work, request: HelpRequest, offer: Offer, slot: Slot) -> Proposal:
    start, end = soon(work, request.kind) if slot.precision == "soon" else (slot.start, slot.end)
    offer.answered_at = work.now
    lessons.hear(work, offer, "yes")
    proposal = Proposal(
        request_id=request.id, request=request, offer_id=offer.id, offer=offer, wanted_from=start, wanted_until=end,
        time_precision=slot.precision, created_at=work.now,
    )
    begin(work, proposal, "keep")
    return proposal


def accept_proposal(work: Work, proposal: Proposal) -> bool:
    """Take the resident's yes: the request takes the new time and is his. Returns False when it is too late for that.

    The first yes wins: a volunteer who said yes to the time she asked for may have it already.
    """
    request = store.get_locked(work.session, HelpRequest, proposal.request_id)
    work.session.refresh(proposal)
    offer = proposal.offer
    is_free = proposal.state == ProposalState.HELD and is_winnable(work, request, offer)
    if not is_free or proposal.wanted_until <= work.now:
        if proposal.state == ProposalState.HELD:
            move(work, proposal, "lapse", answered_at=work.now)
            holds.thank(work, proposal)
            _go_on(work, request)
        if request.state == RequestState.OPEN:
            tell(work, request.resident.person, "status.open", request=request, kind=request.kind,
                 when=when_of(request))
        return False
    request.wanted_from, request.wanted_until = proposal.wanted_from, proposal.wanted_until
    request.time_precision = proposal.time_precision
    move(work, proposal, "accept", answered_at=work.now)
    return match(work, request, offer)


def decline_proposal(work: Work, proposal: Proposal) -> None:
    """Take the resident's no: he is thanked, and she is asked about the next time, or others are asked at once."""
    request = store.get_locked(work.session, HelpRequest, proposal.request_id)
    work.session.refresh(proposal)
    if proposal.state != ProposalState.HELD:
        return
    move(work, proposal, "decline", answered_at=work.now)
    if proposal.offer.state in OPEN_OFFERS:  # his time is past asking; a plain yes of his still counts
        move(work, proposal.offer, "decline", reason="resident")
    holds.thank(work, proposal)
    if not _go_on(work, request):
        tell(work, request.resident.person, "refuse.another", request=request)


def _go_on(work: Work, request: HelpRequest) -> bool:
    """Ask her about the next proposal, or others at once. Returns whether she was asked."""
    is_asked = holds.ask_next(work, request) is not None
    if request.state == RequestState.OPEN and not (is_asked and holds.waits(work, request)):
        request.next_step, request.next_step_at = Step.ASK_VOLUNTEERS, work.now
        work.wake("take_step", request.id)
    return is_asked
