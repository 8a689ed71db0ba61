"""Texts from a handset, and what the application's answer leads to."""

import pytest

from hotline.simulator.exchange import Exchange
from hotline.simulator.line import queue_again, queue_text, send_text
from tests.hotline.simulator.conftest import FARID, KARIN, Application


def spoken(exchange: Exchange, number: str) -> list[str]:
    """Return what the handset was told."""
    return [text.body for text in exchange.texts(number) if not text.incoming]


@pytest.mark.parametrize("body", ["hej", "أحتاج إلى خبز", "mjölk & 1+1=2 %41", "rad ett\nrad två", ""])
def test_the_librarys_validator_accepts_what_is_signed(
    exchange: Exchange, application: Application, body: str
) -> None:
    assert send_text(exchange, KARIN, body) == (200, "<Response/>")
    assert application.texts[0]["Body"] == body


def test_a_query_is_signed_and_a_fragment_is_not_sent(exchange: Exchange, application: Application) -> None:
    callback = "/twilio/status?a=1&amp;b=%C3%A5#rc=2"
    application.answer = f'<Response><Message statusCallback="{callback}">hej</Message></Response>'
    send_text(exchange, KARIN, "hej")
    assert exchange.settle()
    assert application.states() == ["sent", "delivered"]
    assert application.refused == 0


def test_the_post_holds_what_the_carrier_sends(exchange: Exchange, application: Application) -> None:
    send_text(exchange, KARIN, "أحتاج " * 20)
    told = application.texts[0]
    assert (told["From"], told["To"], told["NumMedia"], told["NumSegments"]) == (KARIN, exchange.number, "0", "2")
    assert told["MessageSid"] == told["SmsSid"] == exchange.texts(KARIN)[0].sid
    assert told["FromCity"] == ""


@pytest.mark.parametrize("signature", ["wrong", "missing"])
def test_a_forged_text_is_nobodys_text(exchange: Exchange, application: Application, signature: str) -> None:
    status, _ = send_text(exchange, KARIN, "hej", signature=signature)
    assert status == 403
    assert exchange.texts() == []
    assert [(entry.signature, entry.accepted) for entry in exchange.wire()] == [(signature, False)]


def test_every_message_in_the_answer_reaches_its_handset(exchange: Exchange, application: Application) -> None:
    application.answer = (
        f'<Response><Message>Tack</Message><Message to="{FARID}"><Body>مرحبا</Body></Message></Response>'
    )
    send_text(exchange, KARIN, "hej")
    assert exchange.settle()
    assert spoken(exchange, KARIN) == ["Tack"]
    assert spoken(exchange, FARID) == ["مرحبا"]
    assert {text.state for text in exchange.texts() if not text.incoming} == {"delivered"}


def test_receipts_of_an_answer_name_a_text_of_their_own(exchange: Exchange, application: Application) -> None:
    application.answer = '<Response><Message statusCallback="status">Tack</Message></Response>'
    send_text(exchange, KARIN, "hej")
    assert exchange.settle()
    reply = exchange.texts(KARIN)[1]
    assert application.states(reply.sid) == ["sent", "delivered"]
    assert reply.sid != application.texts[0]["MessageSid"]


def test_an_answer_to_a_landline_fails_with_a_receipt(exchange: Exchange, application: Application) -> None:
    application.answer = '<Response><Message statusCallback="status">Tack</Message></Response>'
    exchange.set_fault(KARIN, "landline")
    send_text(exchange, KARIN, "hej")
    assert exchange.settle()
    assert [(told["MessageStatus"], told["ErrorCode"]) for told in application.receipts] == [("failed", "21635")]


@pytest.mark.parametrize(
    ("answer", "content_type", "code"),
    [
        ("<Response><Message>", "text/xml", "12100"),
        (' \n<?xml version="1.0"?><Response/>', "text/xml", "12100"),
        ("<response/>", "text/xml", "12100"),
        ("<Response><message>hej</message></Response>", "text/xml", "12200"),
        ("<Response><Message colour='red'>hej</Message></Response>", "text/xml", "12200"),
        ('{"a": 1}', "application/json", "12300"),
    ],
)
def test_a_bad_answer_is_seen_in_the_wire_log(
    exchange: Exchange, application: Application, answer: str, content_type: str, code: str
) -> None:
    application.answer, application.content_type = answer, content_type
    send_text(exchange, KARIN, "hej")
    assert exchange.wire()[0].note.startswith(code)


def test_a_text_that_the_application_fails_on_is_lost_and_not_sent_again(
    exchange: Exchange, application: Application
) -> None:
    application.status = 500
    assert send_text(exchange, KARIN, "hej")[0] == 500
    assert exchange.settle()
    assert len(application.texts) == 1
    assert exchange.texts(KARIN)[0].error_code == "11200"


def test_nobody_there_is_no_answer(exchange: Exchange) -> None:
    exchange.public_url = "http://127.0.0.1:9"
    assert send_text(exchange, KARIN, "hej") == (0, "")
    assert exchange.wire()[0].note == "11200 ConnectionRefusedError"


@pytest.mark.parametrize(("how", "times"), [("again", 2), ("twice", 3)])
def test_a_repeated_text_keeps_its_id_and_is_answered_once(
    exchange: Exchange, application: Application, how: str, times: int
) -> None:
    application.answer = "<Response><Message>Tack</Message></Response>"
    send_text(exchange, KARIN, "hej")
    queue_again(exchange, exchange.wire()[0], how)
    assert exchange.settle()
    assert len(application.texts) == times
    assert len({told["MessageSid"] for told in application.texts}) == 1
    assert spoken(exchange, KARIN) == ["Tack"]


def test_a_repetition_with_a_wrong_signature_is_refused(exchange: Exchange, application: Application) -> None:
    send_text(exchange, KARIN, "hej")
    queue_again(exchange, exchange.wire()[0], "wrong")
    assert exchange.settle()
    assert application.refused == 1
    assert exchange.texts(KARIN)[0].error_code == ""


def test_a_late_receipt_tells_an_older_state(exchange: Exchange, application: Application) -> None:
    application.answer = '<Response><Message statusCallback="status">Tack</Message></Response>'
    send_text(exchange, KARIN, "hej")
    assert exchange.settle()
    queue_again(exchange, exchange.wire()[-1], "late")
    assert exchange.settle()
    assert application.states() == ["sent", "delivered", "sent"]
    assert exchange.texts(KARIN)[1].state == "delivered"


def test_stop_is_the_carriers_own_word_until_start(exchange: Exchange, application: Application) -> None:
    application.answer = "<Response><Message>Hej då</Message></Response>"
    send_text(exchange, KARIN, "Stop")
    assert [text.error_code for text in exchange.texts(KARIN) if text.body == "Hej då"] == ["21610"]
    send_text(exchange, KARIN, "START")
    assert [text.error_code for text in exchange.texts(KARIN) if text.body == "Hej då"] == ["21610", ""]
    assert exchange.settle()


def test_a_text_can_go_out_in_the_background(exchange: Exchange, application: Application) -> None:
    sid = queue_text(exchange, KARIN, "hej")
    assert exchange.settle()
    assert [told["MessageSid"] for told in application.texts] == [sid]
    assert exchange.texts(KARIN)[0].state == "received"
