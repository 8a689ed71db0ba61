"""A text comes in: one effect and one answer, whatever comes, however often, and however parallel."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from dispatch.models import Alarm, HelpRequest, Message, Person
from hotline.conversation.scene import Scene
from hotline.models import InboundEvent
from hotline.webhooks import sms
from hotline.wiring import Context
from tests.hotline.webhooks.carrier import Carrier
from tests.support import cast
from tests.support.factories import a_number, a_person

ASK = "Jag behöver hjälp att handla mat"
SID = "SM" + "a" * 32


@pytest.fixture
def karin(system: Context) -> str:
    with system.database.work() as work:
        return cast.karin(work.session).person.phone


def test_a_text_is_answered_in_the_same_breath(carrier: Carrier, karin: str) -> None:
    (summary,) = carrier.text(karin, ASK)
    assert "Storgatan 1" in summary
    assert carrier.text(karin, "ja")
    with carrier.system.database.reading() as session:
        answers = session.scalars(select(Message).where(Message.notice != "").order_by(Message.id)).all()
    assert [(answer.state, answer.attempts) for answer in answers] == [("accepted", 1), ("accepted", 1)]
    assert (answers[0].body, answers[0].segments > 0, answers[0].encoding) == (summary, True, "GSM-7")


def test_each_answer_has_an_address_for_its_reports(carrier: Carrier, karin: str) -> None:
    answer = carrier.post("/twilio/sms", MessageSid=SID, From=karin, Body=ASK)
    with carrier.system.database.reading() as session:
        message_id = session.scalars(select(Message.id).where(Message.notice != "")).one()
    assert f'statusCallback="http://localhost/twilio/status/message?m={message_id}"' in answer.text


@pytest.mark.parametrize("path", ["/twilio/sms", "/twilio/voice", "/twilio/status/message", "/twilio/status/call"])
def test_what_the_carrier_did_not_sign_leaves_no_trace(path: str, carrier: Carrier) -> None:
    assert carrier.post(path, token="another", MessageSid=SID, From=a_number(), Body=ASK).status_code == 403
    assert carrier.post(path, AccountSid="AC" + "0" * 32, MessageSid=SID, From=a_number()).status_code == 403
    bare = carrier.app.test_client()
    for body in (b"", b"\xff\x00", b"{}", b"a=1&" * 50_000):
        assert bare.post(path, data=body).status_code == 403
        assert bare.post(path, json={"a": 1}).status_code == 403
    assert [carrier.count(table) for table in (Person, Message, InboundEvent)] == [0, 0, 0]


def test_only_posts_are_taken(carrier: Carrier) -> None:
    assert carrier.app.test_client().get("/twilio/sms").status_code in (403, 405)


def test_the_same_text_again_gets_the_same_answer_and_does_nothing(carrier: Carrier, karin: str) -> None:
    first = carrier.text(karin, ASK, SID)
    for _ in range(3):
        assert carrier.text(karin, ASK, SID) == first
    assert carrier.count(Message, Message.state == "received") == 1
    assert carrier.count(InboundEvent) == 1


def test_twins_at_the_same_moment_have_one_effect(carrier: Carrier) -> None:
    new = a_number()
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: carrier.text(new, ASK, SID), range(8)))
    assert all(answer == answers[0] and answer for answer in answers)
    assert (carrier.count(Person), carrier.count(Message, Message.state == "received")) == (1, 1)
    assert carrier.count(HelpRequest) == 1


def test_two_texts_of_one_person_at_once_are_heard_one_after_the_other(carrier: Carrier, karin: str) -> None:
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: carrier.text(karin, "blorp fnord"), range(6)))
    assert all(answers)
    assert carrier.count(Message, Message.state == "received") == 6
    assert carrier.count(HelpRequest) == 1, "twice unclear is one case, however they interleave"
    assert carrier.notices(karin).count("handed_over") == 1


def test_another_text_under_a_known_id_has_no_effect(carrier: Carrier, karin: str) -> None:
    first = carrier.text(karin, ASK, SID)
    assert carrier.text(karin, "ja", SID) == first
    assert carrier.count(HelpRequest, HelpRequest.state == "draft") == 1
    assert carrier.count(Message, Message.body == "ja") == 0


ODD = {
    "nothing": "", "blanks": " \n\t ", "emoji": "👍🏽👨‍👩‍👧", "controls": "\x00\x07ja\x1b[0m", "huge": "a" * 60_000,
    "arabic": "أحتاج مساعدة", "half a pair": "\ufffd\ufffd", "xml": "<Response>]]>&amp;", "format": "{name}%s${x}",
    "sql": "'; DROP TABLE person; --", "direction": "\u202eaj\u202c",
}  # fmt: skip


@pytest.mark.parametrize("name", ODD)
def test_whatever_stands_in_a_text_it_is_kept_and_never_an_error(name: str, carrier: Carrier, karin: str) -> None:
    for phone in (karin, a_number()):
        carrier.text(phone, ODD[name])
    with carrier.system.database.reading() as session:
        bodies = session.scalars(select(Message.body).where(Message.state == "received")).all()
    assert len(bodies) == 2
    assert all(len(body) <= sms.LONGEST and "\x00" not in body for body in bodies)


def test_bytes_that_are_no_text_are_no_error(carrier: Carrier) -> None:
    settings = carrier.system.settings
    answer = carrier.post("/twilio/sms", MessageSid="S\x00M", From="+4670\x001740605", Body="\x00", To="\x00")
    assert answer.status_code == 200
    assert settings.auth_token not in answer.text


@pytest.mark.parametrize("fields", [{}, {"MessageSid": SID}, {"From": ""}, {"Body": ASK}, {"MessageSid": "x" * 5000}])
def test_missing_and_odd_fields_are_no_error(fields: dict[str, str], carrier: Carrier) -> None:
    assert carrier.post("/twilio/sms", **fields).status_code == 200
    assert carrier.post("/twilio/sms", **{**fields, "From": "+46701740605", "Extra": "1"}).status_code == 200


@pytest.mark.parametrize(
    "sender", ["ICA", "71050", "+4684650045", "+447700900123", "anonymous", "+266696687", "x" * 99]
)
def test_a_sender_who_cannot_be_answered_is_kept_and_gets_nothing(sender: str, carrier: Carrier) -> None:
    assert carrier.text(sender, ASK) == []
    assert carrier.count(Message, Message.state == "received") == 1
    assert carrier.count(Message, Message.state != "received") == 0


@pytest.mark.parametrize(
    ("body", "reason"), [(ASK, "unreachable"), ("Допоможіть, чоловік не дихає", "emergency")]
)
def test_a_number_from_a_country_we_send_nothing_to_is_an_operators(
    body: str, reason: str, carrier: Carrier, system: Context
) -> None:
    assert carrier.text("+380501234567", body) == []
    with system.database.reading() as session:
        request = session.scalars(select(HelpRequest)).one()
        assert (request.state, request.escalation, request.details) == ("escalated", reason, body)
        alarms = session.scalars(select(Alarm)).all()
        (received,) = session.scalars(select(Message).where(Message.state == "received"))
    assert len(alarms) == (reason == "emergency")
    assert received.request_id == request.id


def test_a_text_from_abroad_that_breaks_us_is_an_operators_too(
    carrier: Carrier, system: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setitem(sms.ABROAD, sms.converse, break_down)
    assert carrier.text("+380501234567", ASK) == []
    with system.database.reading() as session:
        assert session.scalars(select(HelpRequest)).one().details == ASK


def test_a_blocked_sender_is_kept_and_gets_nothing(carrier: Carrier, system: Context) -> None:
    with system.database.work() as work:
        phone = a_person(work.session, language="sv", blocked=True).phone
    assert carrier.text(phone, "Jag kan inte andas") == []
    assert carrier.count(Message, Message.state == "received") == 1
    assert carrier.count(HelpRequest) == 0


def test_who_texts_can_be_texted_whatever_the_carrier_once_said(carrier: Carrier, system: Context) -> None:
    with system.database.work() as work:
        phone = a_person(work.session, language="sv", can_text=False).phone
    assert carrier.text(phone, ASK)


def test_a_text_that_breaks_us_is_an_operators_and_nothing_she_said_is_lost(
    carrier: Carrier, karin: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    carrier.text(karin, ASK)

    def break_down(_scene: Scene) -> None:
        raise ZeroDivisionError

    monkeypatch.setitem(sms.listening.VERBS, "open_draft", break_down)  # type: ignore[attr-defined]
    assert carrier.text(karin, "ja")
    assert carrier.notices(karin)[-1] == "trouble"
    with carrier.system.database.reading() as session:
        request = session.scalars(select(HelpRequest)).one()
    assert (request.state, request.escalation, request.details) == ("escalated", "trouble", ASK)
    assert carrier.count(Message, Message.state == "received") == 2


def test_a_text_that_comes_late_is_answered_by_a_text_of_its_own(carrier: Carrier, karin: str) -> None:
    form = {"MessageSid": SID, "From": karin, "To": carrier.system.settings.number, "Body": ASK}
    assert "<Message" not in sms.receive(carrier.system, form, is_live=False)
    assert carrier.count(Message, Message.state == "queued", Message.notice == "confirm.known") == 1
    assert "<Message" not in sms.receive(carrier.system, form)
