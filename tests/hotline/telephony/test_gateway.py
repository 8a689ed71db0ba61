"""The messenger: words in the reader's language, one text to the carrier, and what became of a lost one."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from dispatch.errors import SendFailed, SendUnknown
from dispatch.ports import Outgoing
from hotline.catalogs import Catalogs
from hotline.telephony.client import make_client
from hotline.telephony.gateway import TwilioMessenger, Wording
from tests.hotline.telephony.a_server import Server, a_server, hang_up

AT = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
TEXT = Outgoing(
    message_id=7, phone="+46701740605", body="Hej!", created_at=AT,
    known_sids=frozenset({"SMother"}),
)  # fmt: skip


@pytest.fixture
def server() -> Iterator[Server]:
    with a_server() as server:
        server.answer = {"sid": "SM1", "status": "queued"}
        yield server


@pytest.fixture
def messenger(server: Server, catalogs: Catalogs) -> Iterator[TwilioMessenger]:
    client = make_client("AC1", "secret", server.address)
    wording = Wording(catalogs, "sv", ZoneInfo("Europe/Stockholm"))
    yield TwilioMessenger(client, wording, number="+46701740699", public_url="https://hjalp.example")
    hang_up(client)


def test_a_text_is_sent_with_the_address_for_its_reports(messenger: TwilioMessenger, server: Server) -> None:
    sent = messenger.send(TEXT)
    assert (sent.provider_sid, sent.state) == ("SM1", "accepted")
    assert server.calls[0][2]["StatusCallback"] == ["https://hjalp.example/twilio/status/message?m=7"]
    assert server.calls[0][2]["Body"] == ["Hej!"]


def test_an_ended_text_is_taken_as_what_it_is(messenger: TwilioMessenger, server: Server) -> None:
    server.answer = {"sid": "SM1", "status": "failed"}
    assert messenger.send(TEXT).state == "failed"
    server.answer = {"sid": "SM1", "status": "a new word"}
    assert messenger.send(TEXT).state == "accepted"


@pytest.mark.parametrize("code", [21211, 21610, 21614, 21635])
def test_a_refused_text_is_refused_for_good(code: int, messenger: TwilioMessenger, server: Server) -> None:
    server.status, server.answer = 400, {"code": code, "message": "no", "status": 400}
    with pytest.raises(SendFailed) as failed:
        messenger.send(TEXT)
    assert (failed.value.code, failed.value.permanent) == (str(code), True)


@pytest.mark.parametrize("status", [401, 403])
def test_while_our_credentials_are_wrong_no_text_is_at_fault(
    status: int, messenger: TwilioMessenger, server: Server
) -> None:
    server.status, server.answer = status, {"code": 20003, "message": "no", "status": status}
    with pytest.raises(SendFailed) as failed:
        messenger.send(TEXT)
    assert not failed.value.permanent
    assert failed.value.retry_after


@pytest.mark.parametrize("raw", [b"", b"<html>", b"[]", b"{}", b"\xff"])
def test_of_an_answer_nobody_can_read_nobody_knows_what_it_did(
    raw: bytes, messenger: TwilioMessenger, server: Server
) -> None:
    server.raw = raw
    with pytest.raises(SendUnknown):
        messenger.send(TEXT)
    with pytest.raises(SendUnknown):
        messenger.look_up(TEXT)


def _listed(*texts: dict[str, Any]) -> dict[str, Any]:
    some = {"sid": "SM9", "status": "sent", "body": "Hej!", "date_created": "Thu, 26 Nov 2026 09:00:05 +0000"}
    return {"messages": [{**some, **text} for text in texts], "page": 0, "page_size": 50, "next_page_uri": None}


def test_a_lost_text_is_found_again(messenger: TwilioMessenger, server: Server) -> None:
    server.status, server.answer = 200, _listed({"body": "other", "sid": "SM8"}, {})
    found = messenger.look_up(TEXT)
    assert found is not None
    assert (found.provider_sid, found.state) == ("SM9", "sent")
    method, _, fields = server.calls[0]
    assert (method, fields["To"], fields["From"]) == ("GET", ["+46701740605"], ["+46701740699"])


@pytest.mark.parametrize(
    "other", [{"body": "Hej"}, {"sid": "SMother"}, {"date_created": "Thu, 26 Nov 2026 08:50:00 +0000"}]
)
def test_another_text_is_not_taken_for_the_lost_one(
    other: dict[str, Any], messenger: TwilioMessenger, server: Server
) -> None:
    server.status, server.answer = 200, _listed(other)
    assert messenger.look_up(TEXT) is None


@pytest.mark.parametrize(
    ("phone", "countries", "may"),
    [
        ("+46701740605", {"SE"}, True), ("+46701740605", {"NO"}, False), ("+46701740605", set(), False),
        ("+4684650045", {"SE"}, False), ("+447700900123", {"SE"}, False), ("112", {"SE"}, False),
        ("ICA", {"SE"}, False),
    ],
)  # fmt: skip
def test_only_mobiles_of_allowed_countries_are_texted(
    phone: str, countries: set[str], may: bool, messenger: TwilioMessenger
) -> None:
    assert messenger.may_text(phone, frozenset(countries)) is may


def test_words_are_in_the_readers_language_and_counted(messenger: TwilioMessenger) -> None:
    arabic, swedish = messenger.words("ar", "started", {}), messenger.words("sv", "started", {})
    assert arabic.encoding == "UCS-2"
    assert arabic.body != swedish.body
    assert swedish.segments >= 1
    assert swedish.body in messenger.words("xx", "started", {}).body
