"""The rotation: a few at a time, those who are free now and have been texted least first. Pure.

It never tires people out, and needs nothing learned: it is what is done until enough is known, and the fall-back.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any

from dispatch.hours import parse_hours
from dispatch.matching import Candidate, Need
from dispatch.plans import Limits, OpenOffer, WavePlan

POLICY = "rotation"


def rotate(
    now: datetime, need: Need, people: Sequence[Candidate], offers: Sequence[OpenOffer], *, limits: Limits, rng: Random
) -> WavePlan | None:
    """Return the next wave, a pause for those who were asked last, or None when nobody is left to wait for."""
    local = now.astimezone(limits.zone)
    chosen = sorted(people, key=lambda person: _turn(need, person, local, rng))[: limits.wave_size + need.places - 1]
    if chosen:
        ask = tuple(person.volunteer_id for person in chosen)
        return WavePlan(ask, now + timedelta(minutes=limits.wave_minutes), reasons={"policy": POLICY})
    latest = max((offer.asked_at + timedelta(minutes=limits.wave_minutes) for offer in offers), default=now)
    return WavePlan(next_at=latest, reasons={"policy": POLICY}) if latest > now else None


def _turn(need: Need, person: Candidate, local: datetime, rng: Random) -> tuple[Any, ...]:
    """Whose turn it is: lowest first. Chance decides between equals, so that nobody is last for ever."""
    return (
        person.visits_ahead,
        person.open_offers,
        not parse_hours(person.available).is_free(local),
        need.language not in person.languages,
        person.texts_last_week // 2,
        person.km or 0.0,
        rng.random(),
    )
