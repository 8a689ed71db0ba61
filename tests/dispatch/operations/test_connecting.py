"""Company by phone: the hour it is set to, the two who are rung, and what came of it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from dispatch.call_reports import report_call
from dispatch.db import Database, Wake, Work
from dispatch.kinds import Kind
from dispatch.models import Call, HelpRequest, Message, PhoneVisit, Visit
from dispatch.operations import accept, cannot_after_all, complete
from dispatch.operations.connecting import AGAIN_AFTER, ENOUGH, LASTS, note_connected, over
from dispatch.operations.phone_visits import find_of, list_due
from dispatch.phone_dialling import connect
from dispatch.sweeps import Sweeper
from tests.dispatch.exchange import Ringer, a_call
from tests.support.factories import a_request, a_resident, a_volunteer, an_offer

HOUR = {"time_precision": "hour"}


@pytest.fixture
def work(database: Database, now: datetime) -> Iterator[Work]:
    with database.work(now) as work:
        yield work


def _agreed(work: Work, **more: Any) -> Visit:
    """A visit by phone that a volunteer has just said yes to, wanted in three hours if nothing else is said."""
    start = work.now + timedelta(hours=3)
    values = {"wanted_from": start, "wanted_until": start + LASTS, **HOUR, "address": "", "details": "", **more}
    request = a_request(work.session, a_resident(work.session), kind=Kind.COMPANY, now=work.now, by_phone=True,
                        **values)  # fmt: skip
    assert accept(work, an_offer(work.session, request, a_volunteer(work.session)))
    return work.session.scalars(select(Visit)).one()


def _row(work: Work) -> PhoneVisit:
    row = find_of(work.session, work.session.scalars(select(Visit).order_by(Visit.id.desc()).limit(1)).one())
    assert row is not None
    return row


def _told(work: Work, person_id: int) -> list[str]:
    query = select(Message.notice).where(Message.person_id == person_id).order_by(Message.id)
    return list(work.session.scalars(query))


def _call(work: Work, row: PhoneVisit) -> Call:
    """Let the volunteer be rung, by hand."""
    from_now = Call(person=row.visit.volunteer.person, direction="out", state="talking", came_from="ringing",
                    created_at=work.now, talk={})  # fmt: skip
    work.session.add(from_now)
    work.session.flush()
    row.came_from, row.state, row.call_id, row.tries = "waiting", "calling", from_now.id, row.tries + 1
    work.session.flush()
    return from_now


def test_both_are_told_the_hour_and_nobody_an_address(work: Work) -> None:
    visit = _agreed(work)
    volunteer, resident = visit.volunteer.person_id, visit.request.resident.person_id
    assert _told(work, volunteer) == ["by_phone.volunteer"]
    assert _told(work, resident) == ["by_phone.resident"]
    facts = [message.facts for message in work.session.scalars(select(Message))]
    assert not any("address" in each or "code_word" in each for each in facts)
    row = _row(work)
    assert (row.state, row.next_at) == ("waiting", visit.request.wanted_from)


def test_a_day_alone_is_set_to_its_usual_hour(work: Work) -> None:
    tomorrow = datetime(2026, 11, 27, 7, 0, tzinfo=UTC)
    visit = _agreed(work, wanted_from=tomorrow, wanted_until=tomorrow + timedelta(hours=13), time_precision="day")
    assert _row(work).next_at == datetime(2026, 11, 27, 13, 0, tzinfo=UTC), "two o'clock in Sweden"
    assert visit.request.time_precision == "hour"


def test_as_soon_as_possible_leaves_both_time_to_read_of_it(work: Work) -> None:
    visit = _agreed(work, wanted_from=work.now, time_precision="soon")
    at = visit.request.wanted_from
    assert at is not None
    assert timedelta(minutes=10) <= at - work.now <= timedelta(minutes=15)
    assert at.minute % 5 == 0


def test_who_can_no_longer_gives_it_back_with_the_time_she_had_wished(work: Work) -> None:
    until = work.now + timedelta(hours=30)
    visit = _agreed(work, wanted_from=work.now, wanted_until=until, time_precision="soon")
    cannot_after_all(work, visit)
    row, request = _row(work), work.session.get_one(HelpRequest, visit.request_id)
    assert (row.state, row.next_at) == ("cancelled", None)
    assert (request.state, request.time_precision, request.wanted_until) == ("open", "soon", until)


def test_two_minutes_are_a_visit_and_she_is_asked_how_it_was(work: Work) -> None:
    visit, row = _agreed(work), _row(work)
    call = _call(work, row)
    note_connected(work, call)
    work.now += ENOUGH
    report_call(work, call, "completed")
    assert (row.state, row.seconds, visit.state, visit.request.state) == ("talked", 120, "done", "done")
    assert _told(work, visit.request.resident.person_id)[-1] == "by_phone.follow_up"


def test_a_moment_is_no_visit_and_he_is_asked_later(work: Work) -> None:
    visit, row = _agreed(work), _row(work)
    call = _call(work, row)
    note_connected(work, call)
    work.now += ENOUGH - timedelta(seconds=1)
    report_call(work, call, "completed")
    assert (row.state, visit.state, visit.request.next_step) == ("talked", "agreed", "ask_if_done")


def test_nobody_answers_and_is_rung_once_more_and_then_an_operator_sees_it(work: Work) -> None:
    visit, row = _agreed(work), _row(work)
    volunteer, resident = visit.volunteer.person_id, visit.request.resident.person_id
    report_call(work, _call(work, row), "no-answer")
    assert (row.state, row.next_at, visit.request.state) == ("waiting", work.now + AGAIN_AFTER, "matched")
    _call(work, row)
    over(work, visit)
    assert (row.state, row.next_at) == ("missed", None)
    assert (visit.state, visit.request.state, visit.request.escalation) == ("agreed", "escalated", "not_connected")
    assert _told(work, resident)[-1] == "by_phone.silent"
    assert _told(work, volunteer)[-1] == "by_phone.missed"


def test_what_is_done_already_is_not_rung_for(work: Work) -> None:
    visit = _agreed(work)
    complete(work, visit)
    assert _row(work).state == "cancelled"
    assert list_due(work.session, work.now + timedelta(days=1), 10) == []


def test_the_clock_finds_the_agreed_hour(database: Database, now: datetime) -> None:
    with database.work(now) as work:
        _agreed(work)
        row_id, at = _row(work).id, _row(work).next_at
    assert at is not None
    wake = Wake("connect", (row_id,))
    assert wake not in Sweeper(database).sweep(at - timedelta(seconds=1))
    assert wake in Sweeper(database).sweep(at)


def test_while_one_of_the_two_talks_with_us_the_other_is_not_rung(database: Database, now: datetime) -> None:
    row_id, ringer = _planned(database, now), Ringer()
    with database.work() as work:
        a_call(work.session, work.session.get_one(PhoneVisit, row_id).visit.request.resident.person)
    assert not connect(database, ringer, row_id)
    assert (ringer.rung, _state(database, row_id)) == ([], ("waiting", 0))


def _planned(database: Database, now: datetime, **more: Any) -> int:
    with database.work(now) as work:
        _agreed(work, **more)
        row = _row(work)
        row.next_at = datetime.now(UTC) - timedelta(seconds=1)
        row.visit.request.wanted_until = datetime.now(UTC) + LASTS
        return row.id


def _state(database: Database, row_id: int) -> tuple[str, int]:
    with database.reading() as session:
        row = session.get_one(PhoneVisit, row_id)
        return row.state, row.tries


def test_the_line_rings_him_once_however_often_the_clock_asks(database: Database, now: datetime) -> None:
    row_id, ringer = _planned(database, now), Ringer()
    assert connect(database, ringer, row_id)
    assert not connect(database, ringer, row_id)
    assert (len(ringer.rung), _state(database, row_id)) == (1, ("calling", 1))


def test_who_was_killed_while_he_had_him_rung_leaves_a_row_that_is_looked_at(database: Database, now: datetime) -> None:
    row_id, ringer = _planned(database, now), Ringer()
    connect(database, ringer, row_id)
    with database.work() as work:
        row = work.session.get_one(PhoneVisit, row_id)
        row.next_at = work.now
        call = work.session.get_one(Call, row.call_id)
        call.came_from, call.state, call.ended_at, call.look_at = "ringing", "missed", work.now, None
    assert not connect(database, ringer, row_id)
    assert _state(database, row_id) == ("waiting", 1)


@pytest.mark.parametrize("why", ["blocked", "late"])
def test_who_cannot_be_rung_in_time_is_left_to_an_operator(why: str, database: Database, now: datetime) -> None:
    row_id, ringer = _planned(database, now), Ringer()
    with database.work() as work:
        row = work.session.get_one(PhoneVisit, row_id)
        if why == "late":
            row.visit.request.wanted_until = work.now
        row.visit.request.resident.person.blocked = why == "blocked"
    assert not connect(database, ringer, row_id)
    assert (ringer.rung, _state(database, row_id)) == ([], ("missed", 0))
