"""The clock finds whatever is due, and does not point at it every second."""

from datetime import datetime, timedelta

from dispatch.db import Database, Wake
from dispatch.models import Message
from dispatch.sweeps import AGAIN_AFTER, MOST_AT_ONCE, Sweeper
from tests.dispatch.exchange import a_call, a_recording
from tests.support.factories import a_person, a_request, a_resident

SECOND = timedelta(seconds=1)


def _a_text(database: Database, now: datetime, **values: object) -> int:
    with database.work(now) as work:
        some = {"state": "queued", "came_from": "new", "created_at": now}
        message = Message(person=a_person(work.session), **{**some, **values})
        work.session.add(message)
        work.session.flush()
        return message.id


def test_with_nothing_due_there_is_nothing_to_do(database: Database, now: datetime) -> None:
    _a_text(database, now, send_at=now + SECOND)
    _a_text(database, now, state="sending", came_from="queued", lease_until=now + SECOND)
    with database.work(now) as work:
        a_request(work.session, now=now, next_step_at=now + SECOND)
    assert Sweeper(database).sweep(now) == []


def test_steps_texts_and_lost_texts_are_found(database: Database, now: datetime) -> None:
    with database.work(now) as work:
        resident = a_resident(work.session)
        later = a_request(work.session, resident, now=now, next_step_at=now).id
        first = a_request(work.session, resident, now=now, next_step_at=now - SECOND).id
    _a_text(database, now)
    lost = _a_text(database, now, state="unknown", came_from="sending", lease_until=now)
    dead = _a_text(database, now, state="sending", came_from="queued", lease_until=now - SECOND)
    assert Sweeper(database).sweep(now) == [
        Wake("take_step", (first,)), Wake("take_step", (later,)),
        Wake("settle_messages", (dead,)), Wake("settle_messages", (lost,)), Wake("send_messages"),
    ]  # fmt: skip


def test_what_was_pointed_at_is_pointed_at_again_only_after_a_while(database: Database, now: datetime) -> None:
    _a_text(database, now)
    sweeper = Sweeper(database)
    assert sweeper.sweep(now) == [Wake("send_messages")]
    assert sweeper.sweep(now + AGAIN_AFTER["send_messages"] - SECOND) == []
    assert sweeper.sweep(now + AGAIN_AFTER["send_messages"]) == [Wake("send_messages")]


def test_something_new_is_pointed_at_at_once(database: Database, now: datetime) -> None:
    _a_text(database, now)
    sweeper = Sweeper(database)
    sweeper.sweep(now)
    with database.work(now) as work:
        request_id = a_request(work.session, now=now).id
    assert sweeper.sweep(now + SECOND) == [Wake("take_step", (request_id,))]


def test_a_clock_that_is_set_back_does_not_silence_it(database: Database, now: datetime) -> None:
    _a_text(database, now - timedelta(days=1))
    sweeper = Sweeper(database)
    sweeper.sweep(now)
    assert sweeper.sweep(now - timedelta(hours=1)) == [Wake("send_messages")]


def test_a_flood_is_taken_in_portions_oldest_first(database: Database, now: datetime) -> None:
    with database.work(now) as work:
        resident = a_resident(work.session)
        ids = [
            a_request(work.session, resident, now=now, next_step_at=now - number * SECOND).id
            for number in range(MOST_AT_ONCE + 5)
        ]
    found = Sweeper(database).sweep(now)
    assert len(found) == MOST_AT_ONCE
    assert found[0] == Wake("take_step", (ids[-1],))


def test_calls_and_recordings_are_found(database: Database, now: datetime) -> None:
    _a_text(database, now, channel="call")
    with database.work(now) as work:
        silent = a_call(work.session, look_at=now)
        talking = a_call(work.session, silent.person, look_at=now + SECOND)
        due = a_recording(work.session, talking, next_at=now)
        a_recording(work.session, silent, next_at=now + SECOND)
        silent_id, due_id = silent.id, due.id
    assert Sweeper(database).sweep(now) == [
        Wake("settle_calls", (silent_id,)), Wake("fetch_recordings", (due_id,)), Wake("place_calls"),
    ]  # fmt: skip


def test_nobody_is_called_before_the_time_or_while_she_talks_with_us(database: Database, now: datetime) -> None:
    _a_text(database, now, channel="call", send_at=now + SECOND)
    _a_text(database, now, channel="call", notice="offer.taken")
    with database.work(now) as work:
        busy = Message(person=a_call(work.session).person, state="queued", came_from="new", created_at=now,
                       channel="call")
        work.session.add(busy)
    assert Sweeper(database).sweep(now) == []
