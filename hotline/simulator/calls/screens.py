"""What the page shows of the call on a handset."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from hotline.simulator.calls import gathering
from hotline.simulator.calls.books import Heard
from hotline.simulator.calls.state import BRIDGED, DIALLING, FETCHING, INBOUND, RECORDING, RINGING, Leg
from hotline.simulator.calls.verbs import current
from hotline.simulator.world import World

IDLE, RINGS, TALKS = "idle", "rings", "talks"
"""No call; it rings; there is a call, or one is on its way."""


@dataclass(frozen=True)
class Screen:
    """The call on a handset, or the last one; none yet when `leg` is None.

    other: the number at the other side, as it is shown. left: seconds until what is done now ends by itself, or None.
    taken: seconds that were recorded so far, or None.
    """

    mode: str = IDLE
    leg: Leg | None = None
    heard: Sequence[Heard] = ()
    other: str = ""
    left: int | None = None
    taken: int | None = None
    speech: bool = False
    """Whether the line listens for words, or records."""

    @property
    def doing(self) -> str:
        """What the call is doing, as a word; when it is over its last status."""
        if self.leg is None:
            return "none"
        return (self.leg.doing if self.leg.open else "") or self.leg.status

    @property
    def stamp(self) -> str:
        """What changes when the line about the state does."""
        return f"{self.leg.sid} {self.doing} {self.leg.due}" if self.leg else ""


def leg_on(world: World, number: str) -> Leg | None:
    """Return the open leg of a handset, the one that rings foremost."""
    legs = world.calls.legs(number, only_open=True)
    return next((leg for leg in legs if _rings(leg)), legs[-1] if legs else None)


def screen_of(world: World, number: str) -> Screen:
    """Return what a handset shows."""
    latest = world.calls.legs(number)[-1:]
    leg = leg_on(world, number) or (latest[0] if latest else None)
    if leg is None:
        return Screen()
    heard = world.calls.heard(leg.sid)
    if not leg.open:
        return Screen(IDLE, leg, heard)
    other = leg.recipient if leg.direction == INBOUND else leg.sender
    left = max(0, round(leg.due - time.time())) if leg.due and leg.doing not in {FETCHING, DIALLING, BRIDGED} else None
    taken = max(0, round(time.time() - leg.tape.began)) if leg.doing == RECORDING else None
    return Screen(RINGS if _rings(leg) else TALKS, leg, heard, other, left, taken, _takes_speech(leg))


def _rings(leg: Leg) -> bool:
    return leg.status == RINGING and leg.direction != INBOUND


def _takes_speech(leg: Leg) -> bool:
    if leg.doing == RECORDING:
        return True
    return leg.doing in gathering.WHILE_ASKING and "speech" in current(leg).get("input")
