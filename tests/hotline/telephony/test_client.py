"""The carrier's client on our own address: what each failure means for the text."""

import time
from collections.abc import Iterator

import pytest
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client

from dispatch.errors import SendFailed, SendUnknown
from hotline.telephony import client as clients
from hotline.telephony.client import make_client
from tests.hotline.telephony.a_server import Server, a_server, hang_up
from tests.support.serving import a_free_port

TEXT = {"to": "+46701740605", "from_": "+46701740699", "body": "Hej å 👍"}


@pytest.fixture
def server() -> Iterator[Server]:
    with a_server() as server:
        server.answer = {"sid": "SM1", "status": "queued"}
        yield server


@pytest.fixture
def carrier(server: Server) -> Iterator[Client]:
    client = make_client("AC1", "secret", server.address + "/base/")
    yield client
    hang_up(client)


def _send(carrier: Client) -> str:
    return str(carrier.messages.create(**TEXT).sid)


def test_a_text_goes_to_our_own_address(carrier: Client, server: Server) -> None:
    assert _send(carrier) == "SM1"
    ((method, path, fields),) = server.calls
    assert (method, path) == ("POST", "/base/2010-04-01/Accounts/AC1/Messages.json")
    assert fields == {"To": ["+46701740605"], "From": ["+46701740699"], "Body": ["Hej å 👍"]}


def test_a_refusal_carries_the_carriers_code(carrier: Client, server: Server) -> None:
    server.status, server.answer = 400, {"code": 21614, "message": "not a mobile number", "status": 400}
    with pytest.raises(TwilioRestException) as refused:
        _send(carrier)
    assert (refused.value.status, refused.value.code) == (400, 21614)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("7", 7.0), ("0.5", 0.5), ("-3", 0.0), ("86400", 3600.0), ("inf", 3600.0), ("nan", 0.0),
     ("Thu, 26 Nov 2026 10:00:00 GMT", None), ("", None)],
)  # fmt: skip
def test_too_many_texts_may_be_tried_again_after_a_while(
    header: str, seconds: float | None, carrier: Client, server: Server
) -> None:
    server.status, server.headers = 429, {"Retry-After": header} if header else {}
    with pytest.raises(SendFailed) as failed:
        _send(carrier)
    assert (failed.value.code, failed.value.permanent, failed.value.retry_after) == ("20429", False, seconds)


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_of_a_broken_carrier_nobody_knows_what_it_did(status: int, carrier: Client, server: Server) -> None:
    server.status = status
    with pytest.raises(SendUnknown):
        _send(carrier)
    assert len(server.calls) == 1, "the library must not try again by itself"


def test_of_a_carrier_that_hangs_up_nobody_knows_what_it_did(carrier: Client, server: Server) -> None:
    server.status = 0
    with pytest.raises(SendUnknown):
        _send(carrier)
    assert len(server.calls) == 1


def test_a_carrier_that_never_answers_is_given_up_in_time(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clients, "TIMEOUT", 0.3)
    carrier, server.silent = make_client("AC1", "secret", server.address), True
    began = time.monotonic()
    with pytest.raises(SendUnknown):
        _send(carrier)
    assert time.monotonic() - began < 5
    hang_up(carrier)


def test_where_nobody_listens_surely_nothing_was_sent() -> None:
    carrier = make_client("AC1", "secret", f"http://127.0.0.1:{a_free_port()}")
    with pytest.raises(SendFailed) as failed:
        _send(carrier)
    assert not failed.value.permanent
    hang_up(carrier)
