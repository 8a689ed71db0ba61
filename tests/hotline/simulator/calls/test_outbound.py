"""Calls that the application places, by the carrier's own client library."""

from collections.abc import Callable
from typing import Any

import pytest
import requests
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client

from hotline.simulator.exchange import Exchange
from hotline.telephony.client import make_client
from tests.hotline.simulator.calls.conftest import ELSA, Script, gather, say
from tests.support.telephone import Telephone

EVENTS = ["initiated", "ringing", "answered", "completed"]

Place = Callable[..., Any]


@pytest.fixture
def client(exchange: Exchange) -> Client:
    """The carrier's library, led to the stand-in."""
    return make_client(exchange.account_sid, exchange.auth_token, exchange.api_url)


@pytest.fixture
def place(client: Client, exchange: Exchange, script: Script) -> Place:
    """Call Elsa; what is given replaces what is usual."""
    usual = {"to": ELSA, "from_": exchange.number, "url": f"{script.address}/news", "method": "POST"}
    usual |= {"status_callback": f"{script.address}/status"}

    def call(**changes: Any) -> Any:
        wanted = {**usual, **changes}
        return client.calls.create(**{name: value for name, value in wanted.items() if value is not None})

    script.says("/news", gather("/step", say("Nyheter")))
    return call


def statuses(script: Script) -> list[str]:
    """Return what was told, in the carrier's order."""
    told = sorted(script.told("/status"), key=lambda each: int(each["SequenceNumber"]))
    return [each["CallStatus"] for each in told]


def test_she_is_called_and_hears_the_news(place: Place, elsa: Telephone, script: Script) -> None:
    placed = place(status_callback_event=EVENTS)
    assert (placed.status, placed.direction, placed.to) == ("queued", "outbound-api", ELSA)
    call = elsa.answers()
    assert (call.words, call.state, call.sid) == ("Nyheter", "gathering", placed.sid)
    told = script.told("/news")[0]
    assert told == {**told, "CallStatus": "in-progress", "Direction": "outbound-api", "To": ELSA}
    assert "AnsweredBy" not in told
    call.hangs_up()
    assert statuses(script) == ["initiated", "ringing", "in-progress", "completed"]


@pytest.mark.parametrize(
    ("does", "status"),
    [
        (Telephone.is_busy, "busy"),
        (Telephone.does_not_answer, "no-answer"),
        (lambda phone: phone.answers().hangs_up(), "completed"),
    ],
)
def test_only_the_end_is_told_unless_more_is_asked_for(
    place: Place, elsa: Telephone, script: Script, does: Callable[[Telephone], object], status: str
) -> None:
    place()
    does(elsa)
    assert statuses(script) == [status]


@pytest.mark.parametrize(("kind", "status"), [("off", "no-answer"), ("unknown", "failed")])
def test_a_telephone_may_be_out_of_reach(
    place: Place, exchange: Exchange, script: Script, kind: str, status: str
) -> None:
    exchange.set_fault(ELSA, kind)
    place()
    assert exchange.settle()
    assert statuses(script) == [status]


@pytest.mark.parametrize(
    ("asked", "machine", "answered_by"),
    [
        ("Enable", False, "human"),
        ("Enable", True, "machine_start"),
        ("DetectMessageEnd", True, "machine_end_beep"),
        (None, True, None),
    ],
)
def test_who_answered_is_told_to_who_asked(
    place: Place, elsa: Telephone, script: Script, asked: str | None, machine: bool, answered_by: str | None
) -> None:
    place(machine_detection=asked)
    (elsa.lets_the_machine_answer if machine else elsa.answers)()
    assert script.told("/news")[0].get("AnsweredBy") == answered_by


def test_who_answered_can_be_told_apart(place: Place, elsa: Telephone, script: Script) -> None:
    amd = f"{script.address}/amd"
    place(machine_detection="Enable", async_amd="true", async_amd_status_callback=amd)
    elsa.lets_the_machine_answer()
    assert "AnsweredBy" not in script.told("/news")[0]
    assert script.told("/amd")[0]["AnsweredBy"] == "machine_start"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"to": "hej"}, 21211),
        ({"to": "+46701"}, 21211),
        ({"from_": ELSA}, 21210),
        ({"from_": "hej"}, 21212),
        ({"url": None}, 21205),
        ({"twiml": "<Response/>"}, 21205),
        ({"url": "hej"}, 21205),
        ({"status_callback": "hej"}, 21609),
        ({"status_callback_event": ["rung"]}, 21626),
    ],
)
def test_what_is_wrong_is_refused_with_the_carriers_code(
    place: Place, exchange: Exchange, changes: dict[str, Any], code: int
) -> None:
    with pytest.raises(TwilioRestException) as refused:
        place(**changes)
    assert (refused.value.code, refused.value.status) == (code, 400)
    assert exchange.calls.legs() == []


def test_what_is_missing_is_refused_too(exchange: Exchange) -> None:
    address = f"{exchange.api_url}/2010-04-01/Accounts/{exchange.account_sid}/Calls.json"
    auth = (exchange.account_sid, exchange.auth_token)
    codes = [requests.post(address, data=data, auth=auth, timeout=10).json()["code"] for data in ({}, {"To": ELSA})]
    assert codes == [21201, 21213]


def test_a_document_can_come_with_the_order_but_its_addresses_must_be_whole(
    place: Place, elsa: Telephone, script: Script
) -> None:
    place(url=None, twiml="<Response><Redirect>/next</Redirect></Response>")
    with pytest.raises(AssertionError, match="11100"):
        elsa.answers()
    place(url=None, twiml=f"<Response><Redirect>{script.address}/next</Redirect></Response>")
    elsa.answers()
    assert len(script.told("/next")) == 1


def test_a_call_is_ended_by_the_application(place: Place, elsa: Telephone, client: Client, script: Script) -> None:
    placed = place()
    elsa.rings()
    client.calls(placed.sid).update(status="canceled")
    assert not elsa.is_ringing()
    placed = place()
    call = elsa.answers()
    with pytest.raises(TwilioRestException):
        client.calls(placed.sid).update(status="canceled")
    client.calls(placed.sid).update(status="completed")
    assert call.goes_on().state == "completed"
    assert statuses(script) == ["canceled", "completed"]


def test_a_call_is_sent_elsewhere(place: Place, elsa: Telephone, client: Client, script: Script) -> None:
    script.says("/else", say("Någon annanstans"))
    placed = place()
    elsa.rings()
    with pytest.raises(TwilioRestException):
        client.calls(placed.sid).update(url=f"{script.address}/else", method="POST")
    call = elsa.answers()
    client.calls(placed.sid).update(url=f"{script.address}/else", method="POST")
    assert call.goes_on().heard[-1].text == "Någon annanstans"


def test_calls_are_looked_up_and_listed(place: Place, elsa: Telephone, client: Client) -> None:
    first, second = place(), place()
    elsa.answers().hangs_up()
    assert str(client.calls(first.sid).fetch().status) in {"completed", "busy"}
    assert [call.sid for call in client.calls.list(to=ELSA)] == [second.sid, first.sid]
    assert client.calls.list(to="+46846500499") == []
    assert len(client.calls.list(status="completed")) == 1
    with pytest.raises(TwilioRestException):
        client.calls("CA" + "0" * 32).fetch()


@pytest.mark.parametrize(("kind", "taken"), [("busy", 0), ("error_before", 0), ("error_after", 1)])
def test_trouble_befalls_calls_as_it_does_texts(exchange: Exchange, script: Script, kind: str, taken: int) -> None:
    exchange.set_trouble(kind)
    address = f"{exchange.api_url}/2010-04-01/Accounts/{exchange.account_sid}/Calls.json"
    order = {"To": ELSA, "From": exchange.number, "Url": f"{script.address}/news"}
    answer = requests.post(address, data=order, auth=(exchange.account_sid, exchange.auth_token), timeout=10)
    assert answer.status_code == (429 if kind == "busy" else 500)
    assert len(exchange.calls.legs()) == taken
