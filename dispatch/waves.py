"""Waves: as many as promise a yes soon enough, those first who are likely to say it and are burdened least. Pure."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from dispatch.chances import Chance, Weigher
from dispatch.hours import QuietHours
from dispatch.matching import Candidate, Need
from dispatch.paces import Pace, pace_of
from dispatch.plans import Limits, OpenOffer, WavePlan

POLICY = "waves"

LIKELY = 0.15
"""Below this chance of a yes from those already asked, the next are asked before the gap is over."""

HOPELESS = 0.02
"""Below this chance of a yes from those already asked there is nothing to wait for."""

TOLD = 12
NOT_TOLD = 5
"""How many of a wave, and of those left out of it, are described in its reasons."""


@dataclass(frozen=True)
class Haste:
    """How pressing a request is: `late` from 0 to 1.5, `load` from 1 (nobody is overburdened) up."""

    pace: Pace
    late: float
    load: float
    limits: Limits

    @property
    def target(self) -> float:
        """The chance of a yes before the next wave that is enough."""
        wanted = min(0.99, self.pace.target * self.limits.target)
        return 1 - math.pow(1 - wanted, (1 + self.late) / self.load)

    @property
    def price(self) -> float:
        """The least score that is worth a text."""
        return self.pace.price * self.limits.price * max(0.15, 1 - 0.8 * self.late) * self.load

    @property
    def gap(self) -> float:
        """Minutes until the next wave."""
        return self.pace.gap * (1 - 0.3 * min(1.0, self.late)) * self.load


def hasten(now: datetime, need: Need, limits: Limits) -> Haste:
    """Return how pressing a request is. Only minutes in which people may be texted count."""
    pace = pace_of(need.kind)
    opened = min(need.opened_at or now, now)
    window = min(pace.window, texting_minutes(opened, need.wanted_until, limits)) or 1.0
    elapsed = texting_minutes(opened, now, limits)
    late = min(max((elapsed / (0.85 * window) - 0.1) / 0.9, 0.0), 1.5)
    return Haste(pace, late, max(1.0, limits.knowledge.load / limits.weekly_texts), limits)


def texting_minutes(start: datetime, end: datetime, limits: Limits) -> float:
    """Return the minutes between two moments that are not quiet, by the clock of the place."""
    zone, quiet = limits.zone, limits.quiet
    return max(0.0, _clock(end.astimezone(zone), quiet) - _clock(start.astimezone(zone), quiet))


def _clock(local: datetime, quiet: QuietHours) -> float:
    """Minutes that were not quiet since the first day of the calendar."""
    minute = local.hour * 60 + local.minute + local.second / 60
    if quiet.span is None:
        return local.toordinal() * 1440 + minute
    start, end = quiet.span
    past = max(0, end - 1440)
    loud = 1440 - (end - start)
    return local.toordinal() * loud + minute - max(0.0, min(minute, past)) - max(0.0, min(minute, end) - start)


def plan(
    now: datetime, need: Need, people: Sequence[Candidate], offers: Sequence[OpenOffer], *, limits: Limits, rng: Random
) -> WavePlan | None:
    """Return the next wave, a pause while those who were asked may answer, or None when nobody is left to wait for."""
    haste, seed = hasten(now, need, limits), rng.getrandbits(32)
    weigher = Weigher(need, now, now.astimezone(limits.zone), knowledge=limits.knowledge, gap=haste.gap)
    hope = Hope(need.places)
    for offer in offers:
        hope.add(weigher.still(offer.candidate, offer.asked_at))
    reasons = {
        "policy": POLICY, "seed": seed, "late": round(haste.late, 2), "load": round(haste.load, 2),
        "target": round(haste.target, 3), "price": round(haste.price, 4), "q_before": round(hope.enough, 3),
    }  # fmt: skip
    due = max((offer.asked_at for offer in offers), default=now) + timedelta(minutes=haste.gap)
    if offers and now < due and hope.enough >= LIKELY:
        return WavePlan(next_at=due, reasons=reasons)
    if not people:
        wait = WavePlan(next_at=now + timedelta(minutes=haste.gap), reasons=reasons)
        return wait if hope.enough >= HOPELESS else None
    draw = Random(seed)  # noqa: S311 - not a secret; drawn anew so that the seed in the reasons repeats the wave
    ranked = sorted((weigher.weigh(each, draw, limits.exploring) for each in people), key=lambda chance: -chance.score)
    known = _known(need, ranked, haste, limits)
    chosen = [known] if known else _choose(ranked, hope, haste, need)
    pause = limits.alone_minutes if known else haste.gap
    told = {"alone": known is not None, "q": round(hope.enough, 3), "chosen": [_told(each) for each in chosen[:TOLD]]}
    left_out = [{**_told(each), "why": _why(each, hope, haste)} for each in _rest(ranked, chosen)]
    ask = tuple(chance.candidate.volunteer_id for chance in chosen)
    return WavePlan(ask, now + timedelta(minutes=pause), reasons={**reasons, **told, "left_out": left_out})


class Hope:
    """The chance that enough of those asked say yes, as they are added one by one."""

    def __init__(self, places: int) -> None:
        self._so_many = [1.0, *([0.0] * (places - 1))]

    def add(self, chance: float) -> None:
        """Take in one more who says yes with this chance."""
        before = 0.0
        for number, share in enumerate(self._so_many):
            self._so_many[number] = share * (1 - chance) + before * chance
            before = share

    @property
    def enough(self) -> float:
        """Chance that every place is filled."""
        return max(0.0, 1 - sum(self._so_many))


def _known(need: Need, ranked: Sequence[Chance], haste: Haste, limits: Limits) -> Chance | None:
    """Return the best of those who have helped her, if one is worth asking alone."""
    if not haste.pace.alone or limits.alone_minutes <= 0 or need.was_asked or need.places > 1:
        return None
    return next((each for each in ranked if each.candidate.helped and each.score >= haste.price), None)


def _choose(ranked: Sequence[Chance], hope: Hope, haste: Haste, need: Need) -> list[Chance]:
    chosen: list[Chance] = []
    least = (haste.pace.least if need.was_asked else haste.pace.first) + need.places - 1
    for chance in ranked:
        worth = hope.enough < haste.target and (1 - hope.enough) * chance.score >= haste.price
        if len(chosen) >= least and not worth:
            break
        chosen.append(chance)
        hope.add(chance.yes_soon)
    return chosen


def _rest(ranked: Sequence[Chance], chosen: Sequence[Chance]) -> list[Chance]:
    """The first who were left out; the known one need not have been the first in order."""
    return [each for each in ranked[: len(chosen) + NOT_TOLD] if each not in chosen][:NOT_TOLD]


def _why(chance: Chance, hope: Hope, haste: Haste) -> str:
    return "target" if hope.enough >= haste.target else "price"


def _told(chance: Chance) -> dict[str, Any]:
    person = chance.candidate
    return {
        "volunteer": person.volunteer_id, "p": round(chance.yes, 3), "soon": round(chance.soon, 2),
        "B": round(chance.burden, 2), "score": round(chance.score, 4), "texts": person.texts_last_week,
        "helped": person.helped,
    }  # fmt: skip
