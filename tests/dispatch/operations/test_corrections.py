"""What an operator corrects: the kind of a request, and whether somebody is in danger."""

from datetime import datetime

import pytest

from dispatch.db import Database
from dispatch.kinds import Kind
from dispatch.models import Message, StateChange
from dispatch.operations import alarms, corrections
from dispatch.states import OfferState, RequestState
from dispatch.steps import Step
from tests.support.factories import a_request, an_offer


def test_a_new_kind_takes_back_what_was_asked_and_asks_others_at_once(database: Database, now: datetime) -> None:
    with database.work(now) as work:
        request = a_request(work.session, now=now, next_step_at=now.replace(hour=20))
        offer = an_offer(work.session, request)
        assert corrections.change_kind(work, request, Kind.PHARMACY)
        assert (request.kind, request.next_step, request.next_step_at) == (Kind.PHARMACY, Step.ASK_VOLUNTEERS, now)
        assert offer.state == OfferState.WITHDRAWN
        told = work.session.query(Message).filter_by(notice="offer.gone").one()
        assert told.facts["kind"] == Kind.SHOPPING
        assert [wake.job for wake in work.wakes if wake.ids == (request.id,)] == ["take_step"]
        assert corrections.is_corrected(work.session, request.id)


def test_she_is_told_what_is_looked_for_now(database: Database, now: datetime) -> None:
    with database.work(now) as work:
        request = a_request(work.session, now=now)
        corrections.change_kind(work, request, Kind.PHARMACY)
        told = work.session.query(Message).filter_by(notice="kind_corrected").one()
        assert (told.person_id, told.facts["kind"]) == (request.resident.person_id, Kind.PHARMACY)


def test_the_same_kind_is_no_correction(database: Database, now: datetime) -> None:
    with database.work(now) as work:
        request = a_request(work.session, now=now)
        assert not corrections.change_kind(work, request, Kind.SHOPPING)
        assert not corrections.is_corrected(work.session, request.id)
        assert work.session.query(Message).count() == 0


@pytest.mark.parametrize(("before", "state"), [("matched", "done"), ("open", "cancelled"), ("open", "matched")])
def test_what_is_promised_or_over_keeps_its_kind(database: Database, now: datetime, before: str, state: str) -> None:
    with database.work(now) as work:
        request = a_request(work.session, now=now, state=state, came_from=before)
        assert not corrections.change_kind(work, request, Kind.PHARMACY)
        assert request.kind == Kind.SHOPPING


def test_a_danger_that_was_missed_sounds_the_alarm_and_belongs_to_an_operator(
    database: Database, now: datetime
) -> None:
    with database.work(now) as work:
        request = a_request(work.session, now=now)
        assert corrections.affirm_danger(work, request)
        assert (request.state, request.escalation) == (RequestState.ESCALATED, "emergency")
        assert alarms.find_open(work.session, request.id)
        assert not corrections.affirm_danger(work, request)


def test_what_is_no_danger_stays_with_its_operator_and_can_be_one_again(database: Database, now: datetime) -> None:
    with database.work(now) as work:
        request = a_request(work.session, now=now)
        corrections.affirm_danger(work, request)
        assert corrections.deny_danger(work, request)
        assert (request.state, request.escalation) == (RequestState.ESCALATED, "no_danger")
        assert not corrections.deny_danger(work, request)
        assert corrections.affirm_danger(work, request)
        assert request.escalation == "emergency"


def test_the_story_keeps_who_corrected_what(database: Database, now: datetime) -> None:
    with database.work(now, actor="operator:7") as work:
        request = a_request(work.session, now=now)
        corrections.change_kind(work, request, Kind.ERRAND)
    with database.reading() as session:
        change = session.query(StateChange).filter_by(request_id=request.id, event="correct").one()
        assert (change.actor, change.reason) == ("operator:7", "kind_corrected")
