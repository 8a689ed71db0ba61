"""How likely a volunteer says yes if he is asked now, how soon, and what asking him costs. Pure."""

import math
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from operator import mul
from random import Random
from typing import NamedTuple

from dispatch.hours import parse_hours
from dispatch.kinds import Kind
from dispatch.learning import DELAY_SPREAD, FEATURES, Knowledge, Record, pressure, squash, standing, usual_delay
from dispatch.matching import Candidate, Need

EVENING = 17
"""The hour at which a day's work is over."""

UNKNOWN_KM = 2.0
"""What a distance that is not known counts for, where somebody has to go there."""

PRESSED_HALF = 4
"""So many texts press half as much as any number could."""

UNHEARD = 0.8
"""How much of our doubt speaks against who leaves an offer unanswered."""

TASK_BURDEN = 0.1
"""What a task of the last seven days adds to the burden."""

KNOWN_BONUS = 1.5
FOREIGN = 0.5
"""Factors on the score of who has helped her, and of who does not speak her own language."""

OTHER_HOURS = 0.5
"""Factor on the score of who has stated other hours than now: nobody is asked twice about a request, so he is kept for
his own. In made-up places a half did better than nothing at all; a third or a quarter, no clear better."""

SHARE_AT_LEAST, SHARE_AT_MOST = 0.4, 2.5
"""Bounds within which his organisation's share of the work counts: a small one's is chance for the most part."""

SOON_SHARE = 0.65
"""How much of a score depends on the answer coming before the next wave."""


class Chance(NamedTuple):
    """What asking one volunteer promises.

    yes: chance that he says yes at all. soon: that his answer, if one comes, comes before the next wave.
    burden: what asking him costs, 1 for somebody who has been left alone. score: what the order is made by.
    """

    candidate: Candidate
    yes: float
    soon: float
    burden: float
    score: float

    @property
    def yes_soon(self) -> float:
        """Chance of a yes before the next wave."""
        return self.yes * self.soon


def features(need: Need, candidate: Candidate, now: datetime, local: datetime) -> tuple[float, ...]:
    """Return what his chance is made of, in the order of `FEATURES`. `local` is `now` by the clock of the place."""
    pressed = pressure(candidate.record, now)
    return (
        1.0,
        _free(candidate.available, local.weekday(), local.hour, local.minute),
        _nearness(need, candidate),
        1.0 if need.language in candidate.languages else 0.0,
        1.0 if candidate.helped else 0.0,
        pressed / (pressed + PRESSED_HALF),
        float(min(10, max(candidate.tasks_last_week, candidate.visits_ahead))),
        1.0 if need.kind == Kind.PHARMACY else 0.0,
        1.0 if local.hour >= EVENING else 0.0,
        1.0 if local.weekday() >= 5 else 0.0,
    )


@lru_cache(maxsize=65536)
def _free(available: str, weekday: int, hour: int, minute: int) -> float:
    """Free now by what he has stated; who has stated nothing lies between."""
    if not available:
        return 0.5
    # The first week of 2024 began on a Monday; only the day of the week and the clock matter here.
    return 1.0 if parse_hours(available).is_free(datetime(2024, 1, 1 + weekday, hour, minute)) else 0.0  # noqa: DTZ001


def _nearness(need: Need, candidate: Candidate) -> float:
    if not need.near:
        return 0.0
    return min(UNKNOWN_KM if candidate.km is None else candidate.km, 20.0) / 4


def odds(facts: Sequence[float], standing: tuple[float, float], knowledge: Knowledge) -> tuple[float, float]:
    """Return mean and variance of the log-odds of a yes; `standing` is the volunteer's own."""
    lean, doubt = standing
    mean = lean + sum(map(mul, facts, knowledge.weights))
    return mean, doubt + sum(map(mul, map(mul, facts, facts), knowledge.doubts))


def reply_share(minutes: float, record: Record) -> float:
    """Return the share of his answers that come within so many minutes."""
    if minutes <= 0:
        return 0.0
    return 0.5 * (1 + math.erf((math.log(minutes) - usual_delay(record)) / (DELAY_SPREAD * math.sqrt(2))))


def burden(candidate: Candidate) -> float:
    """Return what a text to him costs: it grows with his texts and tasks and his organisation's share of the work."""
    texts, tasks = candidate.texts_last_week, max(candidate.tasks_last_week, candidate.visits_ahead)
    share = min(max(candidate.burden, SHARE_AT_LEAST), SHARE_AT_MOST)
    return (1 + 0.25 * texts + 0.05 * texts * texts) * (1 + TASK_BURDEN * tasks) * share


class Weigher:
    """Weighs volunteers for one request at one moment; what is the same for all is worked out once."""

    def __init__(self, need: Need, now: datetime, local: datetime, *, knowledge: Knowledge, gap: float) -> None:
        self._need, self._now, self._local, self._knowledge = need, now, local, knowledge
        self._gap = gap

    def weigh(self, candidate: Candidate, draw: Random, exploring: float) -> Chance:
        """Return his chance. The score leaves a part of our doubt about him to chance, so that newcomers are tried."""
        own = standing(candidate.record, self._now)
        facts = features(self._need, candidate, self._now, self._local)
        mean, variance = self._odds(candidate, facts, own)
        yes, soon, cost = squash(mean, variance), reply_share(self._gap, candidate.record), burden(candidate)
        tried = squash(mean + exploring * math.sqrt(own[1]) * draw.gauss(0, 1), variance)
        score = tried * (1 - SOON_SHARE + SOON_SHARE * soon) / cost
        if candidate.helped:
            score *= KNOWN_BONUS
        elif not facts[_FREE_NOW]:
            score *= OTHER_HOURS
        if self._need.language not in candidate.languages:
            score *= FOREIGN
        return Chance(candidate, yes, soon, cost, score)

    def still(self, candidate: Candidate | None, asked_at: datetime) -> float:
        """Return the chance that somebody who was asked and has not answered says yes before the next wave."""
        record = candidate.record if candidate else _NOBODY
        own = standing(record, self._now)
        if candidate:
            mean, variance = self._odds(candidate, features(self._need, candidate, self._now, self._local), own)
        else:
            mean, variance = odds(_USUAL, own, self._knowledge)
        silent = max(0.0, (self._now - asked_at).total_seconds() / 60)
        yes, come, coming = squash(mean, variance), reply_share(silent, record), reply_share(silent + self._gap, record)
        return yes * (coming - come) / (1 - yes * come)

    def _odds(self, candidate: Candidate, facts: Sequence[float], own: tuple[float, float]) -> tuple[float, float]:
        mean, variance = odds(facts, own, self._knowledge)
        unheard = min(candidate.record.waiting, candidate.texts_last_week)
        if unheard:
            mean -= UNHEARD * own[1] * squash(mean, variance) * unheard
        return mean, variance


_FREE_NOW = list(FEATURES).index("free_now")
_NOBODY = Record()
_USUAL = (1.0, 0.5, 0.5, *([0.0] * (len(Knowledge().weights) - 3)))
"""The features of somebody of whom nothing is known."""
