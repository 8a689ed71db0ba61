"""Receipts in every order end well, and one that says "not reached" leaves nobody waiting."""

from datetime import datetime
from itertools import permutations, product

import pytest

from dispatch.db import Database, Work
from dispatch.models import HelpRequest, Message
from dispatch.receipts import report
from dispatch.states import FINAL_MESSAGES
from dispatch.telling import tell
from tests.support.factories import a_person, a_request, a_volunteer, an_offer

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
