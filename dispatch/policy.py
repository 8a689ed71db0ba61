"""How many are asked, whom first, and when the next are. Pure: no clock, no database, no randomness of its own.

What holds for every policy stands here: nobody is asked at night, out of his own hours, above his limit or without
rest; a request that nobody can be asked about now waits for who can be asked later; an operator is told in time. Who is
asked is then the waves' to say (`dispatch/waves.py`), or the rotation's while too little is known.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from dispatch.hours import QuietHours
from dispatch.learning import learn
from dispatch.matching import Candidate, Fitting, Need
from dispatch.paces import pace_of
from dispatch.plans import Limits, OpenOffer, WavePlan
from dispatch.rotation import rotate
from dispatch.waves import hasten, plan

__all__ = ["Limits", "OpenOffer", "WavePlan", "learn", "plan_wave"]

NOBODY_FITS, NOBODY_ANSWERED = "nobody_fits", "nobody_answered"
"""Why an operator takes over: nobody can be asked at all, or nobody is left to ask or to wait for."""

LAST_MINUTES = timedelta(minutes=20)
"""So shortly before the quiet hours nobody is asked for the first time: the answers would come at night."""

FEW = 3
"""With fewer who fit, an operator is told at once."""

LOOK_AGAIN = timedelta(hours=1)
"""When nobody can be asked and it is not known until when."""


def plan_wave(
    now: datetime, need: Need, fitting: Fitting, offers: Sequence[OpenOffer], *, limits: Limits, rng: Random
) -> WavePlan:
    """Plan the next wave for one request at `now`.

    `fitting` are those who fit and have not been asked; `offers` those who were asked and have not answered yet. On a
    refusal it may be called before `next_at`: then the next are asked at once if too little is to be hoped for.
    """
    funnel = {"funnel": dict(fitting.funnel)}
    if need.wanted_until <= now:
        return WavePlan(escalate="too_late", reasons=funnel)
    local = now.astimezone(limits.zone)
    if limits.quiet.is_quiet(local):
        return _at_night(need, limits.quiet.ends_after(local), funnel)
    if morning := _too_near_night(now, need, limits):
        return WavePlan(next_at=morning, reasons={**funnel, "quiet": True})
    free = _sift(now, need, fitting, limits)
    policy = plan if _enough_known(limits) else rotate
    wave = policy(now, need, free.people, offers, limits=limits, rng=rng) or _nobody_now(now, need, free)
    wave = replace(wave, reasons={**wave.reasons, **funnel, "considered": len(free.people), "held": free.held})
    return wave if wave.escalate else _timed(now, need, wave, fitting=fitting, free=free, limits=limits)


@dataclass(frozen=True)
class Free:
    """Who may be asked now, how many are held back by which rule, and when the first of those is free (None: never)."""

    people: Sequence[Candidate]
    held: Mapping[str, int]
    later: datetime | None


Hold = Callable[[Candidate, Need, datetime, Limits], datetime | None]


def _open_offer(person: Candidate, _need: Need, now: datetime, limits: Limits) -> datetime | None:
    return _after(person, timedelta(minutes=limits.lapse_minutes), now) if person.open_offers else None


def _resting(person: Candidate, need: Need, now: datetime, _limits: Limits) -> datetime | None:
    return _after(person, timedelta(hours=pace_of(need.kind).rest), now) if person.asked_at else None


def _budget(person: Candidate, need: Need, now: datetime, _limits: Limits) -> datetime | None:
    most = pace_of(need.kind).cap if person.weekly_limit is None else person.weekly_limit
    if person.texts_last_week < most:
        return None
    return max(person.may_ask_from or now + LOOK_AGAIN, now + timedelta(minutes=1))


def _own_quiet(person: Candidate, _need: Need, now: datetime, limits: Limits) -> datetime | None:
    if not person.quiet:
        return None
    quiet, local = QuietHours.parse(person.quiet), now.astimezone(limits.zone)
    return quiet.ends_after(local).astimezone(now.tzinfo) if quiet.is_quiet(local) else None


HOLDS: Mapping[str, Hold] = {
    "own_quiet": _own_quiet, "budget": _budget, "open_offer": _open_offer, "resting": _resting,
}  # fmt: skip
"""What keeps somebody who fits from being asked just now, and until when."""

_ALWAYS_HELD = ("own_quiet", "budget")
"""What the rotation heeds too; it puts those with open offers last instead."""


def _after(person: Candidate, pause: timedelta, now: datetime) -> datetime | None:
    until = person.asked_at + pause if person.asked_at else now
    return until if until > now else None


def _sift(now: datetime, need: Need, fitting: Fitting, limits: Limits) -> Free:
    holds = {name: HOLDS[name] for name in (HOLDS if _enough_known(limits) else _ALWAYS_HELD)}
    people, held, waits = [], Counter[str](), []
    for person in fitting.people:
        for name, hold in holds.items():
            if until := hold(person, need, now, limits):
                held[name] += 1
                waits.append(until)
                break
        else:
            people.append(person)
    if fitting.later and fitting.later > now:
        waits.append(fitting.later)
    return Free(people, dict(held), min(waits, default=None))


def _enough_known(limits: Limits) -> bool:
    return limits.knowledge.answers >= limits.waves_from and limits.knowledge.is_sound


def _at_night(need: Need, morning: datetime, reasons: Mapping[str, object]) -> WavePlan:
    reasons = {**reasons, "quiet": True}
    if need.wanted_until <= morning:
        return WavePlan(escalate="night_urgent", reasons=reasons)
    return WavePlan(next_at=morning, reasons=reasons, alarm="night_urgent" if need.urgent else None)


def _too_near_night(now: datetime, need: Need, limits: Limits) -> datetime | None:
    """The morning, if a first wave would fall into the last minutes of the day and can wait."""
    soon = (now + LAST_MINUTES).astimezone(limits.zone)
    if need.was_asked or need.urgent or not limits.quiet.is_quiet(soon):
        return None
    morning = limits.quiet.ends_after(soon).astimezone(now.tzinfo)
    return morning if morning + LOOK_AGAIN <= need.wanted_until else None


def _nobody_now(now: datetime, need: Need, free: Free) -> WavePlan:
    """Wait for who can be asked later; when there is nobody, an operator takes over."""
    if free.later and now < free.later < need.wanted_until:
        return WavePlan(next_at=free.later, reasons={"waits": True})
    return WavePlan(escalate=NOBODY_ANSWERED if need.was_asked else NOBODY_FITS)


def _timed(now: datetime, need: Need, wave: WavePlan, *, fitting: Fitting, free: Free, limits: Limits) -> WavePlan:
    """Set when to look again (never at night, never after the time is over), and whether an operator is told."""
    next_at = wave.next_at or need.wanted_until
    if not wave.ask and free.later:
        next_at = min(next_at, free.later)
    next_at = limits.quiet.ends_after(next_at.astimezone(limits.zone)).astimezone(now.tzinfo)
    return replace(wave, next_at=min(next_at, need.wanted_until), alarm=_alarm(now, need, wave, fitting, limits=limits))


def _alarm(now: datetime, need: Need, wave: WavePlan, fitting: Fitting, *, limits: Limits) -> str | None:
    if not need.was_asked and len(fitting.people) < FEW:
        return "few_fit"
    tell = pace_of(need.kind).tell_late or "waits" in wave.reasons
    return "late" if tell and hasten(now, need, limits).late >= 1 else None
