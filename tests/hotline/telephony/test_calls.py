"""Calls and spoken messages at the carrier: placed, looked up, fetched and deleted, and what its refusals mean."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from dispatch.errors import SendFailed, SendUnknown
from dispatch.ports import GONE, Fate, OutgoingCall
from hotline.telephony.calls import TwilioCaller, TwilioRecordings
from hotline.telephony.client import CarrierHttp, make_client
from tests.hotline.telephony.a_server import Server, a_server, hang_up

CALL = OutgoingCall(
    call_id=7, phone="+4684650045", created_at=datetime(2026, 11, 26, 9, 0, tzinfo=UTC),
    known_sids=frozenset({"CAother"}),
)  # fmt: skip
A_CALL = {"sid": "CA1", "status": "queued"}
REFUSED = {"code": 21211, "message": "no", "status": 400}


@pytest.fixture
def server() -> Iterator[Server]:
    with a_server() as server:
        server.answer = A_CALL
        yield server


@pytest.fixture
def caller(server: Server) -> Iterator[TwilioCaller]:
    client = make_client("AC1", "secret", server.address)
    yield TwilioCaller(client, number="+46701740699", public_url="https://hjalp.example")
    hang_up(client)


@pytest.fixture
def recordings(server: Server) -> Iterator[TwilioRecordings]:
    client = make_client("AC1", "secret", server.address)
    yield TwilioRecordings(client, CarrierHttp(server.address))
    hang_up(client)


def test_a_call_is_placed_with_the_addresses_for_its_steps_and_reports(caller: TwilioCaller, server: Server) -> None:
    assert caller.call(CALL) == Fate("CA1", "queued")
    method, path, fields = server.calls[0]
    assert (method, path) == ("POST", "/2010-04-01/Accounts/AC1/Calls.json")
    assert (fields["To"], fields["From"], fields["Timeout"]) == (["+4684650045"], ["+46701740699"], ["40"])
    assert fields["Url"] == ["https://hjalp.example/twilio/voice/out?c=7"]
    assert fields["StatusCallback"] == ["https://hjalp.example/twilio/status/call?c=7"]
    assert fields["StatusCallbackEvent"] == ["initiated", "ringing", "answered", "completed"]
    assert "MachineDetection" not in fields


@pytest.mark.parametrize("answer", [{}, [], None])
def test_of_an_answer_nobody_can_read_nobody_knows_what_it_did(
    answer: object, caller: TwilioCaller, server: Server
) -> None:
    server.answer = answer
    with pytest.raises(SendUnknown):
        caller.call(CALL)


def test_a_refused_call_is_refused_for_good_and_a_busy_carrier_only_for_now(
    caller: TwilioCaller, server: Server
) -> None:
    server.status, server.answer = 400, REFUSED
    with pytest.raises(SendFailed) as refused:
        caller.call(CALL)
    assert (refused.value.code, refused.value.permanent) == ("21211", True)
    server.status, server.headers = 429, {"Retry-After": "7"}
    with pytest.raises(SendFailed) as busy:
        caller.call(CALL)
    assert (busy.value.permanent, busy.value.retry_after) == (False, 7.0)


def _listed(**call: Any) -> dict[str, Any]:
    some = {"sid": "CA9", "status": "ringing", "direction": "outbound-api",
            "date_created": "Thu, 26 Nov 2026 09:00:05 +0000"}
    return {"calls": [{**some, **call}], "page": 0, "page_size": 50, "next_page_uri": None}


def test_a_lost_call_is_found_again(caller: TwilioCaller, server: Server) -> None:
    server.status, server.answer = 200, _listed()
    assert caller.look_up_call(CALL) == Fate("CA9", "ringing")
    assert (server.calls[0][0], server.calls[0][2]["To"]) == ("GET", ["+4684650045"])


@pytest.mark.parametrize(
    "other",
    [{"sid": "CAother"}, {"direction": "outbound-dial"}, {"date_created": "Thu, 26 Nov 2026 08:50:00 +0000"}],
)
def test_another_call_is_not_taken_for_the_lost_one(
    other: dict[str, Any], caller: TwilioCaller, server: Server
) -> None:
    server.status, server.answer = 200, _listed(**other)
    assert caller.look_up_call(CALL) is None


def test_the_carrier_says_where_a_call_is_or_that_it_knows_of_none(caller: TwilioCaller, server: Server) -> None:
    server.status, server.answer = 200, {"sid": "CA1", "status": "no-answer"}
    assert caller.fetch_call("CA1") == Fate("CA1", "no-answer")
    server.status, server.answer = 404, {"code": 20404, "message": "no", "status": 404}
    assert caller.fetch_call("CA1") is None
    server.status, server.answer = 500, {}
    with pytest.raises(SendUnknown):
        caller.fetch_call("CA1")


@pytest.mark.parametrize(
    ("phone", "countries", "may"),
    [("+4684650045", {"SE"}, True), ("+46701740605", {"SE"}, True), ("+4684650045", {"NO"}, False),
     ("+469001234567", {"SE"}, False), ("+447700900123", {"SE"}, False), ("112", {"SE"}, False),
     ("anonymous", {"SE"}, False)],
)  # fmt: skip
def test_only_ordinary_numbers_of_allowed_countries_are_rung(
    phone: str, countries: set[str], may: bool, caller: TwilioCaller
) -> None:
    assert caller.may_call(phone, frozenset(countries)) is may


def test_a_message_is_fetched_as_it_is_from_an_address_of_our_own_making(
    recordings: TwilioRecordings, server: Server
) -> None:
    server.status, server.raw = 200, b"RIFF\x00\xff"
    assert recordings.fetch("RE1") == b"RIFF\x00\xff"
    assert server.calls[0][:2] == ("GET", "/2010-04-01/Accounts/AC1/Recordings/RE1.wav")


@pytest.mark.parametrize(
    ("status", "raw", "error", "code"),
    [(404, b"no", SendFailed, GONE), (401, b"no", SendFailed, "20401"), (302, b"", SendFailed, "20302"),
     (429, b"", SendFailed, "20429"), (500, b"", SendUnknown, "status 500"), (200, b"", SendUnknown, "an empty file"),
     (0, b"", SendUnknown, "connection lost")],
)  # fmt: skip
def test_what_cannot_be_fetched_says_why(
    status: int, raw: bytes, error: type[Exception], code: str, recordings: TwilioRecordings, server: Server
) -> None:
    server.status, server.raw = status, raw
    with pytest.raises(error, match=code):
        recordings.fetch("RE1")


def test_a_message_is_deleted_and_one_that_is_gone_says_so(recordings: TwilioRecordings, server: Server) -> None:
    server.status, server.raw = 204, b""
    recordings.delete("RE1")
    assert server.calls[0][:2] == ("DELETE", "/2010-04-01/Accounts/AC1/Recordings/RE1.json")
    server.status, server.raw = 404, b'{"code": 20404, "message": "no", "status": 404}'
    with pytest.raises(SendFailed, match=GONE):
        recordings.delete("RE1")
