"""What an answer teaches, when it is learned, and that it is learned once."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from dispatch import lessons
from dispatch.db import Database, Work
from dispatch.learning import Knowledge
from dispatch.models import Offer, OfferOutcome, VolunteerRecord
from dispatch.operations import accept, ask_volunteers, decline
from dispatch.states import OfferState
from dispatch.sweeps import Sweeper
from tests.support.factories import a_request, a_volunteer, an_offer

DAY = timedelta(days=1)
FEATURES = [1.0, 1.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]


@pytest.fixture
def work(database: Database, now: datetime) -> Iterator[Work]:
    with database.work(now) as work:
        yield work


def _record(work: Work, offer: Offer) -> VolunteerRecord:
    work.session.flush()
    return work.session.get_one(VolunteerRecord, offer.volunteer_id)


def _outcomes(work: Work) -> list[str]:
    work.session.flush()
    return list(work.session.scalars(select(OfferOutcome.said).order_by(OfferOutcome.id)))


def _asked(work: Work, ago: timedelta = timedelta(minutes=20)) -> Offer:
    asked_at = work.now - ago
    request = a_request(work.session, now=work.now)
    return an_offer(work.session, request, a_volunteer(work.session), asked_at=asked_at, features=FEATURES)


def test_a_wave_notes_what_it_reckoned_with_and_that_a_text_was_sent(work: Work, now: datetime) -> None:
    a_volunteer(work.session)
    request = a_request(work.session, now=now)
    ask_volunteers(work, request)
    offer = request.offers[0]
    assert len(offer.features or []) == len(FEATURES)
    assert _record(work, offer).pressed == pytest.approx(1.0)
    assert offer.volunteer.turn_at == now


def test_a_yes_makes_the_next_likelier_and_a_no_less_so(work: Work) -> None:
    willing, unwilling = _asked(work), _asked(work)
    accept(work, willing)
    decline(work, unwilling)
    assert _record(work, willing).lean > 0 > _record(work, unwilling).lean
    assert (_record(work, willing).recent, _record(work, unwilling).recent) == ("y", "n")
    assert _record(work, willing).answers == 1
    assert sorted(_outcomes(work)) == ["no", "yes"]


def test_a_yes_that_comes_too_late_teaches_the_same(work: Work, now: datetime) -> None:
    first, second = _asked(work), _asked(work)
    late = an_offer(work.session, first.request, second.volunteer, code="B2", features=FEATURES)
    accept(work, first)
    assert not accept(work, late)
    assert _record(work, late).recent == "y"


def test_taken_by_another_before_he_answered_says_nothing_of_him(work: Work) -> None:
    first = _asked(work)
    silent = an_offer(work.session, first.request, code="B2", features=FEATURES)
    accept(work, first)
    work.session.refresh(silent)
    assert silent.state == OfferState.TAKEN
    assert _outcomes(work) == ["yes"]


def test_a_day_of_silence_counts_as_a_no_and_later_words_do_not_count_again(work: Work) -> None:
    offer = _asked(work, 2 * DAY)
    lessons.take_stock(work)
    assert _outcomes(work) == ["silent"]
    decline(work, offer)
    assert _outcomes(work) == ["silent"]
    assert _record(work, offer).recent == "s"


def test_what_is_common_is_worked_out_by_the_clock_and_each_outcome_once(work: Work) -> None:
    for _ in range(3):
        decline(work, _asked(work))
    assert lessons.take_stock(work) == 3
    assert lessons.take_stock(work) == 0
    state = lessons.know(work.session)
    assert state is not None
    knowledge = Knowledge.from_json(state.knowledge)
    assert knowledge.answers == 3
    assert knowledge.weights[0] < Knowledge().weights[0]
    assert knowledge.load == pytest.approx(1.0), "three texts to three volunteers"
    assert state.next_at == work.now + lessons.STOCK_EVERY


def test_an_organisation_that_does_more_than_its_share_bears_more(work: Work) -> None:
    busy = a_volunteer(work.session, organisation="rk")
    a_volunteer(work.session, organisation="kyrkan")
    accept(work, an_offer(work.session, a_request(work.session, now=work.now), busy, features=FEATURES))
    lessons.take_stock(work)
    state = lessons.know(work.session)
    assert state is not None
    assert state.burdens == {str(busy.organisation_id): 2.0, **{key: 0.0 for key in state.burdens
                             if key != str(busy.organisation_id)}}  # fmt: skip


def test_the_clock_finds_that_it_is_time(database: Database, now: datetime) -> None:
    sweeper = Sweeper(database)
    assert "take_stock" not in [wake.job for wake in sweeper.sweep(now)], "nobody was ever asked"
    with database.work(now) as work:
        an_offer(work.session, a_request(work.session, now=now), features=FEATURES)
    assert "take_stock" in [wake.job for wake in Sweeper(database).sweep(now)]
    with database.work(now) as work:
        lessons.take_stock(work)
    assert "take_stock" not in [wake.job for wake in Sweeper(database).sweep(now)]
