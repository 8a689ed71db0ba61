"""Asking volunteers, and what they answer."""

from collections.abc import Sequence
from datetime import timedelta
from string import ascii_uppercase

from dispatch import store
from dispatch.db import Work
from dispatch.kinds import RULES, Kind
from dispatch.matching import Need, who_fits
from dispatch.models import HelpRequest, Offer, Visit, Wave
from dispatch.moves import begin, move
from dispatch.operations.requests import escalate, release_offers
from dispatch.operations.visits import cannot_after_all, details_for, hear_of, step_after_match
from dispatch.places import Places, read_areas
from dispatch.policy import Limits, OpenOffer, WavePlan, plan_wave
from dispatch.states import FREE_REQUESTS, OPEN_OFFERS, WINNABLE_OFFERS, OfferState, RequestState, VisitState
from dispatch.steps import Step
from dispatch.telling import area_of, tell, when_of

LETTERS = "".join(letter for letter in ascii_uppercase if letter not in "IOQ")
"""Letters of the offers' codes, without those that look like digits."""


def ask_volunteers(work: Work, request: HelpRequest) -> None:
    """Plan the next wave of an open request and send it, or hand the request to an operator when nobody is left."""
    if request.state != RequestState.OPEN:
        return
    lapse_silent(work, request)
    plan = _plan(work, request)
    work.session.add(
        Wave(request_id=request.id, number=request.wave + 1, planned_at=work.now,
             reasons={**plan.reasons, "asked": list(plan.ask), "escalate": plan.escalate})
    )
    if plan.escalate:
        escalate(work, request, plan.escalate)
        tell(work, request.resident.person, "escalated.resident", request=request, kind=request.kind)
        return
    request.next_step, request.next_step_at = Step.ASK_VOLUNTEERS, plan.next_at
    if plan.ask:
        request.wave += 1
        _send_offers(work, request, plan.ask)


def _plan(work: Work, request: HelpRequest) -> WavePlan:
    tunables = work.tunables
    limits = Limits(work.zone, tunables.quiet_hours, tunables.wave_size, tunables.wave_minutes)
    need = need_of(request, read_areas(work.session))
    candidates = store.list_candidates(work.session, request, work.now)
    fitting = who_fits(need, candidates, work.zone, tunables.quiet_hours)
    offers = [
        OpenOffer(offer.volunteer_id, offer.asked_at)
        for offer in store.list_offers_to(work.session, request.id, OfferState.ASKED)
    ]
    return plan_wave(work.now, need, fitting, offers, limits=limits, rng=work.rng)


def need_of(request: HelpRequest, places: Places) -> Need:
    """Return what a request demands of a volunteer. An area that is not known stands for the whole municipality."""
    rules = RULES[Kind(request.kind)]
    areas = places.related(request.area_code) if request.area_code else frozenset(places.areas)
    return Need(
        request_id=request.id, resident_person_id=request.resident.person_id, kind=request.kind,
        language=request.language, areas=areas, vetting=rules.vetting,
        wanted_from=request.wanted_from or request.created_at, wanted_until=request.wanted_until or request.created_at,
        spoken=rules.spoken, urgent=rules.urgent, was_asked=request.wave > 0,
    )


def lapse_silent(work: Work, request: HelpRequest) -> None:
    """Let offers lapse that have been silent too long: they weigh on nobody any more, and a yes still counts."""
    patience = timedelta(minutes=work.tunables.lapse_minutes)
    for offer in store.list_offers_to(work.session, request.id, OfferState.ASKED):
        if offer.asked_at + patience <= work.now:
            move(work, offer, "lapse", reason="silent")


def _send_offers(work: Work, request: HelpRequest, volunteer_ids: Sequence[int]) -> None:
    # Locked in one order: two waves to the same people must not block each other, nor give one code twice.
    volunteers = store.list_locked_volunteers(work.session, volunteer_ids)
    codes, area = _codes(work, volunteer_ids), area_of(work, request)
    lifetime = timedelta(hours=work.tunables.offer_hours)
    for volunteer in volunteers:
        offer = Offer(request_id=request.id, volunteer_id=volunteer.id, wave=request.wave, code=codes[volunteer.id],
                      asked_at=work.now)
        begin(work, offer, "ask")
        volunteer.asked_at = work.now
        message = tell(
            work, volunteer.person, "offer", request=request, offer=offer, kind=request.kind,
            area=area, when=when_of(request), language=request.language, code=offer.code,
        )
        if message:
            message.expires_at = min(work.now + lifetime, request.wanted_until or work.now + lifetime)


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
    """Take a volunteer's yes. Returns True for the one who wins; every other is told that it is taken or gone."""
    request = store.get_locked(work.session, HelpRequest, offer.request_id)
    work.session.refresh(offer)
    volunteer = offer.volunteer
    if offer.state == OfferState.ACCEPTED:
        details_for(work, request, volunteer)
        return True
    if offer.state == OfferState.FULFILLED:  # he was there: his second yes is no news
        tell(work, volunteer.person, "offer.none")
        return False
    if not _is_free(work, request, offer) or not _match(work, request, offer):
        gone = request.state in (RequestState.CANCELLED, RequestState.REFERRED)
        if offer.state in OPEN_OFFERS:
            move(work, offer, "withdraw" if gone else "take", reason="too_late")
        offer.answered_at = work.now
        tell(work, volunteer.person, "offer.gone" if gone else "offer.taken", request=request, offer=offer,
             kind=request.kind, area=area_of(work, request))
        return False
    return True


def _is_free(work: Work, request: HelpRequest, offer: Offer) -> bool:
    """Whether a yes can still win: also late, after silence or a no, and from an operator's hands, but only once."""
    if offer.state not in WINNABLE_OFFERS or request.state not in FREE_REQUESTS:
        return False
    if request.wanted_until is not None and request.wanted_until <= work.now:
        return False
    return store.find_visit(work.session, request.id, VisitState.AGREED, VisitState.DONE) is None


def _match(work: Work, request: HelpRequest, offer: Offer) -> bool:
    step = step_after_match(work, request)
    if not move(work, request, "match", matched_at=work.now, escalation="", **step):
        return False
    move(work, offer, "accept", answered_at=work.now)
    visit = Visit(
        request_id=request.id, volunteer_id=offer.volunteer_id, offer_id=offer.id, agreed_at=work.now,
        code_word=f"{work.rng.randrange(1000, 10_000)}",
    )
    begin(work, visit, "agree")
    details_for(work, request, offer.volunteer)
    hear_of(work, request)
    release_offers(work, request, "take", "offer.taken")
    return True


def decline(work: Work, offer: Offer) -> None:
    """Take a volunteer's no: thank him, never ask him about this request again, and ask the next if nobody is left.

    A no after his yes means that he cannot after all: nobody may wait for somebody who has said no.
    """
    request = store.get_locked(work.session, HelpRequest, offer.request_id)
    work.session.refresh(offer)
    visit = store.find_visit(work.session, request.id, VisitState.AGREED)
    if visit is not None and visit.offer_id == offer.id:
        cannot_after_all(work, visit)
        return
    if offer.state == OfferState.FULFILLED:
        tell(work, offer.volunteer.person, "offer.none")
        return
    if offer.state in (*OPEN_OFFERS, OfferState.TAKEN):
        move(work, offer, "decline", answered_at=work.now)
    tell(work, offer.volunteer.person, "offer.declined", request=request, offer=offer)
    waiting = store.list_offers_to(work.session, request.id, OfferState.ASKED)
    if request.state == RequestState.OPEN and not waiting:
        request.next_step, request.next_step_at = Step.ASK_VOLUNTEERS, work.now
        work.wake("take_step", request.id)
