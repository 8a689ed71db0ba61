"""A carrier inside the test: takes texts into a list, or fails as it is told to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from dispatch.errors import DispatchError
from dispatch.ports import Outgoing, Sent, Words


@dataclass
class Carrier:
    """`troubles` are raised one per call, before anything is taken; None in it lets a call pass."""

    troubles: list[DispatchError | None] = field(default_factory=list)
    taken: list[Outgoing] = field(default_factory=list)
    state: str = "accepted"
    found: Sent | None = None
    """What a look-up finds."""
    asked: list[Outgoing] = field(default_factory=list)
    before_answer: Callable[[Outgoing], object] = field(default=lambda _outgoing: None)
    wordless: frozenset[str] = frozenset()

    def words(self, language: str | None, notice: str, facts: Mapping[str, Any]) -> Words:
        """Two parts for each text; no words for the notices that have none."""
        if notice in self.wordless:
            raise KeyError(f"sms:{notice}")
        return Words(f"{notice} in {language}", "GSM-7", 2)

    def may_text(self, phone: str, countries: frozenset[str]) -> bool:
        """Swedish numbers, if Sweden is allowed."""
        return phone.startswith("+46") and "SE" in countries

    def send(self, outgoing: Outgoing) -> Sent:
        """Take a text, or fail."""
        trouble = self.troubles.pop(0) if self.troubles else None
        if trouble is not None:
            raise trouble
        self.taken.append(outgoing)
        self.before_answer(outgoing)
        return Sent(f"SM{outgoing.message_id}", self.state)

    def look_up(self, outgoing: Outgoing) -> Sent | None:
        """Say what became of a text."""
        self.asked.append(outgoing)
        trouble = self.troubles.pop(0) if self.troubles else None
        if trouble is not None:
            raise trouble
        return self.found
