"""What the parts of the stand-in need of the whole, so that none of them imports it."""

from typing import Protocol

from hotline.simulator.calls.books import Books
from hotline.simulator.faults import Faults
from hotline.simulator.ledger import Ledger
from hotline.simulator.store import Store


class Wakes(Protocol):
    """Whoever does what is due."""

    def wake(self) -> None:
        """Say that something is due."""


class World(Protocol):
    """The exchange, as its parts see it."""

    public_url: str
    api_url: str
    number: str
    account_sid: str
    auth_token: str
    pace: float
    timed: bool
    keywords: bool

    @property
    def store(self) -> Store:
        """The file."""

    @property
    def ledger(self) -> Ledger:
        """Texts and wire log."""

    @property
    def calls(self) -> Books:
        """Calls, captions and recordings."""

    @property
    def faults(self) -> Faults:
        """What goes wrong on purpose."""

    @property
    def postman(self) -> Wakes:
        """Whoever does what is due."""
