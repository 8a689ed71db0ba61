"""What speaks against giving one certain volunteer one certain request: what forbids it, and what one should know.

Judged by the rules and holds of the waves; but to somebody who has said yes to a person his hours, his area, his
language and his rest are no hindrance any more.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select

from dispatch.candidates import LEAVES_SOON
from dispatch.db import Work
from dispatch.hours import parse_hours
from dispatch.kinds import Vetting, VolunteerStatus
from dispatch.learning import Knowledge
from dispatch.matching import RULES, WEEK, Candidate, Need
from dispatch.models import Apart, HelpRequest, Offer, Visit, Volunteer
from dispatch.operations.planning import need_of
from dispatch.places import known_areas
from dispatch.plans import Limits
from dispatch.policy import HOLDS
from dispatch.states import FREE_REQUESTS, OPEN_OFFERS, OfferState, RequestState, VisitState
from dispatch.visit_store import count_taken

FORBIDS = ("not_herself", "vetting", "organisation", "apart")
WARNS = ("kind", "language", "area")
"""Rules of `matching` that bar a volunteer here, and those that are only told."""


@dataclass(frozen=True)
class Choice:
    """A volunteer whom an operator may choose.

    barred: why he cannot be given the task; not_asked: why he cannot be asked. Empty when he can. warnings: what
    should be known of him: rules and holds by name.
    """

    volunteer: Volunteer
    barred: str
    not_asked: str
    warnings: Sequence[str]


@dataclass
class _Known:
    """What is known of some volunteers just now, by volunteer."""

    texts: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    open_offers: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    about_this: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    out_until: dict[int, datetime] = field(default_factory=dict)
    comes: set[int] = field(default_factory=set)
    apart: set[int] = field(default_factory=set)


def closed_to_all(work: Work, request: HelpRequest) -> str:
    """Return why nobody can be given a request: over or full; empty when somebody can."""
    if request.state == RequestState.MATCHED:
        return "full"
    is_past = request.wanted_until is not None and request.wanted_until <= work.now
    if is_past or request.state not in FREE_REQUESTS:
        return "over"
    return "" if count_taken(work.session, request.id) < request.places else "full"


def judge(work: Work, request: HelpRequest, volunteers: Sequence[Volunteer]) -> Sequence[Choice]:
    """Return each of these volunteers with what speaks against him and for this request."""
    whole = closed_to_all(work, request)
    need = need_of(request, known_areas(work.session, request.area_code))
    limits = Limits.of(work.tunables, work.zone, Knowledge())  # no hold asks what is known of all
    known = _know(work, request, [volunteer.id for volunteer in volunteers])
    choices = []
    for volunteer in volunteers:
        person = _candidate(volunteer, known, need)
        barred = whole or _forbidden(volunteer, person, known, need)
        asked = known.about_this[volunteer.id]
        not_asked = barred or ("asked" if asked & OPEN_OFFERS else "declined" if OfferState.DECLINED in asked else "")
        choices.append(Choice(volunteer, barred, not_asked, _warnings(work, person, need, limits)))
    return choices


def _forbidden(volunteer: Volunteer, person: Candidate, known: _Known, need: Need) -> str:
    if volunteer.status != VolunteerStatus.ACTIVE:
        return "status"
    if volunteer.id in known.comes:
        return "comes"
    broken = next((name for name in FORBIDS if not RULES[name](need, person)), "")
    return broken or ("" if volunteer.person.is_reachable else "unreachable")


def _warnings(work: Work, person: Candidate, need: Need, limits: Limits) -> Sequence[str]:
    told = [name for name in WARNS if not RULES[name](need, person)]
    window = (need.wanted_from, need.wanted_until)
    if not parse_hours(person.available).overlaps(*window, work.zone, limits.quiet):
        told.append("hours")
    if person.out_until is not None and person.out_until > work.now:
        told.append("out")
    return [*told, *(name for name, hold in HOLDS.items() if hold(person, need, work.now, limits))]


def _candidate(volunteer: Volunteer, known: _Known, need: Need) -> Candidate:
    is_apart = volunteer.id in known.apart
    return Candidate(
        volunteer_id=volunteer.id, person_id=volunteer.person_id, organisation_id=volunteer.organisation_id,
        languages=frozenset(each.language for each in volunteer.languages),
        areas=frozenset(each.area_code for each in volunteer.areas),
        kinds=frozenset(each.kind for each in volunteer.kinds),
        vetting=Vetting(volunteer.vetting), available=volunteer.available, quiet=volunteer.quiet,
        texts_last_week=known.texts[volunteer.id], open_offers=known.open_offers[volunteer.id],
        asked_at=volunteer.asked_at, weekly_limit=volunteer.weekly_limit, out_until=known.out_until.get(volunteer.id),
        own_only=volunteer.organisation.own_only,
        apart=frozenset({need.resident_person_id}) if is_apart else frozenset(),
    )  # fmt: skip


def _know(work: Work, request: HelpRequest, ids: Sequence[int]) -> _Known:
    known = _Known()
    offers = select(Offer.volunteer_id, Offer.request_id, Offer.state, Offer.asked_at).where(
        Offer.volunteer_id.in_(ids), (Offer.asked_at > work.now - WEEK) | (Offer.request_id == request.id)
    )
    for volunteer_id, request_id, state, asked_at in work.session.execute(offers):
        known.texts[volunteer_id] += asked_at > work.now - WEEK
        if request_id == request.id:
            known.about_this[volunteer_id].add(state)
        elif state == OfferState.ASKED:
            known.open_offers[volunteer_id] += 1
    _know_visits(work, request, ids, known)
    apart = select(Apart.volunteer_id).where(
        Apart.volunteer_id.in_(ids), Apart.person_id == request.resident.person_id
    )
    known.apart.update(work.session.scalars(apart))
    return known


def _know_visits(work: Work, request: HelpRequest, ids: Sequence[int], known: _Known) -> None:
    visits = (
        select(Visit.volunteer_id, Visit.request_id, HelpRequest.wanted_from, HelpRequest.wanted_until)
        .join(HelpRequest, HelpRequest.id == Visit.request_id)
        .where(Visit.volunteer_id.in_(ids), Visit.state == VisitState.AGREED)
    )
    for volunteer_id, request_id, start, end in work.session.execute(visits):
        if request_id == request.id:
            known.comes.add(volunteer_id)
        elif end is not None and (start is None or start <= work.now + LEAVES_SOON):
            known.out_until[volunteer_id] = max(end, known.out_until.get(volunteer_id, end))
