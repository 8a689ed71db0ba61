"""What the carrier's address does with whatever comes in."""

import os
from concurrent.futures import ThreadPoolExecutor
from itertools import permutations

import pytest

from dispatch.models import HelpRequest, Message, Person
from hotline.models import InboundEvent
from tests.support.cast import STRANGER, karin
from tests.support.factories import LONG_AGO, a_number, a_person
from tests.support.line import Line, replies_in
from tests.support.signed import a_text, post, post_raw

PATHS = ("/twilio/sms", "/twilio/voice", "/twilio/voice/later", "/twilio/status/message", "/twilio/status/call")
A_SID = "SM" + "0" * 32


@pytest.mark.parametrize("path", PATHS)
def test_what_the_carrier_did_not_sign_is_refused_and_leaves_no_row(path: str, line: Line) -> None:
    fields = a_text(line.exchange, STRANGER, "Hej, kan någon handla åt mig?", A_SID)
    assert post(line, path, fields, token="somebody-elses").status_code == 403
    assert post_raw(line, path, b"From=%2B46701740698&Body=Hej").status_code == 403
    assert post_raw(line, path, os.urandom(2000)).status_code == 403
    assert [line.count(table) for table in (Person, Message, InboundEvent, HelpRequest)] == [0, 0, 0, 0]


def test_another_account_is_refused_even_with_our_token(line: Line) -> None:
    fields = [(name, value) for name, value in a_text(line.exchange, STRANGER, "Hej", A_SID) if name != "AccountSid"]
    assert post(line, "/twilio/sms", [*fields, ("AccountSid", "AC" + "0" * 32)]).status_code == 403
    assert line.count(Message) == 0


def test_what_a_proxy_says_of_the_address_does_not_matter(line: Line) -> None:
    proxied = {"X-Forwarded-Host": "elsewhere.example", "X-Forwarded-Proto": "https", "Host": "inside.example"}
    fields = a_text(line.exchange, STRANGER, "Hej", A_SID)
    assert post(line, "/twilio/sms?a=%2F&b", fields, **proxied).status_code == 200


def test_a_signature_for_another_body_or_address_is_refused(line: Line) -> None:
    fields = a_text(line.exchange, STRANGER, "Hej", A_SID)
    signed = post(line, "/twilio/sms", fields).request.headers["X-Twilio-Signature"]
    line.forget()
    header = {"X-Twilio-Signature": str(signed)}
    assert post_raw(line, "/twilio/sms", b"Body=Ja", **header).status_code == 403
    assert post_raw(line, "/twilio/sms?x=1", b"", **header).status_code == 403
    assert line.count(Message) == 0


def test_the_same_text_again_gets_the_same_answer_and_has_no_second_effect(line: Line) -> None:
    fields = a_text(line.exchange, STRANGER, "Kan någon handla mat åt mig?", A_SID)
    first = post(line, "/twilio/sms", fields)
    rows = line.count(Message)
    again = [post(line, "/twilio/sms", fields) for _ in range(3)]
    assert {answer.text for answer in again} == {first.text}
    assert line.count(Message) == rows
    assert line.count(InboundEvent) == 1


def test_the_same_text_many_times_at_once_has_one_effect(line: Line) -> None:
    fields = a_text(line.exchange, STRANGER, "Kan någon handla mat åt mig?", A_SID)
    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(lambda _: post(line, "/twilio/sms", fields), range(24)))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.text for answer in answers}) == 1
    assert line.count(Message, Message.state == "received") == 1
    assert line.count(Person) == 1


def test_two_texts_of_one_person_at_once_are_both_kept(line: Line) -> None:
    with ThreadPoolExecutor(8) as pool:
        texts = [a_text(line.exchange, STRANGER, f"Hej {n}", f"SM{n:032x}") for n in range(16)]
        answers = list(pool.map(lambda fields: post(line, "/twilio/sms", fields), texts))
    assert {answer.status_code for answer in answers} == {200}
    assert line.count(Message, Message.state == "received") == 16
    assert line.count(Person) == 1


@pytest.mark.parametrize(
    ("statuses", "end"),
    [(("queued", "sending", "sent", "delivered"), "delivered"), (("queued", "sent", "undelivered"), "undelivered")],
)
def test_receipts_in_every_order_end_in_the_same_state(statuses: tuple[str, ...], end: str, line: Line) -> None:
    orders = list(permutations(statuses))
    with line.people() as session:
        person = a_person(session)
        for number in range(len(orders)):
            session.add(Message(person=person, came_from="sending", state="accepted", created_at=LONG_AGO,
                                provider_sid=f"SM{number:032d}", notice="visit.done", attempts=1))
    for number, order in enumerate(orders):
        for status in order:
            fields = [("MessageSid", f"SM{number:032d}"), ("MessageStatus", status), ("ErrorCode", "")]
            assert post(line, "/twilio/status/message", fields).status_code in {200, 204}
    assert line.count(Message, Message.state == end) == len(orders)


@pytest.mark.parametrize("status", ["delivered", "no-such-word", ""])
def test_a_receipt_for_a_text_nobody_knows_is_let_go(status: str, line: Line) -> None:
    fields = [("MessageSid", "SM" + "9" * 32), ("MessageStatus", status)]
    assert post(line, "/twilio/status/message?m=99999999999999999999", fields).status_code in {200, 204}


NASTY = {
    "empty": "",
    "blank": " \u00a0\u200b\n",
    "binary": "a\x00b\x01\x7f",
    "replaced": "a\ufffd\uffff",
    "huge": "ö" * 5000,
    "bidi": "\u202e\u2066abc\u2069",
    "markup": "<Response><Message>x</Message></Response>&amp;{name}%s{0}",
    "astral": "👍🏽👨‍👩‍👧‍👦" * 20,
    "query": "'; DROP TABLE person; --",
}


@pytest.mark.parametrize("name", sorted(NASTY))
def test_whatever_a_person_sends_is_kept_and_answered(name: str, line: Line) -> None:
    answer = post(line, "/twilio/sms", a_text(line.exchange, STRANGER, NASTY[name], A_SID))
    assert answer.status_code == 200, line.said()
    assert replies_in(answer.text)
    assert line.count(Message, Message.state == "received") == 1


ODD_FIELDS = {
    "no fields": [],
    "no sender": [("MessageSid", A_SID), ("Body", "Hej")],
    "no id": [("From", STRANGER), ("Body", "Hej")],
    "no body": [("MessageSid", A_SID), ("From", STRANGER)],
    "sender is a name": [("MessageSid", A_SID), ("From", "BANKEN"), ("Body", "Klicka")],
    "sender is a short number": [("MessageSid", A_SID), ("From", "71122"), ("Body", "Hej")],
    "sender is a landline": [("MessageSid", A_SID), ("From", "+468465004"), ("Body", "Hej")],
    "sender is binary": [("MessageSid", A_SID), ("From", "+4670\x00\x01"), ("Body", "Hej")],
    "sender is very long": [("MessageSid", A_SID), ("From", "+46" + "7" * 3000), ("Body", "Hej")],
    "id is binary": [("MessageSid", "SM\x00\x01"), ("From", STRANGER), ("Body", "Hej")],
    "id is very long": [("MessageSid", "SM" + "a" * 3000), ("From", STRANGER), ("Body", "Hej")],
    "repeated fields": [("MessageSid", A_SID), *[("From", STRANGER)] * 2, ("Body", "Hej"), ("Body", "Nej")],
    "many unknown fields": [("MessageSid", A_SID), ("From", STRANGER), *((f"X{n}", "") for n in range(400))],
}


@pytest.mark.parametrize("path", ["/twilio/sms", "/twilio/voice", "/twilio/status/message"])
@pytest.mark.parametrize("name", sorted(ODD_FIELDS))
def test_odd_but_signed_fields_never_break_it(name: str, path: str, line: Line) -> None:
    for _ in range(2):
        assert post(line, path, ODD_FIELDS[name]).status_code < 500, line.said()


def test_ids_that_begin_alike_are_two_texts(line: Line) -> None:
    for end in "ab":
        fields = a_text(line.exchange, STRANGER, f"Hej {end}", "SM" + "0" * 60 + end)
        assert post(line, "/twilio/sms", fields).status_code == 200, line.said()
    assert line.count(Message, Message.state == "received") == 2


def test_a_body_too_large_for_the_carrier_is_refused_without_a_row(line: Line) -> None:
    answer = post(line, "/twilio/sms", a_text(line.exchange, STRANGER, "x" * 300_000, A_SID))
    assert 400 <= answer.status_code < 500
    assert line.count(Message) == 0


def test_a_sender_from_another_country_is_kept_and_not_answered(line: Line) -> None:
    answer = post(line, "/twilio/sms", a_text(line.exchange, "+12025550123", "Hello", A_SID))
    assert replies_in(answer.text) == []
    assert line.count(Message) == 1


def test_a_blocked_number_is_not_answered(line: Line) -> None:
    with line.people() as session:
        number = karin(session).person.phone
        a_person(session, phone=STRANGER, blocked=True)
    assert line.text(STRANGER, "Hej") == []
    assert line.text(number, "Hej")
    assert line.text(a_number(), "Hej")
