"""A script in the carrier's XML: what the carrier's library knows, and what the rules of the house demand."""

from collections.abc import Sequence
from xml.etree import ElementTree

import pytest

from hotline.calls.addresses import Place
from hotline.calls.script import HangUp, Keys, Line, Listen, Refuse, Ring, Script, SpokenMessage
from hotline.calls.speaking import Heard, Played, Said
from hotline.simulator import LINE_NUMBER
from hotline.telephony import voice_twiml
from tests.support.twiml_check import faults

PUBLIC = "https://hjalp.example"
PLACE = Place(PUBLIC, LINE_NUMBER, 7, 3)
STEP = f"{PUBLIC}/twilio/voice/step?c=7&n=3"


def _say(line: Line, language: str) -> Sequence[Heard]:
    if line.notice == "played":
        return [Played(f"{PUBLIC}/a.wav")]
    return [Said(f'{line.notice} <&> "', line.language or language)]


def _answer(listen: Listen, *lines: Line, language: str = "sv") -> ElementTree.Element:
    xml = voice_twiml.document(Script(lines, listen, language), _say, PLACE)
    assert faults(xml, public_url=PUBLIC) == []
    return ElementTree.fromstring(xml)  # noqa: S314 - ours


def _tags(element: ElementTree.Element) -> list[str]:
    return [child.tag for child in element]


def test_a_key_interrupts_everything_that_is_said() -> None:
    (gather,) = _answer(Keys(), Line("a"), Line("played"), Line("b", language="ar"))
    assert _tags(gather) == ["Say", "Play", "Say"]
    assert [said.get("language") for said in gather.iter("Say")] == ["sv-SE", "ar-AE"]
    assert {name: gather.get(name) for name in ("timeout", "numDigits", "actionOnEmptyResult", "action", "method")} == {
        "timeout": "10", "numDigits": "1", "actionOnEmptyResult": "true", "action": STEP, "method": "POST",
    }  # fmt: skip


@pytest.mark.parametrize(("most", "ends"), [(1, ""), (6, "#")])
def test_hash_ends_several_keys_and_is_a_key_when_there_is_one(most: int, ends: str) -> None:
    (gather,) = _answer(Keys(most=most))
    assert (gather.get("finishOnKey"), gather.get("numDigits"), gather.get("input")) == (ends, str(most), "dtmf")


def test_words_are_heard_beside_keys_where_the_carrier_knows_the_language() -> None:
    (gather,) = _answer(Keys(hints=("handla, mat", "apotek")))
    assert (gather.get("input"), gather.get("language")) == ("dtmf speech", "sv-SE")
    assert (gather.get("hints"), gather.get("speechTimeout"), gather.get("speechModel")) == (
        "handla  mat,apotek", "3", None,
    )  # fmt: skip
    (gather,) = _answer(Keys(hints=("adeeg",)), language="so")
    assert (gather.get("input"), gather.get("hints")) == ("dtmf", None)


def test_a_message_is_recorded_after_the_words_and_nothing_follows() -> None:
    said, record = _answer(SpokenMessage(120), Line("a"))
    assert (said.tag, record.tag) == ("Say", "Record")
    assert dict(record.attrib) == {
        "action": STEP, "method": "POST", "timeout": "10", "finishOnKey": "#", "maxLength": "120", "playBeep": "true",
        "trim": "trim-silence", "recordingStatusCallback": f"{PUBLIC}/twilio/status/recording?c=7",
        "recordingStatusCallbackMethod": "POST", "recordingStatusCallbackEvent": "completed absent",
    }  # fmt: skip


def test_people_are_rung_from_the_lines_number_and_hear_a_whisper_first() -> None:
    people = (("+46701740605", "sv"), ("+46701740606", "ar"))
    _said, dial = _answer(Ring(people, "whisper.operator", seconds=45, minutes=15), Line("a"))
    assert {name: dial.get(name) for name in ("callerId", "timeout", "timeLimit", "action", "answerOnBridge")} == {
        "callerId": LINE_NUMBER, "timeout": "45", "timeLimit": "900", "action": STEP, "answerOnBridge": None,
    }  # fmt: skip
    assert [number.text for number in dial] == [number for number, _ in people]
    assert dial[1].get("url") == f"{PUBLIC}/twilio/voice/whisper?c=7&n=3&l=ar&w=whisper.operator"


def test_nobody_can_ring_nobody_or_more_than_the_carrier_does() -> None:
    (dial,) = _answer(Ring((("+46701740605", "sv"),) * 30, "whisper.operator", 45, 15))
    assert len(dial) == 10
    with pytest.raises(ValueError, match="nobody"):
        _answer(Ring((), "whisper.operator", 45, 15))


def test_the_end_and_a_refusal() -> None:
    assert _tags(_answer(HangUp(), Line("a"))) == ["Say", "Hangup"]
    assert _tags(_answer(Refuse())) == ["Reject"]


def test_who_is_rung_hears_it_twice_and_has_to_press_a_key() -> None:
    xml = voice_twiml.whisper([Said("Hej", "sv")], PLACE)
    assert faults(xml, public_url=PUBLIC) == []
    (gather,) = ElementTree.fromstring(xml)  # noqa: S314 - ours
    assert _tags(gather) == ["Say", "Say"]
    assert gather.get("action") == f"{PUBLIC}/twilio/voice/accepted?c=7&n=3"


def test_the_empty_answer_connects() -> None:
    assert list(ElementTree.fromstring(voice_twiml.ACCEPT)) == []  # noqa: S314 - ours
