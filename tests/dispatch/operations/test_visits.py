"""From the yes to how it went: reminders, done, cannot after all, and what an operator must see."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from dispatch.db import Database, Wake, Work
from dispatch.models import HelpRequest, Message, Offer, Visit
from dispatch.operations import (
    accept,
    answer_follow_up,
    ask_again,
    ask_if_done,
    cannot_after_all,
    complete,
    escalate,
    follow_up,
    not_yet,
    remind,
)
from dispatch.operations.visits import close_quietly, details_for
from dispatch.stepping import take_step
from tests.support.factories import a_request, a_volunteer, an_offer

HOUR = timedelta(hours=1)


@pytest.fixture
def work(database: Database, now: datetime) -> Iterator[Work]:
    with database.work(now) as work:
        yield work


def _matched(work: Work, **more: Any) -> tuple[HelpRequest, Visit]:
    request = a_request(work.session, now=work.now, **more)
    accept(work, an_offer(work.session, request, a_volunteer(work.session)))
    return request, work.session.scalars(select(Visit).where(Visit.request_id == request.id)).one()


def _notices(work: Work, *, skip: int = 3) -> list[str]:
    """Return what was told since the match (which tells the volunteer twice and her once)."""
    return list(work.session.scalars(select(Message.notice).order_by(Message.id)))[skip:]


def _offer(work: Work) -> Offer:
    return work.session.scalars(select(Offer)).one()


def test_a_visit_some_time_off_is_reminded_of(work: Work, now: datetime) -> None:
    request, _ = _matched(
        work, wanted_from=now + 5 * HOUR, wanted_until=now + 6 * HOUR, time_precision="hour"
    )
    assert (request.next_step, request.next_step_at) == ("remind", now + 2 * HOUR)
    remind(work, request)
    assert _notices(work) == ["reminder.volunteer", "reminder.resident"]
    assert (request.next_step, request.next_step_at) == ("ask_if_done", now + 8 * HOUR)


@pytest.mark.parametrize(("hours", "precision"), [(2, "hour"), (5, "soon")])
def test_a_visit_that_is_near_or_any_time_is_not(hours: int, precision: str, work: Work, now: datetime) -> None:
    until = now + (hours + 1) * HOUR
    request, _ = _matched(work, wanted_from=now + hours * HOUR, wanted_until=until, time_precision=precision)
    assert (request.next_step, request.next_step_at) == ("ask_if_done", until + 2 * HOUR)


def test_only_who_has_the_task_gets_the_address(work: Work) -> None:
    request, _ = _matched(work)
    details_for(work, request, a_volunteer(work.session))
    assert _notices(work) == []


def test_done_is_thanked_and_she_is_asked_how_it_went(work: Work, now: datetime) -> None:
    request, visit = _matched(work)
    assert complete(work, visit)
    assert (visit.state, visit.ended_at, _offer(work).state) == ("done", now, "fulfilled")
    assert (request.state, request.next_step, request.next_step_at) == ("done", "close", now + 24 * HOUR)
    assert _notices(work) == ["visit.done", "follow_up.ask"]


def test_done_said_twice_asks_her_once(work: Work) -> None:
    _, visit = _matched(work)
    complete(work, visit)
    assert not complete(work, visit)
    assert _notices(work) == ["visit.done", "follow_up.ask", "visit.done"]


def test_a_yes_of_hers_ends_it(work: Work) -> None:
    request, visit = _matched(work)
    complete(work, visit)
    answer_follow_up(work, visit, went_well=True)
    assert (visit.went_well, request.state, request.next_step) == (True, "done", None)


def test_her_yes_is_enough_when_he_never_said_done(work: Work) -> None:
    request, visit = _matched(work)
    follow_up(work, request)
    answer_follow_up(work, visit, went_well=True)
    assert (visit.state, request.state, request.next_step, _offer(work).state) == ("done", "done", None, "fulfilled")


@pytest.mark.parametrize("is_done", [True, False])
def test_a_no_of_hers_is_an_operators(is_done: bool, work: Work) -> None:
    request, visit = _matched(work)
    if is_done:
        complete(work, visit)
    answer_follow_up(work, visit, went_well=False)
    assert (request.state, request.escalation, request.next_step) == ("escalated", "visit_failed", "operator")
    assert request.closed_at is None
    assert _notices(work)[-1] == "follow_up.sorry"


def test_after_a_visit_that_failed_somebody_else_can_win(work: Work) -> None:
    request, visit = _matched(work)
    complete(work, visit)
    answer_follow_up(work, visit, went_well=False)
    assert ask_again(work, request, reason="operator")
    other = an_offer(work.session, request, a_volunteer(work.session, "Eva Lind"))
    assert accept(work, other)
    assert request.state == "matched"


def test_a_no_to_what_an_operator_already_has_is_not_lost(work: Work, now: datetime) -> None:
    request, visit = _matched(work)
    escalate(work, request, "visit_doubted")
    answer_follow_up(work, visit, went_well=False)
    assert (request.escalation, request.next_step, request.next_step_at) == ("visit_failed", "operator", now)


@pytest.mark.parametrize("act", [complete, not_yet, lambda work, visit: answer_follow_up(work, visit, went_well=True)])
def test_what_an_operator_has_stays_his_or_ends(act: Any, database: Database, now: datetime) -> None:
    with database.work(now) as work:
        request, visit = _matched(work)
        escalate(work, request, "visit_doubted")
        act(work, visit)
    with database.reading() as session:
        found = session.get_one(HelpRequest, request.id)
        assert (found.state, found.next_step) in {("escalated", "operator"), ("done", None)}


def test_when_he_says_nothing_she_is_asked_all_the_same(work: Work, now: datetime) -> None:
    request, _ = _matched(work)
    ask_if_done(work, request)
    assert (request.next_step, request.next_step_at) == ("follow_up", now + 12 * HOUR)
    follow_up(work, request)
    assert _notices(work) == ["ask_done", "follow_up.ask"]
    assert (request.state, request.next_step) == ("matched", "close")


def test_when_neither_says_anything_an_operator_asks(work: Work) -> None:
    request, _ = _matched(work)
    close_quietly(work, request)
    assert (request.state, request.escalation) == ("escalated", "visit_doubted")


def test_a_done_visit_nobody_comments_on_is_closed_quietly(database: Database, now: datetime) -> None:
    with database.work(now) as work:
        request, visit = _matched(work)
        complete(work, visit)
    assert take_step(database, request.id, now + 24 * HOUR)
    with database.reading() as session:
        found = session.get_one(HelpRequest, request.id)
        assert (found.state, found.next_step) == ("done", None)


def test_not_yet_is_asked_about_again_later(work: Work, now: datetime) -> None:
    request, visit = _matched(work)
    not_yet(work, visit)
    assert (request.state, request.next_step, request.next_step_at) == ("matched", "ask_if_done", now + 24 * HOUR)


def test_cannot_after_all_sends_it_out_again_at_once_and_she_is_told(work: Work, now: datetime) -> None:
    request, visit = _matched(work)
    assert cannot_after_all(work, visit)
    assert (visit.state, _offer(work).state) == ("cancelled", "returned")
    assert (request.state, request.next_step, request.next_step_at) == ("open", "ask_volunteers", now)
    assert request.matched_at is None
    assert Wake("take_step", (request.id,)) in work.wakes
    assert _notices(work) == ["visit.returned", "match.ended.resident"]


def test_cannot_said_twice_or_after_done_changes_nothing(work: Work) -> None:
    request, visit = _matched(work)
    complete(work, visit)
    assert not cannot_after_all(work, visit)
    assert (visit.state, request.state) == ("done", "done")


def test_at_night_she_is_told_in_the_morning_but_he_at_once(database: Database, now: datetime) -> None:
    with database.work(now) as work:
        _, visit = _matched(work)
        person_id = visit.volunteer.person_id
    with database.work(now.replace(hour=22)) as work:
        work.speaker_id = person_id
        cannot_after_all(work, work.session.get_one(Visit, visit.id))
        (reply,) = work.replies
        assert (reply.notice, reply.send_at) == ("visit.returned", None)
        told = work.session.scalars(select(Message).where(Message.notice == "match.ended.resident")).one()
        assert told.send_at == now.replace(hour=7) + timedelta(days=1)
        assert told.expires_at == told.send_at + 24 * HOUR
