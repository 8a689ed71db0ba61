"""Asking volunteers, and what they answer."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from string import ascii_uppercase

from dispatch import lessons, store
from dispatch.chances import features
from dispatch.db import Work
from dispatch.learning import Knowledge
from dispatch.models import HelpRequest, Offer, Visit, Wave
from dispatch.moves import begin, begin_all, move, record
from dispatch.operations import connecting, holds, reserves, standing, together, tongues
from dispatch.operations.matched import take_place
from dispatch.operations.planning import Planned, plan_next
from dispatch.operations.requests import escalate, release_offers
from dispatch.operations.visits import cannot_after_all, details_for, hear_of
from dispatch.states import (
    CLOSED_REQUESTS,
    FREE_REQUESTS,
    OPEN_OFFERS,
    WINNABLE_OFFERS,
    OfferState,
    RequestState,
    VisitState,
)
from dispatch.steps import Step
from dispatch.telling import area_of, kind_of, tell
from dispatch.visit_store import count_taken, find_visit_of

LETTERS = "".join(letter for letter in ascii_uppercase if letter not in "IOQ")
"""Letters of the offers' codes, without those that look like digits."""


def ask_volunteers(work: Work, request: HelpRequest) -> None:
    """Plan the next wave of an open request and send it, or hand the request to an operator when nobody is left."""
    if request.state != RequestState.OPEN:
        return
    lapse_silent(work, request)
    if holds.waits(work, request) or _ask_reserves(work, request) or _ask_usual(work, request):
        return
    planned = plan_next(work, request)
    plan = planned.plan
    work.session.add(
        Wave(request_id=request.id, number=request.wave + 1, planned_at=work.now,
             reasons={**plan.reasons, "asked": list(plan.ask), "escalate": plan.escalate, "alarm": plan.alarm})
    )
    if plan.escalate:
        escalate(work, request, plan.escalate)
        tell_handed_over(work, request)
        tongues.ask(work, request)
        return
    request.next_step, request.next_step_at = Step.ASK_VOLUNTEERS, plan.next_at
    if plan.alarm and request.escalation != plan.alarm:  # an operator is told once, while it goes on
        request.escalation = plan.alarm
        record(work, request, old=request.state, event="alarm", reason=plan.alarm)
    if plan.ask:
        request.wave += 1
        send_offers(work, request, _chosen(work, planned))


def _chosen(work: Work, planned: Planned) -> dict[int, Sequence[float]]:
    people = planned.people
    return {ask: features(planned.need, people[ask], work.now, work.local_now) for ask in planned.plan.ask}


def tell_handed_over(work: Work, request: HelpRequest) -> None:
    """Tell the resident that an operator looks for those who are still missing, or for anybody at all."""
    has = count_taken(work.session, request.id)
    kind, notice = (kind_of(request, has=has), "escalated.partly") if has else (request.kind, "escalated.resident")
    tell(work, request.resident.person, notice, request=request, kind=kind)


def _ask_reserves(work: Work, request: HelpRequest) -> bool:
    """Ask those alone, for a while, whose yes came too late for this request. Returns False when there is nobody."""
    chosen = reserves.call_up(work, request)
    if not chosen:
        return False
    reasons = {"policy": "reserve", "funnel": {}, "asked": list(chosen)}
    work.session.add(Wave(request_id=request.id, number=request.wave + 1, planned_at=work.now, reasons=reasons))
    request.next_step, request.next_step_at = Step.ASK_VOLUNTEERS, work.now + reserves.alone_for(work)
    request.wave += 1
    send_offers(work, request, chosen)
    return True


def _ask_usual(work: Work, request: HelpRequest) -> bool:
    """Ask him alone, for a while, who comes every week. Returns False when there is nobody, or he was asked already."""
    volunteer = standing.usual_volunteer(work, request)
    if volunteer is None:
        return False
    reasons = {"policy": "usual", "funnel": {}, "asked": [volunteer.id]}
    work.session.add(Wave(request_id=request.id, number=request.wave + 1, planned_at=work.now, reasons=reasons))
    request.next_step, request.next_step_at = Step.ASK_VOLUNTEERS, standing.alone_until(work, request)
    request.wave += 1
    send_offers(work, request, {volunteer.id: ()})
    return True


def lapse_silent(work: Work, request: HelpRequest) -> None:
    """Let offers lapse that have been silent too long: they weigh on nobody any more, and a yes still counts."""
    patience = timedelta(minutes=work.tunables.lapse_minutes)
    for offer in store.list_silent_offers(work.session, request.id, work.now - patience):
        move(work, offer, "lapse", reason="silent")


def send_offers(work: Work, request: HelpRequest, chosen: Mapping[int, Sequence[float]]) -> None:
    """Put the request to these volunteers; `chosen` has, for each, what his chance was reckoned from."""
    offers = begin_offers(work, request, chosen)
    lessons.press_down(work, chosen)
    area, met_in = area_of(work, request), tongues.met_in(work, request, chosen)
    lifetime = timedelta(hours=work.tunables.offer_hours)
    for offer in offers:
        message = tell(
            work, offer.volunteer.person, "offer", request=request, offer=offer, kind=kind_of(request),
            area=area, when=standing.when_offered(work, request), code=offer.code,
            language=met_in.get(offer.volunteer_id, request.language),
        )
        if message:
            ends = (message.send_at or work.now) + lifetime
            message.expires_at = min(ends, request.wanted_until or ends)


def begin_offers(work: Work, request: HelpRequest, chosen: Mapping[int, Sequence[float]]) -> Sequence[Offer]:
    """Make the offers of a wave, each with its code; nobody is told of them here."""
    # Locked in one order: two waves to the same people must not block each other, nor give one code twice.
    volunteers = store.list_locked_volunteers(work.session, chosen)
    codes = _codes(work, list(chosen))
    offers = [
        Offer(request_id=request.id, volunteer_id=volunteer.id, volunteer=volunteer, wave=request.wave,
              code=codes[volunteer.id], asked_at=work.now, features=[round(part, 4) for part in chosen[volunteer.id]])
        for volunteer in volunteers
    ]  # fmt: skip
    begin_all(work, offers, "ask")
    for volunteer in volunteers:
        volunteer.asked_at = volunteer.turn_at = work.now
    return offers


def _codes(work: Work, volunteer_ids: Sequence[int]) -> dict[int, str]:
    """Give each volunteer a code that means nothing else to him now: A1, B1, … Z1, A2, …"""
    had = store.count_offers(work.session, volunteer_ids)
    in_use = store.list_codes_in_use(work.session, volunteer_ids)
    every = [letter + digit for digit in "123456789" for letter in LETTERS]
    codes = {}
    for volunteer_id in volunteer_ids:
        start = had.get(volunteer_id, 0) % len(every)
        turn = every[start:] + every[:start]
        codes[volunteer_id] = next(code for code in turn if code not in in_use.get(volunteer_id, ()))
    return codes


def accept(work: Work, offer: Offer) -> bool:
    """Take a volunteer's yes. Returns True for who wins a place; every other is told that it is taken or gone."""
    request = store.get_locked(work.session, HelpRequest, offer.request_id)
    work.session.refresh(offer)
    volunteer = offer.volunteer
    if offer.state == OfferState.ACCEPTED:
        details_for(work, request, volunteer)
        return True
    if offer.state == OfferState.FULFILLED:  # he was there: his second yes is no news
        tell(work, volunteer.person, "offer.none")
        return False
    is_over = request.wanted_until is not None and request.wanted_until <= work.now
    if is_over or not is_winnable(work, request, offer) or not match(work, request, offer):
        too_late(work, request, offer)
        if request.state not in CLOSED_REQUESTS and not is_over:
            reserves.keep(work, offer)
        return False
    return True


def too_late(work: Work, request: HelpRequest, offer: Offer) -> None:
    """Thank a volunteer for a yes that can win nothing any more, and tell him why."""
    gone = request.state in (RequestState.CANCELLED, RequestState.REFERRED)
    if offer.state in OPEN_OFFERS:
        move(work, offer, "withdraw" if gone else "take", reason="too_late")
    offer.answered_at = work.now
    lessons.hear(work, offer, "yes")
    tell(work, offer.volunteer.person, "offer.gone" if gone else "offer.taken", request=request, offer=offer,
         kind=request.kind, area=area_of(work, request))


def _looks_again(work: Work, request: HelpRequest) -> bool:
    """Whether a no is reason to plan anew: waves reckon with every answer, the rotation only when none is awaited."""
    state = lessons.know(work.session)
    if state and Knowledge.from_json(state.knowledge).answers >= work.tunables.waves_from:
        return True
    return not store.list_offers_to(work.session, request.id, OfferState.ASKED)


def is_winnable(work: Work, request: HelpRequest, offer: Offer) -> bool:
    """Whether a yes can still win: also late, after silence or a no, and from an operator's hands, once a place."""
    if offer.state not in WINNABLE_OFFERS or request.state not in FREE_REQUESTS:
        return False
    return count_taken(work.session, request.id) < request.places


def match(work: Work, request: HelpRequest, offer: Offer) -> bool:
    """Give a place to a volunteer and tell whom it concerns; when it is the last, all others who were asked too.

    Returns False, with nothing changed, when others were first.
    """
    place = take_place(work, request)
    if place is None:
        return False
    move(work, offer, "accept", answered_at=work.now)
    lessons.hear(work, offer, "yes")
    visit = Visit(
        request_id=request.id, volunteer_id=offer.volunteer_id, offer_id=offer.id, place=place,
        agreed_at=work.now, code_word=f"{work.rng.randrange(1000, 10_000)}",
    )
    begin(work, visit, "agree")
    connecting.plan(work, visit)
    details_for(work, request, offer.volunteer)
    hear_of(work, request, only=visit)
    together.tell_others(work, request, but=visit)
    standing.note_match(work, request, offer.volunteer)
    if request.state == RequestState.MATCHED:
        release_offers(work, request, "take", "offer.taken")
    return True


def decline(work: Work, offer: Offer) -> None:
    """Take a volunteer's no: thank him, never ask him about this request again, and ask the next if nobody is left.

    A no after his yes means that he cannot after all: nobody may wait for somebody who has said no.
    """
    request = store.get_locked(work.session, HelpRequest, offer.request_id)
    work.session.refresh(offer)
    visit = find_visit_of(work.session, offer.id, VisitState.AGREED)
    if visit is not None:
        cannot_after_all(work, visit)
        return
    if offer.state == OfferState.FULFILLED:
        tell(work, offer.volunteer.person, "offer.none")
        return
    if offer.state in (*OPEN_OFFERS, OfferState.TAKEN):
        move(work, offer, "decline", answered_at=work.now)
        lessons.hear(work, offer, "no")
    was_put_to_her = holds.withdraw(work, offer)
    tell(work, offer.volunteer.person, "offer.declined", request=request, offer=offer)
    if request.state == RequestState.OPEN and (was_put_to_her or _looks_again(work, request)):
        request.next_step, request.next_step_at = Step.ASK_VOLUNTEERS, work.now
        work.wake("take_step", request.id)
