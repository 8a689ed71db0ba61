"""Calls from a handset to the line, as the application sees them."""

import pytest

from hotline.simulator.calls import switchboard
from hotline.simulator.calls.happenings import Keys, Passed
from hotline.simulator.exchange import Exchange
from hotline.simulator.line import queue_again
from tests.hotline.simulator.calls.conftest import ELSA, Script, gather, say
from tests.support.telephone import Telephone


def test_a_call_is_told_as_the_carrier_tells_it(elsa: Telephone, script: Script, exchange: Exchange) -> None:
    script.says("/twilio/voice", say("Hej"), gather("step?n=1", say("Tryck ett")))
    call = elsa.dials()
    told = script.told("/twilio/voice")[0]
    wanted = {"CallSid": call.sid, "AccountSid": exchange.account_sid, "From": ELSA, "To": exchange.number}
    wanted |= {"CallStatus": "ringing", "Direction": "inbound", "ApiVersion": "2010-04-01", "FromCity": ""}
    assert told == {**told, **wanted}
    assert call.hears == [("Hej", "sv-SE"), ("Tryck ett", "sv-SE")]
    assert (call.state, script.refused) == ("gathering", 0)


def test_a_key_goes_to_the_action_beside_the_document(elsa: Telephone, script: Script) -> None:
    script.says("/twilio/voice", gather("voice/step?n=1", say("Tryck ett")))
    script.says("/twilio/voice/step", say("Tack"))
    call = elsa.dials().presses("1")
    told = script.told("/twilio/voice/step")[0]
    assert (told["n"], told["Digits"], told["CallStatus"]) == ("1", "1", "in-progress")
    assert (call.words, call.state) == ("Tack", "completed")


def test_the_end_is_told_to_the_numbers_status_address(elsa: Telephone, script: Script) -> None:
    script.says("/twilio/voice", gather("step", '<Pause length="7"/>'))
    call = elsa.dials().hangs_up()
    told = script.told("/twilio/status/call")
    assert [(each["CallStatus"], each["CallDuration"], each["SequenceNumber"]) for each in told] == [
        ("completed", "7", "0")
    ]
    assert told[0]["CallbackSource"] == "call-progress-events"
    assert (call.state, script.told("/step")) == ("completed", [])


@pytest.mark.parametrize("shown", ["anonymous", "+266696687", ""])
def test_a_number_can_be_withheld(elsa: Telephone, script: Script, shown: str) -> None:
    elsa.dials(shown=shown)
    assert {form["From"] for _, form in script.asked} == {shown}


@pytest.mark.parametrize(
    ("keys", "digits"), [("1", "1"), ("12", "1"), ("*", "*"), ("#", ""), ("#1", ""), ("1" * 1000, "1")]
)
def test_one_digit_is_enough(elsa: Telephone, script: Script, keys: str, digits: str) -> None:
    script.says("/twilio/voice", gather("/step"))
    elsa.dials().presses(keys)
    assert [told["Digits"] for told in script.told("/step")] == [digits]


def test_silence_is_told_only_when_that_is_asked_for(elsa: Telephone, script: Script) -> None:
    script.says("/twilio/voice", gather("/step"))
    elsa.dials().is_silent()
    assert script.told("/step")[0]["Digits"] == ""


def test_silence_otherwise_falls_through(exchange: Exchange, script: Script) -> None:
    script.says("/twilio/voice", '<Gather action="/step"/>', "<Redirect>/other</Redirect>")
    sid = switchboard.dial(exchange, ELSA)
    assert exchange.settle()
    switchboard.happen(exchange, sid, Passed())
    assert exchange.settle()
    assert [path for path, _ in script.asked] == ["/twilio/voice", "/other", "/twilio/status/call"]


def test_a_key_breaks_a_prompt_off(exchange: Exchange, script: Script) -> None:
    script.says("/twilio/voice", say("Först"), gather("/step", say("A"), say("B")))
    sid = switchboard.dial(exchange, ELSA)
    assert exchange.settle()
    for event in (Keys("5"), Passed(), Keys("1")):  # the first is lost: nothing is gathered yet
        switchboard.happen(exchange, sid, event)
    assert exchange.settle()
    assert [heard.text for heard in exchange.calls.heard(sid)] == ["Först", "5", "A", "1"]
    assert [told["Digits"] for told in script.told("/step")] == ["1"]


@pytest.mark.parametrize("confidence", [0.4, None])
def test_words_are_heard_where_speech_is_taken(elsa: Telephone, script: Script, confidence: float | None) -> None:
    listening = gather("/step", say("Säg")).replace("<Gather ", '<Gather input="dtmf speech" language="sv-SE" ')
    script.says("/twilio/voice", listening)
    elsa.dials().says("mat", confidence=confidence)
    told = script.told("/step")[0]
    assert (told["SpeechResult"], told.get("Confidence")) == ("mat", None if confidence is None else "0.4")
    assert "Digits" not in told


def test_words_are_not_heard_where_keys_are_taken(elsa: Telephone, script: Script) -> None:
    script.says("/twilio/voice", gather("/step"))
    assert elsa.dials().says("mat").state == "gathering"


def test_a_recorded_prompt_is_fetched(elsa: Telephone, script: Script) -> None:
    script.answers["p/a.wav"] = ""
    script.says("/twilio/voice", gather("/step", "<Play>/p/a.wav</Play>"))
    assert elsa.dials().hears == [(f"{script.address}/p/a.wav", "")]


def test_a_prompt_that_is_not_there_fails_the_test(elsa: Telephone, script: Script) -> None:
    script.says("/twilio/voice", gather("/step", "<Play>/p/b.wav</Play>"))
    with pytest.raises(AssertionError, match="11200"):
        elsa.dials()


def test_a_get_goes_with_the_fields_in_the_signed_address(elsa: Telephone, script: Script) -> None:
    script.says("/twilio/voice", '<Redirect method="GET">/next?a=1</Redirect>')
    call = elsa.dials()
    assert script.told("/next")[0]["CallSid"] == call.sid
    assert script.told("/next")[0]["a"] == "1"
    assert script.refused == 0


@pytest.mark.parametrize(("reason", "status"), [("busy", "busy"), ("rejected", "no-answer")])
def test_a_rejected_call_was_never_answered(elsa: Telephone, script: Script, reason: str, status: str) -> None:
    script.says("/twilio/voice", f'<Reject reason="{reason}"/>')
    assert elsa.dials().state == status
    assert script.told("/twilio/status/call")[0]["CallDuration"] == "0"


@pytest.mark.parametrize(
    ("answer", "content_type", "code"),
    [
        ("<Response><Say>", "text/xml", "12100"),
        ("<Response><say>hej</say></Response>", "text/xml", "12200"),
        ("<Response><Dance/></Response>", "text/xml", "12200"),
        ("<Response><Enqueue>q</Enqueue></Response>", "text/xml", "12200"),
        ("<Response><Say colour='red'>hej</Say></Response>", "text/xml", "12200"),
        ("<Response><Gather><Record/></Gather></Response>", "text/xml", "12200"),
        ("<Response><Gather timeout='soon'/></Response>", "text/xml", "12200"),
        ("<Response>hej</Response>", "text/xml", "12200"),
        ("{}", "application/json", "12300"),
        ("", "text/xml", "12100"),
    ],
)
def test_a_bad_document_goes_to_the_fallback(
    exchange: Exchange, script: Script, answer: str, content_type: str, code: str
) -> None:
    script.answers["/twilio/voice"], script.content_type = answer, content_type
    sid = switchboard.dial(exchange, ELSA)
    assert exchange.settle()
    told = script.told("/twilio/voice/fallback")[0]
    assert (told["ErrorCode"], told["ErrorUrl"]) == (code, f"{script.address}/twilio/voice")
    assert exchange.wire()[0].note.startswith(code)
    assert exchange.calls.heard(sid)[0].text.startswith(code)


def test_a_broken_application_goes_to_the_fallback_and_then_the_call_ends(exchange: Exchange, script: Script) -> None:
    script.statuses = {"/twilio/voice": 500, "/twilio/voice/fallback": 500}
    sid = switchboard.dial(exchange, ELSA)
    assert exchange.settle()
    assert script.told("/twilio/voice/fallback")[0]["ErrorCode"] == "11200"
    for _ in range(2):
        switchboard.happen(exchange, sid, Passed())
    leg = exchange.calls.leg(sid)
    assert leg is not None
    assert leg.status == "completed"


def test_the_carrier_complains_of_a_bad_document_in_a_test(elsa: Telephone, script: Script) -> None:
    script.says("/twilio/voice", "<Dance/>")
    with pytest.raises(AssertionError, match="Dance"):
        elsa.dials()


def test_a_story_about_an_outage_goes_on_with_the_fallback(elsa: Telephone, script: Script) -> None:
    script.statuses = {"/twilio/voice": 503}
    script.says("/twilio/voice/fallback", say("Ring igen"))
    assert elsa.dials(forgives=True).hears == [("Ring igen", "sv-SE")]


def test_documents_that_lead_in_a_circle_end_at_last(exchange: Exchange, script: Script) -> None:
    script.says("/twilio/voice", "<Redirect/>")
    switchboard.dial(exchange, ELSA)
    assert exchange.settle()
    assert len(exchange.wire()) < 60


@pytest.mark.parametrize(("how", "counts"), [("again", (2, 0)), ("twice", (3, 0)), ("wrong", (1, 1))])
def test_a_step_of_a_call_can_be_sent_again(
    elsa: Telephone, exchange: Exchange, script: Script, how: str, counts: tuple[int, int]
) -> None:
    script.says("/twilio/voice", gather("/step"))
    script.says("/step", gather("/other"))
    call = elsa.dials().presses("1")
    queue_again(exchange, exchange.wire()[-1], how)
    assert exchange.settle()
    assert (len(script.told("/step")), script.refused) == counts
    assert call.state == "gathering"
