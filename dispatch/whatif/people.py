"""Volunteers with a nature that the policy cannot see, and requests that come at their time. Values only."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from zoneinfo import ZoneInfo

from dispatch.hours import QuietHours, parse_hours
from dispatch.matching import Candidate, Need

Point = tuple[float, float]
"""Kilometres east and north."""

PARTS_OF_DAY = 3
_PART_HOURS = 8


@dataclass(frozen=True)
class Asked:
    """What weighs with a volunteer when a text reaches him. pressure and tasks are those of his last days."""

    kind: str
    km: float
    free: bool
    tongue: bool
    known: bool
    pressure: float
    tasks: int


@dataclass(frozen=True)
class Nature:
    """How a volunteer really behaves. All but the times are log-odds.

    liking: what he thinks of each kind. wrong: weekday and part of the day for which his stated hours do not hold.
    quick, slow: middle of his fast and his slow answers in minutes; hurry: share of the fast. manners: how often he
    writes no instead of nothing. patience: factor on how easily texts make him leave.
    """

    will: float = -1.3
    free: float = 2.2
    km: float = -0.9
    tongue: float = 0.4
    known: float = 0.8
    pressed: float = -1.8
    tasks: float = -0.25
    medicine: float = 0.3
    liking: dict[str, float] = field(default_factory=dict)
    wrong: frozenset[tuple[int, int]] = frozenset()
    quick: float = 4.0
    slow: float = 80.0
    hurry: float = 0.6
    manners: float = 0.35
    patience: float = 1.0

    def is_free(self, available: str, local: datetime) -> bool:
        """Whether he really has time: his stated hours, turned round where they are wrong."""
        stated = parse_hours(available).is_free(local)
        return stated is not ((local.weekday(), local.hour // _PART_HOURS) in self.wrong)

    def says_yes(self, asked: Asked, mood: float) -> float:
        """Return the chance that he says yes. mood: what the day adds."""
        odds = (
            self.will + mood + self.liking.get(asked.kind, 0.0) + self.free * asked.free + self.tongue * asked.tongue
            + self.km * min(asked.km, 20.0) / 4 + self.known * asked.known + self.tasks * asked.tasks
            + self.pressed * asked.pressure / (asked.pressure + 4) + self.medicine * (asked.kind == "pharmacy")
        )  # fmt: skip
        return 1 / (1 + math.exp(-odds))

    def answers_after(self, draw: Random) -> float:
        """Return the minutes until he answers: a mixture of two log-normals, as measured for e-mail."""
        quick = draw.random() < self.hurry
        return (self.quick if quick else self.slow) * math.exp(draw.gauss(0, 1.0 if quick else 1.2))

    def leaves(self, texts: int, draw: Random) -> bool:
        """Whether this text, after so many in seven days, is the one that makes him leave."""
        return draw.random() < self.patience * 0.0022 * (1 + math.pow(texts / 12, 1.3))


@dataclass(frozen=True)
class Player:
    """A volunteer as the policy knows him before anything happens, with his home and his nature."""

    candidate: Candidate
    nature: Nature
    home: Point | None = None


@dataclass(frozen=True)
class Wish:
    """A request that comes at `at`. window: texting minutes in which somebody should be found."""

    at: datetime
    need: Need
    window: float
    home: Point | None = None


@dataclass(frozen=True)
class Population:
    """Everybody, everything they will ask for, and the clock of the place.

    fits: who fits each request for good, kept when it is first asked, since every strategy asks the same.
    """

    players: Sequence[Player]
    wishes: Sequence[Wish]
    zone: ZoneInfo
    quiet: QuietHours
    fits: dict[int, tuple[int, ...]] = field(default_factory=dict)


def kilometres(one: Point | None, other: Point | None) -> float | None:
    """Return the distance of two homes; None where one is not known."""
    return math.dist(one, other) if one and other else None
