"""Which texts the carrier refuses at once, and how it says so."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from hotline import numbers
from hotline.simulator.faults import REFUSED
from hotline.simulator.records import Draft

LONGEST = 1600
"""Characters of a body."""

SERVICE = re.compile(r"MG[0-9a-fA-F]{32}")


@dataclass(frozen=True)
class Refusal:
    """An error as the carrier's API words it."""

    code: int
    message: str
    status: int = 400

    def payload(self) -> dict[str, object]:
        """Return the JSON object that the API answers with."""
        return {
            "code": self.code,
            "message": self.message,
            "more_info": f"https://www.twilio.com/docs/errors/{self.code}",
            "status": self.status,
        }


UNAUTHORISED = Refusal(20003, "Authenticate", 401)
BUSY = Refusal(20429, "Too Many Requests", 429)
BROKEN = Refusal(20500, "An internal server error has occurred", 500)

_SPOKEN = {
    "landline": "The 'To' number: {to}, is a landline. Messages cannot be sent to landlines.",
    "not_mobile": "'To' number is not a valid mobile number: {to}",
    "opted_out": "Attempt to send to unsubscribed recipient",
    "busy": BUSY.message,
}

Rule = Callable[[Draft, Mapping[str, float], str], Refusal | None]


def refusal(draft: Draft, faults: Mapping[str, float], line: str) -> Refusal | None:
    """Return why the carrier would not take this text, or None. `faults`: the handset's. `line`: our number."""
    for rule in _RULES:
        found = rule(draft, faults, line)
        if found:
            return found
    return None


@lru_cache(maxsize=4096)
def kind_of(number: str) -> str:
    """Return what kind of line a number in E.164 is, or "none"."""
    # The carrier reads numbers as they are dialled from abroad: without a plus it does not guess the country.
    return numbers.parse(number).kind if number.startswith("+") else "none"


def not_found(path: str) -> Refusal:
    """Return the API's answer for an address where nothing is."""
    return Refusal(20404, f"The requested resource {path} was not found", 404)


def _recipient(draft: Draft, faults: Mapping[str, float], line: str) -> Refusal | None:
    if not draft.recipient:
        return Refusal(21604, "A 'To' phone number is required.")
    if kind_of(draft.recipient) == "none":
        return Refusal(21211, f"Invalid 'To' Phone Number: {draft.recipient}")
    if draft.recipient == draft.sender:
        return Refusal(21266, f"'To' and 'From' number cannot be the same: {draft.recipient}")
    return None


def _sender(draft: Draft, faults: Mapping[str, float], line: str) -> Refusal | None:
    if not draft.sender:
        return Refusal(21603, "A 'From' phone number is required.")
    if draft.sender != line:
        return Refusal(21606, f"The 'From' phone number {draft.sender} is not a valid message-capable phone number")
    return None


def _body(draft: Draft, faults: Mapping[str, float], line: str) -> Refusal | None:
    if not draft.body:
        return Refusal(21602, "Message body is required.")
    if len(draft.body) > LONGEST:
        return Refusal(21617, "The concatenated message body exceeds the 1600 character limit")
    return None


def _callback(draft: Draft, faults: Mapping[str, float], line: str) -> Refusal | None:
    parts = urlsplit(draft.callback)
    if draft.callback and (parts.scheme not in {"http", "https"} or not parts.netloc):
        return Refusal(21609, f"The StatusCallback URL {draft.callback} is not a valid URL.")
    return None


def _handset(draft: Draft, faults: Mapping[str, float], line: str) -> Refusal | None:
    kinds = set(faults)
    if kind_of(draft.recipient) != "mobile":
        kinds.add("landline")
    for kind, code in REFUSED.items():
        if kind in kinds:
            return Refusal(code, _SPOKEN[kind].format(to=draft.recipient), 429 if kind == "busy" else 400)
    return None


_RULES: tuple[Rule, ...] = (_recipient, _sender, _body, _callback, _handset)
