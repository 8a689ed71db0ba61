"""Dial: several ring, one picks up, hears the whisper and is connected."""

import pytest

from hotline.simulator.calls.happenings import Passed
from hotline.simulator.exchange import Exchange
from tests.hotline.simulator.calls.conftest import ANNA, ELSA, FARID, Script, gather, say
from tests.support.telephone import Call, Telephone

NUMBERS = f'<Number url="/whisper">{FARID}</Number><Number url="/whisper">{ANNA}</Number>'


@pytest.fixture
def farid(exchange: Exchange) -> Telephone:
    return Telephone(exchange, FARID)


@pytest.fixture
def anna(exchange: Exchange) -> Telephone:
    return Telephone(exchange, ANNA)


@pytest.fixture
def call(elsa: Telephone, script: Script, exchange: Exchange) -> Call:
    """Elsa, for whom two telephones ring."""
    dial = f'<Dial callerId="{exchange.number}" action="/after" timeLimit="600">{NUMBERS}</Dial>'
    script.says("/twilio/voice", dial)
    script.says("/whisper", gather("/accept", say("Tryck ett")), "<Hangup/>")
    script.says("/after", say("Hej då"))
    return elsa.dials()


def after(script: Script) -> dict[str, str]:
    """Return what is told of how it went."""
    (told,) = script.told("/after")
    return {name.removeprefix("Dial"): value for name, value in told.items() if name.startswith("Dial")}


def test_the_first_to_pick_up_hears_the_whisper_and_the_rest_fall_silent(
    call: Call, farid: Telephone, anna: Telephone, script: Script, exchange: Exchange
) -> None:
    assert call.state == "dialling"
    assert call.is_ringing_for(FARID)
    assert call.is_ringing_for(ANNA)
    assert farid.rings().sender == exchange.number
    whisper = farid.answers()
    assert (whisper.words, anna.is_ringing(), call.state) == ("Tryck ett", False, "dialling")
    told = script.told("/whisper")[0]
    assert told == {**told, "CallSid": whisper.sid, "ParentCallSid": call.sid, "Direction": "outbound-dial"}


def test_they_talk_until_one_hangs_up(call: Call, farid: Telephone, script: Script) -> None:
    whisper = farid.answers().presses("1")
    assert (call.state, whisper.state) == ("bridged", "bridged")
    whisper.hangs_up()
    assert call.listens().words == "Hej då"
    assert after(script) == {**after(script), "CallStatus": "completed", "Bridged": "true", "CallSid": whisper.sid}


def test_the_time_that_they_may_talk_ends(call: Call, farid: Telephone, script: Script) -> None:
    whisper = farid.answers().presses("1")
    call.is_silent()
    assert whisper.state == "completed"
    assert int(after(script)["CallDuration"]) == 601  # one second of whisper comes before
    assert call.words == "Hej då"


def test_who_does_not_accept_is_not_connected(call: Call, farid: Telephone, script: Script) -> None:
    script.says("/accept", "<Hangup/>")
    whisper = farid.answers().is_silent()
    assert (whisper.state, after(script)["Bridged"]) == ("completed", "false")


def test_who_hangs_up_in_the_whisper_is_not_connected(call: Call, farid: Telephone, script: Script) -> None:
    farid.answers().hangs_up()
    assert after(script)["Bridged"] == "false"
    assert call.listens().words == "Hej då"


def test_a_machine_that_answers_counts_as_completed_and_not_as_connected(
    call: Call, farid: Telephone, script: Script
) -> None:
    script.says("/accept", "<Hangup/>")
    farid.lets_the_machine_answer().is_silent()
    assert (after(script)["CallStatus"], after(script)["Bridged"]) == ("completed", "false")


def test_when_all_are_busy_or_away_it_is_told(call: Call, farid: Telephone, anna: Telephone, script: Script) -> None:
    farid.does_not_answer()
    assert script.told("/after") == []
    anna.is_busy()
    assert after(script)["CallStatus"] == "busy"


def test_ringing_ends_by_itself(call: Call, farid: Telephone, anna: Telephone, script: Script) -> None:
    for phone in (farid, anna):
        Call(call.exchange, phone.rings().sid).does(Passed())
    assert after(script)["CallStatus"] == "no-answer"


def test_when_the_caller_leaves_nobody_rings_any_longer(call: Call, farid: Telephone, script: Script) -> None:
    call.hangs_up()
    assert not farid.is_ringing()
    assert after(script)["CallStatus"] == "canceled"
    assert call.state == "completed"


def test_when_the_caller_leaves_the_talk_is_over(call: Call, farid: Telephone) -> None:
    whisper = farid.answers().presses("1")
    call.hangs_up()
    assert whisper.state == "completed"


def test_a_telephone_in_another_call_is_busy(
    elsa: Telephone, farid: Telephone, script: Script, exchange: Exchange
) -> None:
    script.says("/twilio/voice", gather("/step"))
    farid.dials()
    script.says("/twilio/voice", f'<Dial callerId="{exchange.number}" action="/after">{FARID}</Dial>')
    elsa.dials()
    assert after(script)["CallStatus"] == "busy"


def test_each_leg_tells_its_own_events(elsa: Telephone, farid: Telephone, script: Script, exchange: Exchange) -> None:
    number = f'<Number statusCallback="/leg" statusCallbackEvent="ringing answered completed">{FARID}</Number>'
    script.says("/twilio/voice", f'<Dial callerId="{exchange.number}">{number}</Dial>')
    call = elsa.dials()
    farid.answers()
    call.hangs_up()
    told = {(each["SequenceNumber"], each["CallStatus"]) for each in script.told("/leg")}
    assert told == {("0", "ringing"), ("1", "in-progress"), ("2", "completed")}


def test_a_callers_own_number_may_be_shown_but_no_other(elsa: Telephone, script: Script) -> None:
    script.says("/twilio/voice", f'<Dial action="/after" callerId="{ANNA}">{FARID}</Dial>')
    with pytest.raises(AssertionError, match="shows"):
        elsa.dials()
    assert after(script)["CallStatus"] == "failed"


def test_a_whisper_cannot_record(call: Call, farid: Telephone, script: Script) -> None:
    script.says("/whisper", '<Record action="/kept"/>')
    with pytest.raises(AssertionError, match="Record does not belong"):
        farid.answers()
    assert after(script)["Bridged"] == "false"


def test_a_call_that_is_answered_on_the_bridge_rings_until_then(
    elsa: Telephone, farid: Telephone, script: Script, exchange: Exchange
) -> None:
    script.says("/twilio/voice", f'<Dial answerOnBridge="true" callerId="{exchange.number}">{FARID}</Dial>')
    call = elsa.dials()
    assert call.leg.status == "ringing"
    farid.answers()
    assert (call.leg.status, call.state) == ("in-progress", "bridged")
    assert call.leg.number == ELSA
