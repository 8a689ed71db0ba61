"""A unit of work: all or nothing, and whoever has something to do is woken after the commit."""

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError, StatementError

from dispatch.db import Database, Wake
from dispatch.models import Person, SettingValue
from tests.support.factories import a_number, a_person


def _people(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(Person)) or 0


def test_what_is_done_is_kept(database: Database, now: datetime) -> None:
    with database.work(now) as work:
        person_id = a_person(work.session, "Karin Ek").id
    with database.reading() as session:
        assert session.get_one(Person, person_id).first_name == "Karin"


def test_what_breaks_leaves_nothing_and_wakes_nobody(database: Database, now: datetime) -> None:
    woken: list[object] = []
    database.on_commit = woken.append
    with pytest.raises(RuntimeError), database.work(now) as work:  # noqa: PT012 - what is undone must be done first
        a_person(work.session)
        work.wake("send_messages")
        raise RuntimeError
    assert _people(database) == 0
    assert woken == []


def test_a_commit_that_fails_wakes_nobody(database: Database, now: datetime) -> None:
    woken: list[object] = []
    database.on_commit = woken.append
    phone = a_number()
    with pytest.raises(IntegrityError), database.work(now) as work:  # noqa: PT012 - the commit is what raises
        work.session.add_all([Person(phone=phone, can_text=True, created_at=now) for _ in range(2)])
        work.wake("send_messages")
    assert woken == []


def test_who_is_woken_sees_what_was_committed(database: Database, now: datetime) -> None:
    seen: list[tuple[int, list[Wake]]] = []

    def look(wakes: Sequence[Wake]) -> None:
        seen.append((_people(database), list(wakes)))

    database.on_commit = look
    with database.work(now) as work:
        a_person(work.session)
        work.wake("take_step", 1)
        work.wake("take_step", 1)
        work.wake("take_step", 2)
    assert seen == [(1, [Wake("take_step", (1,)), Wake("take_step", (2,))])]


def test_reading_never_waits_for_a_writer(database: Database, now: datetime) -> None:
    with database.work(now) as work:
        a_person(work.session)
        with ThreadPoolExecutor(1) as pool:
            assert pool.submit(_people, database).result(timeout=5) == 0


def test_many_writers_at_once_all_get_through(database: Database, now: datetime) -> None:
    start = threading.Barrier(8)

    def write(number: int) -> None:
        start.wait()
        for turn in range(5):
            with database.work(now) as work:
                work.session.scalar(select(func.count()).select_from(Person))
                a_person(work.session, phone=f"+4670{number}{turn}")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(8)))
    assert _people(database) == 40


def test_a_time_without_a_zone_is_refused(database: Database, now: datetime) -> None:
    with pytest.raises(StatementError), database.work(now) as work:
        a_person(work.session, stopped_at=datetime(2026, 1, 1))  # noqa: DTZ001 - that is the point


def test_times_come_back_as_they_went_in(database: Database, now: datetime) -> None:
    moment = datetime(2026, 7, 1, 12, 0, 0, 123456, tzinfo=UTC)
    with database.work(now) as work:
        person_id = a_person(work.session, stopped_at=moment).id
    with database.reading() as session:
        assert session.get_one(Person, person_id).stopped_at == moment


def test_errors_do_not_tell_numbers(database: Database, now: datetime) -> None:
    phone = a_number()
    with pytest.raises(IntegrityError) as error, database.work(now) as work:  # noqa: PT012 - the second one raises
        a_person(work.session, phone=phone)
        a_person(work.session, phone=phone)
    assert phone not in str(error.value).split("DETAIL")[0]


def test_the_clock_of_the_place_is_summer_and_winter_time(database: Database) -> None:
    for month, hour in ((7, 12), (12, 11)):
        with database.work(datetime(2026, month, 1, 10, tzinfo=UTC)) as work:
            assert work.local_now.hour == hour


def test_a_setting_in_the_database_beats_the_preset_which_beats_the_default(
    database_url: str, now: datetime
) -> None:
    database = Database(database_url, presets={"wave_size": "5"}, settings_fresh=0)
    with database.work(now) as work:
        assert (work.tunables.wave_size, work.tunables.wave_minutes) == (5, 15)
        work.session.add(SettingValue(name="wave_size", value="7", changed_at=now))
    with database.work(now) as work:
        assert work.tunables.wave_size == 7
    database.dispose()
