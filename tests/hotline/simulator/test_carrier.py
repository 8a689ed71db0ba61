"""The stand-in's API as the carrier's own client library sees it."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests

from hotline.simulator import ACCOUNT_SID, AUTH_TOKEN
from hotline.simulator.carrier import create_carrier_app
from hotline.simulator.exchange import Exchange
from hotline.simulator.line import send_text
from tests.hotline.simulator.conftest import KARIN, Application
from tests.support.serving import serving

Call = Callable[..., requests.Response]


@pytest.fixture
def call(exchange: Exchange) -> Iterator[Call]:
    """Call the API over real HTTP; fields replace those of a good message."""
    with serving(create_carrier_app(exchange)) as address:

        def send(method: str = "POST", path: str = "Messages.json", **options: Any) -> requests.Response:
            url = f"{address}/2010-04-01/Accounts/{options.pop('sid', ACCOUNT_SID)}/{path}"
            options.setdefault("auth", (ACCOUNT_SID, AUTH_TOKEN))
            return requests.request(method, url, timeout=options.pop("timeout", 10), **options)

        yield send


def good(exchange: Exchange, **changes: str) -> dict[str, str]:
    """Return the fields of a message that is taken."""
    return {"To": KARIN, "From": exchange.number, "Body": "Hej", **changes}


def test_a_message_is_taken_as_the_carrier_takes_it(exchange: Exchange, call: Call) -> None:
    response = call(data=good(exchange, Body="مرحبا " * 20))
    taken = response.json()
    assert response.status_code == 201
    assert (taken["status"], taken["num_segments"], taken["error_code"]) == ("queued", "2", None)
    assert taken["uri"] == f"/2010-04-01/Accounts/{ACCOUNT_SID}/Messages/{taken['sid']}.json"
    assert taken["date_created"].endswith("+0000")
    assert exchange.texts(KARIN)[0].sid == taken["sid"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"To": ""}, 21604),
        ({"To": "hej"}, 21211),
        ({"To": "0701740605"}, 21211),
        ({"To": "+46701"}, 21211),
        ({"To": "+46846500401"}, 21635),
        ({"From": ""}, 21603),
        ({"From": "+46701740610"}, 21606),
        ({"Body": ""}, 21602),
        ({"Body": "x" * 1601}, 21617),
        ({"StatusCallback": "hej"}, 21609),
    ],
)
def test_what_is_wrong_is_refused_with_the_carriers_code(
    exchange: Exchange, call: Call, changes: dict[str, str], code: int
) -> None:
    response = call(data=good(exchange, **changes))
    assert (response.status_code, response.json()["code"], response.json()["status"]) == (400, code, 400)
    assert response.json()["more_info"].endswith(f"/{code}")
    assert exchange.texts() == []


@pytest.mark.parametrize("auth", [None, (ACCOUNT_SID, "wrong"), ("AC0", AUTH_TOKEN)])
def test_wrong_credentials_are_refused_and_seen(exchange: Exchange, call: Call, auth: Any) -> None:
    response = call(data=good(exchange), auth=auth)
    assert (response.status_code, response.json()["code"]) == (401, 20003)
    assert exchange.wire()[0].signature == ("wrong" if auth else "missing")


def test_another_account_and_another_address_are_not_found(exchange: Exchange, call: Call) -> None:
    assert call(data=good(exchange), sid="AC" + "0" * 32).json()["code"] == 20404
    assert call("GET", "Recordings.json").json()["code"] == 20404
    assert call("GET", "Messages/SM0.json").json()["code"] == 20404


@pytest.mark.parametrize(("kind", "code"), [("landline", 21635), ("not_mobile", 21614), ("opted_out", 21610)])
def test_a_handset_that_gets_no_texts_is_refused(exchange: Exchange, call: Call, kind: str, code: int) -> None:
    exchange.set_fault(KARIN, kind)
    assert call(data=good(exchange)).json()["code"] == code


def test_after_stop_nothing_is_sent(exchange: Exchange, call: Call, application: Application) -> None:
    send_text(exchange, KARIN, "STOP")
    assert call(data=good(exchange)).json()["code"] == 21610


@pytest.mark.parametrize(
    ("faults", "told"),
    [
        ([], [("sent", None), ("delivered", None)]),
        (["off"], [("sent", None), ("undelivered", "30003")]),
        (["blocked"], [("sent", None), ("undelivered", "30004")]),
        (["unknown"], [("sent", None), ("undelivered", "30008")]),
        (["overflow"], [("failed", "30001")]),
        (["silent"], [("sent", None)]),
        (["disordered"], [("delivered", None), ("sent", None)]),
        (["doubled"], [("sent", None), ("sent", None), ("delivered", None), ("delivered", None)]),
    ],
)
def test_receipts_come_as_the_handset_has_it(
    exchange: Exchange, call: Call, application: Application, faults: list[str], told: list[tuple[str, str | None]]
) -> None:
    for kind in faults:
        exchange.set_fault(KARIN, kind)
    call(data=good(exchange, StatusCallback=f"{application.address}/twilio/status?x=1"))
    assert exchange.settle()
    assert [(receipt["MessageStatus"], receipt.get("ErrorCode")) for receipt in application.receipts] == told
    assert application.refused == 0
    ends = {"sent": 1}
    assert exchange.texts(KARIN)[0].state == max((state for state, _ in told), key=lambda state: ends.get(state, 2))


def test_a_delayed_receipt_comes_later(exchange: Exchange, call: Call, application: Application) -> None:
    exchange.set_fault(KARIN, "delayed", seconds=0.3)
    call(data=good(exchange, StatusCallback=f"{application.address}/twilio/status"))
    time.sleep(0.1)
    assert application.states() == []
    assert exchange.settle()
    assert application.states() == ["sent", "delivered"]


def test_a_busy_carrier_says_when_to_come_back(exchange: Exchange, call: Call) -> None:
    exchange.set_trouble("busy", times=2)
    answers = [call(data=good(exchange)) for _ in range(3)]
    assert [response.status_code for response in answers] == [429, 429, 201]
    assert answers[0].headers["Retry-After"] == "1"
    assert answers[0].json()["code"] == 20429
    assert len(exchange.texts()) == 1


@pytest.mark.parametrize(("kind", "taken"), [("error_before", 0), ("error_after", 1)])
def test_a_broken_carrier_may_have_taken_the_text(exchange: Exchange, call: Call, kind: str, taken: int) -> None:
    exchange.set_trouble(kind)
    assert call(data=good(exchange)).status_code == 500
    assert len(exchange.texts()) == taken


@pytest.mark.parametrize(("kind", "taken"), [("hang_before", 0), ("hang_after", 1)])
def test_a_hanging_carrier_may_have_taken_the_text(exchange: Exchange, call: Call, kind: str, taken: int) -> None:
    exchange.set_trouble(kind, seconds=0.4)
    with pytest.raises(requests.ReadTimeout):
        call(data=good(exchange), timeout=0.1)
    time.sleep(0.5)
    assert len(exchange.texts()) == taken


def test_texts_are_listed_newest_first_page_by_page(exchange: Exchange, call: Call) -> None:
    for body in ("ett", "två", "tre"):
        call(data=good(exchange, Body=body))
    first = call("GET", params={"To": KARIN, "PageSize": 2}).json()
    assert [text["body"] for text in first["messages"]] == ["tre", "två"]
    rest = call("GET", first["next_page_uri"].partition(f"{ACCOUNT_SID}/")[2]).json()
    assert [text["body"] for text in rest["messages"]] == ["ett"]
    assert rest["next_page_uri"] is None


def test_texts_are_found_by_number_and_time(exchange: Exchange, call: Call) -> None:
    sid = call(data=good(exchange)).json()["sid"]
    now = datetime.now(UTC)

    def found(**wanted: str) -> list[str]:
        return [text["sid"] for text in call("GET", params=wanted).json()["messages"]]

    assert found(To=KARIN, From=exchange.number) == [sid]
    assert found(To=exchange.number) == []
    assert found(**{"DateSent>": (now - timedelta(minutes=1)).strftime("%Y-%m-%dT%H:%M:%SZ")}) == [sid]
    assert found(**{"DateSent>": (now + timedelta(minutes=1)).strftime("%Y-%m-%dT%H:%M:%SZ")}) == []
    assert found(**{"DateSent<": (now - timedelta(days=1)).strftime("%Y-%m-%d")}) == []


def test_one_text_is_looked_up(exchange: Exchange, call: Call) -> None:
    exchange.set_fault(KARIN, "off")
    sid = call(data=good(exchange)).json()["sid"]
    assert exchange.settle()
    text = call("GET", f"Messages/{sid}.json").json()
    assert (text["status"], text["error_code"], text["direction"]) == ("undelivered", 30003, "outbound-api")
