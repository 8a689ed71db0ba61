"""Gathering what the database knows of a person, for the pure step: few queries, and none for what she is not."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import select

from dispatch import store
from dispatch.db import Work
from dispatch.models import HelpRequest, Message, Offer, Person, Visit, Volunteer
from dispatch.notices import FOLLOW_UPS
from dispatch.operations import holds, no_shows, tongues
from dispatch.operations.corrections import is_in_danger
from dispatch.states import CLOSED_REQUESTS, OPEN_OFFERS, MessageState, OfferState, RequestState, VisitState
from dispatch.telling import area_of, told_kind, when_of
from dispatch.visit_store import NOT_CALLED_OFF, find_visit_of, list_visits
from hotline.conversation.talk import Known, Match, OpenOffer, OpenRequest, Pushed, Task, Wish
from hotline.wiring import Context

QUESTIONS = ("offer", *FOLLOW_UPS, "ask_done", "series.move", holds.ASK, tongues.ASK)
"""Notices that are questions, put to people unasked."""

KEPT = "requests"
"""Under this name the unit of work holds on to her requests."""

SOON = timedelta(hours=6)
"""What begins within this may be over early, or somebody may be on his way to it."""

REMEMBERED = timedelta(days=7)
"""How long a yes without a code may still mean an offer that is no longer open."""


def gather(
    system: Context, work: Work, person: Person, *, talked_at: datetime | None, is_answer: bool = True
) -> Known:
    """Return what is known of a person.

    talked_at: when her own conversation last had a question open, if it has. is_answer: whether what she says can be
    the answer to a question at all; only then is it worth looking for the one we put last.
    """
    resident, volunteer = person.resident, person.volunteer
    requests = store.list_requests_of(work.session, resident.id) if resident else ()
    work.session.info[KEPT] = requests  # else the session forgets them, and the draft among them is read twice
    known = Known(
        name=person.name,
        areas=tuple((area.code, area.name) for area in system.areas.choices()),
        languages=tuple((tag, system.catalogs[tag].own_name) for tag in work.languages),
        pushed=_pushed(work, person, talked_at) if is_answer and (requests or volunteer) else None,
    )
    if resident:
        known = replace(known, is_resident=True, address=resident.address, area=resident.area_code,
                        is_authorised=resident.authorised is True, last=_last(requests),
                        requests=_open_requests(work, requests))  # fmt: skip
    if volunteer:
        last_offer = store.find_last_offer(work.session, volunteer.id, work.now - REMEMBERED)
        missed = None if is_answer else no_shows.find_unexplained(work, volunteer.id)
        known = replace(known, volunteer=volunteer.status, offers=open_offers(work, volunteer),
                        last_offer_id=last_offer.id if last_offer else None, tasks=_tasks(work, volunteer),
                        missed_visit_id=missed.id if missed else None)  # fmt: skip
    return known


def _open_requests(work: Work, requests: Sequence[HelpRequest]) -> tuple[OpenRequest, ...]:
    is_open = [each for each in requests if each.state not in CLOSED_REQUESTS and each.state != RequestState.DRAFT]
    return tuple(_open_request(work, request) for request in is_open)


def _open_request(work: Work, request: HelpRequest) -> OpenRequest:
    visits: Sequence[Visit] = ()
    if request.state == RequestState.MATCHED or request.places > 1:
        visits = list_visits(work.session, request.id, VisitState.AGREED)
    return OpenRequest(
        id=request.id, code=request.code, kind=told_kind(request), when=when_of(request), state=request.state,
        places=request.places, matches=tuple(map(match, visits)), series_id=request.series_id,
        wish=_wish(work, request) if request.opened_at else None, is_danger=is_in_danger(request),
    )


def match(visit: Visit) -> Match:
    """Return who comes, as the conversation knows him."""
    person, organisation = visit.volunteer.person, visit.volunteer.organisation
    return Match(visit.id, person.first_name, organisation.name, visit.code_word)


def matches_of(work: Work, visit: Visit) -> tuple[Match, ...]:
    """Return everybody who shares a visit, or shared it; nobody where it is one volunteer's alone."""
    if visit.request.places == 1:
        return ()
    return tuple(map(match, list_visits(work.session, visit.request_id, *NOT_CALLED_OFF)))


def _wish(work: Work, request: HelpRequest) -> Wish:
    """What a request asks for, with its time unless that is over."""
    wish = _without_time(request)
    start, end = request.wanted_from, request.wanted_until
    if start is None or end is None or end <= work.now:
        return wish
    return replace(wish, start=start.isoformat(), end=end.isoformat(), precision=request.time_precision)


def _without_time(request: HelpRequest) -> Wish:
    return Wish(
        kind=request.kind, places=request.places, details=request.details, name=request.resident.person.name,
        address=request.address, area=request.area_code, is_known_place=True, recording_id=request.recording_id,
        by_phone=request.by_phone,
    )


def _last(requests: Sequence[HelpRequest]) -> Wish | None:
    """The newest request she confirmed, as a wish for the same again."""
    request = next((each for each in reversed(requests) if each.opened_at is not None), None)
    return _without_time(request) if request else None


def open_offers(work: Work, volunteer: Volunteer) -> tuple[OpenOffer, ...]:
    """Return the offers a volunteer may still answer, as the conversation knows them."""
    offers = store.list_offers_of(work.session, volunteer.id, *OPEN_OFFERS)
    return tuple(
        OpenOffer(offer.id, offer.code, told_kind(offer.request), area_of(work, offer.request), when_of(offer.request),
                  offer.request.language)
        for offer in offers
    )


def _tasks(work: Work, volunteer: Volunteer) -> tuple[Task, ...]:
    offers = store.list_offers_of(work.session, volunteer.id, OfferState.ACCEPTED)
    return tuple(task for offer in offers if (task := _task(work, offer)) is not None)


def _task(work: Work, offer: Offer) -> Task | None:
    visit = find_visit_of(work.session, offer.id, VisitState.AGREED)
    if visit is None:
        return None
    request = offer.request
    name = request.resident.person.first_name
    lies_ahead = request.wanted_from is not None and request.wanted_from > work.now + SOON
    return Task(visit.id, offer.code, told_kind(request), name, when_of(request), request.recording_id,
                offer_id=offer.id, lies_ahead=lies_ahead)  # fmt: skip


def _pushed(work: Work, person: Person, talked_at: datetime | None) -> Pushed | None:
    """Return the newest question we put to this person, if it still waits and is newer than her own conversation."""
    query = select(Message).where(
        Message.person_id == person.id, Message.notice.in_(QUESTIONS), Message.state != MessageState.EXPIRED
    )
    message = work.session.scalars(query.order_by(Message.id.desc()).limit(1)).one_or_none()
    if message is None or message.facts.get("answered") or (talked_at is not None and talked_at > message.created_at):
        return None
    if message.notice == "offer":
        offer = work.session.get(Offer, message.offer_id)
        return Pushed("offer", offer.id) if offer and offer.state in OPEN_OFFERS else None
    if message.notice == holds.ASK:
        return _other_time(work, message)
    if message.notice == tongues.ASK:
        return _tongues(work, message)
    visit = visit_of(work, message, *NOT_CALLED_OFF)
    if visit is None or not _waits(visit, message.notice):
        return None
    return Pushed(message.notice, visit.id, matches_of(work, visit) if message.notice in FOLLOW_UPS else ())


def visit_of(work: Work, message: Message, *states: VisitState) -> Visit | None:
    """Return the visit that a message is about: that of its offer, else the newest of its request."""
    if message.offer_id is not None:
        return find_visit_of(work.session, message.offer_id, *states)
    return store.find_visit(work.session, message.request_id, *states) if message.request_id else None


def _other_time(work: Work, message: Message) -> Pushed | None:
    request = work.session.get(HelpRequest, message.request_id)
    held = holds.find_held(work, request) if request is not None else None
    return Pushed(holds.ASK, held.offer_id) if held is not None and held.offer_id == message.offer_id else None


def _tongues(work: Work, message: Message) -> Pushed | None:
    if message.request_id is None or not tongues.is_waiting(work.session, message):
        return None
    return Pushed(tongues.ASK, message.request_id, choices=tuple(message.facts["choices"]))


def _waits(visit: Visit, notice: str) -> bool:
    return visit.went_well is None if notice in FOLLOW_UPS else visit.state == VisitState.AGREED
