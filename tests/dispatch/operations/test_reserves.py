"""Whoever said yes too late is asked first, and alone, when the one who has the task cannot after all."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from dispatch.db import Database, Work
from dispatch.models import HelpRequest, Message, Offer, Visit
from dispatch.operations import accept, ask_volunteers, cannot_after_all, refuse_match
from tests.support.factories import a_request, a_volunteer, an_offer


@pytest.fixture
def work(database: Database, now: datetime) -> Iterator[Work]:
    with database.work(now) as work:
        yield work


def _with_a_late_yes(work: Work) -> tuple[HelpRequest, Offer, Offer]:
    """Return a request that somebody has and somebody else wanted too; further volunteers have not been asked."""
    request = a_request(work.session, now=work.now, wave=1)
    winner, late, _silent = [an_offer(work.session, request, a_volunteer(work.session)) for _ in range(3)]
    for _ in range(3):
        a_volunteer(work.session)
    accept(work, winner)
    accept(work, late)
    return request, winner, late


def _asked_now(work: Work, request: HelpRequest) -> list[int]:
    query = select(Offer.volunteer_id).where(Offer.request_id == request.id, Offer.state == "asked")
    return list(work.session.scalars(query))


def _visit(work: Work) -> Visit:
    return work.session.scalars(select(Visit)).one()


def test_a_late_yes_is_thanked_and_kept(work: Work, now: datetime) -> None:
    _, winner, late = _with_a_late_yes(work)
    assert (late.state, late.reserved_at, winner.reserved_at) == ("taken", now, None)
    query = select(Message.notice).where(Message.person_id == late.volunteer.person_id)
    assert list(work.session.scalars(query)) == ["offer.taken", "offer.taken"]


@pytest.mark.parametrize("who", ["volunteer", "resident"])
def test_he_is_asked_alone_when_the_match_falls_through(who: str, work: Work, now: datetime) -> None:
    request, _, late = _with_a_late_yes(work)
    if who == "volunteer":
        cannot_after_all(work, _visit(work))
    else:
        refuse_match(work, _visit(work), wants_another=True)
    ask_volunteers(work, request)
    assert _asked_now(work, request) == [late.volunteer_id]
    assert request.next_step_at == now + timedelta(minutes=20)
    again = work.session.scalars(select(Offer).where(Offer.state == "asked")).one()
    assert accept(work, again)


def test_after_his_silence_others_are_asked_too(work: Work, now: datetime) -> None:
    request, _, late = _with_a_late_yes(work)
    cannot_after_all(work, _visit(work))
    ask_volunteers(work, request)
    work.now = now + timedelta(minutes=20)
    ask_volunteers(work, request)
    assert len(_asked_now(work, request)) > 1
    assert _asked_now(work, request).count(late.volunteer_id) == 1


@pytest.mark.parametrize("why", ["paused", "stopped"])
def test_who_wants_no_texts_any_more_is_not_called_up(why: str, work: Work, now: datetime) -> None:
    request, _, late = _with_a_late_yes(work)
    if why == "paused":
        late.volunteer.status = "paused"
    else:
        late.volunteer.person.stopped_at = now
    cannot_after_all(work, _visit(work))
    ask_volunteers(work, request)
    assert late.volunteer_id not in _asked_now(work, request)
