"""The check that every document of a story goes through."""

import pytest

from tests.support.twiml_check import faults

GOOD = (
    '<Response><Gather action="step" timeout="10" actionOnEmptyResult="true" numDigits="1">'
    '<Say language="ar-AE" voice="Polly.Hala-Neural">مرحبا</Say><Play>https://line.example/p/a.wav</Play></Gather>'
    '<Dial callerId="+46701740699" action="https://line.example/after"><Number url="/w">+46701740605</Number></Dial>'
    "</Response>"
)


def check(xml: str) -> list[str]:
    """Check a document of a line at line.example."""
    return faults(xml, public_url="https://line.example")


def test_a_good_document_has_no_faults() -> None:
    assert check(GOOD) == []


@pytest.mark.parametrize(
    ("verb", "fault"),
    [
        ("<say>hej</say>", "say does not belong in Response"),
        ('<Say langauge="sv-SE">hej</Say>', "no attribute langauge"),
        ("<Record><Say/></Record>", "Say does not belong in Record"),
        ("<Gather><Dial/></Gather>", "Dial does not belong in Gather"),
        ("<Gather><Gather/></Gather>", "Gather does not belong in Gather"),
        ('<Dial statusCallbackEvent="ringing"/>', "no attribute statusCallbackEvent"),
        ('<Say language="sv-SE" voice="Polly.Amy-Neural">hej</Say>', "no voice is"),
        ("<Say>hej</Say>", "no voice is"),
        ('<Say language="sv-SE" voice="Polly.Elin-Neural"> </Say>', "says nothing"),
        ('<Record action="/a"/><Pause/>', "Pause after Record"),
        ("<Hangup/><Pause/>", "Pause after Hangup"),
        ("<Redirect>/a</Redirect><Pause/>", "Pause after Redirect"),
        ('<Dial callerId="+46701740699" action="/a">+46701740605</Dial><Pause/>', "Pause after Dial"),
        ('<Gather action="/a" timeout="5" actionOnEmptyResult="true"/>', "waits 5 s"),
        ('<Gather action="/a" actionOnEmptyResult="true"/>', "waits the usual 5 s"),
        ('<Gather action="/a" timeout="10"/>', "does not tell"),
        ('<Gather input="dtmf speech" language="so-SO"/>', "does not hear so-SO"),
        ("<Dial>+46701740605</Dial>", "Dial shows"),
        ('<Dial callerId="+46701740605">+46701740606</Dial>', "Dial shows"),
        ('<Record action="https://elsewhere.example/a"/>', "leads away"),
        ("<Play>//elsewhere.example/a.wav</Play>", "leads away"),
        ("<Redirect>https://line.example.evil/a</Redirect>", "leads away"),
        ("<Enqueue>q</Enqueue>", "does not walk"),
    ],
)
def test_each_fault_is_named(verb: str, fault: str) -> None:
    assert any(fault in found for found in check(f"<Response>{verb}</Response>"))


@pytest.mark.parametrize("xml", ["", "hej", "<Response>", "<response/>", ' <?xml version="1.0"?><Response/>'])
def test_what_is_no_document_is_said(xml: str) -> None:
    assert check(xml)[0].startswith("12100")
