"""Form posts as the carrier makes them, or as somebody who is not the carrier would."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

import requests
from twilio.request_validator import RequestValidator
from werkzeug.datastructures import MultiDict

from hotline.simulator.exchange import Exchange
from tests.support.line import Line

Pairs = Iterable[tuple[str, str]]


def a_text(exchange: Exchange, from_: str, body: str, sid: str) -> list[tuple[str, str]]:
    """Return the fields of an incoming text."""
    return [
        ("MessageSid", sid), ("AccountSid", exchange.account_sid), ("From", from_), ("To", exchange.number),
        ("Body", body), ("NumMedia", "0"), ("ApiVersion", "2010-04-01"),
    ]  # fmt: skip


def signature(token: str, address: str, pairs: Pairs) -> str:
    """Return the carrier's signature over an address and a form, repeated fields included."""
    validator: Any = RequestValidator(token)  # type: ignore[no-untyped-call]
    return str(validator.compute_signature(address, MultiDict(list(pairs))))


def post(line: Line, path: str, pairs: Pairs, *, token: str | None = None, **headers: str) -> requests.Response:
    """Post a signed form; `token` other than the account's makes it a forgery."""
    fields = list(pairs)
    address = line.address + path
    said = signature(token or line.exchange.auth_token, address, fields)
    body = urlencode(fields)
    return post_raw(line, path, body.encode(), **{"X-Twilio-Signature": said, **headers})


def post_raw(line: Line, path: str, body: bytes, **headers: str) -> requests.Response:
    """Post any bytes as a form."""
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    return requests.post(line.address + path, data=body, headers={**kind, **headers}, timeout=30)
