"""A voice TwiML document, read as strictly as the carrier reads it; what it only warns of is an error here."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from xml.etree import ElementTree as ET

from hotline.simulator.calls.grammar import RESPONSE, Element

XML_TYPES = frozenset({"text/xml", "application/xml"})

WALKED = frozenset({"Say", "Play", "Pause", "Gather", "Record", "Dial", "Number", "Hangup", "Redirect", "Reject"})
"""What the stand-in can walk. SSML within Say is read as plain words."""

IN_WHISPER = frozenset({"Say", "Play", "Pause", "Gather", "Hangup", "Redirect"})
"""What the answering side of a Dial may hear before it is connected."""

RANGES: Mapping[tuple[str, str], tuple[int, int]] = {
    ("Say", "loop"): (0, 1000),
    ("Play", "loop"): (0, 1000),
    ("Pause", "length"): (0, 600),
    ("Gather", "timeout"): (0, 600),
    ("Gather", "numDigits"): (1, 1000),
    ("Record", "timeout"): (0, 600),
    ("Record", "maxLength"): (1, 14400),
    ("Dial", "timeout"): (1, 600),
    ("Dial", "timeLimit"): (1, 86400),
}
"""Attributes that are whole numbers."""

WORDS: Mapping[str, frozenset[str]] = {
    "method": frozenset({"GET", "POST"}),
    "statusCallbackMethod": frozenset({"GET", "POST"}),
    "recordingStatusCallbackMethod": frozenset({"GET", "POST"}),
    "input": frozenset({"dtmf", "speech", "dtmf speech", "speech dtmf"}),
    "actionOnEmptyResult": frozenset({"true", "false"}),
    "answerOnBridge": frozenset({"true", "false"}),
    "hangupOnStar": frozenset({"true", "false"}),
    "playBeep": frozenset({"true", "false"}),
    "trim": frozenset({"trim-silence", "do-not-trim"}),
    "reason": frozenset({"rejected", "busy"}),
}
"""Attributes that are one of a few words."""

EVENTS: Mapping[str, frozenset[str]] = {
    "statusCallbackEvent": frozenset({"initiated", "ringing", "answered", "completed"}),
    "recordingStatusCallbackEvent": frozenset({"in-progress", "completed", "absent"}),
}
"""Attributes that are several words, with spaces between them."""

NOT_WALKED = {("Dial", "sequential"): "false", ("Dial", "record"): "do-not-record"}
"""Attributes that the stand-in does not carry out, with the value that changes nothing."""


@dataclass(frozen=True)
class Verb:
    """One element. `text` is what stands in it, without SSML."""

    name: str
    attributes: Mapping[str, str]
    text: str
    children: Sequence["Verb"] = ()

    def get(self, name: str, default: str = "") -> str:
        """Return an attribute."""
        return self.attributes.get(name, default)

    def whole(self, name: str, default: int) -> int:
        """Return an attribute that is a whole number."""
        given = self.attributes.get(name, "")
        return int(given) if given.isdigit() else default


class BadDocument(ValueError):
    """The carrier cannot use the document; the text begins with its error code."""

    @property
    def code(self) -> str:
        """The carrier's error code."""
        return str(self).split(maxsplit=1)[0]


@lru_cache(maxsize=256)
def read(body: str, content_type: str = "text/xml") -> tuple[Verb, ...]:
    """Return the verbs of an answer, in order. Raises `BadDocument`."""
    if content_type not in XML_TYPES:
        raise BadDocument(f"12300 the carrier cannot use {content_type or 'an answer without a content type'}")
    root = parse(body)
    faults = list(faults_in(root))
    if faults:
        raise BadDocument(f"12200 {'; '.join(faults)}")
    return tuple(_verb(element) for element in root)


def parse(body: str) -> ET.Element:
    """Return the root of a document. Raises `BadDocument` with 12100."""
    if "<!DOCTYPE" in body or "<!ENTITY" in body:
        raise BadDocument("12100 a document type is not allowed")
    try:
        root = ET.fromstring(body.encode())  # noqa: S314 - our own application's, and without entities
    except ET.ParseError as error:
        raise BadDocument(f"12100 {error}") from None
    if root.tag != "Response":
        raise BadDocument(f"12100 the root is {root.tag}, not Response")
    return root


def faults_in(element: ET.Element, known: Element = RESPONSE) -> Iterator[str]:
    """Yield what does not belong in an element and in all below it."""
    for name, value in element.attrib.items():
        if name not in known.attributes:
            yield f"{known.name} has no attribute {name}"
        elif not _fits(known.name, name, value):
            yield f"{known.name} cannot have {name}={value!r}"
    for child in element:
        inner = known.children.get(child.tag)
        if inner is None:
            yield f"{child.tag} does not belong in {known.name}"
        elif child.tag not in WALKED and known.name != "Say" and not known.kind.__name__.startswith("Ssml"):
            yield f"{child.tag} is a verb that the stand-in does not walk"
        else:
            yield from faults_in(child, inner)
    if known is RESPONSE and any(said.strip() for said in (element.text or "", *(each.tail or "" for each in element))):
        yield "words stand outside every verb"


def _fits(verb: str, name: str, value: str) -> bool:
    if name == "timeout" and verb == "Gather" and value == "auto":
        return True
    if (verb, name) in NOT_WALKED:
        return value == NOT_WALKED[verb, name]
    if (verb, name) in RANGES:
        least, most = RANGES[verb, name]
        return value.isascii() and value.isdigit() and least <= int(value) <= most
    if name in EVENTS:
        return set(value.split()) <= EVENTS[name]
    if name == "finishOnKey":
        return set(value) <= set("0123456789*#")
    return value in WORDS.get(name, {value})


def _verb(element: ET.Element) -> Verb:
    if element.tag == "Say":
        return Verb("Say", dict(element.attrib), " ".join("".join(element.itertext()).split()))
    children = [_verb(child) for child in element]
    return Verb(element.tag, dict(element.attrib), (element.text or "").strip(), children)
