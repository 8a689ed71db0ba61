"""What can happen to a leg, and what can follow from it."""

from collections.abc import Mapping
from dataclasses import dataclass

# What can happen


@dataclass(frozen=True)
class Dialled:
    """A handset has dialled the line."""


@dataclass(frozen=True)
class Progress:
    """A leg to a handset comes further: initiated or ringing."""

    status: str


@dataclass(frozen=True)
class Answered:
    """Somebody answers, or a machine does."""

    machine: bool = False


@dataclass(frozen=True)
class Declined:
    """Nobody answers. status: busy, no-answer, failed or canceled."""

    status: str


@dataclass(frozen=True)
class Keys:
    """Keys are pressed, one after the other."""

    keys: str


@dataclass(frozen=True)
class Spoke:
    """Somebody speaks: so many seconds, these words, with the id of a sound file if there is one."""

    seconds: float = 2.0
    words: str = ""
    confidence: float | None = 0.9
    sound: str = ""


@dataclass(frozen=True)
class Passed:
    """The time of what the leg does is over: a prompt has ended, nobody spoke or pressed, it rang long enough."""


@dataclass(frozen=True)
class HungUp:
    """The handset hangs up."""


@dataclass(frozen=True)
class Fetched:
    """The application has answered. fault: the carrier's code and words when it has not, or badly."""

    number: int
    body: str = ""
    content_type: str = ""
    fault: str = ""
    seconds: float = 0.0
    """Length of a sound file."""


@dataclass(frozen=True)
class Sent:
    """The application sends the leg elsewhere by the API: to a document at an address, or to one given in words."""

    url: str = ""
    method: str = "POST"
    document: str = ""


@dataclass(frozen=True)
class Stopped:
    """The application ends the leg by the API. status: completed or canceled."""

    status: str


Event = (
    Dialled | Progress | Answered | Declined | Keys | Spoke | Passed | HungUp | Fetched | Sent | Stopped
)  # fmt: skip

# What can follow


@dataclass(frozen=True)
class Caption:
    """Something is heard, seen or done on a leg's telephone.

    kind: say, play, keys, beep, words, recorded, error; language: BCP 47 or empty.
    """

    leg: str
    kind: str
    text: str
    language: str = ""


@dataclass(frozen=True)
class Fetch:
    """Ask the application; what it answers is the event `Fetched` with this number. 0: nobody waits for the answer."""

    leg: str
    address: str
    fields: Mapping[str, str]
    method: str = "POST"
    number: int = 0
    media: bool = False
    wait: bool = False
    """Whether it goes out a little later, as reports do."""


@dataclass(frozen=True)
class Recorded:
    """A recording has come to an end. It is there to be fetched when the carrier has made it ready.

    watch: where that is told, empty for nowhere. fields: what is told. state: completed or absent.
    """

    sid: str
    leg: str
    seconds: int
    sound: str
    state: str
    watch: str
    method: str
    fields: Mapping[str, str]


@dataclass(frozen=True)
class Noted:
    """The carrier's complaint about an answer, for the wire log."""

    leg: str
    number: int
    text: str


Effect = Caption | Fetch | Recorded | Noted
