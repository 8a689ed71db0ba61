"""The stand-in's world in one place: its books, its faults, its handsets and those who carry out what is due."""

import time
from dataclasses import dataclass
from pathlib import Path

from hotline.simulator import ACCOUNT_SID, AUTH_TOKEN, LINE_NUMBER, errands
from hotline.simulator.calls.books import Books
from hotline.simulator.faults import DELAY, Faults
from hotline.simulator.handsets import Handsets
from hotline.simulator.ledger import Ledger
from hotline.simulator.postman import Postman
from hotline.simulator.records import Text, WireEntry
from hotline.simulator.store import Store

PACE = 0.4
"""Seconds between two reports about a text."""

THREADS = 4

TABLES = ("text", "wire", "errand", "fault", "trouble", "handset", "leg", "caption", "sound", "recording")
"""What is emptied to begin anew."""


@dataclass(frozen=True)
class Account:
    """What the line has at the carrier: its number in E.164 and its credentials."""

    number: str = LINE_NUMBER
    sid: str = ACCOUNT_SID
    token: str = AUTH_TOKEN


class Exchange:
    """A telephone exchange that several processes share through the file at `path`.

    public_url: where the application is reached, no trailing slash; may be set later.
    pace: seconds between two reports about a text; threads: how many errands are done at a time.
    `keywords`: whether the carrier itself acts on STOP and START. `api_url`: where its own API is reached, no trailing
    slash. `timed`: whether prompts, ringing and silence in calls end by themselves when their time is over.
    """

    def __init__(
        self,
        path: Path,
        *,
        public_url: str = "",
        account: Account = Account(),
        pace: float = PACE,
        threads: int = THREADS,
    ) -> None:
        self.public_url = public_url
        self.number, self.account_sid, self.auth_token = account.number, account.sid, account.token
        self.pace = pace
        self.keywords = True
        self.api_url = ""
        self.timed = True
        self.store = Store(path)
        self.ledger = Ledger(self.store)
        self.calls = Books(self.store)
        self.faults = Faults(self.store)
        self.handsets = Handsets(self.store)
        self.postman = Postman(self, threads)

    def texts(self, number: str = "") -> list[Text]:
        """Return the texts to and from a number (empty: all), oldest first."""
        return self.ledger.texts(number)

    def wire(self) -> list[WireEntry]:
        """Return every HTTP exchange with the application, oldest first."""
        return self.ledger.wire()

    def set_fault(self, number: str, kind: str, *, on: bool = True, seconds: float = DELAY) -> None:
        """Switch a handset's fault on or off, see `faults.KINDS`. Raises `UnknownFault`."""
        self.faults.put(number, kind, on=on, seconds=seconds)

    def set_trouble(self, kind: str, *, times: int = 1, seconds: float = DELAY) -> None:
        """Let the next `times` calls of the carrier's API fail, see `faults.TROUBLES`. Raises `UnknownFault`."""
        self.faults.trouble(kind, times=times, seconds=seconds)

    def settle(self, seconds: float = 10.0) -> bool:
        """Wait until nothing is left to be reported or sent. False: it took longer."""
        until = time.monotonic() + seconds
        while errands.pending(self.store):
            if time.monotonic() > until:
                return False
            self.postman.wake()
            time.sleep(0.005)
        return True

    def reset(self) -> None:
        """Forget every text, call, entry, fault and handset."""
        with self.store.writing() as db:
            for table in TABLES:
                db.execute(f"DELETE FROM {table}")  # noqa: S608 - names from this module
            db.execute("DELETE FROM world WHERE name != 'version'")

    def close(self) -> None:
        """Stop the threads and close the file."""
        self.postman.close()
        self.store.close()
