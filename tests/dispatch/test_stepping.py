"""A step is taken once, when it is due, and always leaves a next one or an end."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from dispatch.db import Database, Work
from dispatch.models import HelpRequest, Message, Offer, Visit, Wave
from dispatch.operations import accept
from dispatch.states import CLOSED_REQUESTS
from dispatch.stepping import STEPS, take_step
from dispatch.steps import Step
from tests.support.factories import a_request, a_resident, a_volunteer, an_offer

MINUTE = timedelta(minutes=1)


def _request(database: Database, request_id: int) -> HelpRequest:
    with database.reading() as session:
        return session.get_one(HelpRequest, request_id)


def _asking(database: Database, now: datetime, volunteers: int = 0) -> int:
    with database.work(now) as work:
        for _ in range(volunteers):
            a_volunteer(work.session)
        return a_request(work.session, now=now).id


def test_every_step_has_its_deed() -> None:
    assert set(STEPS) == set(Step)


def test_what_is_not_due_is_left_alone(database: Database, now: datetime) -> None:
    request_id = _asking(database, now, 1)
    assert not take_step(database, request_id, now - MINUTE)
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Wave)) == 0


def test_a_step_is_taken_once_however_many_ask_for_it(database: Database, now: datetime) -> None:
    request_id = _asking(database, now, 5)
    with ThreadPoolExecutor(4) as pool:
        taken = list(pool.map(lambda _: take_step(database, request_id, now), range(8)))
    assert taken.count(True) == 1
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Offer)) == 3
        assert session.scalar(select(func.count()).where(Message.notice == "offer")) == 3


def _matched(work: Work) -> HelpRequest:
    request = a_request(work.session, now=work.now)
    accept(work, an_offer(work.session, request))
    return request


def _make(work: Work, step: Step) -> HelpRequest:
    """Return a request in the state in which this step is next."""
    if step == Step.CONFIRM:
        return a_request(work.session, now=work.now, state="draft", next_step=step)
    if step == Step.ASK_VOLUNTEERS:
        return a_request(work.session, now=work.now)
    if step == Step.OPERATOR:
        return a_request(work.session, now=work.now, state="escalated", next_step=step)
    request = _matched(work)
    request.next_step, request.next_step_at = step, work.now
    return request


@pytest.mark.parametrize("step", Step)
def test_no_step_repeats_at_once_and_none_is_lost(step: Step, database: Database, now: datetime) -> None:
    with database.work(now) as work:
        request_id = _make(work, step).id
    for _ in range(40):
        request = _request(database, request_id)
        if request.next_step_at is None:
            break
        at = request.next_step_at
        assert take_step(database, request_id, at)
        after = _request(database, request_id)
        assert after.next_step_at is None or after.next_step_at >= at + MINUTE, request.next_step
    assert request.state in CLOSED_REQUESTS | {"escalated"}
    assert (request.next_step == "operator") == (request.state == "escalated")


def test_nobody_who_was_told_is_told_the_same_twice_by_the_clock(database: Database, now: datetime) -> None:
    with database.work(now) as work:
        request = _matched(work)
        request.next_step, request.next_step_at, request_id = Step.REMIND, now, request.id
    for _ in range(12):
        at = _request(database, request_id).next_step_at
        if at is not None:
            take_step(database, request_id, at)
    with database.reading() as session:
        notices = session.scalars(select(Message.notice).where(Message.request_id == request_id)).all()
    assert len(notices) == len(set(notices))
    assert {"reminder.volunteer", "reminder.resident", "ask_done", "follow_up.ask"} <= set(notices)
    assert _request(database, request_id).escalation == "visit_doubted"


def test_a_forgotten_draft_is_shown_to_an_operator(database: Database, now: datetime) -> None:
    with database.work(now) as work:
        request_id = _make(work, Step.CONFIRM).id
    take_step(database, request_id, now)
    assert (_request(database, request_id).state, _request(database, request_id).escalation) == (
        "escalated", "unfinished",
    )  # fmt: skip


def test_a_step_that_breaks_goes_to_an_operator_and_leaves_nothing_half_done(database: Database, now: datetime) -> None:
    with database.work(now) as work:
        request = a_request(work.session, a_resident(work.session), now=now)
        request.area_code = None
        a_volunteer(work.session, available="nonsense")
        request_id = request.id
    assert not take_step(database, request_id, now)
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Wave)) == 0
        assert session.scalar(select(func.count()).select_from(Visit)) == 0
    broken = _request(database, request_id)
    assert (broken.state, broken.escalation, broken.next_step) == ("escalated", "trouble", "operator")
