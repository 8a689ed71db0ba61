"""A telephone in a story: it dials and is called, and the carrier walks what the application answers.

Nobody waits for real time: prompts end at once, and silence passes when the story says so. Every document is checked
by `twiml_check.faults`, and a bad one fails the test; so does any complaint of the carrier's.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from hotline.simulator import errands
from hotline.simulator.calls import switchboard
from hotline.simulator.calls.books import Heard, Recording
from hotline.simulator.calls.happenings import Answered, Declined, Event, HungUp, Keys, Passed, Spoke
from hotline.simulator.calls.state import (
    BUSY,
    INBOUND,
    NO_ANSWER,
    PAUSING,
    PROMPTING,
    RINGING,
    Leg,
)
from hotline.simulator.exchange import Exchange
from tests.support.twiml_check import faults

PATIENCE = 20.0
"""Seconds a test waits for what should take well under one."""

RECENT = 200
"""Entries of the wire log that are looked through for new documents."""

AUDIBLE = frozenset({"say", "play"})


class Said(NamedTuple):
    """What a caller heard at once: words, or the address of a recording; and the language, as the TwiML names it."""

    text: str
    language: str


@dataclass
class Telephone:
    """One telephone with a number in E.164."""

    exchange: Exchange
    number: str

    def __post_init__(self) -> None:
        """Let no time pass by itself."""
        self.exchange.timed = False

    def dials(self, *, shown: str | None = None, forgives: bool = False) -> "Call":
        """Dial the line. shown: what the application is told instead of the number, as "anonymous".

        forgives: the carrier may complain of the application, as in a story about an outage.
        """
        sid = switchboard.dial(self.exchange, self.number, shown=shown)
        call = Call(self.exchange, sid, forgives=forgives)
        return call.goes_on()

    def is_ringing(self) -> bool:
        """Whether somebody is calling it just now."""
        return any(leg.status == RINGING for leg in self._coming())

    def rings(self, *, seconds: float = PATIENCE) -> Leg:
        """Wait until it rings, and return who calls."""
        return self._wait(lambda: next((leg for leg in self._coming() if leg.status == RINGING), None), seconds)

    def answers(self) -> "Call":
        """Answer, when it rings."""
        return self._take(Answered())

    def lets_the_machine_answer(self) -> "Call":
        """Let an answering machine take the call."""
        return self._take(Answered(machine=True))

    def is_busy(self) -> "Call":
        """Decline the call."""
        return self._take(Declined(BUSY))

    def does_not_answer(self) -> "Call":
        """Let it ring until nobody waits any longer."""
        return self._take(Declined(NO_ANSWER))

    def _take(self, event: Event) -> "Call":
        leg = self.rings()
        return Call(self.exchange, leg.sid).does(event)

    def _coming(self) -> list[Leg]:
        legs = self.exchange.calls.legs(self.number, only_open=True)
        return [leg for leg in legs if leg.direction != INBOUND]

    def _wait(self, look: Callable[[], Leg | None], seconds: float) -> Leg:
        deadline = time.monotonic() + seconds
        while True:
            found = look()
            if found is not None:
                return found
            assert time.monotonic() < deadline, f"{self.number} never rang"
            time.sleep(0.01)


@dataclass
class Call:
    """One side of a call, from a telephone's point of view. sid: the carrier's id of this side."""

    exchange: Exchange
    sid: str
    forgives: bool = False
    """Whether the carrier's complaints are part of the story."""
    known: int = 0
    checked: int = 0
    heard: list[Said] = field(default_factory=list)
    """All that was heard so far."""
    hears: list[Said] = field(default_factory=list)
    """What was heard since the last thing that was done."""

    def presses(self, keys: str) -> "Call":
        """Press keys, one after the other."""
        return self.does(Keys(keys))

    def is_silent(self) -> "Call":
        """Do nothing until the line goes on by itself."""
        return self.does(Passed())

    def says(self, words: str, *, confidence: float | None = 0.9) -> "Call":
        """Say words that the carrier understands, where it listens. A confidence of None is not told."""
        return self.does(Spoke(words=words, confidence=confidence))

    def speaks(self, *, seconds: float = 5, sound: bytes = b"") -> "Call":
        """Speak into a recording. It goes on until a key, silence or hanging up. sound: a WAV file, else a tone."""
        assert self.state == "recording", f"nothing is recorded, the call is {self.state}"
        sid = f"sound-{time.monotonic_ns()}" if sound else ""
        if sound:
            self.exchange.calls.put_sound(sid, sound)
        return self.does(Spoke(seconds=seconds, sound=sid))

    def hangs_up(self) -> "Call":
        """Hang up."""
        return self.does(HungUp())

    @property
    def state(self) -> str:
        """ringing, gathering, recording, dialling or bridged; when it is over completed, busy, no-answer and so on."""
        leg = self.leg
        return (leg.doing if leg.open and leg.doing else "") or leg.status

    @property
    def leg(self) -> Leg:
        """This side as the carrier knows it."""
        leg = self.exchange.calls.leg(self.sid)
        assert leg is not None
        return leg

    @property
    def is_over(self) -> bool:
        """Whether it has ended."""
        return not self.leg.open

    @property
    def words(self) -> str:
        """All that was heard since the last thing that was done, in one text."""
        return "\n".join(line.text for line in self.hears)

    @property
    def languages(self) -> set[str]:
        """The languages that were heard since the last thing that was done."""
        return {line.language for line in self.hears if line.language}

    @property
    def recordings(self) -> list[Recording]:
        """What was recorded of this call and is still at the carrier."""
        return [each for each in self.exchange.calls.recordings() if each.leg == self.sid]

    def is_ringing_for(self, number: str) -> bool:
        """Whether a telephone with this number rings because of this call."""
        legs = self.exchange.calls.legs(number, only_open=True)
        return any(leg.call == self.leg.call and leg.status == RINGING for leg in legs)

    def does(self, event: Event) -> "Call":
        """Let something happen on this side; return when the line waits for the next thing."""
        self.listens()
        self.hears = []
        switchboard.happen(self.exchange, self.sid, event)
        return self.goes_on()

    def goes_on(self) -> "Call":
        """Let prompts and pauses pass on both sides until somebody has to do something."""
        self._settle()
        while waiting := [leg for leg in self._legs() if leg.open and leg.doing in {PROMPTING, PAUSING} and leg.due]:
            for leg in waiting:
                switchboard.happen(self.exchange, leg.sid, Passed())
            self._settle()
        self._check()
        return self.listens()

    def listens(self) -> "Call":
        """Take in what was heard meanwhile, because of what the other side did."""
        captions = self.exchange.calls.heard(self.sid, after=self.known)
        if captions:
            self.known = captions[-1].id
        wrong = [caption.text for caption in captions if caption.kind == "error"]
        assert self.forgives or not wrong, f"the carrier complains: {wrong}"
        fresh = [_line(caption) for caption in captions if caption.kind in AUDIBLE]
        self.hears += fresh
        self.heard += fresh
        return self

    def _legs(self) -> list[Leg]:
        return [leg for leg in self.exchange.calls.legs() if leg.call == self.leg.call]

    def _settle(self) -> None:
        call, deadline = self.leg.call, time.monotonic() + PATIENCE
        while errands.pending(self.exchange.store, call):
            assert time.monotonic() < deadline, f"the application does not answer: {self.exchange.wire()[-3:]}"
            self.exchange.postman.wake()
            time.sleep(0.003)

    def _check(self) -> None:
        """Fail if a document of this call breaks a rule."""
        sids = {leg.sid for leg in self._legs()}
        entries = [entry for entry in self.exchange.ledger.wire(last=RECENT) if entry.id > self.checked]
        for entry in entries:
            self.checked = entry.id
            document = entry.answer if entry.subject in sids and "<Response" in entry.answer else ""
            wrong = document and faults(document, number=self.exchange.number, public_url=self.exchange.public_url)
            assert not wrong, f"{entry.address} answers what it may not: {wrong}\n{document}"


def _line(caption: Heard) -> Said:
    return Said(caption.text, caption.language)
