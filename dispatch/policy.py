"""How many are asked, whom first, and when the next are. Pure: no clock, no database, no randomness of its own.

This is the rotation of our own simulation of four weeks with 400 volunteers: those who are free now and have been
texted least come first, a few at a time. It never tires people out, and it is the fall-back of any better policy.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from dispatch.hours import QuietHours, parse_hours
from dispatch.matching import Candidate, Fitting, Need


@dataclass(frozen=True)
class Limits:
    """The settings the policy obeys. Times in minutes."""

    zone: ZoneInfo
    quiet: QuietHours
    wave_size: int
    wave_minutes: int


@dataclass(frozen=True)
class OpenOffer:
    """An offer that may still be answered."""

    volunteer_id: int
    asked_at: datetime


@dataclass(frozen=True)
class WavePlan:
    """Whom to ask now and when to look again, or why an operator takes over (`escalate`)."""

    ask: tuple[int, ...] = ()
    next_at: datetime | None = None
    escalate: str | None = None
    reasons: Mapping[str, Any] = field(default_factory=dict)


def plan_wave(
    now: datetime, need: Need, fitting: Fitting, offers: Sequence[OpenOffer], *, limits: Limits, rng: Random
) -> WavePlan:
    """Plan the next wave for one request at `now`.

    `fitting` are those who fit and have not been asked; `offers` those who were asked and have not answered yet.
    """
    if need.wanted_until <= now:
        return WavePlan(escalate="too_late", reasons={"funnel": dict(fitting.funnel)})
    local = now.astimezone(limits.zone)
    if limits.quiet.is_quiet(local):
        morning = limits.quiet.ends_after(local)
        return _wait_or_escalate_for_night(need, morning, fitting)
    chosen = sorted(fitting.people, key=lambda person: _turn(person, local, rng))[: limits.wave_size]
    reasons = {"funnel": dict(fitting.funnel), "considered": len(fitting.people), "policy": "rotation"}
    if chosen:
        next_at = now + timedelta(minutes=limits.wave_minutes)
        ask = tuple(person.volunteer_id for person in chosen)
        return WavePlan(ask, min(next_at, max(need.wanted_until, now)), None, reasons)
    return _nobody_left(now, need, offers, limits=limits, reasons=reasons)


def _turn(person: Candidate, local: datetime, rng: Random) -> tuple[Any, ...]:
    """Whose turn it is: lowest first. Chance decides between equals, so that nobody is last for ever."""
    return (
        person.visits_ahead,
        person.open_offers,
        not parse_hours(person.available).is_free(local),
        person.texts_last_week // 2,
        rng.random(),
    )


def _wait_or_escalate_for_night(need: Need, morning: datetime, fitting: Fitting) -> WavePlan:
    reasons = {"funnel": dict(fitting.funnel), "quiet": True}
    if need.wanted_until <= morning:
        return WavePlan(escalate="night_urgent", reasons=reasons)
    return WavePlan(next_at=morning, reasons=reasons)


def _nobody_left(
    now: datetime, need: Need, offers: Sequence[OpenOffer], *, limits: Limits, reasons: Mapping[str, Any]
) -> WavePlan:
    """Wait a wave's time for those who were asked last; when that is over, an operator takes over."""
    latest = max((offer.asked_at + timedelta(minutes=limits.wave_minutes) for offer in offers), default=now)
    if latest > now:
        return WavePlan(next_at=latest, reasons=reasons)
    return WavePlan(escalate="nobody_answered" if need.was_asked else "nobody_fits", reasons=reasons)
