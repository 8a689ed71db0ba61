"""Record, and what becomes of what was recorded."""

import pytest
import requests

from hotline.simulator import sounds
from hotline.simulator.exchange import Exchange
from tests.hotline.simulator.calls.conftest import Script, say
from tests.support.telephone import Call, Telephone

RECORD = (
    '<Record action="/kept" timeout="10" maxLength="60" finishOnKey="#" recordingStatusCallback="/ready"'
    ' recordingStatusCallbackEvent="completed"{}/>'
)


@pytest.fixture
def call(elsa: Telephone, script: Script) -> Call:
    """Elsa after the beep."""
    script.says("/twilio/voice", say("Tala"), RECORD.format(""))
    script.says("/kept", say("Tack"))
    return elsa.dials()


def fetch(exchange: Exchange, path: str, method: str = "GET") -> requests.Response:
    """Ask the carrier."""
    address = f"{exchange.api_url}/2010-04-01/Accounts/{exchange.account_sid}/{path}"
    return requests.request(method, address, auth=(exchange.account_sid, exchange.auth_token), timeout=10)


@pytest.mark.parametrize(
    ("end", "digits"),
    [(lambda c: c.presses("#"), "#"), (lambda c: c.is_silent(), ""), (lambda c: c.hangs_up(), "hangup")],
)
def test_a_recording_ends_and_is_told(call: Call, script: Script, end: object, digits: str) -> None:
    assert (call.state, call.words) == ("recording", "Tala")
    call.speaks(seconds=5)
    assert callable(end)
    end(call)
    told, ready = script.told("/kept")[0], script.told("/ready")[0]
    assert (told["RecordingDuration"], told["Digits"]) == ("5", digits)
    assert ready == {**ready, "RecordingStatus": "completed", "RecordingDuration": "5", "RecordingSource": "RecordVerb"}
    assert told["RecordingSid"] == ready["RecordingSid"] == told["RecordingUrl"].rpartition("/")[2]
    assert call.words == ("" if digits == "hangup" else "Tack")
    assert told["CallStatus"] == ("completed" if digits == "hangup" else "in-progress")


def test_other_keys_do_not_end_it_unless_any_does(call: Call, elsa: Telephone, script: Script) -> None:
    assert call.speaks().presses("12").state == "recording"
    script.says("/twilio/voice", '<Record action="/kept"/>')
    assert elsa.dials().presses("7").state == "completed"


def test_it_is_no_longer_than_it_may_be(call: Call, script: Script) -> None:
    call.speaks(seconds=100).is_silent()
    assert script.told("/kept")[0]["RecordingDuration"] == "60"


@pytest.mark.parametrize(("trim", "seconds"), [("", 0), (' trim="do-not-trim"', 10)])
def test_nothing_said_is_a_recording_of_nothing(elsa: Telephone, script: Script, trim: str, seconds: int) -> None:
    script.says("/twilio/voice", RECORD.format(trim))
    call = elsa.dials().is_silent()
    assert script.told("/kept")[0]["RecordingDuration"] == str(seconds)
    assert [recording.seconds for recording in call.recordings] == [seconds]


def test_nothing_said_is_told_as_absent_to_who_wants_to_know(elsa: Telephone, script: Script) -> None:
    script.says("/twilio/voice", RECORD.format("").replace('"completed"', '"completed absent"'))
    elsa.dials().is_silent()
    assert script.told("/ready")[0]["RecordingStatus"] == "absent"


def test_the_sound_is_there_until_it_is_deleted(call: Call, exchange: Exchange) -> None:
    call.speaks(seconds=4).presses("#")
    sid = call.recordings[0].sid
    assert sounds.length(fetch(exchange, f"Recordings/{sid}.wav").content) == 4
    assert fetch(exchange, f"Recordings/{sid}").headers["Content-Type"] == "audio/x-wav"
    assert fetch(exchange, f"Recordings/{sid}.json").json()["duration"] == "4"
    assert fetch(exchange, f"Recordings/{sid}.json", "DELETE").status_code == 204
    for path in (f"Recordings/{sid}.wav", f"Recordings/{sid}.json"):
        assert fetch(exchange, path).status_code == 404
    assert call.recordings == []


def test_the_sound_is_not_there_before_it_is_ready(exchange: Exchange) -> None:
    with exchange.store.writing() as db:
        db.execute("INSERT INTO recording VALUES ('RE1', '', 5, x'', 'processing', 0)")
    assert fetch(exchange, "Recordings/RE1.wav").status_code == 404


def test_an_uploaded_sound_is_what_is_recorded(call: Call, exchange: Exchange) -> None:
    call.speaks(seconds=2, sound=sounds.tone(2)[:-2]).presses("#")
    assert fetch(exchange, f"Recordings/{call.recordings[0].sid}.wav").content == sounds.tone(2)[:-2]
