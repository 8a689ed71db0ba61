"""What the core needs from outside, as protocols: who finds the words, who carries them, who calls, who keeps files."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol


@dataclass(frozen=True)
class Outgoing:
    """A text that is about to leave: everything the carrier needs, detached from the database."""

    message_id: int
    phone: str
    body: str
    created_at: datetime
    known_sids: frozenset[str] = frozenset()
    """The carrier's ids of other texts to the same number: none of those is this one."""


@dataclass(frozen=True)
class Words:
    """A text in its final words, counted: encoding is GSM-7 or UCS-2, segments are the parts that are paid."""

    body: str
    encoding: str
    segments: int


@dataclass(frozen=True)
class Sent:
    """What the carrier said it did: its own id, and the state that is an event of `MESSAGE_MOVES`' targets."""

    provider_sid: str
    state: str


class Messenger(Protocol):
    """Carries texts. `send` raises `SendFailed` or `SendUnknown`; `look_up` returns None for what was never taken."""

    def words(self, language: str | None, notice: str, facts: Mapping[str, Any]) -> Words: ...

    def may_text(self, phone: str, countries: frozenset[str]) -> bool: ...

    def send(self, outgoing: Outgoing) -> Sent: ...

    def look_up(self, outgoing: Outgoing) -> Sent | None: ...


@dataclass(frozen=True)
class OutgoingCall:
    """A call that is about to be placed, detached from the database."""

    call_id: int
    phone: str
    created_at: datetime
    known_sids: frozenset[str] = frozenset()
    """The carrier's ids of other calls with the same number: none of those is this one."""


@dataclass(frozen=True)
class Fate:
    """What the carrier says of a call: its own id, and its own word for where the call is (`call_reports.EVENTS`)."""

    provider_sid: str
    status: str


class Caller(Protocol):
    """Places calls. What asks the carrier raises `SendFailed` or `SendUnknown`.

    `look_up_call` finds a call by what we know of it, `fetch_call` by the carrier's id; None: there is none such.
    """

    def may_call(self, phone: str, countries: frozenset[str]) -> bool: ...

    def call(self, outgoing: OutgoingCall) -> Fate: ...

    def look_up_call(self, outgoing: OutgoingCall) -> Fate | None: ...

    def fetch_call(self, provider_sid: str) -> Fate | None: ...


class Recorder(Protocol):
    """Has the spoken messages until we fetch them.

    Raises `SendFailed`, with `GONE` as its code for what is not there (yet, or any more), or `SendUnknown`.
    """

    def fetch(self, provider_sid: str) -> bytes: ...

    def delete(self, provider_sid: str) -> None: ...


GONE = "20404"


class Shelf(Protocol):
    """Keeps files. `put` gives each a random name; `erase` of what is not there is no error."""

    def put(self, data: bytes) -> str: ...

    def erase(self, name: str) -> None: ...
