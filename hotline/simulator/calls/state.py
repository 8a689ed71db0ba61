"""A call as it stands: its legs, and what each is doing. Plain values that go in and out of a row."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

INBOUND = "inbound"
BY_API = "outbound-api"
BY_DIAL = "outbound-dial"

QUEUED, INITIATED, RINGING, IN_PROGRESS = "queued", "initiated", "ringing", "in-progress"
COMPLETED, BUSY, NO_ANSWER, FAILED, CANCELED = "completed", "busy", "no-answer", "failed", "canceled"
ENDED = frozenset({COMPLETED, BUSY, NO_ANSWER, FAILED, CANCELED})

IDLE, FETCHING, PROMPTING, PAUSING, GATHERING, RECORDING, DIALLING, BRIDGED = (
    "", "fetching", "prompting", "pausing", "gathering", "recording", "dialling", "bridged",
)  # fmt: skip
"""What a leg is doing. prompting: it hears a Say or Play, also one within a Gather."""


@dataclass
class Asked:
    """The last post whose answer is waited for. `media`: it is a sound file, not a document."""

    address: str = ""
    method: str = "POST"
    fields: dict[str, str] = field(default_factory=dict)
    number: int = 0
    media: bool = False
    at_fallback: bool = False


@dataclass
class Watch:
    """Who is told how a leg goes on. events: of initiated, ringing, answered, completed."""

    address: str = ""
    method: str = "POST"
    events: list[str] = field(default_factory=lambda: ["completed"])
    told: int = 0


@dataclass
class Tape:
    """What a Record has taken so far. seconds: of sound; sound: id of an uploaded one, or empty."""

    sid: str = ""
    seconds: float = 0.0
    sound: str = ""
    began: float = 0.0


@dataclass
class Leg:
    """One party's connection with the carrier. number: the handset's; sender and recipient: as the application is told.

    Times are seconds since the epoch, 0 for never. due: when what it does ends by itself.
    """

    sid: str
    call: str
    number: str
    sender: str
    recipient: str
    direction: str
    status: str = QUEUED
    url: str = ""
    """Where its first document is, with the method in `url_method`; for the answering side of a Dial: the whisper."""
    url_method: str = "POST"
    fallback: str = ""
    watch: Watch = field(default_factory=Watch)
    detects: str = ""
    """Enable or DetectMessageEnd, when the application asked whether a machine answers."""
    detects_apart: bool = False
    """Whether that is told apart from the answer, at `detects_url` if there is one."""
    detects_url: str = ""
    answered_by: str = ""
    ring_seconds: int = 60
    created: float = 0.0
    answered: float = 0.0
    ended: float = 0.0
    document: str = ""
    address: str = ""
    verb: int = -1
    prompt: int = -1
    doing: str = IDLE
    due: float = 0.0
    digits: str = ""
    asked: Asked = field(default_factory=Asked)
    tape: Tape = field(default_factory=Tape)
    dials: list[str] = field(default_factory=list)
    """The legs of its present Dial."""
    hops: int = 0
    """Documents since somebody last did something or time passed."""
    bridged: float = 0.0
    """When it was connected with the other side of a Dial."""
    talked: bool = False
    """Whether it ever was."""
    clock: float = 0.0
    """When something last happened to it."""

    @property
    def open(self) -> bool:
        """Whether it has not ended."""
        return self.status not in ENDED

    @property
    def is_dialled(self) -> bool:
        """Whether it is the answering side of a Dial."""
        return self.direction == BY_DIAL

    @property
    def seconds(self) -> int:
        """How long it lasted after it was answered."""
        return round(self.ended - self.answered) if self.answered and self.ended else 0

    def as_row(self) -> dict[str, Any]:
        """Return it as what JSON can hold."""
        return asdict(self)


def leg_of(row: Mapping[str, Any]) -> Leg:
    """Read what `Leg.as_row` wrote."""
    inner = {"asked": Asked(**row["asked"]), "watch": Watch(**row["watch"]), "tape": Tape(**row["tape"])}
    return Leg(**{**row, **inner})


@dataclass
class Call:
    """All legs that belong together; the first is the one that the rest were dialled from."""

    sid: str
    legs: dict[str, Leg]

    @property
    def first(self) -> Leg:
        """The leg that began it."""
        return self.legs[self.sid]

    def dialled(self) -> list[Leg]:
        """Return the legs of the latest Dial."""
        return [self.legs[sid] for sid in self.first.dials]

    @property
    def clock(self) -> float:
        """When something last happened in it."""
        return max(leg.clock for leg in self.legs.values())
