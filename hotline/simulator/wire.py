"""Signed form posts to the application, as the carrier makes them, each written into the wire log."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urldefrag, urlencode, urlsplit, urlunsplit

from twilio.request_validator import RequestValidator

from hotline.simulator.ledger import Said
from hotline.simulator.records import TO_APPLICATION

if TYPE_CHECKING:
    from hotline.simulator.exchange import Exchange

API_VERSION = "2010-04-01"
ANSWER_SECONDS = 15.0
"""The carrier's own limit for a webhook."""

LARGEST = 64 * 1024
"""Bytes of an answer that are read."""

IN_ADDRESSES = "%/:=&?~+!$,;'@()*[]"
"""What stays as it is in an address; the rest is written with percent signs, and so it is signed."""

RIGHT, WRONG, MISSING = SIGNATURES = ("right", "wrong", "missing")


@dataclass(frozen=True)
class Post:
    """One form post to the application. `signature`: right, wrong or missing."""

    address: str
    fields: Mapping[str, str]
    subject: str = ""
    signature: str = RIGHT


@dataclass(frozen=True)
class Answer:
    """What came back. `status` 0: nothing did. `entry`: its number in the wire log."""

    status: int
    body: str
    content_type: str
    entry: int

    @property
    def good(self) -> bool:
        """Whether the application took it."""
        return 200 <= self.status < 300


def post(exchange: "Exchange", post: Post) -> Answer:
    """Send once: the carrier does not try again by itself. The address's fragment holds settings and is not sent."""
    address = quote(urldefrag(post.address).url, safe=IN_ADDRESSES)
    began = time.monotonic()
    status, body, content_type, note = _send(address, post.fields, _headers(exchange, address, post))
    said = Said(
        TO_APPLICATION,
        "POST",
        address,
        status,
        200 <= status < 300,
        subject=post.subject,
        fields=post.fields,
        signature=post.signature,
        answer=body,
        note=note,
        seconds=time.monotonic() - began,
    )
    return Answer(status, body, content_type, exchange.ledger.say(said))


def sign(token: str, address: str, fields: Mapping[str, str]) -> str:
    """Return the signature of a form post, by the carrier's own library."""
    validator: Any = RequestValidator(token)
    return str(validator.compute_signature(address, dict(fields)))


def _headers(exchange: "Exchange", address: str, post: Post) -> dict[str, str]:
    headers = {
        "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8",
        "User-Agent": "TwilioProxy/1.1",
        "Accept": "*/*",
        # A connection of its own for each post: a kept one that the application closes just then would lose the text.
        "Connection": "close",
    }
    token = exchange.auth_token if post.signature == RIGHT else exchange.auth_token[::-1]
    if post.signature != MISSING:
        headers["X-Twilio-Signature"] = sign(token, address, post.fields)
    return headers


def _send(address: str, fields: Mapping[str, str], headers: Mapping[str, str]) -> tuple[int, str, str, str]:
    """Return (status, body, content type, the carrier's warning)."""
    parts = urlsplit(address)
    make = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = make(parts.hostname or "", parts.port, timeout=ANSWER_SECONDS)
    target = urlunsplit(("", "", parts.path or "/", parts.query, ""))
    try:
        connection.request("POST", target, urlencode(fields), dict(headers))
        response = connection.getresponse()
        body = response.read(LARGEST).decode(response.headers.get_content_charset("utf-8"), "replace")
    except TimeoutError:
        return 0, "", "", "11205 no answer in time"
    except (OSError, HTTPException, LookupError) as error:
        return 0, "", "", f"11200 {type(error).__name__}"
    finally:
        connection.close()
    content_type = response.headers.get_content_type() if "Content-Type" in response.headers else ""
    note = "" if 200 <= response.status < 300 else f"11200 answered {response.status}"
    return response.status, body, content_type, note
