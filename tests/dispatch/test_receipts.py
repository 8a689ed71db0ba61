"""Receipts in every order end well, and one that says "not reached" leaves nobody waiting."""

from datetime import datetime
from itertools import permutations, product

import pytest
from sqlalchemy import select

from dispatch.db import Database, Wake, Work
from dispatch.models import HelpRequest, Message
from dispatch.receipts import NO_TEXT_CODES, failed, report
from dispatch.states import FINAL_MESSAGES
from dispatch.telling import tell
from tests.support.factories import LONG_AGO, a_person, a_request, a_resident, a_volunteer, an_offer

REPORTS = ("accepted", "sent", "delivered", "undelivered", "failed")
ENDS = {"delivered", "undelivered", "failed"}


def _on_its_way(work: Work, state: str = "sending") -> Message:
    came_from = {"sending": "queued", "unknown": "sending"}[state]
    message = Message(person=a_person(work.session), created_at=work.now, came_from=came_from, state=state)
    work.session.add(message)
    work.session.flush()
    return message


def test_in_every_order_the_first_end_stays_the_end(database: Database, now: datetime) -> None:
    with database.work(now) as work:
        for order in permutations(REPORTS):
            message = _on_its_way(work)
            for state in order:
                report(work, message, state)
            assert message.state == next(state for state in order if state in ENDS), order
            assert message.settled_at == now


@pytest.mark.parametrize("start", ["sending", "unknown"])
def test_twice_and_backwards_change_nothing(start: str, database: Database, now: datetime) -> None:
    with database.work(now) as work:
        for first, second in product(("accepted", "sent"), repeat=2):
            message = _on_its_way(work, start)
            assert report(work, message, first)
            assert report(work, message, second) == ((first, second) == ("accepted", "sent"))
            assert message.state == max(first, second)


def test_after_an_end_nothing_changes_anything(database: Database, now: datetime) -> None:
    with database.work(now) as work:
        for end in ENDS:
            message = _on_its_way(work)
            report(work, message, end, "30003")
            assert message.state in FINAL_MESSAGES
            assert not any(report(work, message, state, "21610") for state in REPORTS)
            assert (message.state, message.error_code) == (end, "" if end == "delivered" else "30003")
            assert message.person.stopped_at is None


def test_a_word_we_do_not_know_changes_nothing(database: Database, now: datetime) -> None:
    with database.work(now) as work:
        message = _on_its_way(work)
        assert not report(work, message, "teleported")
        assert message.state == "sending"


@pytest.mark.parametrize(
    ("code", "can_text", "has_stopped"),
    [("21610", True, True), ("21614", False, False), ("30006", False, False), ("30003", True, False)],
)
def test_the_code_teaches_about_the_number(
    code: str, can_text: bool, has_stopped: bool, database: Database, now: datetime
) -> None:
    with database.work(now) as work:
        message = _on_its_way(work)
        report(work, message, "undelivered", code)
        assert (message.person.can_text, message.person.stopped_at is not None) == (can_text, has_stopped)


def _asked(work: Work, count: int = 1) -> tuple[HelpRequest, list[Message]]:
    """A request that waits for these volunteers' answers, and the texts that ask them."""
    request = a_request(work.session, now=work.now)
    request.next_step_at = work.now.replace(hour=20)
    texts = []
    for _ in range(count):
        offer = an_offer(work.session, request, a_volunteer(work.session))
        message = tell(work, offer.volunteer.person, "offer", request=request, offer=offer)
        assert message
        message.state, message.came_from = "sending", "queued"
        texts.append(message)
    work.session.flush()
    return request, texts


def test_an_offer_that_reached_nobody_makes_room_for_the_next_at_once(database: Database, now: datetime) -> None:
    woken: list[object] = []
    database.on_commit = woken.extend
    with database.work(now) as work:
        request, (first, second) = _asked(work, 2)
        report(work, first, "failed", "30003")
        assert request.next_step_at != now, "the other may still answer"
        report(work, second, "failed", "30003")
        assert (request.next_step, request.next_step_at) == ("ask_volunteers", now)
        assert {offer.state for offer in request.offers} == {"lapsed"}
    assert [wake.job for wake in woken if getattr(wake, "ids", None)] == ["take_step"]  # type: ignore[attr-defined]


def test_an_offer_that_failed_after_the_match_changes_nothing(database: Database, now: datetime) -> None:
    with database.work(now) as work:
        request, (text,) = _asked(work)
        request.state, request.came_from, request.next_step = "escalated", "open", "operator"
        before = request.next_step_at
        report(work, text, "failed", "30003")
        assert (request.state, request.next_step, request.next_step_at) == ("escalated", "operator", before)


def _told(work: Work, request: HelpRequest, notice: str, *, to_volunteer: bool = False) -> Message:
    person = a_volunteer(work.session).person if to_volunteer else request.resident.person
    message = tell(work, person, notice, request=request)
    assert message
    message.state, message.came_from = "sending", "queued"
    work.session.flush()
    return message


def test_a_resident_who_is_not_reached_is_an_operators(database: Database, now: datetime) -> None:
    with database.work(now) as work:
        request = a_request(work.session, now=now)
        report(work, _told(work, request, "match.ended.resident"), "undelivered", "30003")
        assert (request.state, request.escalation) == ("escalated", "send_failed")


def test_somebody_who_has_not_the_task_need_not_be_reached(database: Database, now: datetime) -> None:
    with database.work(now) as work:
        request = a_request(work.session, now=now)
        report(work, _told(work, request, "offer.taken", to_volunteer=True), "undelivered", "30003")
        assert request.state == "open"


def test_a_closed_request_stays_closed(database: Database, now: datetime) -> None:
    with database.work(now) as work:
        request = a_request(work.session, now=now, state="cancelled", came_from="open")
        report(work, _told(work, request, "request.cancelled"), "failed", "30003")
        assert request.state == "cancelled"


def _texted(work: Work, notice: str = "match.resident") -> tuple[HelpRequest, Message]:
    resident = a_resident(work.session, can_call=True)
    request = a_request(work.session, resident, now=work.now)
    text = tell(work, resident.person, notice, request=request, name="Farid")
    assert text
    text.state, text.came_from = "sending", "queued"
    work.session.flush()
    return request, text


def _told_by_call(work: Work) -> list[Message]:
    return list(work.session.scalars(select(Message).where(Message.channel == "call")))


@pytest.mark.parametrize("code", sorted(NO_TEXT_CODES))
def test_a_number_that_takes_no_texts_after_all_is_called(code: str, database: Database, now: datetime) -> None:
    with database.work(now) as work:
        request, text = _texted(work)
        report(work, text, "undelivered", code)
        (told,) = _told_by_call(work)
        assert (told.notice, told.facts, told.request_id) == ("match.resident", {"name": "Farid"}, request.id)
        assert (told.state, told.expires_at) == ("queued", text.expires_at)
        assert (request.state, request.resident.person.can_text) == ("open", False)
        assert Wake("place_calls") in work.wakes


def test_an_offer_to_such_a_number_is_called_too(database: Database, now: datetime) -> None:
    with database.work(now) as work:
        request, (text,) = _asked(work)
        text.person.can_call = True
        report(work, text, "failed", "21614")
        (told,) = _told_by_call(work)
        assert (told.offer_id, request.offers[0].state) == (text.offer_id, "asked")


@pytest.mark.parametrize(
    ("code", "more"), [("30003", {}), ("30006", {"can_call": False}), ("30006", {"stopped_at": LONG_AGO})]
)
def test_else_an_operator_has_her(code: str, more: dict[str, object], database: Database, now: datetime) -> None:
    with database.work(now) as work:
        request, text = _texted(work)
        for name, value in more.items():
            setattr(text.person, name, value)
        report(work, text, "undelivered", code)
        assert _told_by_call(work) == []
        assert request.escalation == "send_failed"


def test_what_is_too_late_or_a_courtesy_rings_nobody(database: Database, now: datetime) -> None:
    with database.work(now) as work:
        _, late = _texted(work)
        late.expires_at = now
        report(work, late, "undelivered", "30006")
        _, courtesy = _texted(work, "offer.gone")
        report(work, courtesy, "undelivered", "30006")
        assert _told_by_call(work) == []


def test_a_call_that_failed_says_nothing_of_texts(database: Database, now: datetime) -> None:
    with database.work(now) as work:
        _, message = _texted(work)
        message.channel = "call"
        failed(work, message, "21211")
        assert (message.person.can_text, message.person.can_call) == (True, False)
