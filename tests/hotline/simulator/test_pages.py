"""The simulator's page, as a browser without a script sees it."""

import re
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from hotline import catalogs
from hotline.simulator import delivery
from hotline.simulator.application import create_simulator
from hotline.simulator.exchange import Exchange
from hotline.simulator.faults import KINDS, TROUBLES
from hotline.simulator.ledger import RANK
from hotline.simulator.line import send_text
from hotline.simulator.records import FROM_APPLICATION, TO_APPLICATION, Draft
from hotline.simulator.views import REPEATS, SCENES
from hotline.simulator.wire import SIGNATURES
from hotline.simulator.words import Words
from tests.hotline.simulator.conftest import FARID, KARIN, Application

PEOPLE = (
    (KARIN, "Karin", "resident", "sv"),
    (FARID, "Farid", "volunteer", "ar"),
    ("+46701740607", "Anna", "volunteer", "sv"),
    ("+46701740608", "Joan", "resident", "en"),
)
SWEDISH = {"Accept-Language": "sv"}


@pytest.fixture
def browser(exchange: Exchange) -> Iterator[FlaskClient]:
    app = create_simulator(exchange, Words(catalogs.load(catalogs.LOCALES), "sv", "Europe/Stockholm"), PEOPLE)
    app.testing = True
    with app.test_client() as client:
        yield client


def page(browser: FlaskClient, address: str = "/", **headers: str) -> str:
    """Return a page's text."""
    response = browser.get(address, headers={**SWEDISH, **headers})
    assert response.status_code == 200
    return response.text


@pytest.mark.parametrize(("tag", "direction"), [("sv", "ltr"), ("en", "ltr"), ("ar", "rtl")])
def test_the_page_speaks_the_browsers_language(browser: FlaskClient, tag: str, direction: str) -> None:
    assert f'<html lang="{tag}" dir="{direction}">' in page(browser, **{"Accept-Language": tag})


def test_nothing_on_the_page_is_inline(browser: FlaskClient, exchange: Exchange, application: Application) -> None:
    application.answer = "<Response><Message>&lt;script&gt;x&lt;/script&gt;</Message></Response>"
    send_text(exchange, KARIN, "<img src=x onerror=alert(1)>")
    assert exchange.settle()
    response = browser.get("/", headers=SWEDISH)
    tags = re.findall(r"<[a-z][^>]*>", response.text)
    assert [tag for tag in tags if re.search(r"\s(style|on[a-z]+)=", tag)] == []
    assert re.findall(r"<(?:style|script(?! src=))[^>]*>", response.text) == []
    policy = response.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert "unsafe" not in policy


def test_the_first_people_are_on_the_table(browser: FlaskClient) -> None:
    assert re.findall(r'<h3 id="[^"]+"><bdi>(.+?)</bdi>', page(browser)) == ["Karin", "Farid", "Anna"]


def test_a_text_is_sent_by_a_plain_form_and_answered_on_the_same_page(
    browser: FlaskClient, application: Application
) -> None:
    application.answer = "<Response><Message>Tack Karin</Message></Response>"
    response = browser.post("/text", data={"number": KARIN, "body": "hej\r\ndär"})
    assert response.status_code == 303
    assert response.headers["Location"] == f"/#handset-{KARIN[1:]}"
    assert application.texts[0]["Body"] == "hej\ndär"
    assert "Tack Karin" in page(browser)


def test_a_key_sends_what_stands_on_it(browser: FlaskClient, exchange: Exchange, application: Application) -> None:
    browser.post("/text", data={"number": FARID, "quick": "نعم", "body": "half written"})
    assert exchange.settle()
    assert [told["Body"] for told in application.texts] == ["نعم"]


def test_the_keys_can_be_changed(browser: FlaskClient) -> None:
    browser.post("/replies", data={"replies": "haa; maya"})
    assert re.findall(r'name="quick" value="([^"]+)"', page(browser))[:2] == ["haa", "maya"]


@pytest.mark.parametrize(("body", "said"), [("å" * 161, ("GSM-7", "161", "2")), ("نعم", ("UCS-2", "3", "1"))])
def test_parts_are_counted_by_the_lines_own_counter(browser: FlaskClient, body: str, said: tuple[str, ...]) -> None:
    text = browser.post("/count", data={"body": body}, headers=SWEDISH).text
    assert all(part in text for part in said)


def test_a_scene_is_written_on_the_fitting_handset_in_its_language(browser: FlaskClient) -> None:
    assert re.search(r"data-drafted>\s*نعم</textarea>", page(browser, "/?scene=yes"))


def test_nothing_new_is_no_content(browser: FlaskClient, exchange: Exchange) -> None:
    page(browser)
    version = exchange.store.version()
    assert browser.get(f"/changes?version={version}").status_code == 204
    exchange.set_fault(KARIN, "off")
    assert browser.get(f"/changes?version={version}").status_code == 200


def test_faults_are_what_is_ticked(browser: FlaskClient, exchange: Exchange) -> None:
    browser.post("/faults", data={"number": KARIN, "fault": ["off", "doubled"]})
    browser.post("/faults", data={"number": KARIN, "fault": ["off", "nonsense"]})
    assert set(exchange.faults.of(KARIN)) == {"off"}


def test_handsets_come_and_go_within_the_fiction_series(browser: FlaskClient, exchange: Exchange) -> None:
    page(browser)
    browser.post("/handsets", data={"ready": "+46701740608"})
    browser.post("/handsets/remove", data={"number": KARIN})
    for other in ("0701740699", "0701234567", "hej", "08-465 004 01"):
        browser.post("/handsets", data={"other": other})
    assert [handset.name or handset.number for handset in exchange.handsets.shown()] == [
        "Farid", "Anna", "Joan", "+46846500401",
    ]  # fmt: skip


def test_a_phone_that_got_a_text_can_be_put_on_the_table(browser: FlaskClient, exchange: Exchange) -> None:
    delivery.take(exchange, Draft(exchange.number, "+46701740608", "hej"))
    assert "Nytt sms på Joan" in page(browser)
    browser.post("/handsets", data={"ready": "+46701740608"})
    assert exchange.handsets.shown()[-1].name == "Joan"
    assert "<button name=\"ready\"" not in page(browser)
    assert exchange.settle()


@pytest.mark.parametrize(("how", "counts"), [("again", (2, 0)), ("twice", (3, 0)), ("wrong", (1, 1))])
def test_what_went_over_the_wire_can_be_sent_again(
    browser: FlaskClient, exchange: Exchange, application: Application, how: str, counts: tuple[int, int]
) -> None:
    send_text(exchange, KARIN, "hej")
    browser.post("/again", data={"entry": exchange.wire()[0].id, "how": how})
    assert exchange.settle()
    assert (len(application.texts), application.refused) == counts
    assert len({told["MessageSid"] for told in application.texts}) == 1


def test_a_warning_of_the_carrier_is_seen(browser: FlaskClient, exchange: Exchange, application: Application) -> None:
    application.answer = "<Response><Massage>hej</Massage></Response>"
    send_text(exchange, KARIN, "hej")
    assert "12200 Massage" in page(browser)


def test_starting_over_clears_the_table(browser: FlaskClient, exchange: Exchange, application: Application) -> None:
    send_text(exchange, KARIN, "hej")
    browser.post("/reset")
    assert (exchange.texts(), exchange.wire()) == ([], [])


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://example.org"}]
)
def test_another_site_cannot_send(browser: FlaskClient, exchange: Exchange, headers: dict[str, str]) -> None:
    response = browser.post("/text", data={"number": KARIN, "body": "hej"}, headers=headers)
    assert response.status_code == 403
    assert exchange.texts() == []


@pytest.mark.parametrize(
    ("path", "data", "status"),
    [
        ("/text", {"number": "+4670123", "body": "hej"}, 404),
        ("/again", {"entry": "²", "how": "again"}, 404),
        ("/trouble", {"kind": "busy", "times": "-1"}, 400),
    ],
)
def test_bad_forms_are_refused(browser: FlaskClient, path: str, data: dict[str, str], status: int) -> None:
    assert browser.post(path, data=data).status_code == status


def test_every_fault_and_state_has_its_words() -> None:
    names = {
        "fault": KINDS,
        "trouble": TROUBLES,
        "scene": [*dict(SCENES), *(f"{name}_text" for name, _ in SCENES)],
        "repeat": REPEATS,
        "state": [*RANK, "unanswered"],
        "signature": SIGNATURES,
        "way": [TO_APPLICATION, FROM_APPLICATION],
    }
    wanted = {f"web:simulator.{family}_{name}" for family, members in names.items() for name in members}
    assert wanted <= set(catalogs.load(catalogs.LOCALES)["en"].family("web:simulator."))
