"""Until the loop works by phone, a call is answered and an operator calls back."""

from xml.etree import ElementTree

import pytest
from sqlalchemy import select

from dispatch.models import HelpRequest, Message
from hotline.wiring import Context
from tests.hotline.webhooks.carrier import Carrier
from tests.support import cast
from tests.support.factories import a_number, a_person


def _call(carrier: Carrier, phone: str, sid: str = "CA1") -> list[ElementTree.Element]:
    answer = carrier.post("/twilio/voice", CallSid=sid, From=phone, To=carrier.system.settings.number)
    assert (answer.status_code, answer.mimetype) == (200, "text/xml")
    return list(ElementTree.fromstring(answer.text))  # noqa: S314 - ours


def _cases(carrier: Carrier) -> list[HelpRequest]:
    with carrier.system.database.reading() as session:
        return list(session.scalars(select(HelpRequest)))


@pytest.mark.parametrize("phone", ["+4684650045", "+46701740605", "+46104700000"])
def test_a_caller_hears_112_and_is_called_back(phone: str, carrier: Carrier) -> None:
    parts = _call(carrier, phone)
    assert [part.tag for part in parts] == ["Say", "Say", "Hangup"]
    assert "112" in (parts[0].text or "")
    (case,) = _cases(carrier)
    assert (case.state, case.escalation, case.channel, case.next_step) == ("escalated", "call", "call", "operator")


def test_no_text_is_ever_sent_because_of_a_call(carrier: Carrier) -> None:
    _call(carrier, "+4684650045")
    assert carrier.count(Message) == 0


def test_the_same_call_again_is_one_case_and_a_second_call_too(carrier: Carrier) -> None:
    assert [part.text for part in _call(carrier, "+4684650045")] == [
        part.text for part in _call(carrier, "+4684650045")
    ]
    _call(carrier, "+4684650045", "CA2")
    assert len(_cases(carrier)) == 1


def test_a_call_in_the_middle_of_a_text_loses_nothing(carrier: Carrier, system: Context) -> None:
    with system.database.work() as work:
        phone = cast.karin(work.session).person.phone
    carrier.text(phone, "Jag behöver hjälp att handla mat")
    _call(carrier, phone)
    (case,) = _cases(carrier)
    assert (case.state, case.kind, case.details) == ("escalated", "shopping", "Jag behöver hjälp att handla mat")


def test_a_known_caller_hears_her_language(carrier: Carrier, system: Context) -> None:
    with system.database.work() as work:
        phone = a_person(work.session, language="ar").phone
    assert {part.get("language") for part in _call(carrier, phone)[:2]} == {"ar-AE"}
    assert {part.get("language") for part in _call(carrier, a_number(), "CA2")[:2]} == {"sv-SE"}


@pytest.mark.parametrize("phone", ["anonymous", "+266696687", "", "unknown", "\x00", "x" * 999, "+447700900123"])
def test_whom_nobody_can_call_back_is_answered_all_the_same(phone: str, carrier: Carrier) -> None:
    assert len(_call(carrier, phone)) == 3
    assert _cases(carrier) == []


def test_a_blocked_caller_is_no_case(carrier: Carrier, system: Context) -> None:
    with system.database.work() as work:
        phone = a_person(work.session, blocked=True).phone
    _call(carrier, phone)
    assert _cases(carrier) == []


def test_later_steps_of_a_call_are_answered_too(carrier: Carrier) -> None:
    assert carrier.post("/twilio/voice/any/step", CallSid="CA1", From="+4684650045").status_code == 200
