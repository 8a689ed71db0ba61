"""Signed posts and gets to the application, as the carrier makes them, each written into the wire log."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import quote, urldefrag, urlencode, urlsplit, urlunsplit

from twilio.request_validator import RequestValidator

from hotline.simulator import sounds
from hotline.simulator.ledger import Said
from hotline.simulator.records import TO_APPLICATION
from hotline.simulator.world import World

API_VERSION = "2010-04-01"
ANSWER_SECONDS = 15.0
"""The carrier's own limit for a webhook."""

LARGEST = 64 * 1024
LARGEST_MEDIA = 8 * 1024 * 1024
"""Bytes of an answer that are read."""

IN_ADDRESSES = "%/:=&?~+!$,;'@()*[]"
"""What stays as it is in an address; the rest is written with percent signs, and so it is signed."""

RIGHT, WRONG, MISSING = SIGNATURES = ("right", "wrong", "missing")


@dataclass(frozen=True)
class Post:
    """One form to the application, or with the method GET one in the query. `signature`: right, wrong or missing."""

    address: str
    fields: Mapping[str, str]
    subject: str = ""
    signature: str = RIGHT
    method: str = "POST"


@dataclass(frozen=True)
class Answer:
    """What came back. `status` 0: nothing did. `entry`: its number in the wire log. note: the carrier's complaint."""

    status: int
    body: str
    content_type: str
    entry: int
    note: str = ""

    @property
    def good(self) -> bool:
        """Whether the application took it."""
        return 200 <= self.status < 300


@dataclass(frozen=True)
class Media:
    """A sound file of the application's. note: the carrier's complaint, empty when it can be played."""

    seconds: float
    entry: int
    note: str


@dataclass(frozen=True)
class _Raw:
    """An answer as it came."""

    status: int
    content: bytes = b""
    content_type: str = ""
    charset: str = "utf-8"
    note: str = ""


def post(exchange: World, post: Post) -> Answer:
    """Send once: the carrier does not try again by itself. The address's fragment holds settings and is not sent."""
    address, fields = _address(post), post.fields if post.method == "POST" else {}
    began = time.monotonic()
    raw = _send(post.method, address, fields, _headers(exchange, address, post, fields), largest=LARGEST)
    body = raw.content.decode(raw.charset, "replace")
    said = Said(
        TO_APPLICATION,
        post.method,
        address,
        raw.status,
        200 <= raw.status < 300,
        subject=post.subject,
        fields=post.fields,
        signature=post.signature,
        answer=body,
        note=raw.note,
        seconds=time.monotonic() - began,
    )
    return Answer(raw.status, body, raw.content_type, exchange.ledger.say(said), raw.note)


def fetch_media(exchange: World, address: str, subject: str) -> Media:
    """Fetch what a call shall play."""
    asked = Post(address, {}, subject, method="GET")
    address = _address(asked)
    began = time.monotonic()
    raw = _send("GET", address, {}, _headers(exchange, address, asked, {}), largest=LARGEST_MEDIA)
    note, seconds = raw.note, sounds.length(raw.content)
    if not note and raw.content_type not in sounds.TYPES:
        note = f"12300 {raw.content_type or 'something without a content type'} cannot be played"
    if not note and seconds is None and "wav" in raw.content_type:
        note = "13520 the file is no sound that can be played"
    said = Said(
        TO_APPLICATION,
        "GET",
        address,
        raw.status,
        not note,
        subject=subject,
        answer=f"{raw.content_type}, {len(raw.content)} bytes",
        note=note,
        seconds=time.monotonic() - began,
    )
    return Media(len(raw.content) / 4000 if seconds is None else seconds, exchange.ledger.say(said), note)


def sign(token: str, address: str, fields: Mapping[str, str]) -> str:
    """Return the signature of a form post, by the carrier's own library."""
    validator: Any = RequestValidator(token)
    return str(validator.compute_signature(address, dict(fields)))


def _address(post: Post) -> str:
    """Return the address as it is sent and signed."""
    address = quote(urldefrag(post.address).url, safe=IN_ADDRESSES)
    if post.method == "POST" or not post.fields:
        return address
    return f"{address}{'&' if '?' in address else '?'}{urlencode(post.fields)}"


def _headers(exchange: World, address: str, post: Post, fields: Mapping[str, str]) -> dict[str, str]:
    headers = {
        "User-Agent": "TwilioProxy/1.1",
        "Accept": "*/*",
        # A connection of its own for each post: a kept one that the application closes just then would lose the text.
        "Connection": "close",
    }
    if post.method == "POST":
        headers["Content-Type"] = "application/x-www-form-urlencoded; charset=UTF-8"
    token = exchange.auth_token if post.signature == RIGHT else exchange.auth_token[::-1]
    if post.signature != MISSING:
        headers["X-Twilio-Signature"] = sign(token, address, fields)
    return headers


def _send(method: str, address: str, fields: Mapping[str, str], headers: Mapping[str, str], *, largest: int) -> _Raw:
    """Return what comes back, with the carrier's warning."""
    parts = urlsplit(address)
    make = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = make(parts.hostname or "", parts.port, timeout=ANSWER_SECONDS)
    target = urlunsplit(("", "", parts.path or "/", parts.query, ""))
    try:
        connection.request(method, target, urlencode(fields) if method == "POST" else None, dict(headers))
        response = connection.getresponse()
        content = response.read(largest)
        charset = response.headers.get_content_charset("utf-8")
        "".encode(charset)
    except TimeoutError:
        return _Raw(0, note="11205 no answer in time")
    except (OSError, HTTPException, LookupError) as error:
        return _Raw(0, note=f"11200 {type(error).__name__}")
    finally:
        connection.close()
    content_type = response.headers.get_content_type() if "Content-Type" in response.headers else ""
    note = "" if 200 <= response.status < 300 else f"11200 answered {response.status}"
    return _Raw(response.status, content, content_type, charset, note)
