"""Ways to choose whom to ask: our policy, and simpler ones to measure it against."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Protocol

from dispatch.matching import Candidate, Fitting, Need
from dispatch.policy import Limits, OpenOffer, WavePlan, plan_wave

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)

QUARTER = timedelta(minutes=15)
"""What the simpler ways wait for an answer."""


class Strategy(Protocol):
    """What `plan_wave` is: whom to ask now and when to look again."""

    def __call__(
        self, now: datetime, need: Need, fitting: Fitting, offers: Sequence[OpenOffer], *, limits: Limits, rng: Random
    ) -> WavePlan: ...


@dataclass(frozen=True)
class Way:
    """A strategy by name. waves_from: outcomes from which it plans by what it has learned (None: as it is set).

    on_refusal: whether it looks again at every no, instead of only when nobody is left to answer. weighs: whether it
    wants to know who was asked already.
    """

    name: str
    strategy: Strategy
    waves_from: int | None = None
    on_refusal: bool = False
    weighs: bool = False


Choice = Callable[[Sequence[Candidate], Random], Sequence[Candidate]]


def fixed(choose: Choice) -> Strategy:
    """Return the strategy that asks whom `choose` names, every quarter, at no time of the night."""

    def plan(
        now: datetime, need: Need, fitting: Fitting, offers: Sequence[OpenOffer], *, limits: Limits, rng: Random
    ) -> WavePlan:
        local = now.astimezone(limits.zone)
        if need.wanted_until <= now:
            return WavePlan(escalate="too_late")
        if limits.quiet.is_quiet(local):
            return WavePlan(next_at=min(limits.quiet.ends_after(local).astimezone(UTC), need.wanted_until))
        idle = [person for person in fitting.people if not _is_asked(person, now, limits)]
        ask = tuple(person.volunteer_id for person in choose(idle, rng))
        return WavePlan(ask, min(now + QUARTER, need.wanted_until))

    return plan


def _is_asked(person: Candidate, now: datetime, limits: Limits) -> bool:
    lapse = timedelta(minutes=limits.lapse_minutes)
    return person.open_offers > 0 and person.asked_at is not None and person.asked_at + lapse > now


def _all(people: Sequence[Candidate], _rng: Random) -> Sequence[Candidate]:
    return people


def _longest_idle(people: Sequence[Candidate], rng: Random) -> Sequence[Candidate]:
    return sorted(people, key=lambda person: (person.asked_at or LONG_AGO, rng.random()))[:1]


def _nearest(people: Sequence[Candidate], rng: Random) -> Sequence[Candidate]:
    return sorted(people, key=lambda person: (person.km or 0.0, rng.random()))[:5]


NEVER = 10**9

WAYS: Mapping[str, Way] = {
    way.name: way
    for way in (
        Way("broadcast", fixed(_all)),
        Way("one at a time", fixed(_longest_idle)),
        Way("nearest five", fixed(_nearest)),
        Way("rotation", plan_wave, waves_from=NEVER),
        Way("waves", plan_wave, on_refusal=True, weighs=True),
    )
}
