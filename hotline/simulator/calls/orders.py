"""The application's order to call somebody: what the carrier takes, and what it refuses with its code."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from werkzeug.datastructures import MultiDict

from hotline.simulator import rules
from hotline.simulator.calls.moment import new_sid
from hotline.simulator.calls.state import BY_API, Leg, Watch
from hotline.simulator.rules import Refusal

EVENTS = frozenset({"initiated", "ringing", "answered", "completed"})
DETECTION = frozenset({"", "Enable", "DetectMessageEnd"})
RINGS = 60
LONGEST_RING = 600
"""Seconds."""

LONGEST_DOCUMENT = 4000
"""Characters of a document that comes with the order."""

Form = MultiDict[str, str]


@dataclass(frozen=True)
class Target:
    """Where a call shall begin, or go on: exactly one of an address and a document."""

    url: str
    method: str
    document: str


def leg_of(form: Form, line: str) -> Leg | Refusal:
    """Return the leg that an order leads to, or why it is refused. line: our number."""
    refused = _parties(form, line) or _answers(form) or _details(form)
    if refused:
        return refused
    sid, to = new_sid("CA"), form["To"]
    leg = Leg(sid, sid, to, form["From"], to, BY_API)
    where = target(form)
    leg.url, leg.url_method, leg.document = where.url, where.method, where.document
    leg.fallback = form.get("FallbackUrl", "")
    events = [event for given in form.getlist("StatusCallbackEvent") for event in given.split()]
    leg.watch = Watch(form.get("StatusCallback", ""), form.get("StatusCallbackMethod", "POST"), events or ["completed"])
    leg.ring_seconds = min(int(form.get("Timeout", RINGS)), LONGEST_RING)
    leg.detects = form.get("MachineDetection", "")
    leg.detects_apart = form.get("AsyncAmd", "false") == "true"
    leg.detects_url = form.get("AsyncAmdStatusCallback", "")
    return leg


def target(form: Form) -> Target:
    """Return where a form leads."""
    return Target(form.get("Url", ""), form.get("Method", "POST"), form.get("Twiml", ""))


def _parties(form: Form, line: str) -> Refusal | None:
    to, sender = form.get("To", ""), form.get("From", "")
    if not to:
        return Refusal(21201, "No 'To' number is specified")
    if not sender:
        return Refusal(21213, "'From' phone number not provided")
    if rules.kind_of(to) == "none":
        return Refusal(21211, f"Invalid 'To' Phone Number: {to}")
    if rules.kind_of(sender) == "none":
        return Refusal(21212, f"Invalid 'From' Phone Number: {sender}")
    if sender != line:
        return Refusal(21210, f"The source phone number provided, {sender}, is not yet verified for your account.")
    return None


def _answers(form: Form) -> Refusal | None:
    given = [name for name in ("Url", "Twiml", "ApplicationSid") if form.get(name)]
    if len(given) != 1:
        return Refusal(21205, f"Exactly one of Url, Twiml and ApplicationSid is required, not {given or 'none'}")
    if form.get("ApplicationSid"):
        return Refusal(21218, f"ApplicationSid {form['ApplicationSid']} does not exist")
    if len(form.get("Twiml", "")) > LONGEST_DOCUMENT:
        return Refusal(21225, "Twiml is too long")
    if form.get("Url") and not _is_address(form["Url"]):
        return Refusal(21205, f"Url is not a valid URL: {form['Url']}")
    return None


def _details(form: Form) -> Refusal | None:
    for name in ("StatusCallback", "FallbackUrl", "AsyncAmdStatusCallback"):
        if form.get(name) and not _is_address(form[name]):
            return Refusal(21609, f"The {name} URL {form[name]} is not a valid URL.")
    if not {event for given in form.getlist("StatusCallbackEvent") for event in given.split()} <= EVENTS:
        return Refusal(21626, "StatusCallbackEvent is not one that there is")
    if any(form.get(name, "POST") not in {"GET", "POST"} for name in ("Method", "StatusCallbackMethod")):
        return Refusal(21403, "A method is GET or POST")
    timeout = form.get("Timeout", str(RINGS))
    if not (timeout.isascii() and timeout.isdigit()):
        return Refusal(20001, f"Timeout is no number: {timeout}")
    if form.get("MachineDetection", "") not in DETECTION:
        return Refusal(20001, f"MachineDetection is {form['MachineDetection']}")
    return None


def _is_address(raw: str) -> bool:
    parts = urlsplit(raw)
    return parts.scheme in {"http", "https"} and bool(parts.netloc)
