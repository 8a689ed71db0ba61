"""Nobody came: she gets an apology and another volunteer, an operator knows, and he is asked kindly."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from dispatch.db import Database, Wake, Work
from dispatch.models import HelpRequest, Message, Offer, StateChange, Visit
from dispatch.operations import (
    accept,
    answer_follow_up,
    ask_volunteers,
    cannot_after_all,
    complete,
    nobody_came,
    nobody_opens,
)
from dispatch.operations.no_shows import find_unexplained
from tests.support.factories import a_request, a_volunteer, an_offer


@pytest.fixture
def work(database: Database, now: datetime) -> Iterator[Work]:
    with database.work(now) as work:
        yield work


def _matched(work: Work, **more: Any) -> tuple[HelpRequest, Offer, Visit]:
    request = a_request(work.session, now=work.now, **more)
    offer = an_offer(work.session, request, a_volunteer(work.session))
    accept(work, offer)
    return request, offer, work.session.scalars(select(Visit)).one()


def _told(work: Work, person_id: int) -> list[str]:
    query = select(Message.notice).where(Message.person_id == person_id)
    return list(work.session.scalars(query.order_by(Message.id)))


def test_it_goes_out_again_at_once_and_an_operator_knows(work: Work, now: datetime) -> None:
    request, offer, visit = _matched(work)
    work.now = now + timedelta(days=2)
    assert nobody_came(work, visit)
    assert (request.state, request.escalation, request.next_step_at) == ("open", "no_show", work.now)
    assert request.wanted_until is not None
    assert request.wanted_until > work.now
    assert (visit.state, visit.went_well, offer.state) == ("missed", False, "returned")
    assert Wake("take_step", (request.id,)) in work.wakes
    alarms = select(StateChange.reason).where(StateChange.event == "alarm")
    assert work.session.scalars(alarms).all() == ["no_show"]


def test_she_gets_an_apology_and_he_is_asked_and_never_put_to_it_again(work: Work) -> None:
    request, offer, visit = _matched(work)
    other = a_volunteer(work.session)
    nobody_came(work, visit)
    assert _told(work, request.resident.person_id)[-1] == "no_show.resident"
    assert _told(work, offer.volunteer.person_id)[-1] == "no_show.volunteer"
    ask_volunteers(work, request)
    query = select(Offer.volunteer_id).where(Offer.state == "asked")
    assert work.session.scalars(query).all() == [other.id]


@pytest.mark.parametrize("before", ["he said done", "she said no"])
def test_it_counts_also_after_other_words(before: str, work: Work) -> None:
    request, _, visit = _matched(work)
    if before == "he said done":
        complete(work, visit)
    else:
        answer_follow_up(work, visit, went_well=False)
    assert nobody_came(work, visit)
    assert (request.state, request.escalation, visit.state) == ("open", "no_show", "missed")


def test_said_twice_or_of_a_visit_called_off_it_changes_nothing(work: Work) -> None:
    request, _, visit = _matched(work)
    cannot_after_all(work, visit)
    assert not nobody_came(work, visit)
    assert (request.state, visit.state) == ("open", "cancelled")


def test_what_he_writes_for_a_day_is_his_side_of_it(work: Work, now: datetime) -> None:
    _, offer, visit = _matched(work)
    nobody_came(work, visit)
    work.session.flush()
    assert find_unexplained(work, offer.volunteer_id) is visit
    work.now = now + timedelta(hours=25)
    assert find_unexplained(work, offer.volunteer_id) is None


def test_nobody_opens_is_an_operators_and_the_visit_stays_agreed(work: Work, now: datetime) -> None:
    request, offer, visit = _matched(work)
    nobody_opens(work, visit)
    assert (request.state, request.escalation, request.next_step) == ("escalated", "nobody_opens", "operator")
    assert (visit.state, offer.state) == ("agreed", "accepted")
    work.now = now + timedelta(minutes=10)
    nobody_opens(work, visit)
    assert request.next_step_at == work.now, "again on top of the board"
    assert complete(work, visit)
    assert (visit.state, request.state) == ("done", "escalated")
