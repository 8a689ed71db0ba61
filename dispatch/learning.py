"""What is learned of volunteers from their answers: a few numbers each, and a few for all. Pure: values in, values out.

The chance of a yes is a logistic curve of what is known when he is asked (`FEATURES`) plus his own leaning. Both are
normal distributions moved a little by each outcome (one step of a Kalman filter), so an answer costs the same however
many came before, and how sure we are is known too.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

RECENT = 8
"""How many of his last answers are kept to be told."""

FEATURES: Mapping[str, tuple[float, float]] = {
    # Mean and standard deviation of the weight before anything is learned; from our own simulation of four weeks.
    "always": (-1.3, 0.35),
    "free_now": (1.0, 0.35),
    "km": (-0.6, 0.35),
    "language": (0.4, 0.35),
    "known": (0.8, 0.35),
    "pressed": (-1.0, 0.35),
    "tasks": (-0.3, 0.35),
    "medicine": (0.3, 0.35),
    "evening": (0.0, 0.2),
    "weekend": (0.0, 0.2),
}
"""What a chance is made of, in the order in which a list of features is stored. New ones are added at the end."""

LEAN_DOUBT = 1.1**2
"""Variance of volunteers' own leanings, in log-odds: they differ much."""

USUAL_DELAY = math.log(12)
"""Of a volunteer who has not answered yet: the middle of his answers comes after 12 minutes."""

DELAY_SPREAD = 1.3
"""Standard deviation of one volunteer's log delays."""

DELAY_WEIGHT = 2
"""How many answers the usual delay counts for beside his own."""

MOST_DELAYS = 20
"""Older answers than so many fade out of the mean delay."""

PRESSURE_DAYS = 4.3
"""A text presses a third as much after so many days."""

LEAN_DAYS = 120
"""What is known of a leaning is a third as much worth after so many days without a text."""

Said = Literal["yes", "no", "silent", "filled"]
"""What became of an offer: a yes (also one that came too late), a no, a day of silence, or taken by another first."""

_LETTERS: Mapping[Said, str] = {"yes": "y", "no": "n", "silent": "s"}


@dataclass(frozen=True)
class Record:
    """What is known of one volunteer's willingness. A newcomer has the record that nothing has changed yet.

    lean, doubt: mean and variance of his own leaning to yes, in log-odds. pressed: texts he was sent, each counting
    less with every day (as it stood at `pressed_at`). delay: mean of the natural logarithm of minutes until he
    answers; answers: how many that mean is of. recent: his last outcomes, newest last, a letter each
    (y yes, n no, s silent for a day). waiting: texts to him whose outcome is not known yet.
    """

    lean: float = 0.0
    doubt: float = LEAN_DOUBT
    pressed: float = 0.0
    pressed_at: datetime | None = None
    delay: float = USUAL_DELAY
    answers: int = 0
    recent: str = ""
    waiting: int = 0


@dataclass(frozen=True)
class Outcome:
    """What became of one offer. minutes: from the text to the answer; None when there was none."""

    features: Sequence[float]
    said: Said
    minutes: float | None
    at: datetime


@dataclass(frozen=True)
class Knowledge:
    """What is known of all volunteers together.

    weights, doubts: means and variances of what each feature adds to the log-odds. answers: outcomes learned from.
    load: texts per active volunteer in the last seven days.
    """

    weights: tuple[float, ...] = tuple(mean for mean, _ in FEATURES.values())
    doubts: tuple[float, ...] = tuple(spread**2 for _, spread in FEATURES.values())
    answers: int = 0
    load: float = 0.0

    def to_json(self) -> dict[str, Any]:
        """Return it as plain lists and numbers."""
        return {"weights": list(self.weights), "doubts": list(self.doubts), "answers": self.answers, "load": self.load}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any] | None) -> "Knowledge":
        """Return what `to_json` stored. Features that came later start as if nothing were known of them."""
        fresh, stored = cls(), stored or {}
        weights, doubts = tuple(stored.get("weights", ())), tuple(stored.get("doubts", ()))
        many = min(len(weights), len(doubts), len(FEATURES))
        return cls(
            weights[:many] + fresh.weights[many:], doubts[:many] + fresh.doubts[many:],
            int(stored.get("answers", 0)), float(stored.get("load", 0.0)),
        )  # fmt: skip

    @property
    def is_sound(self) -> bool:
        """Whether one can reckon with it."""
        same = len(self.weights) == len(self.doubts) == len(FEATURES)
        return same and all(map(math.isfinite, (*self.weights, *self.doubts, self.load))) and min(self.doubts) > 0


def learn(record: Record, outcome: Outcome, knowledge: Knowledge) -> Record:
    """Return the record after an outcome. Taken by another before he answered says nothing about him."""
    waiting = max(0, record.waiting - 1)
    if outcome.said == "filled":
        return replace(record, waiting=waiting)
    chance, step = _surprise(record, outcome, knowledge)
    heard = _hear(record, outcome.minutes) if outcome.minutes is not None else record
    return replace(
        heard,
        lean=record.lean + record.doubt * step,
        doubt=1 / (1 / record.doubt + chance * (1 - chance)),
        recent=(record.recent + _LETTERS[outcome.said])[-RECENT:],
        waiting=waiting,
    )


def learn_weights(knowledge: Knowledge, record: Record, outcome: Outcome) -> Knowledge:
    """Return what is known of all after an outcome of one; `record` is his, as it was before or as it is."""
    if outcome.said == "filled":
        return knowledge
    chance, step = _surprise(record, outcome, knowledge)
    facts = (*outcome.features, *([0.0] * len(knowledge.weights)))[: len(knowledge.weights)]
    parts = list(zip(facts, knowledge.weights, knowledge.doubts, strict=True))
    return replace(
        knowledge,
        weights=tuple(weight + doubt * fact * step for fact, weight, doubt in parts),
        doubts=tuple(1 / (1 / doubt + fact * fact * chance * (1 - chance)) for fact, _, doubt in parts),
        answers=knowledge.answers + 1,
    )


def press(record: Record, now: datetime) -> Record:
    """Return the record after a text to him: it presses, and what was learned long ago counts for less."""
    lean, doubt = standing(record, now)
    latest = now if record.pressed_at is None else max(now, record.pressed_at)
    return replace(
        record, lean=lean, doubt=doubt, pressed=pressure(record, now) + 1, pressed_at=latest,
        waiting=record.waiting + 1,
    )  # fmt: skip


def pressure(record: Record, now: datetime) -> float:
    """Return how much his texts press at `now`: one just sent counts 1, one of last week a fifth."""
    return record.pressed * math.exp(-_days_since(record, now) / PRESSURE_DAYS) if record.pressed else 0.0


def standing(record: Record, now: datetime) -> tuple[float, float]:
    """Return his leaning and our doubt of it at `now`: people change, and what was learned long ago fades."""
    days = _days_since(record, now)
    if days < 1:
        return record.lean, record.doubt
    kept = math.exp(-days / LEAN_DAYS)
    return record.lean * kept, LEAN_DOUBT + (record.doubt - LEAN_DOUBT) * kept


def usual_delay(record: Record) -> float:
    """Return the mean of the logarithm of his minutes until an answer, drawn to everybody's while answers are few."""
    return (DELAY_WEIGHT * USUAL_DELAY + record.answers * record.delay) / (DELAY_WEIGHT + record.answers)


def explain(record: Record, now: datetime) -> Mapping[str, float | None]:
    """Return the numbers behind a sentence like "3 of his last 8 offers, usually within 20 minutes".

    usual_minutes is None for who has never answered. lean and doubt are in log-odds: above 0 is more willing than most.
    """
    lean, doubt = standing(record, now)
    return {
        "offers": len(record.recent),
        "yes": record.recent.count("y"),
        "no": record.recent.count("n"),
        "silent": record.recent.count("s"),
        "usual_minutes": round(math.exp(usual_delay(record))) if record.answers else None,
        "pressure": round(pressure(record, now), 1),
        "lean": round(lean, 2),
        "doubt": round(math.sqrt(doubt), 2),
    }


def squash(mean: float, variance: float) -> float:
    """Return the chance that a normal distribution of log-odds stands for (MacKay's approximation)."""
    odds = mean / math.sqrt(1 + math.pi * variance / 8)
    return 1 / (1 + math.exp(-odds)) if odds > -700 else 0.0


def _surprise(record: Record, outcome: Outcome, knowledge: Knowledge) -> tuple[float, float]:
    """Return the chance that a yes had, and how far the outcome moves the log-odds for each unit of variance."""
    facts = outcome.features
    mean = record.lean + sum(fact * weight for fact, weight in zip(facts, knowledge.weights, strict=False))
    variance = record.doubt + sum(fact * fact * doubt for fact, doubt in zip(facts, knowledge.doubts, strict=False))
    chance = squash(mean, variance)
    happened = 1.0 if outcome.said == "yes" else 0.0
    return chance, (happened - chance) / (1 + chance * (1 - chance) * variance)


def _hear(record: Record, minutes: float) -> Record:
    before = min(record.answers, MOST_DELAYS)
    mean = (record.delay * before + math.log(max(minutes, 0.1))) / (before + 1)
    return replace(record, delay=mean, answers=before + 1)


def _days_since(record: Record, now: datetime) -> float:
    """A clock that jumped back must not make a text press more than when it was sent."""
    return max(0.0, (now - record.pressed_at).total_seconds() / 86_400) if record.pressed_at else 0.0
