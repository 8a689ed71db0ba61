"""The application's answer to a text: a TwiML document, read as strictly as the carrier reads it."""

from dataclasses import dataclass
from xml.etree import ElementTree as ET

XML_TYPES = frozenset({"text/xml", "application/xml", "text/html"})
PLAIN = "text/plain"
ATTRIBUTES = frozenset({"to", "from", "statusCallback", "action", "method"})
PARTS = frozenset({"Body", "Media"})


@dataclass(frozen=True)
class Reply:
    """One `<Message>`. Empty: the attribute was not given."""

    body: str
    to: str = ""
    sender: str = ""
    status_callback: str = ""
    action: str = ""


class BadAnswer(ValueError):
    """The carrier cannot use the answer; the text begins with its error code."""


def read(body: str, content_type: str) -> tuple[list[Reply], list[str]]:
    """Return the replies in an answer, and the carrier's warnings about the rest of it. Raises `BadAnswer`."""
    if not body.strip():
        return [], []
    if content_type == PLAIN:
        return [Reply(body)], []
    if content_type not in XML_TYPES:
        raise BadAnswer(f"12300 the carrier cannot use {content_type or 'an answer without a content type'}")
    root = _parse(body)
    replies: list[Reply] = []
    warnings: list[str] = []
    for verb in root:
        if verb.tag == "Message":
            replies.append(_reply(verb))
            warnings += _odd(verb)
        else:
            warnings.append(f"12200 {verb.tag} is no verb that answers a text")
    return replies, warnings


def _parse(body: str) -> ET.Element:
    if "<!DOCTYPE" in body or "<!ENTITY" in body:
        raise BadAnswer("12100 a document type is not allowed")
    try:
        root = ET.fromstring(body.encode())  # noqa: S314 - our own application's, and without entities
    except ET.ParseError as error:
        raise BadAnswer(f"12100 {error}") from None
    if root.tag != "Response":
        raise BadAnswer(f"12100 the root is {root.tag}, not Response")
    return root


def _reply(verb: ET.Element) -> Reply:
    bodies = verb.findall("Body")
    text = "".join("".join(body.itertext()) for body in bodies) if bodies else (verb.text or "")
    given = verb.get
    return Reply(
        text.strip(), given("to", ""), given("from", ""), given("statusCallback", ""), given("action", "")
    )


def _odd(verb: ET.Element) -> list[str]:
    attributes = [f"12200 Message has no attribute {name}" for name in verb.attrib if name not in ATTRIBUTES]
    parts = [f"12200 {part.tag} does not belong in Message" for part in verb if part.tag not in PARTS]
    return attributes + parts
