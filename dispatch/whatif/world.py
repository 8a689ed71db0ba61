"""Weeks of a help line in a virtual clock: requests come, a strategy asks, volunteers answer as their nature has it.

The policy sees what it would see in earnest, and nothing of anybody's nature. Everything follows from the seed.
"""

import heapq
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from random import Random

from dispatch.chances import features
from dispatch.hours import parse_hours
from dispatch.learning import Outcome, Said, learn, learn_weights
from dispatch.matching import RULES, WAITS, Candidate, Fitting, Need
from dispatch.policy import Limits, OpenOffer, WavePlan
from dispatch.whatif.members import Answer, Crowd, Member
from dispatch.whatif.people import Population, Wish, kilometres
from dispatch.whatif.strategies import Way

SILENT = timedelta(hours=24)
"""After so long an offer without an answer counts as silence."""

HEARD_TOO_LATE = timedelta(minutes=3)
"""An answer that is on its way when somebody else says yes still comes in."""

RETURNED = 0.04
"""Share of agreed visits that the volunteer cannot make after all."""


class Case:
    """One request, what has been tried for it, and how it ended."""

    def __init__(self, wish: Wish) -> None:
        self.wish, self.need = wish, wish.need
        self.open: dict[int, tuple[datetime, tuple[float, ...]]] = {}
        self.barred: set[int] = set()
        self.helpers: list[int] = []
        self.texts = 0
        self.matched_at: datetime | None = None
        self.helped_before = self.same_again = False
        self.escalation: str | None = None
        self.plans: list[tuple[datetime, WavePlan]] = []


class World:
    """A population, a strategy and a clock. `run` once, then read `cases` and `crowd`."""

    def __init__(self, population: Population, way: Way, limits: Limits, seed: int) -> None:
        self.population, self.way, self.limits = population, way, limits
        self.draw, self.rng = Random(seed), Random(seed + 1)  # noqa: S311 - a made-up world, not a secret
        self.knowledge = limits.knowledge
        self.crowd = Crowd(population.players)
        self.cases = [Case(wish) for wish in population.wishes]
        self._due: list[tuple[datetime, int, Callable[[datetime], None]]] = []
        self._turn = count()

    def run(self) -> Iterator[datetime]:
        """Let everything happen; yields the time of each step, so that a progress bar can follow."""
        for case in self.cases:
            self._at(case.wish.at, self._look, case)
        while self._due:
            now, _, happen = heapq.heappop(self._due)
            happen(now)
            yield now

    def _at(self, moment: datetime, happen: Callable[..., None], *facts: object) -> None:
        heapq.heappush(self._due, (moment, next(self._turn), lambda now: happen(now, *facts)))

    def _look(self, now: datetime, case: Case) -> None:
        """Take the request's next step, unless another has been set or none is needed."""
        if case.need.places == 0 or case.escalation:
            return
        plan = self.way.strategy(
            now, case.need, self._fitting(now, case), self._offers(now, case), limits=self._limits(now), rng=self.rng
        )
        case.plans.append((now, plan))
        if plan.escalate:
            case.escalation = plan.escalate
            return
        for volunteer_id in plan.ask:
            self._ask(now, case, self.crowd[volunteer_id])
        if plan.ask:
            case.need = replace(case.need, was_asked=True)
        assert plan.next_at is not None  # noqa: S101 - either the clock goes on or an operator does
        self._at(plan.next_at, self._look_if_due, case, len(case.plans))

    def _look_if_due(self, now: datetime, case: Case, number: int) -> None:
        if number == len(case.plans):
            self._look(now, case)

    def _limits(self, now: datetime) -> Limits:
        knowledge = replace(self.knowledge, load=self.crowd.load(now))
        waves_from = self.limits.waves_from if self.way.waves_from is None else self.way.waves_from
        return replace(self.limits, knowledge=knowledge, waves_from=waves_from)

    def _fitting(self, now: datetime, case: Case) -> Fitting:
        """Who fits now. What bars for good is judged once a request, what bars for a while each time."""
        fits = self.population.fits
        if case.need.request_id not in fits:
            fits[case.need.request_id] = self._fits(case.need)
        members = [self.crowd[each] for each in fits[case.need.request_id] if each not in case.barred]
        people = [self._candidate(member, case, now) for member in members if not member.left]
        free, waits = [], []
        for person in people:
            until = max((at for wait in WAITS.values() if (at := wait(person)) and at > now), default=None)
            waits.append(until) if until else free.append(person)
        return Fitting(tuple(free), {"active": len(people)}, later=min(filter(None, waits), default=None))

    def _fits(self, need: Need) -> tuple[int, ...]:
        """Judge by matching's own rules; people with the same hours are judged once."""
        zone, quiet = self.population.zone, self.population.quiet
        people = [player.candidate for player in self.population.players]
        able = [person for person in people if all(rule(need, person) for rule in RULES.values())]
        free = {hours: parse_hours(hours).overlaps(need.wanted_from, need.wanted_until, zone, quiet)
                for hours in {person.available for person in able}}  # fmt: skip
        return tuple(person.volunteer_id for person in able if free[person.available])

    def _candidate(self, member: Member, case: Case, now: datetime) -> Candidate:
        return member.candidate(
            now, helped=self.crowd.visits.get((member.number, case.need.resident_person_id), 0),
            km=kilometres(member.player.home, case.wish.home), burden=self.crowd.burden(member),
        )  # fmt: skip

    def _offers(self, now: datetime, case: Case) -> Sequence[OpenOffer]:
        return [
            OpenOffer(number, asked_at, self._candidate(self.crowd[number], case, now) if self.way.weighs else None)
            for number, (asked_at, _) in case.open.items()
        ]

    def _ask(self, now: datetime, case: Case, member: Member) -> None:
        local = now.astimezone(self.population.zone)
        person = self._candidate(member, case, now)
        facts = features(case.need, person, now, local)
        case.open[member.number] = (now, facts)
        case.barred.add(member.number)
        case.texts += 1
        answer = member.asked(now, case.need, person, local=local, draw=self.draw)
        self._at(now + SILENT, self._silent, case, member, now)
        if answer:
            self._at(answer.at, self._answer, case, member, answer)

    def _answer(self, now: datetime, case: Case, member: Member, answer: Answer) -> None:
        if member.left or member.number not in case.open:
            return
        if case.need.places == 0:  # taken; he was told, unless his answer crossed with it
            assert case.matched_at is not None  # noqa: S101
            said: Said = "yes" if answer.yes else "no"
            self._close(now, case, member, said if now - case.matched_at < HEARD_TOO_LATE else "filled")
            return
        self._close(now, case, member, "yes" if answer.yes else "no")
        if answer.yes:
            if now < case.need.wanted_until and not member.is_out(now):
                self._match(now, case, member)
        elif self.way.on_refusal or not case.open:
            self._look(now, case)

    def _silent(self, now: datetime, case: Case, member: Member, asked_at: datetime) -> None:
        if case.open.get(member.number, (None,))[0] == asked_at and not member.left:
            self._close(now, case, member, "filled" if case.need.places == 0 else "silent", keep=case.need.places > 0)

    def _close(self, now: datetime, case: Case, member: Member, said: Said, *, keep: bool = False) -> None:
        asked_at, facts = case.open[member.number] if keep else case.open.pop(member.number)
        minutes = (now - asked_at).total_seconds() / 60 if said in ("yes", "no") else None
        outcome = Outcome(facts, said, minutes, now)
        before, member.record = member.record, learn(member.record, outcome, self.knowledge)
        self.knowledge = learn_weights(self.knowledge, before, outcome)

    def _match(self, now: datetime, case: Case, member: Member) -> None:
        case.helped_before, case.same_again = self.crowd.matched(now, member, case.need.resident_person_id)
        case.helpers.append(member.number)
        case.need = replace(case.need, places=case.need.places - 1)
        case.matched_at = now
        if case.need.places == 0:
            case.escalation = None
        if self.draw.random() < RETURNED:
            self._at(now + timedelta(hours=1), self._give_back, case, member)

    def _give_back(self, now: datetime, case: Case, member: Member) -> None:
        if now >= case.need.wanted_until:
            return
        self.crowd.returned(member, case.need.resident_person_id)
        case.helpers.remove(member.number)
        case.need, case.escalation = replace(case.need, places=case.need.places + 1), None
        self._look(now, case)


def settle(world: World) -> World:
    """Run a world to its end and return it."""
    for _ in world.run():
        pass
    return world
