"""What the stand-in remembers, as plain values."""

import json
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime

INBOUND = "inbound"
BY_API = "outbound-api"
BY_REPLY = "outbound-reply"

TO_APPLICATION = "webhook"
FROM_APPLICATION = "api"


@dataclass(frozen=True)
class Handset:
    """One telephone on the page. `number` in E.164, `language` a BCP 47 tag or empty."""

    number: str
    name: str = ""
    role: str = ""
    language: str = ""


@dataclass(frozen=True)
class Draft:
    """A text that somebody wants sent to a handset. `callback`: where its receipts go, empty for nowhere."""

    sender: str
    recipient: str
    body: str
    direction: str = BY_API
    callback: str = ""


@dataclass(frozen=True)
class Text:
    """One text, as the carrier knows it. `state` is the carrier's own word."""

    id: int
    sid: str
    direction: str
    sender: str
    recipient: str
    body: str
    encoding: str
    parts: int
    state: str
    error_code: str
    created_at: datetime
    changed_at: datetime

    @property
    def incoming(self) -> bool:
        """Whether it went from a handset to the line."""
        return self.direction == INBOUND


@dataclass(frozen=True)
class WireEntry:
    """One HTTP exchange between the stand-in and the application. `status` 0: there was no answer."""

    id: int
    at: datetime
    direction: str
    subject: str
    """The sid it is about, or empty."""
    method: str
    address: str
    fields: dict[str, str]
    signature: str
    """right, wrong or missing."""
    accepted: bool
    status: int
    answer: str
    note: str
    """The carrier's warning, like "12100 ...", or empty."""
    seconds: float


def text_of(row: sqlite3.Row) -> Text:
    """Read a row of the table `text`."""
    return Text(
        **{name: row[name] for name in ("id", "sid", "direction", "sender", "recipient", "body", "encoding", "parts")},
        state=row["state"],
        error_code=row["error_code"],
        created_at=moment(row["created_at"]),
        changed_at=moment(row["changed_at"]),
    )


def wire_of(row: sqlite3.Row) -> WireEntry:
    """Read a row of the table `wire`."""
    same = ("id", "direction", "subject", "method", "address", "signature", "status", "answer", "note", "seconds")
    return WireEntry(
        **{name: row[name] for name in same},
        at=moment(row["at"]),
        fields=json.loads(row["fields"]),
        accepted=bool(row["accepted"]),
    )


def moment(seconds: float) -> datetime:
    """Return seconds since the epoch as an aware time."""
    return datetime.fromtimestamp(seconds, UTC)
