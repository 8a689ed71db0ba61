"""A request from its first word to its end; nothing open is ever without a next step."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from dispatch.db import Database, Wake, Work
from dispatch.models import HelpRequest, Message, Offer, StateChange, Visit
from dispatch.operations import (
    accept,
    ask_again,
    ask_operator,
    cancel,
    close,
    draft,
    drop_draft,
    escalate,
    open_request,
    raise_alarm,
    refer,
)
from dispatch.operations.requests import Wish, soon
from tests.support.factories import a_request, a_resident, a_volunteer, an_offer

HOUR = timedelta(hours=1)
WISH = Wish(kind="shopping", language="sv", address="Kyrkogatan 9", area_code="huskvarna", details="Mjölk")


@pytest.fixture
def work(database: Database, now: datetime) -> Iterator[Work]:
    with database.work(now, actor="resident") as work:
        yield work


def _notices(work: Work) -> list[str]:
    return list(work.session.scalars(select(Message.notice).order_by(Message.id)))


def test_what_is_described_is_kept_and_shown_to_an_operator_if_nobody_finishes_it(work: Work, now: datetime) -> None:
    resident = a_resident(work.session)
    request = draft(work, resident, WISH)
    assert (request.state, request.next_step, request.next_step_at) == ("draft", "confirm", now + 2 * HOUR)
    assert draft(work, resident, Wish(kind="pharmacy")) is request
    assert (request.kind, request.address) == ("pharmacy", "")


def test_codes_of_requests_are_digits_that_are_no_choice(work: Work) -> None:
    resident = a_resident(work.session)
    assert [int(a_request(work.session, resident).code) > 100 for _ in range(2)] == [True, True]


def test_a_confirmed_request_is_asked_about_at_once(work: Work, now: datetime) -> None:
    request = draft(work, a_resident(work.session), WISH)
    assert open_request(work, request)
    assert (request.state, request.next_step, request.next_step_at) == ("open", "ask_volunteers", now)
    assert Wake("take_step", (request.id,)) in work.wakes
    assert (request.wanted_from, request.wanted_until) == (now, now + 27 * HOUR), "sixteen hours, the night not counted"
    assert (request.resident.address, request.resident.area_code) == ("Kyrkogatan 9", "huskvarna")


def test_a_time_she_gave_is_kept_and_one_that_is_over_means_soon(work: Work, now: datetime) -> None:
    resident = a_resident(work.session)
    for until, precision in ((now + 5 * HOUR, "hour"), (now, "soon"), (now - HOUR, "soon"), (None, "soon")):
        wish = Wish(kind="errand", wanted_from=now, wanted_until=until, time_precision="hour")
        request = draft(work, resident, wish)
        open_request(work, request)
        assert request.time_precision == precision
        assert request.wanted_until is not None
        assert request.wanted_until > now


def test_soon_begins_in_the_morning_when_it_is_night(database: Database, now: datetime) -> None:
    with database.work(now.replace(hour=22)) as work:  # eleven in the evening in Jönköping
        start, end = soon(work, "pharmacy")
    assert start == now.replace(hour=7) + timedelta(days=1)
    assert end == start + 6 * HOUR


def test_a_draft_she_lets_go_of_is_over(work: Work) -> None:
    resident = a_resident(work.session)
    request = draft(work, resident, WISH)
    assert drop_draft(work, request)
    assert (request.state, request.next_step) == ("cancelled", None)


def test_an_escalated_request_says_why_and_sounds_again(work: Work, now: datetime) -> None:
    request = a_request(work.session, now=now)
    assert escalate(work, request, "nobody_fits")
    assert (request.escalation, request.next_step, request.next_step_at) == ("nobody_fits", "operator", now + HOUR)
    assert not escalate(work, request, "other")
    assert (request.state, request.escalation) == ("escalated", "nobody_fits")


def test_a_further_alarm_sounds_at_once_and_stands_in_the_story(work: Work, now: datetime) -> None:
    request = a_request(work.session, now=now)
    escalate(work, request, "nobody_fits")
    raise_alarm(work, request, "emergency")
    assert (request.escalation, request.next_step, request.next_step_at) == ("emergency", "operator", now)
    work.session.flush()
    reasons = work.session.scalars(select(StateChange.reason).order_by(StateChange.id)).all()
    assert reasons == ["nobody_fits", "emergency"]


def test_an_operator_gets_what_she_was_describing_untouched(work: Work) -> None:
    resident = a_resident(work.session)
    request = draft(work, resident, WISH)
    assert ask_operator(work, resident, Wish(details="BOOM"), reason="trouble") is request
    assert (request.state, request.details, request.address) == ("escalated", "Mjölk", "Kyrkogatan 9")


def test_who_calls_for_a_person_twice_is_one_case(work: Work) -> None:
    resident = a_resident(work.session)
    first = ask_operator(work, resident, Wish(details="a"), reason="asked_for_person")
    assert ask_operator(work, resident, Wish(details="b"), reason="emergency") is first
    assert (first.details, first.escalation) == ("a", "emergency")


def test_what_volunteers_were_asked_about_is_not_mixed_up_with_a_case(work: Work, now: datetime) -> None:
    request = a_request(work.session, now=now)
    escalate(work, request, "nobody_fits")
    case = ask_operator(work, request.resident, Wish(), reason="asked_for_person")
    assert case is not request


def test_the_municipalitys_duty_is_referred_and_not_dispatched(work: Work) -> None:
    a_volunteer(work.session)
    request = refer(work, a_resident(work.session), Wish(details="hjälp att duscha"))
    assert (request.state, request.next_step, request.offers) == ("referred", None, [])
    assert _notices(work) == ["referral.care"]


def test_cancel_tells_everybody_who_was_asked_and_nobody_is_left_open(work: Work, now: datetime) -> None:
    request = a_request(work.session, now=now)
    offers = [an_offer(work.session, request, a_volunteer(work.session)) for _ in range(3)]
    offers[1].state, offers[1].came_from = "lapsed", "asked"
    offers[2].state, offers[2].came_from = "declined", "asked"
    assert cancel(work, request, reason="resident")
    assert [offer.state for offer in offers] == ["withdrawn", "withdrawn", "declined"]
    assert _notices(work) == ["offer.gone", "offer.gone"]
    assert (request.next_step, request.next_step_at, request.closed_at) == (None, None, now)


def test_who_is_called_off_hears_of_the_time_that_was_agreed(database: Database, now: datetime) -> None:
    with database.work(now) as work:
        request = a_request(work.session, now=now)
        accept(work, an_offer(work.session, request))
        agreed = request.wanted_until
        assert agreed is not None
    with database.work(agreed) as work:
        request = work.session.get_one(HelpRequest, request.id)
        escalate(work, request, "operator")
        ask_again(work, request, reason="operator")
        told = work.session.scalars(select(Message).where(Message.notice == "visit.cancelled.volunteer")).one()
        assert told.facts["when"]["until"] == agreed.isoformat()
        assert request.wanted_until is not None
        assert request.wanted_until > agreed


def test_cancel_after_the_match_tells_the_volunteer_even_at_night(database: Database, now: datetime) -> None:
    with database.work(now) as work:
        request = a_request(work.session, now=now)
        accept(work, an_offer(work.session, request))
    with database.work(now.replace(hour=23)) as work:
        request = work.session.get_one(HelpRequest, request.id)
        cancel(work, request, reason="resident")
        told = work.session.scalars(select(Message).order_by(Message.id.desc())).first()
        assert told is not None
        assert (told.notice, told.send_at) == ("visit.cancelled.volunteer", None)
        assert work.session.scalars(select(Visit.state)).all() == ["cancelled"]
        assert work.session.scalars(select(Offer.state)).all() == ["withdrawn"]


def test_cancel_twice_or_too_late_changes_nothing(work: Work, now: datetime) -> None:
    request = a_request(work.session, now=now)
    assert cancel(work, request, reason="resident")
    assert not cancel(work, request, reason="resident")
    done = a_request(work.session, now=now, state="done", came_from="matched")
    assert not cancel(work, done, reason="resident")
    assert done.state == "done"


def test_an_operator_who_cancels_tells_her_too(work: Work, now: datetime) -> None:
    cancel(work, a_request(work.session, now=now), reason="mistake")
    assert _notices(work) == ["request.cancelled"]


def test_what_an_operator_closes_leaves_neither_visit_nor_offer_open(work: Work, now: datetime) -> None:
    request = a_request(work.session, now=now)
    accept(work, an_offer(work.session, request))
    assert close(work, request, reason="helped")
    assert (request.state, request.next_step) == ("done", None)
    assert work.session.scalars(select(Visit.state)).all() == ["done"]
    assert work.session.scalars(select(Offer.state)).all() == ["fulfilled"]
