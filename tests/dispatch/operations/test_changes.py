"""An operator changes when and where help is wanted."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from dispatch import operations
from dispatch.db import Database, Work
from dispatch.kinds import Kind
from dispatch.models import HelpRequest, Message, StateChange
from dispatch.operations import changes, series
from dispatch.operations.changes import Terms
from dispatch.states import OfferState, RequestState
from dispatch.steps import Step
from tests.support.cast import eva, karin
from tests.support.factories import a_request, an_area, an_offer

HOUR = timedelta(hours=1)


def _terms(request: HelpRequest, **other: Any) -> Terms:
    return replace(Terms(request.address, request.area_code, request.details), **other)


def _texts(work: Work) -> list[tuple[str, int]]:
    work.session.flush()
    return [(text.notice, text.person_id) for text in work.session.query(Message).order_by(Message.id)]


def _facts(work: Work, notice: str) -> Mapping[str, Any]:
    work.session.flush()
    return work.session.query(Message).filter_by(notice=notice).one().facts


def _matched(work: Work, now: datetime) -> HelpRequest:
    request = a_request(work.session, karin(work.session), now=now, wanted_until=now + timedelta(days=1))
    assert operations.accept(work, an_offer(work.session, request, eva(work.session)))
    work.session.flush()
    work.session.query(Message).delete()
    return request


def test_a_new_time_takes_back_what_was_asked_tells_her_and_asks_anew(database: Database, now: datetime) -> None:
    with database.work(now, actor="operator:7") as work:
        request = a_request(work.session, karin(work.session), now=now, next_step_at=now + HOUR)
        offer = an_offer(work.session, request, eva(work.session))
        start, end = now + timedelta(days=2), now + timedelta(days=2, hours=2)
        terms = _terms(request, wanted_from=start, wanted_until=end)
        assert changes.change(work, request, terms, with_time=True) == ""
        assert (request.wanted_from, request.wanted_until, request.time_precision) == (start, end, "hour")
        assert (request.next_step, request.next_step_at) == (Step.ASK_VOLUNTEERS, now)
        assert offer.state == OfferState.WITHDRAWN
        assert _texts(work) == [
            ("offer.gone", offer.volunteer.person_id), ("request.changed", request.resident.person_id)
        ]  # fmt: skip
        assert _facts(work, "request.changed")["when"]["from"] == start.isoformat()
        change = work.session.query(StateChange).filter_by(event="change").one()
        assert (change.actor, change.reason, change.details) == ("operator:7", "changed", {"changed": ["time"]})


def test_days_and_whole_days_are_said_as_days(database: Database, now: datetime) -> None:
    with database.work(now) as work:
        request = a_request(work.session, karin(work.session), now=now)
        start = now.astimezone(work.zone).replace(hour=0) + timedelta(days=1)
        for length in (timedelta(hours=23, minutes=59), timedelta(days=2)):
            terms = _terms(request, wanted_from=start, wanted_until=start + length)
            changes.change(work, request, terms, with_time=True)
            assert request.time_precision == "day"


def test_an_escalated_one_stays_with_its_operator_but_yes_to_the_old_time_is_worth_nothing(
    database: Database, now: datetime
) -> None:
    with database.work(now) as work:
        request = a_request(
            work.session, karin(work.session), now=now, state=RequestState.ESCALATED, came_from=RequestState.OPEN,
            next_step=Step.OPERATOR, wanted_until=now - HOUR,
        )  # fmt: skip
        offer = an_offer(work.session, request, eva(work.session))
        assert changes.change(work, request, _terms(request), with_time=True) == ""
        assert request.wanted_until is not None
        assert request.wanted_until > now
        assert (request.state, request.next_step) == (RequestState.ESCALATED, Step.OPERATOR)
        assert not operations.accept(work, offer)


def test_an_address_alone_takes_no_question_back_and_is_remembered(database: Database, now: datetime) -> None:
    with database.work(now) as work:
        request = a_request(work.session, karin(work.session), now=now)
        offer = an_offer(work.session, request, eva(work.session))
        changes.change(work, request, _terms(request, address="Storgatan 3"), with_time=True)
        assert offer.state == OfferState.ASKED
        assert request.address == request.resident.address == "Storgatan 3"
        assert _texts(work) == [("request.changed", request.resident.person_id)]


def test_whose_yes_to_the_old_time_came_too_late_is_no_reserve_for_the_new_one(
    database: Database, now: datetime
) -> None:
    with database.work(now) as work:
        request = a_request(work.session, karin(work.session), now=now)
        reserve = an_offer(
            work.session, request, eva(work.session), state=OfferState.TAKEN, came_from=OfferState.ASKED,
            reserved_at=now,
        )  # fmt: skip
        later = _terms(request, wanted_from=now + HOUR, wanted_until=now + 2 * HOUR)
        changes.change(work, request, later, with_time=True)
        assert reserve.reserved_at is None


def test_another_area_asks_others(database: Database, now: datetime) -> None:
    with database.work(now) as work:
        request = a_request(work.session, karin(work.session), now=now)
        offer = an_offer(work.session, request, eva(work.session))
        area = an_area(work.session, "granna-visingso").code
        changes.change(work, request, _terms(request, area_code=area), with_time=True)
        assert (request.area_code, offer.state) == (area, OfferState.WITHDRAWN)


def test_who_has_said_yes_gets_his_details_again_and_the_time_stays(database: Database, now: datetime) -> None:
    with database.work(now) as work:
        request = _matched(work, now)
        volunteer = request.visits[0].volunteer.person_id
        terms = _terms(request, address="Storgatan 3", details="Port 4 B")
        assert changes.change(work, request, terms, with_time=False) == ""
        assert _texts(work) == [
            ("request.changed", request.resident.person_id), ("match.volunteer", volunteer),
            ("match.details", volunteer),
        ]  # fmt: skip
        assert _facts(work, "match.volunteer")["address"] == "Storgatan 3"
        assert _facts(work, "match.details")["details"] == "Port 4 B"


def test_a_promised_time_is_refused_and_so_nothing_is_changed(database: Database, now: datetime) -> None:
    with database.work(now) as work:
        request = _matched(work, now)
        later = {"wanted_from": now + HOUR, "wanted_until": now + 2 * HOUR, "address": "Storgatan 3"}
        assert changes.change(work, request, _terms(request, **later), with_time=True) == "promised"
        assert request.address == "Storgatan 1"
        assert _texts(work) == []


def test_one_visit_of_every_week_keeps_its_time(database: Database, now: datetime) -> None:
    with database.work(now) as work:
        tomorrow = now + timedelta(days=1)
        request = a_request(
            work.session, karin(work.session), now=now, wanted_from=tomorrow, wanted_until=tomorrow + HOUR,
            time_precision="hour",
        )  # fmt: skip
        assert series.begin_series(work, request)
        later = _terms(request, wanted_from=tomorrow + HOUR, wanted_until=tomorrow + 2 * HOUR)
        assert changes.change(work, request, later, with_time=True) == "weekly"
        assert request.wanted_from == tomorrow


WRONG: Mapping[str, Mapping[str, Any]] = {
    "order": {"wanted_from": 3 * HOUR, "wanted_until": 2 * HOUR},
    "past": {"wanted_from": -3 * HOUR, "wanted_until": -HOUR},
    "area": {"area_code": "atlantis"},
    "long": {"details": "x" * 1001},
}


@pytest.mark.parametrize("why", WRONG)
def test_what_cannot_be_is_refused_and_nothing_is_changed(database: Database, now: datetime, why: str) -> None:
    with database.work(now) as work:
        request = a_request(work.session, karin(work.session), now=now)
        wrong = {name: now + value if isinstance(value, timedelta) else value for name, value in WRONG[why].items()}
        terms = _terms(request, **{"address": "Storgatan 3", **wrong})
        assert changes.change(work, request, terms, with_time=True) == why
        assert request.address == "Storgatan 1"
        assert _texts(work) == []


def test_what_is_as_it_was_tells_nobody_anything(database: Database, now: datetime) -> None:
    with database.work(now) as work:
        request = a_request(work.session, karin(work.session), now=now, next_step_at=now + HOUR)
        assert changes.change(work, request, _terms(request), with_time=True) == changes.SAME
        assert _texts(work) == []
        assert request.next_step_at == now + HOUR
        assert work.session.query(StateChange).filter_by(event="change").count() == 0


def test_what_is_over_stays_as_it_was(database: Database, now: datetime) -> None:
    with database.work(now) as work:
        request = a_request(work.session, karin(work.session), now=now, state="cancelled", came_from="open")
        assert changes.change(work, request, _terms(request, address="Storgatan 3"), with_time=True) == "over"


def test_company_by_phone_has_no_address_to_change(database: Database, now: datetime) -> None:
    with database.work(now) as work:
        request = a_request(
            work.session, karin(work.session), now=now, kind=Kind.COMPANY, by_phone=True, address="", area_code=None
        )
        changes.change(work, request, _terms(request, address="Storgatan 3", details="Om fåglar"), with_time=True)
        assert (request.address, request.details) == ("", "Om fåglar")
        assert _texts(work) == []
