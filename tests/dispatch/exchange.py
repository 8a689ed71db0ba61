"""What calls need from outside, inside the test: one who rings, one who has recordings, and a drawer for them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from dispatch.errors import DispatchError, SendFailed
from dispatch.models import Call, Person, Recording
from dispatch.ports import GONE, Fate, OutgoingCall
from dispatch.states import NEW
from tests.support.factories import LONG_AGO, a_person

LANDLINE = "+4684650045"


@dataclass
class Ringer:
    """Places calls, into a list. `troubles` are raised one per question; None in it lets one pass."""

    troubles: list[DispatchError | None] = field(default_factory=list)
    rung: list[OutgoingCall] = field(default_factory=list)
    asked: list[OutgoingCall | str] = field(default_factory=list)
    found: Fate | None = None
    """What a look-up finds."""
    before_answer: Callable[[OutgoingCall], object] = field(default=lambda _outgoing: None)

    def may_call(self, phone: str, countries: frozenset[str]) -> bool:
        """Swedish numbers, if Sweden is allowed."""
        return phone.startswith("+46") and "SE" in countries

    def call(self, outgoing: OutgoingCall) -> Fate:
        """Take a call, or fail."""
        self._fail()
        self.rung.append(outgoing)
        self.before_answer(outgoing)
        return Fate(f"CA{outgoing.call_id}", "queued")

    def look_up_call(self, outgoing: OutgoingCall) -> Fate | None:
        """Say what became of a call."""
        self.asked.append(outgoing)
        self._fail()
        return self.found

    def fetch_call(self, provider_sid: str) -> Fate | None:
        """Say where a call is."""
        self.asked.append(provider_sid)
        self._fail()
        return self.found

    def _fail(self) -> None:
        trouble = self.troubles.pop(0) if self.troubles else None
        if trouble is not None:
            raise trouble


@dataclass
class Tapes:
    """The carrier's recordings by its own ids."""

    tapes: dict[str, bytes] = field(default_factory=dict)
    troubles: list[DispatchError | OSError | None] = field(default_factory=list)
    fetched: int = 0
    deleted: list[str] = field(default_factory=list)

    def fetch(self, provider_sid: str) -> bytes:
        """Return a recording, or say that there is none such."""
        self.fetched += 1
        self._fail()
        if provider_sid not in self.tapes:
            raise SendFailed(GONE, permanent=True)
        return self.tapes[provider_sid]

    def delete(self, provider_sid: str) -> None:
        """Forget a recording."""
        self._fail()
        if self.tapes.pop(provider_sid, None) is None:
            raise SendFailed(GONE, permanent=True)
        self.deleted.append(provider_sid)

    def _fail(self) -> None:
        trouble = self.troubles.pop(0) if self.troubles else None
        if trouble is not None:
            raise trouble


@dataclass
class Drawer:
    """Files by their names."""

    files: dict[str, bytes] = field(default_factory=dict)

    def put(self, data: bytes) -> str:
        """Keep a file."""
        name = f"{len(self.files)}.wav"
        self.files[name] = data
        return name

    def erase(self, name: str) -> None:
        """Erase a file."""
        self.files.pop(name, None)


def a_call(session: Session, person: Person | None = None, **more: Any) -> Call:
    """Return a call that somebody is in with us; `direction` "out" for one of ours."""
    person = person or a_person(session, phone=LANDLINE, can_text=False, can_call=True)
    is_ours = more.get("direction") == "out"
    values = {"direction": "in", "state": "talking", "came_from": "ringing" if is_ours else NEW,
              "created_at": LONG_AGO, "talk": {}, **more}
    call = Call(person=person, **values)
    session.add(call)
    session.flush()
    return call


def a_recording(session: Session, call: Call | None = None, **more: Any) -> Recording:
    """Return a spoken message that the carrier has announced."""
    call = call or a_call(session)
    values = {"provider_sid": f"RE{call.id}", "seconds": 7, "state": "announced", "came_from": NEW,
              "created_at": call.created_at, "next_at": call.created_at, **more}
    recording = Recording(call=call, **values)
    session.add(recording)
    session.flush()
    return recording
