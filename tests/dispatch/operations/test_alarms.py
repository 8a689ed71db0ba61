"""An emergency is told to everybody on duty, again and again, until one of them answers."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from dispatch.db import Database, Wake, Work
from dispatch.dialling import place_due
from dispatch.models import Alarm, HelpRequest, Message, Person, SettingValue, StateChange
from dispatch.moves import move
from dispatch.operations import alarms, ask_operator, escalate, meet, stop, watch
from dispatch.operations.requests import Wish
from dispatch.stepping import take_step
from dispatch.sweeps import Sweeper
from tests.dispatch.carrier import Carrier
from tests.dispatch.exchange import LANDLINE, Ringer
from tests.support.factories import a_request, a_resident

ANNA, BO = "+46700009901", "+46700009902"
MINUTES = timedelta(minutes=1)
NIGHT = timedelta(hours=16)


def _set(database: Database, now: datetime, **values: str) -> None:
    with database.work(now) as work:
        for name, value in values.items():
            work.session.add(SettingValue(name=name, value=value, changed_at=now))


@pytest.fixture
def line(database: Database, now: datetime) -> Database:
    """A line with two operators on duty."""
    _set(database, now, alarm_numbers=f"{ANNA};{BO}")
    return database


def _raise(database: Database, now: datetime) -> int:
    with database.work(now, actor="resident") as work:
        wish = Wish(language="sv", details="Jag kan inte andas")
        request = ask_operator(work, a_resident(work.session), wish, reason="emergency")
        assert Wake("sound_alarms") in work.wakes
        return request.id


def _sound(database: Database, now: datetime) -> int:
    return alarms.sound_due(database, Carrier(), Ringer(), now)


def _told(database: Database, notice: str = "alarm") -> list[tuple[str, str]]:
    query = select(Person.phone, Message.channel).join(Message, Message.person_id == Person.id)
    with database.reading() as session:
        rows = session.execute(query.where(Message.notice == notice).order_by(Message.id)).all()
        return [(row.phone, row.channel) for row in rows]


def _take(database: Database, now: datetime, request_id: int, by: str = ANNA) -> bool:
    with database.work(now, actor="operator") as work:
        alarm = alarms.find_newest(work.session, request_id)
        person = work.session.scalars(select(Person).where(Person.phone == by)).one()
        assert alarm is not None
        return alarms.acknowledge(work, alarm, name="Anna", person=person)


def _all_sent(database: Database) -> None:
    with database.work() as work:
        for message in work.session.scalars(select(Message).where(Message.state == "queued")):
            move(work, message, "accept")


def test_everybody_on_duty_is_told_at_once_without_a_word_about_her(line: Database, now: datetime) -> None:
    request_id = _raise(line, now)
    assert _sound(line, now) == 1
    assert _told(line) == [(ANNA, "sms"), (BO, "sms")]
    with line.reading() as session:
        facts = [message.facts for message in session.scalars(select(Message).where(Message.notice == "alarm"))]
    assert facts == [{"code": str(100 + request_id)}] * 2


def test_it_is_repeated_until_somebody_answers_and_no_longer(line: Database, now: datetime) -> None:
    request_id = _raise(line, now)
    for minute in (0, 5, 10):
        _sound(line, now + minute * MINUTES)
        assert _sound(line, now + (minute + 4) * MINUTES) == 0
        _all_sent(line)
    assert len(_told(line)) == 6
    assert _take(line, now + 11 * MINUTES, request_id)
    assert _sound(line, now + 60 * MINUTES) == 0
    assert _told(line, "alarm.taken") == [(BO, "sms")]


def test_what_still_waits_to_leave_is_not_written_again(line: Database, now: datetime) -> None:
    _raise(line, now)
    _sound(line, now)
    _sound(line, now + 5 * MINUTES)
    assert len(_told(line)) == 2


def test_only_the_first_takes_it(line: Database, now: datetime) -> None:
    request_id = _raise(line, now)
    _sound(line, now)
    assert (_take(line, now, request_id), _take(line, now, request_id, by=BO)) == (True, False)
    with line.reading() as session:
        alarm = session.scalars(select(Alarm)).one()
        assert (alarm.acknowledged_by, alarm.next_at) == ("Anna", None)
        events = session.scalars(select(StateChange.event).where(StateChange.request_id == request_id)).all()
    assert events.count("acknowledge") == 1


def test_one_alarm_sounds_for_a_request_and_a_new_one_after_it_was_taken(line: Database, now: datetime) -> None:
    request_id = _raise(line, now)
    _sound(line, now)
    for again in range(2):
        with line.work(now) as work:
            request = work.session.get_one(HelpRequest, request_id)
            ask_operator(work, request.resident, Wish(), reason="emergency")
        with line.reading() as session:
            assert len(session.scalars(select(Alarm)).all()) == 1 + again
        if not again:
            assert _take(line, now, request_id)


def test_neither_night_nor_a_stop_holds_it_back(database: Database, now: datetime) -> None:
    _set(database, now, alarm_numbers=f"{ANNA};{LANDLINE}")
    night = now + NIGHT
    with database.work(now) as work:
        stop(work, meet(work, ANNA, can_text=True))
    _raise(database, night)
    with database.work(night) as work:
        meet(work, LANDLINE, can_text=False, can_call=True)
    _sound(database, night)
    assert _told(database) == [(ANNA, "sms"), (LANDLINE, "call")]
    with database.reading() as session:
        waiting = session.scalars(select(Message).where(Message.notice == "alarm")).all()
    assert [message.send_at for message in waiting] == [None, None]


def test_a_landline_on_duty_rings_at_night(database: Database, now: datetime) -> None:
    _set(database, now, alarm_numbers=LANDLINE, quiet_hours="00:00-23:59")
    with database.work() as work:
        meet(work, LANDLINE, can_text=False, can_call=True)
    _raise(database, now)
    _sound(database, now)
    ringer = Ringer()
    assert place_due(database, ringer) == 1
    assert [call.phone for call in ringer.rung] == [LANDLINE]


def test_without_numbers_it_goes_on_waiting_for_the_board(database: Database, now: datetime) -> None:
    request_id = _raise(database, now)
    assert _sound(database, now) == 1
    assert _told(database) == []
    with database.reading() as session:
        assert alarms.count_open(session) == (1, now)
        assert alarms.find_open(session, request_id) is not None


def test_the_operators_who_are_rung_are_told_where_no_others_are_named(database: Database, now: datetime) -> None:
    _set(database, now, operator_numbers=BO, alarm_minutes="1")
    _raise(database, now)
    _sound(database, now)
    assert _told(database) == [(BO, "sms")]
    assert _sound(database, now + MINUTES) == 1


def test_a_question_that_is_not_answered_becomes_an_alarm(line: Database, now: datetime) -> None:
    with line.work(now) as work:
        request_id = watch(work, a_resident(work.session), Wish(details="Jag ramlade")).id
    with line.reading() as session:
        assert alarms.list_open(session) == []
    assert take_step(line, request_id, now + 10 * MINUTES)
    with line.reading() as session:
        assert alarms.find_open(session, request_id) is not None


def test_other_reasons_wait_on_the_board(line: Database, now: datetime) -> None:
    with line.work(now) as work:
        escalate(work, a_request(work.session, now=now), "nobody_fits")
        assert alarms.list_open(work.session) == []


def test_the_clock_finds_what_no_hint_told_of(line: Database, now: datetime) -> None:
    _raise(line, now)
    assert Wake("sound_alarms") in Sweeper(line).sweep(now)
    _sound(line, now)
    assert Wake("sound_alarms") not in Sweeper(line).sweep(now + MINUTES)
    assert Wake("sound_alarms") in Sweeper(line).sweep(now + 5 * MINUTES)


def test_the_database_refuses_an_open_alarm_that_never_sounds_again(line: Database, now: datetime) -> None:
    _raise(line, now)
    with pytest.raises(IntegrityError), line.work(now) as work:
        _forget(work)


def _forget(work: Work) -> None:
    work.session.execute(update(Alarm).values(next_at=None))
