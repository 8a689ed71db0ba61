"""A yes with another time: the resident says whether it suits her, and nobody is given the task before that."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from dispatch.db import Database, Work
from dispatch.models import HelpRequest, Message, Offer, Proposal
from dispatch.operations import (
    accept,
    accept_proposal,
    ask_volunteers,
    cancel,
    decline,
    decline_proposal,
    escalate,
    propose,
)
from dispatch.weeks import Slot
from tests.support.factories import a_request, a_volunteer, an_offer

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture
def work(database: Database, now: datetime) -> Iterator[Work]:
    with database.work(now) as work:
        yield work


def _asked(work: Work, count: int = 1, **more: Any) -> tuple[HelpRequest, list[Offer]]:
    request = a_request(work.session, now=work.now, wave=1, next_step_at=work.now + 15 * MINUTE, **more)
    return request, [an_offer(work.session, request, a_volunteer(work.session)) for _ in range(count)]


def _at(work: Work, hours: float = 5) -> Slot:
    return Slot(work.now + hours * HOUR, work.now + (hours + 1) * HOUR, "hour")


def _proposal(work: Work, offer: Offer) -> Proposal:
    query = select(Proposal).where(Proposal.offer_id == offer.id).order_by(Proposal.id.desc()).limit(1)
    return work.session.scalars(query).one()


def _told(work: Work, whom: Offer | HelpRequest) -> list[str]:
    person = (whom.volunteer if isinstance(whom, Offer) else whom.resident).person
    query = select(Message.notice).where(Message.person_id == person.id, Message.state != "expired")
    return list(work.session.scalars(query.order_by(Message.id)))


def test_she_is_asked_and_nothing_is_settled(work: Work, now: datetime) -> None:
    request, (offer,) = _asked(work)
    assert propose(work, offer, _at(work))
    assert (request.state, offer.state, _proposal(work, offer).state) == ("open", "asked", "held")
    assert _told(work, request) == ["proposal.ask"]
    assert _told(work, offer) == ["proposal.thanks"]
    assert (request.next_step, request.next_step_at) == ("ask_volunteers", now + HOUR)


def test_nobody_else_is_asked_while_it_holds(work: Work, now: datetime) -> None:
    request, (offer,) = _asked(work)
    a_volunteer(work.session)
    propose(work, offer, _at(work))
    work.now = now + 20 * MINUTE
    ask_volunteers(work, request)
    assert (request.wave, request.next_step_at) == (1, now + HOUR)


def test_what_is_urgent_does_not_wait_for_her(work: Work) -> None:
    request, (offer,) = _asked(work, kind="pharmacy")
    a_volunteer(work.session)
    propose(work, offer, _at(work))
    ask_volunteers(work, request)
    assert request.wave == 2


def test_her_yes_gives_it_to_him_at_his_time_and_both_are_told(work: Work) -> None:
    request, (offer, other) = _asked(work, 2)
    slot = _at(work)
    propose(work, offer, slot)
    assert accept_proposal(work, _proposal(work, offer))
    assert (request.state, offer.state, other.state) == ("matched", "accepted", "taken")
    assert (request.wanted_from, request.wanted_until, request.time_precision) == (slot.start, slot.end, "hour")
    assert _told(work, offer)[1:3] == ["match.volunteer", "match.details"]
    assert _told(work, request) == ["proposal.ask", "match.resident"]


def test_her_no_thanks_him_and_asks_others_at_once(work: Work, now: datetime) -> None:
    request, (offer, _) = _asked(work, 2)
    propose(work, offer, _at(work))
    decline_proposal(work, _proposal(work, offer))
    assert (request.next_step_at, offer.state) == (now, "declined")
    assert _told(work, offer) == ["proposal.thanks", "proposal.over"]
    assert _told(work, request)[-1] == "refuse.another"
    assert accept(work, offer), "a plain yes of his still counts"


def test_her_silence_lets_it_lapse_and_asks_others(work: Work, now: datetime) -> None:
    request, (offer,) = _asked(work)
    a_volunteer(work.session)
    propose(work, offer, _at(work))
    work.now = now + HOUR
    ask_volunteers(work, request)
    assert (_proposal(work, offer).state, request.wave) == ("lapsed", 2)
    assert _told(work, offer)[-1] == "proposal.over"
    assert not accept_proposal(work, _proposal(work, offer))
    assert (request.state, _told(work, request)[-1]) == ("open", "status.open")


def test_the_first_plain_yes_wins_and_the_question_is_taken_back(work: Work) -> None:
    request, (offer, other) = _asked(work, 2)
    propose(work, offer, _at(work))
    assert accept(work, other)
    assert _proposal(work, offer).state == "released"
    assert "proposal.ask" not in _told(work, request), "what had not left yet is not asked any more"
    assert _told(work, offer)[-1] == "offer.taken"
    assert not accept_proposal(work, _proposal(work, offer))
    assert offer.state == "taken"


def test_a_second_one_is_kept_and_put_to_her_after_her_no(work: Work) -> None:
    request, (first, second) = _asked(work, 2)
    propose(work, first, _at(work))
    propose(work, second, _at(work, 7))
    assert _proposal(work, second).state == "waiting"
    assert _told(work, request) == ["proposal.ask"]
    decline_proposal(work, _proposal(work, first))
    assert _proposal(work, second).state == "held"
    assert _told(work, request) == ["proposal.ask", "proposal.ask"]
    assert accept_proposal(work, _proposal(work, second))
    assert second.state == "accepted"


def test_a_new_time_of_his_takes_the_place_of_the_old(work: Work) -> None:
    request, (offer,) = _asked(work)
    propose(work, offer, _at(work))
    propose(work, offer, _at(work, 6))
    states = work.session.scalars(select(Proposal.state).order_by(Proposal.id)).all()
    assert states == ["released", "held"]
    assert len(_told(work, request)) == 1


def test_his_no_takes_it_back_and_others_are_asked_at_once(work: Work, now: datetime) -> None:
    request, (offer, _) = _asked(work, 2)
    propose(work, offer, _at(work))
    decline(work, offer)
    assert (_proposal(work, offer).state, offer.state, request.next_step_at) == ("released", "declined", now)


def test_a_cancelled_request_releases_it(work: Work) -> None:
    request, (offer,) = _asked(work)
    propose(work, offer, _at(work))
    cancel(work, request, reason="resident")
    assert _proposal(work, offer).state == "released"
    assert _told(work, offer)[-1] == "offer.gone"


def test_to_what_somebody_has_already_he_hears_that_it_is_taken(work: Work) -> None:
    _, (first, second) = _asked(work, 2)
    accept(work, first)
    assert not propose(work, second, _at(work))
    assert _told(work, second)[-1] == "offer.taken"
    assert work.session.scalars(select(Proposal)).all() == []


def test_at_night_she_is_asked_in_the_morning_and_it_holds_from_then(database: Database, now: datetime) -> None:
    morning = now.replace(hour=7) + timedelta(days=1)
    with database.work(now.replace(hour=22)) as work:
        _, (offer,) = _asked(work)
        assert propose(work, offer, _at(work, 14))
        assert _proposal(work, offer).hold_until == morning + HOUR
        message = work.session.scalars(select(Message).where(Message.notice == "proposal.ask")).one()
        assert message.send_at == morning


def test_what_would_be_over_before_she_can_answer_is_not_put_to_her(database: Database, now: datetime) -> None:
    with database.work(now.replace(hour=22)) as work:
        request, (offer,) = _asked(work)
        assert not propose(work, offer, _at(work, 2))
        assert _told(work, offer) == ["offer.condition"]
        assert "proposal.ask" not in _told(work, request)


def test_one_from_an_operators_hands_counts_too(work: Work) -> None:
    request, (offer,) = _asked(work)
    escalate(work, request, "nobody_answered")
    propose(work, offer, _at(work))
    assert request.next_step == "operator"
    assert accept_proposal(work, _proposal(work, offer))
    assert request.state == "matched"
