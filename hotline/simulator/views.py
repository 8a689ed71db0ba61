"""What the page shows, gathered from the exchange's books."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from hotline import numbers
from hotline.simulator import rules
from hotline.simulator.calls.screens import Screen, screen_of
from hotline.simulator.calls.state import INBOUND
from hotline.simulator.exchange import Exchange
from hotline.simulator.faults import KINDS, TROUBLES
from hotline.simulator.handsets import FICTION, MOST
from hotline.simulator.records import TO_APPLICATION, Handset, Text, WireEntry

TEXTS = 60
ENTRIES = 40
"""How many of the newest are shown."""

SCENES = (
    ("food", "resident"),
    ("status", "resident"),
    ("cancel", "resident"),
    ("danger", "resident"),
    ("yes", "volunteer"),
    ("no", "volunteer"),
    ("done", "volunteer"),
)
"""Ready scenes, each with the role of the handset that it is written on."""

REPEATS = ("again", "twice", "late", "wrong")

FIRST = (
    Handset("+46701740605", "", "resident", "sv"),
    Handset("+46701740606", "", "volunteer", "ar"),
    Handset("+46701740607", "", "volunteer", "sv"),
    Handset("+46846500410", "", "resident", "sv"),
)
"""What stands on the table when nobody said otherwise; the last is a landline."""


@dataclass(frozen=True)
class Phone:
    """One handset on the page, with what its screen shows and what is written but not sent."""

    handset: Handset
    texts: Sequence[Text]
    faults: Mapping[str, float]
    draft: str = ""
    screen: Screen = field(default_factory=Screen)

    @property
    def can_text(self) -> bool:
        """Whether texts reach it: a landline has none."""
        return rules.kind_of(self.handset.number) == "mobile"

    @property
    def anchor(self) -> str:
        """Its id on the page."""
        return f"handset-{self.handset.number.lstrip('+')}"

    @property
    def national(self) -> str:
        """Its number as people here write it."""
        return numbers.national(self.handset.number)

    @property
    def name(self) -> str:
        """What to call it."""
        return self.handset.name or self.national


@dataclass(frozen=True)
class Desk:
    """Everything the page shows. `drafted`: the number of the handset that a text was put into."""

    version: int
    phones: Sequence[Phone]
    ready: Sequence[Handset]
    elsewhere: Sequence[Phone]
    """Phones that got a text and are not on the table."""
    ringing: Sequence[Phone]
    """Phones that ring and are not on the table."""
    wire: Sequence[WireEntry]
    troubles: Mapping[str, int]
    replies: Sequence[str]
    line: str
    drafted: str = ""

    kinds = KINDS
    trouble_kinds = TROUBLES
    scenes = SCENES
    repeats = REPEATS


@dataclass(frozen=True)
class Written:
    """A text that stands in a handset's field, not sent."""

    number: str = ""
    body: str = ""


def desk(exchange: Exchange, people: Sequence[Handset], written: Written) -> Desk:
    """Gather the page. people: the ready choices for further handsets."""
    version = exchange.store.version()  # before the rest: what changes meanwhile is fetched once more
    shown = exchange.handsets.shown()
    taken = {handset.number for handset in shown}
    return Desk(
        version,
        [_phone(exchange, handset, written) for handset in shown],
        [handset for handset in people if handset.number not in taken],
        _elsewhere(exchange, taken, people),
        _ringing(exchange, taken, people),
        exchange.ledger.wire(last=ENTRIES)[::-1],
        exchange.faults.troubles(),
        exchange.handsets.replies(),
        numbers.national(exchange.number),
        written.number,
    )


def actor(exchange: Exchange, scene: str) -> Handset | None:
    """Return the handset that a scene is written on: the first of the fitting role, else the first."""
    role = dict(SCENES).get(scene)
    shown = exchange.handsets.shown()
    fitting = [handset for handset in shown if handset.role == role]
    return next(iter(fitting or shown), None) if role else None


def is_to_application(entry: WireEntry) -> bool:
    """Whether the carrier sent it, so that it can be sent again."""
    return entry.direction == TO_APPLICATION


def path(address: str) -> str:
    """Return an address without its host, and without the part of the carrier's that is always the same."""
    parts = urlsplit(address)
    short = re.sub(r"^.*/2010-04-01/Accounts/[^/]+/", "…/", parts.path)
    return short + (f"?{parts.query}" if parts.query else "")


def party(entry: WireEntry) -> str:
    """Return the number of the handset that an exchange is about, or an empty text."""
    comes_in = "Body" in entry.fields or entry.fields.get("Direction") == INBOUND
    number = entry.fields.get("From" if is_to_application(entry) and comes_in else "To", "")
    return (numbers.national(number) if number.startswith("+") else number) if number else ""


def gist(entry: WireEntry) -> str:
    """Return what an exchange says in a word: a text, a key, a state."""
    said = ("Body", "MessageStatus", "Digits", "SpeechResult", "DialCallStatus", "RecordingStatus", "CallStatus")
    return next((entry.fields[name] for name in said if entry.fields.get(name)), "")


def first_of(people: Sequence[Handset]) -> Sequence[Handset]:
    """Return who stands on the table at first: three, and a landline."""
    fixed = [handset for handset in people[3:] if rules.kind_of(handset.number) != "mobile"]
    return [*people[:3], *fixed[:1]] or FIRST


def _elsewhere(exchange: Exchange, taken: Collection[str], people: Sequence[Handset]) -> list[Phone]:
    return _absent(exchange.ledger.reached(last=MOST * 2), taken, people)


def _ringing(exchange: Exchange, taken: Collection[str], people: Sequence[Handset]) -> list[Phone]:
    legs = exchange.calls.legs(only_open=True)
    return _absent([leg.number for leg in legs if leg.direction != INBOUND], taken, people)


def _absent(numbers_: Iterable[str], taken: Collection[str], people: Sequence[Handset]) -> list[Phone]:
    known = {handset.number: handset for handset in people}
    fitting = [number for number in dict.fromkeys(numbers_) if number not in taken and FICTION.fullmatch(number)]
    return [Phone(known.get(number, Handset(number)), (), {}) for number in fitting[:MOST]]


def _phone(exchange: Exchange, handset: Handset, written: Written) -> Phone:
    return Phone(
        handset,
        exchange.ledger.texts(handset.number, last=TEXTS),
        exchange.faults.of(handset.number),
        written.body if written.number == handset.number else "",
        screen_of(exchange, handset.number),
    )
