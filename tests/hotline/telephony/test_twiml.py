"""The answers in the carrier's XML: well-formed whatever is said in them."""

from xml.etree import ElementTree

import pytest

from hotline.telephony import twiml


def _read(answer: str) -> ElementTree.Element:
    return ElementTree.fromstring(answer)  # noqa: S314 - ours


CALLBACK = "https://hjalp.example/twilio/status/message?m=7&x=<1>"


def test_nothing_to_say_is_an_empty_answer() -> None:
    assert twiml.messages([]) == twiml.EMPTY
    assert list(_read(twiml.EMPTY)) == []


@pytest.mark.parametrize("body", ["Hej!", "å & <b> \"x\"", "مرحبا 👍", "a\nb", "]]>"])
def test_every_reply_is_one_text_with_its_own_report_address(body: str) -> None:
    answer = _read(twiml.messages([twiml.Reply(body, CALLBACK), twiml.Reply("2", CALLBACK)]))
    assert [(part.tag, part.text) for part in answer] == [("Message", body), ("Message", "2")]
    assert [part.get("statusCallback") for part in answer] == [CALLBACK, CALLBACK]
