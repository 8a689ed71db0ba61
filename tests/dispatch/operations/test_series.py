"""Help that comes every week: one visit after the other, the same volunteer first, one left out or moved, an end."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from dispatch import series_store
from dispatch.db import Database, Work
from dispatch.models import Apart, HelpRequest, Message, Offer, Series, Volunteer
from dispatch.operations import accept, ask_volunteers, complete, decline, pause, refuse_match, start, stop
from dispatch.operations.series import (
    agree_to_move,
    ask_to_move,
    begin_series,
    end_series,
    give_up,
    miss_visit,
    move_visit,
    put_out,
    skip_visit,
    upcoming,
)
from dispatch.sweeps import Sweeper
from dispatch.weeks import Slot
from tests.support.factories import a_request, a_resident, a_volunteer

DAY = timedelta(days=1)
FIRST, SECOND, THIRD = date(2026, 11, 26), date(2026, 12, 3), date(2026, 12, 10)


@pytest.fixture
def work(database: Database, now: datetime) -> Iterator[Work]:
    with database.work(now) as work:
        yield work


def _at(day: date, hour: int, minute: int = 0) -> datetime:
    """A moment by the clock of the place, in winter."""
    return datetime(day.year, day.month, day.day, hour - 1, minute, tzinfo=UTC)


def _series(work: Work, **more: Any) -> Series:
    """Every Thursday at two, from today."""
    slot = {"wanted_from": _at(FIRST, 14), "wanted_until": _at(FIRST, 15), "time_precision": "hour"}
    request = a_request(work.session, a_resident(work.session), now=work.now, **{**slot, **more})
    series = begin_series(work, request)
    assert series is not None
    return series


def _had(work: Work) -> tuple[Series, Volunteer]:
    """A series whose first visit is made, and the one who has it; it is the time of the next one."""
    volunteer = a_volunteer(work.session)
    series = _series(work)
    request = _on(work, series, FIRST)
    ask_volunteers(work, request)
    accept(work, _offer(work, request, volunteer))
    complete(work, request.visits[0])
    _put_out(work, series)
    return series, volunteer


def _put_out(work: Work, series: Series) -> HelpRequest:
    assert series.next_step_at is not None
    work.now, day = series.next_step_at, series.next_date
    assert put_out(work, series.id)
    return _on(work, series, day)


def _on(work: Work, series: Series, day: date) -> HelpRequest:
    request = series_store.find_on(work.session, series.id, day)
    assert request is not None
    return request


def _offer(work: Work, request: HelpRequest, volunteer: Volunteer) -> Offer:
    offer = series_store.find_offer_to(work.session, request.id, volunteer.id)
    assert offer is not None
    return offer


def _told(work: Work, person_id: int) -> list[str]:
    query = select(Message.notice).where(Message.person_id == person_id, Message.created_at == work.now)
    return list(work.session.scalars(query.order_by(Message.id)))


def _asked(work: Work, request: HelpRequest) -> list[int]:
    query = select(Offer.volunteer_id).where(Offer.request_id == request.id)
    return list(work.session.scalars(query.order_by(Offer.id)))


def test_the_next_visit_is_put_out_some_days_ahead(work: Work) -> None:
    series = _series(work)
    assert (series.weekday, series.next_date, series.next_step_at) == (3, SECOND, _at(SECOND - 3 * DAY, 10))
    assert not put_out(work, series.id), "it is not time yet"
    request = _put_out(work, series)
    assert (request.state, request.wanted_from, request.wanted_until) == ("open", _at(SECOND, 14), _at(SECOND, 15))
    assert (request.address, request.details, request.kind) == ("Storgatan 1", "Mjölk och bröd", "shopping")
    assert series.next_date == THIRD


def test_it_is_put_out_once(work: Work) -> None:
    series = _series(work)
    _put_out(work, series)
    assert not put_out(work, series.id)
    with pytest.raises(IntegrityError), work.session.begin_nested():
        a_request(work.session, series.resident, series_id=series.id, series_date=SECOND)


def test_the_clock_finds_it(database: Database, now: datetime) -> None:
    with database.work(now) as work:
        series = _series(work)
    waked = [wake for wake in Sweeper(database).sweep(now + 5 * DAY) if wake.job == "put_out"]
    assert [wake.ids for wake in waked] == [(series.id,)]


def test_weeks_that_passed_while_nothing_ran_are_left_out(work: Work) -> None:
    series = _series(work)
    work.now += 30 * DAY
    put_out(work, series.id)
    days = work.session.scalars(select(HelpRequest.series_date).where(HelpRequest.series_id == series.id)).all()
    assert (days, series.next_date) == ([FIRST], date(2026, 12, 31))


def test_a_going_series_always_has_a_next_step(work: Work) -> None:
    series = _series(work)
    without = update(Series).where(Series.id == series.id).values(next_step_at=None)
    with pytest.raises(IntegrityError), work.session.begin_nested():
        work.session.execute(without)


def test_whoever_takes_the_first_visit_is_asked_first_and_alone(work: Work) -> None:
    other = a_volunteer(work.session, "Eva Lind")
    series, volunteer = _had(work)
    request = _on(work, series, SECOND)
    ask_volunteers(work, request)
    assert series.volunteer_id == volunteer.id
    assert _asked(work, request) == [volunteer.id]
    assert request.next_step_at == work.now + DAY
    decline(work, _offer(work, request, volunteer))
    assert request.next_step_at == work.now, "his no lets the others be asked at once"
    ask_volunteers(work, request)
    assert _asked(work, request) == [volunteer.id, other.id]


def test_he_is_asked_alone_no_longer_than_half_of_the_time_that_is_left(work: Work) -> None:
    series, _ = _had(work)
    request = _on(work, series, SECOND)
    work.now = _at(SECOND, 10)
    ask_volunteers(work, request)
    assert request.next_step_at == _at(SECOND, 12)


def test_the_first_offer_says_that_it_is_every_week_and_the_next_ones_their_day(work: Work) -> None:
    series, volunteer = _had(work)
    ask_volunteers(work, _on(work, series, SECOND))
    query = select(Message.facts).where(Message.notice == "offer", Message.person_id == volunteer.person_id)
    first, second = work.session.scalars(query.order_by(Message.id))
    assert (first["when"].get("weekly"), second["when"].get("weekly")) == (True, None)


def test_who_comes_twice_in_his_place_has_it_from_then_on(work: Work) -> None:
    series, volunteer = _had(work)
    other = a_volunteer(work.session, "Eva Lind")
    for number in range(2):
        request = _put_out(work, series) if number else _on(work, series, SECOND)
        ask_volunteers(work, request)
        decline(work, _offer(work, request, volunteer))
        ask_volunteers(work, request)
        assert series.volunteer_id == volunteer.id
        accept(work, _offer(work, request, other))
    assert series.volunteer_id == other.id
    assert "series.yours" in _told(work, other.person_id)


@pytest.mark.parametrize("leave", [lambda work, him: stop(work, him.person), pause])
def test_a_volunteer_who_stops_is_let_go_of_and_the_series_goes_on(leave: Any, work: Work) -> None:
    series, volunteer = _had(work)
    leave(work, volunteer)
    assert (series.volunteer, series.state) == (None, "active")
    assert "series.handed_over" in _told(work, series.resident.person_id)
    other = a_volunteer(work.session, "Eva Lind")
    request = _on(work, series, SECOND)
    ask_volunteers(work, request)
    assert _asked(work, request) == [other.id]


def test_who_takes_a_pause_until_a_day_keeps_his_visits_and_others_come_meanwhile(work: Work) -> None:
    series, volunteer = _had(work)
    other = a_volunteer(work.session, "Eva Lind")
    pause(work, volunteer, until=work.local_now.date() + timedelta(days=30))
    request = _on(work, series, SECOND)
    ask_volunteers(work, request)
    assert _asked(work, request) == [other.id]
    assert series.volunteer_id == volunteer.id
    assert "series.handed_over" not in _told(work, series.resident.person_id)


def test_one_who_has_left_meanwhile_is_found_out_when_he_would_be_asked(work: Work) -> None:
    series, volunteer = _had(work)
    volunteer.status = "left"
    ask_volunteers(work, _on(work, series, SECOND))
    assert series.volunteer is None
    assert "series.handed_over" in _told(work, series.resident.person_id)


def test_one_she_must_not_meet_is_dropped_without_a_word(work: Work) -> None:
    series, volunteer = _had(work)
    work.session.add(Apart(volunteer_id=volunteer.id, person_id=series.resident.person_id))
    ask_volunteers(work, _on(work, series, SECOND))
    assert series.volunteer is None
    assert "series.handed_over" not in _told(work, series.resident.person_id)


def test_one_with_whom_it_was_not_good_is_not_asked_first(work: Work) -> None:
    series, _ = _had(work)
    _on(work, series, FIRST).visits[0].went_well = False
    other = a_volunteer(work.session, "Eva Lind")
    request = _on(work, series, SECOND)
    ask_volunteers(work, request)
    assert series.volunteer is None
    assert other.id in _asked(work, request)


def test_one_she_refuses_is_not_asked_next_week_either(work: Work) -> None:
    series, volunteer = _had(work)
    request = _on(work, series, SECOND)
    ask_volunteers(work, request)
    accept(work, _offer(work, request, volunteer))
    refuse_match(work, request.visits[-1], wants_another=True)
    assert series.volunteer is None


def test_she_skips_a_visit_that_is_agreed(work: Work) -> None:
    series, volunteer = _had(work)
    request = _on(work, series, SECOND)
    ask_volunteers(work, request)
    accept(work, _offer(work, request, volunteer))
    skip_visit(work, series, upcoming(work, series))
    assert request.state == "cancelled"
    assert "visit.cancelled.volunteer" in _told(work, volunteer.person_id)
    assert _told(work, series.resident.person_id)[-1] == "series.skipped"
    assert (series.state, series.next_date) == ("active", THIRD)


def test_she_skips_a_visit_that_nobody_was_asked_about_yet(work: Work) -> None:
    series = _series(work)
    skip_visit(work, series, upcoming(work, series, (_at(SECOND, 8), _at(SECOND, 21))))
    assert _on(work, series, FIRST).state == "open"
    work.now = _at(SECOND - 3 * DAY, 10)
    put_out(work, series.id)
    assert series_store.find_on(work.session, series.id, SECOND) is None
    assert series.next_date == THIRD


def test_the_visit_of_a_day_named_is_meant_or_else_the_next(work: Work) -> None:
    series = _series(work)
    named = [upcoming(work, series, (_at(day, 8), _at(day, 21))).day for day in (SECOND, THIRD, SECOND + DAY)]
    assert named == [SECOND, THIRD, FIRST]
    assert upcoming(work, series, (_at(SECOND - 3 * DAY, 8), _at(SECOND + DAY, 21))).day == SECOND, "next week"
    assert upcoming(work, series).day == FIRST


def test_a_visit_is_moved_once(work: Work) -> None:
    series, volunteer = _had(work)
    request = _on(work, series, SECOND)
    ask_volunteers(work, request)
    accept(work, _offer(work, request, volunteer))
    friday = SECOND + DAY
    move_visit(work, series, upcoming(work, series), Slot(_at(friday, 8), _at(friday, 21), "day"))
    moved = _on(work, series, friday)
    assert (request.state, moved.wanted_from, moved.time_precision) == ("cancelled", _at(friday, 14), "hour")
    ask_volunteers(work, moved)
    assert _asked(work, moved) == [volunteer.id]
    assert _put_out(work, series).wanted_from == _at(THIRD, 14), "the week after is as ever"


def test_a_visit_is_moved_to_another_hour_of_its_day(work: Work) -> None:
    series, _ = _had(work)
    move_visit(work, series, upcoming(work, series), Slot(_at(SECOND, 16), _at(SECOND, 17), "hour"))
    assert _on(work, series, SECOND).wanted_from == _at(SECOND, 16)


def test_a_visit_moved_to_the_next_ones_day_is_left_out(work: Work) -> None:
    series, volunteer = _had(work)
    miss_visit(work, series, upcoming(work, series, (_at(THIRD, 8), _at(THIRD, 21))), volunteer)
    move_visit(work, series, upcoming(work, series), Slot(_at(THIRD, 16), _at(THIRD, 17), "hour"))
    assert _on(work, series, THIRD).wanted_from == _at(THIRD, 14)
    assert _told(work, series.resident.person_id)[-1] == "series.skipped"


@pytest.mark.parametrize("is_put_out", [True, False])
def test_he_who_cannot_come_one_time_is_asked_again_the_next(is_put_out: bool, work: Work) -> None:
    series, volunteer = _had(work)
    due = upcoming(work, series) if is_put_out else upcoming(work, series, (_at(THIRD, 8), _at(THIRD, 21)))
    miss_visit(work, series, due, volunteer)
    other = a_volunteer(work.session, "Eva Lind")
    request = _on(work, series, due.day)
    ask_volunteers(work, request)
    assert other.id in _asked(work, request)
    assert _offer(work, request, volunteer).state == "declined"
    assert _told(work, volunteer.person_id) == ["visit.returned"]
    assert series.volunteer_id == volunteer.id


def test_she_ends_it(work: Work) -> None:
    series, volunteer = _had(work)
    request = _on(work, series, SECOND)
    assert end_series(work, series, reason="resident")
    assert (series.state, series.next_step_at, request.state) == ("ended", None, "cancelled")
    assert "series.ended" in _told(work, volunteer.person_id)
    assert _told(work, series.resident.person_id) == ["series.ended"]
    assert not end_series(work, series, reason="resident")


def test_he_ends_it_for_himself_and_others_are_asked(work: Work) -> None:
    series, volunteer = _had(work)
    request = _on(work, series, SECOND)
    ask_volunteers(work, request)
    accept(work, _offer(work, request, volunteer))
    give_up(work, series, volunteer)
    assert (series.state, series.volunteer, request.state) == ("active", None, "open")
    assert "series.handed_over" in _told(work, series.resident.person_id)


def test_his_wish_to_move_counts_once_she_agrees(work: Work) -> None:
    series, volunteer = _had(work)
    request = _on(work, series, SECOND)
    ask_volunteers(work, request)
    accept(work, _offer(work, request, volunteer))
    slot = Slot(_at(SECOND, 16), _at(SECOND, 17), "hour")
    assert ask_to_move(work, request, slot)
    assert request.wanted_from == _at(SECOND, 14)
    assert agree_to_move(work, request, slot)
    assert (request.state, request.wanted_from) == ("matched", _at(SECOND, 16))
    assert _told(work, series.resident.person_id)[-1] == "match.resident"
    assert "match.volunteer" in _told(work, volunteer.person_id)


def test_a_resident_who_can_no_longer_be_told_anything_is_an_operators(work: Work) -> None:
    series = _series(work)
    stop(work, series.resident.person)
    request = _put_out(work, series)
    assert (request.state, request.escalation) == ("escalated", "unreachable")
    start(work, series.resident.person)
    assert _put_out(work, series).state == "open"


def test_what_an_operator_owns_or_is_a_visit_already_begins_no_series(work: Work) -> None:
    series = _series(work)
    assert begin_series(work, _on(work, series, FIRST)) is None
    assert begin_series(work, a_request(work.session, state="escalated", now=work.now)) is None
