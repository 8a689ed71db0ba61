"""What the core needs from outside, as protocols: somebody who finds the words and carries them."""

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
