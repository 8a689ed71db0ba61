"""Planning the next wave of a request: who can be asked is read, judged and chosen from. Nothing is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from random import Random

from dispatch import lessons
from dispatch.candidates import Search, funnel, read_people
from dispatch.db import Work
from dispatch.kinds import RULES, Kind
from dispatch.matching import WAITS, Candidate, Fitting, Need, who_fits
from dispatch.models import HelpRequest
from dispatch.places import Places, known_areas
from dispatch.policy import Limits, OpenOffer, WavePlan, plan_wave
from dispatch.visit_store import count_taken

MOST_TOLD = 20
"""Of those who were barred for a while, so many are named in a wave's reasons."""


@dataclass(frozen=True)
class Planned:
    """A plan, what it was made for, and everybody who fits, by volunteer."""

    plan: WavePlan
    need: Need
    people: Mapping[int, Candidate]


def plan_next(work: Work, request: HelpRequest) -> Planned:
    """Plan the next wave of a request from what is true just now."""
    places = known_areas(work.session, request.area_code)
    knowledge, burdens = lessons.common_for(work.session, request)
    need = need_of(request, places, taken=count_taken(work.session, request.id) if request.places > 1 else 0)
    limits = Limits.of(work.tunables, work.zone, knowledge)
    search = Search(request, need, places, work.now, burdens)
    silent_since = work.now - timedelta(minutes=work.tunables.lapse_minutes)  # what lapsed sooner never reached him
    people = read_people(work.session, search, silent_since=silent_since)
    fitting = _fitting(work, search, people.free)
    offers = [OpenOffer(person.volunteer_id, asked_at, person) for person, asked_at in people.awaited]
    plan = plan_wave(work.now, need, fitting, offers, limits=limits, rng=_dice(request))
    barred = {name: list(fitting.barred[name][:MOST_TOLD]) for name in ("hours", *WAITS) if name in fitting.barred}
    plan = replace(plan, reasons={**plan.reasons, "barred": barred})
    return Planned(plan, need, {person.volunteer_id: person for person in fitting.people})


def _fitting(work: Work, search: Search, people: Sequence[Candidate]) -> Fitting:
    """Who fits; when nobody does or will, with the count of all that says why."""
    fitting = who_fits(search.need, people, work.zone, work.tunables.quiet_hours, now=work.now)
    if fitting.people or fitting.later:
        return fitting
    by_moment = {name: left for name, left in fitting.funnel.items() if name in ("hours", *WAITS)}
    return replace(fitting, funnel=funnel(work.session, search.request, search.need, work.now) | by_moment)


def _dice(request: HelpRequest) -> Random:
    """Chance that anybody can throw again: a decision can be looked into later."""
    return Random(request.id * 1000 + request.wave)  # noqa: S311 - nothing secret hangs on it


def need_of(request: HelpRequest, places: Places, *, taken: int = 0) -> Need:
    """Return what a request demands of volunteers. An area that is not known stands for the whole municipality.

    taken: how many of its places have their volunteers.
    """
    rules = RULES[Kind(request.kind)]
    areas = places.related(request.area_code) if request.area_code else frozenset(places.areas)
    return Need(
        request_id=request.id,
        resident_person_id=request.resident.person_id,
        kind=request.kind,
        language=request.language,
        areas=areas,
        vetting=rules.vetting,
        wanted_from=request.wanted_from or request.created_at,
        wanted_until=request.wanted_until or request.created_at,
        spoken=rules.spoken,
        urgent=rules.urgent,
        was_asked=request.wave > 0,
        organisation_id=request.organisation_id,
        opened_at=request.opened_at,
        places=max(1, request.places - taken),
        near=not request.by_phone,
        helpers=frozenset(() if rules.own_language else request.resident.also_speaks or ()),
    )
