"""What the carrier does to our texts, and what becomes of people then."""

import time

import pytest
import sqlalchemy as sa

from dispatch.models import HelpRequest, Message, Offer, Person
from tests.support.cast import eva, farid, karin
from tests.support.line import PATIENCE, Line, Phone, until

ASK = "Jag behöver hjälp att handla mat"

HANGS = 4
"""Seconds that the carrier holds back an answer: long enough to see it on a busy machine too."""


@pytest.fixture
def karin_(line: Line) -> Phone:
    with line.people() as session:
        return line.phone(karin(session).person.phone)


@pytest.fixture
def farid_(line: Line) -> Phone:
    with line.people() as session:
        return line.phone(farid(session).person.phone)


def _ask(phone: Phone) -> None:
    phone.text(ASK)
    phone.text("ja")


def _offer_text(line: Line, phone: Phone) -> Message:
    query = sa.select(Message).join(Person).where(Message.notice == "offer", Person.phone == phone.number)
    return line.ask(lambda session: session.scalars(query.order_by(Message.id.desc())).first()) or Message(state="")


def _state(line: Line, phone: Phone, *states: str, seconds: float = PATIENCE) -> Message:
    """Return the offer's text once it is in one of the states."""

    def look() -> Message | None:
        message = _offer_text(line, phone)
        return message if message.state in states else None

    found = until(look, seconds=seconds, otherwise=lambda: f"{_offer_text(line, phone).state}\n{line.said()}")
    assert found
    return found


def test_every_text_is_followed_to_its_end(karin_: Phone, farid_: Phone, line: Line) -> None:
    _ask(karin_)
    message = _state(line, farid_, "delivered")
    assert (message.encoding, message.segments > 0, message.attempts) == ("UCS-2", True, 1)
    assert (message.provider_sid or "").startswith("SM")
    assert message.settled_at is not None
    until(lambda: line.count(Message, Message.notice != "", Message.state != "delivered") == 0, otherwise=line.said)


def test_when_the_carrier_is_busy_we_wait_and_it_arrives_once(karin_: Phone, farid_: Phone, line: Line) -> None:
    line.exchange.set_trouble("busy", times=2)
    _ask(karin_)
    farid_.told("offer")
    message = _state(line, farid_, "delivered")
    assert message.attempts == 3
    assert len(farid_.texts()) == 1


@pytest.mark.parametrize("trouble", ["error_before", "error_after"])
def test_a_text_whose_fate_is_unknown_is_looked_up_and_arrives_once(
    trouble: str, karin_: Phone, farid_: Phone, line: Line
) -> None:
    line.exchange.set_trouble(trouble)
    _ask(karin_)
    _state(line, farid_, "unknown", "sent", "delivered")  # a report may come before anybody looks it up
    line.hurry_texts()
    _state(line, farid_, "delivered", "sent", "accepted", seconds=40)
    farid_.told("offer")
    assert len(farid_.texts()) == 1


ENDS = {
    "opted_out": ("failed", "21610"),
    "not_mobile": ("failed", "21614"),
    "landline": ("failed", "21635"),
    "off": ("undelivered", "30003"),
    "filtered": ("undelivered", "30007"),
}


TEXTLESS = {"not_mobile", "landline"}


@pytest.mark.parametrize("fault", sorted(TEXTLESS))
def test_an_offer_to_a_number_without_texts_is_told_by_call(
    fault: str, karin_: Phone, farid_: Phone, line: Line
) -> None:
    _, code = ENDS[fault]
    line.exchange.set_fault(farid_.number, fault)
    _ask(karin_)
    until(lambda: line.count(Message, Message.error_code == code), otherwise=line.said)
    line.telephone(farid_.number).answers().presses("1").presses("1")
    karin_.told("match.resident")


@pytest.mark.parametrize("fault", sorted(set(ENDS) - TEXTLESS))
def test_an_offer_that_does_not_arrive_goes_to_the_next(fault: str, karin_: Phone, farid_: Phone, line: Line) -> None:
    state, code = ENDS[fault]
    line.exchange.set_fault(farid_.number, fault)
    _ask(karin_)
    message = _state(line, farid_, state)
    assert (message.error_code, message.attempts) == (code, 1)
    karin_.told("escalated.resident")
    person = line.ask(lambda session: session.scalars(sa.select(Person).where(Person.phone == farid_.number)).one())
    assert person.can_text
    assert (person.stopped_at is not None) == (fault == "opted_out")
    assert line.count(Offer, Offer.state == "lapsed") == 1


def test_a_resident_who_cannot_be_reached_is_an_operators(karin_: Phone, farid_: Phone, line: Line) -> None:
    _ask(karin_)
    farid_.told("offer")
    line.exchange.set_fault(karin_.number, "off")
    farid_.text("نعم")
    until(lambda: line.count(HelpRequest, HelpRequest.escalation == "send_failed") == 1, otherwise=line.said)


@pytest.mark.parametrize("fault", ["doubled", "disordered"])
def test_receipts_twice_or_backwards_change_nothing(fault: str, karin_: Phone, farid_: Phone, line: Line) -> None:
    line.exchange.set_fault(farid_.number, fault)
    _ask(karin_)
    farid_.told("offer")
    line.exchange.settle()
    assert _state(line, farid_, "delivered").attempts == 1


@pytest.mark.parametrize("moment", ["hang_before", "hang_after"])
def test_a_killed_worker_loses_nothing_and_sends_nothing_twice(
    moment: str, karin_: Phone, farid_: Phone, line: Line
) -> None:
    line.exchange.set_trouble(moment, seconds=HANGS)
    _ask(karin_)
    _state(line, farid_, "sending", "sent", "delivered")  # reports may overtake the answer that is held back
    line.kill("worker")
    with line.people() as session:
        eva_ = line.phone(eva(session).person.phone)
    line.start("worker")
    time.sleep(HANGS)  # the carrier ends the call that nobody waits for any more
    for _ in range(2):  # the first time the text is found without a sender, the second time it is looked up
        line.hurry_texts()
        _state(line, farid_, "unknown", "accepted", "sent", "delivered")
    _state(line, farid_, "accepted", "sent", "delivered", seconds=40)
    line.hurry(line.request_of(karin_.number).id)
    eva_.told("offer", seconds=40)
    eva_.text("ja")
    karin_.told("match.resident")
    assert len(line.bodies(farid_.number, "offer")) == 1
    assert len([text for text in farid_.texts() if text == line.bodies(farid_.number, "offer")[0]]) == 1


def test_a_killed_clock_goes_on_where_it_was(karin_: Phone, farid_: Phone, line: Line) -> None:
    line.kill("clock")
    _ask(karin_)
    farid_.told("offer")
    line.start("clock")
    line.hurry(line.request_of(karin_.number).id, hint=False)
    karin_.told("escalated.resident")
