"""What a policy is given and what it returns. Values only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from dispatch.hours import QuietHours
from dispatch.learning import Knowledge
from dispatch.matching import Candidate
from dispatch.tunables import Tunables


@dataclass(frozen=True)
class Limits:
    """The settings the policy obeys, and what is known of all volunteers.

    wave_size, wave_minutes: the rotation's. waves_from: outcomes that must be known before waves are planned from
    them. lapse_minutes: after which a silent offer no longer keeps its volunteer from being asked about another
    request. weekly_texts: texts per volunteer and week above which everything slows down. price, target: factors on
    those of the kinds. alone_minutes: how long the known volunteer is asked alone (0: never). exploring: share of our
    doubt about a volunteer that chance may play with.
    """

    zone: ZoneInfo
    quiet: QuietHours
    wave_size: int
    wave_minutes: int
    knowledge: Knowledge = field(default_factory=Knowledge)
    waves_from: int = 200
    lapse_minutes: int = 45
    weekly_texts: float = 3.0
    price: float = 1.0
    target: float = 1.0
    alone_minutes: int = 20
    exploring: float = 0.15

    @classmethod
    def of(cls, tunables: Tunables, zone: ZoneInfo, knowledge: Knowledge) -> "Limits":
        """Return what the settings in force say."""
        return cls(
            zone, tunables.quiet_hours, tunables.wave_size, tunables.wave_minutes, knowledge,
            waves_from=tunables.waves_from, lapse_minutes=tunables.lapse_minutes,
            weekly_texts=float(tunables.weekly_texts), price=tunables.text_price_percent / 100,
            target=tunables.haste_percent / 100, alone_minutes=tunables.alone_minutes,
            exploring=tunables.exploring_percent / 100,
        )  # fmt: skip


@dataclass(frozen=True)
class OpenOffer:
    """An offer that has not been answered, also one that has lapsed: a yes still counts.

    candidate: who was asked, as he is known now; None leaves his chance to what is usual.
    """

    volunteer_id: int
    asked_at: datetime
    candidate: Candidate | None = None


@dataclass(frozen=True)
class WavePlan:
    """Whom to ask now and when to look again, or why an operator takes over (`escalate`).

    alarm: why an operator should be told already while the request stays open and texts go on. It is said again with
    every plan for which it holds; telling it once is the caller's.
    """

    ask: tuple[int, ...] = ()
    next_at: datetime | None = None
    escalate: str | None = None
    reasons: Mapping[str, Any] = field(default_factory=dict)
    alarm: str | None = None
