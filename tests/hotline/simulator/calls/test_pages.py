"""The telephone on a handset, as a browser without a script sees it."""

import io
import re
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from hotline import catalogs
from hotline.simulator import sounds
from hotline.simulator.application import create_simulator
from hotline.simulator.calls import state
from hotline.simulator.calls.pages import EVENTS
from hotline.simulator.exchange import Exchange
from hotline.simulator.words import Words
from tests.hotline.simulator.calls.conftest import ELSA, FARID, Script, gather, say
from tests.support.telephone import Telephone

PEOPLE = (
    ("+46701740605", "Karin", "resident", "sv"),
    (FARID, "Farid", "volunteer", "ar"),
    ("+46701740607", "Anna", "volunteer", "sv"),
    ("+46701740608", "Joan", "resident", "en"),
    (ELSA, "Elsa", "resident", "sv"),
)
RECORD = '<Record action="/kept" finishOnKey="#" timeout="10"/>'


@pytest.fixture
def browser(exchange: Exchange) -> Iterator[FlaskClient]:
    app = create_simulator(exchange, Words(catalogs.load(catalogs.LOCALES), "sv", "Europe/Stockholm"), PEOPLE)
    app.testing = True
    with app.test_client() as client:
        yield client


def handset(browser: FlaskClient, number: str = ELSA) -> str:
    """Return what the page shows of one handset."""
    page = browser.get("/", headers={"Accept-Language": "sv"}).text
    return page.partition(f'id="handset-{number.lstrip("+")}"')[2].partition("</article>")[0]


def press(browser: FlaskClient, do: str, number: str = ELSA, **more: str) -> None:
    """Use a button of a handset's telephone."""
    answer = browser.post("/call", data={"number": number, "do": do, **more})
    assert answer.status_code == 303


def test_a_landline_stands_on_the_table_and_gets_no_texts(browser: FlaskClient) -> None:
    shown = handset(browser)
    assert "Ring linjen" in shown
    assert "<textarea" not in shown


def test_a_call_is_seen_as_captions(browser: FlaskClient, script: Script, exchange: Exchange) -> None:
    script.says("/twilio/voice", gather("/step", say("Tryck ett")))
    press(browser, "dial")
    shown = handset(browser)
    assert re.search(r'lang="sv-SE">Tryck ett</span>', shown)
    assert len(re.findall(r'name="key"', shown)) == 12
    assert "Linjen talar" in shown


def test_a_key_is_pressed_and_the_call_ends(browser: FlaskClient, script: Script, exchange: Exchange) -> None:
    script.says("/twilio/voice", gather("/step"))
    script.says("/step", gather("/step"))
    press(browser, "dial")
    browser.post("/keys", data={"number": ELSA, "key": "1"})
    assert script.told("/step")[0]["Digits"] == "1"
    press(browser, "hang_up")
    assert "Samtalet är slut" in handset(browser)


@pytest.mark.parametrize(
    ("more", "shown"),
    [({}, ELSA), ({"withheld": "yes"}, "anonymous"), ({"withheld": "yes", "shown": "+266696687"}, "+266696687")],
)
def test_the_number_can_be_withheld(browser: FlaskClient, script: Script, more: dict[str, str], shown: str) -> None:
    press(browser, "dial", **more)
    assert script.told("/twilio/voice")[0]["From"] == shown


def test_it_rings_and_is_declined(browser: FlaskClient, script: Script, exchange: Exchange) -> None:
    script.says("/twilio/voice", f'<Dial callerId="{exchange.number}">{ELSA}</Dial>')
    farid = Telephone(exchange, FARID).dials()
    assert "Det ringer hos Elsa" in handset(browser)
    press(browser, "busy")
    assert farid.goes_on().state == "completed"
    assert "Det var upptaget" in handset(browser)


def test_two_in_one_call_both_show_it(browser: FlaskClient, script: Script, exchange: Exchange) -> None:
    script.says("/twilio/voice", f'<Dial callerId="{exchange.number}">{ELSA}</Dial>')
    Telephone(exchange, FARID).dials()
    press(browser, "answer")
    for number in (ELSA, FARID):
        assert "Kopplad till en annan telefon" in handset(browser, number)


def test_who_rings_without_a_handset_can_be_put_on_the_table(
    browser: FlaskClient, script: Script, exchange: Exchange
) -> None:
    script.says("/twilio/voice", f'<Dial callerId="{exchange.number}">+46701740608</Dial>')
    Telephone(exchange, FARID).dials()
    assert "Det ringer hos Joan" in browser.get("/", headers={"Accept-Language": "sv"}).text


def test_something_is_said_into_a_recording(browser: FlaskClient, script: Script, exchange: Exchange) -> None:
    script.says("/twilio/voice", RECORD)
    press(browser, "dial")
    assert 'name="sound"' in handset(browser)
    browser.post("/speak", data={"number": ELSA, "words": "Jag behöver mat", "seconds": "7"})
    browser.post("/keys", data={"number": ELSA, "key": "#"})
    assert script.told("/kept")[0]["RecordingDuration"] == "7"


def test_a_sound_file_is_recorded_and_nothing_else_is(browser: FlaskClient, script: Script, exchange: Exchange) -> None:
    script.says("/twilio/voice", RECORD)
    press(browser, "dial")
    for content in (b"no sound", sounds.tone(9)):
        browser.post("/speak", data={"number": ELSA, "sound": (io.BytesIO(content), "a.wav")})
    browser.post("/keys", data={"number": ELSA, "key": "#"})
    assert script.told("/kept")[0]["RecordingDuration"] == "9"


@pytest.mark.parametrize(
    ("path", "data", "status"),
    [
        ("/call", {"number": ELSA, "do": "dance"}, 400),
        ("/call", {"number": "+4670123", "do": "dial"}, 404),
        ("/keys", {"number": ELSA, "key": "a"}, 400),
        ("/keys", {"number": ELSA, "key": ""}, 400),
    ],
)
def test_bad_forms_are_refused(browser: FlaskClient, path: str, data: dict[str, str], status: int) -> None:
    assert browser.post(path, data=data).status_code == status


def test_another_site_cannot_call(browser: FlaskClient, exchange: Exchange) -> None:
    headers = {"Sec-Fetch-Site": "cross-site"}
    assert browser.post("/call", data={"number": ELSA, "do": "dial"}, headers=headers).status_code == 403
    assert exchange.calls.legs() == []


def test_everything_a_call_does_has_its_words() -> None:
    doing = {state.FETCHING, state.PROMPTING, state.PAUSING, state.GATHERING, state.RECORDING, state.DIALLING}
    doing |= {state.BRIDGED, state.QUEUED, state.INITIATED, state.RINGING, state.IN_PROGRESS, *state.ENDED, "none"}
    heard = {"say", "play", "keys", "pressed", "beep", "spoke", "recorded", "error"}
    wanted = {f"web:simulator.doing_{word.replace('-', '_')}" for word in doing}
    wanted |= {f"web:simulator.heard_{word}" for word in heard} | {f"web:simulator.do_{word}" for word in EVENTS}
    assert wanted <= set(catalogs.load(catalogs.LOCALES)["en"].family("web:simulator."))
