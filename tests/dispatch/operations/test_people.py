"""Meeting people; stop, start, pause, its end and resume; and what is told to whom, when."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import delete, func, select

from dispatch.db import Database, Wake, Work
from dispatch.models import Message, Person, Volunteer
from dispatch.operations import become_resident, meet, pause, resume, set_language, start, stop
from dispatch.operations.people import end_pause
from dispatch.sweeps import Sweeper
from dispatch.telling import tell
from tests.support.factories import a_number, a_person, a_resident, a_volunteer


@pytest.fixture
def work(database: Database, now: datetime) -> Iterator[Work]:
    with database.work(now) as work:
        yield work


def test_somebody_new_is_met_once(work: Work, now: datetime) -> None:
    phone = a_number()
    person = meet(work, phone, can_text=True)
    assert (person.phone, person.can_text, person.language, person.resident) == (phone, True, None, None)
    assert meet(work, phone, can_text=True) is person


def test_two_first_texts_at_once_are_from_one_person(database: Database, now: datetime) -> None:
    phone = a_number()

    def come(_turn: int) -> int:
        with database.work(now) as work:
            return meet(work, phone, can_text=True).id

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(come, range(8)))) == 1
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Person)) == 1


def test_a_known_person_comes_with_what_she_is(database: Database, now: datetime) -> None:
    with database.work(now) as work:
        resident, volunteer = a_resident(work.session), a_volunteer(work.session)
        phones = resident.person.phone, volunteer.person.phone
    with database.work(now) as work:
        karin, farid = (meet(work, phone, can_text=True) for phone in phones)
        assert karin.resident is not None
        assert (karin.volunteer, farid.resident) == (None, None)
        assert farid.volunteer is not None
        assert become_resident(work, karin) is karin.resident


def test_a_volunteer_may_become_a_resident_too(work: Work) -> None:
    person = a_volunteer(work.session).person
    resident = become_resident(work, person)
    assert become_resident(work, person) is resident
    assert person.volunteer is not None


def test_after_stop_nothing_is_told_but_the_one_confirmation_and_danger(work: Work, now: datetime) -> None:
    person = a_person(work.session)
    stop(work, person)
    assert person.stopped_at == now
    assert tell(work, person, "offer") is None
    assert tell(work, person, "emergency") is not None
    start(work, person)
    assert person.stopped_at is None
    assert work.session.scalars(select(Message.notice).order_by(Message.id)).all() == [
        "stopped", "emergency", "started",
    ]  # fmt: skip


@pytest.mark.parametrize("more", [{"blocked": True}, {"can_text": False, "can_call": False}])
def test_who_cannot_be_reached_is_told_nothing_and_nobody_is_woken(more: dict[str, bool], work: Work) -> None:
    person = a_person(work.session)
    for name, value in more.items():
        setattr(person, name, value)
    assert tell(work, person, "emergency") is None
    assert work.wakes == []


def test_what_others_are_told_at_night_waits_for_the_morning(database: Database, now: datetime) -> None:
    morning = now.replace(hour=7) + timedelta(days=1)
    with database.work(now.replace(hour=22)) as work:
        person = a_person(work.session)
        later, soon = tell(work, person, "match.resident"), tell(work, person, "emergency")
        assert later is not None
        assert soon is not None
        assert (later.send_at, soon.send_at) == (morning, None)
        assert later.expires_at == morning + timedelta(hours=24), "its life begins when it may leave"


def test_who_speaks_is_answered_at_once_at_any_hour(database: Database, now: datetime) -> None:
    with database.work(now.replace(hour=22)) as work:
        person = a_person(work.session)
        work.speaker_id = person.id
        reply = tell(work, person, "status.none")
        assert work.replies == [reply]
        assert reply is not None
        assert reply.send_at is None
        assert Wake("send_messages") not in work.wakes


def test_pause_and_resume(work: Work) -> None:
    volunteer = a_volunteer(work.session)
    pause(work, volunteer)
    assert volunteer.status == "paused"
    resume(work, volunteer)
    assert volunteer.status == "active"
    assert work.session.scalars(select(Message.notice).order_by(Message.id)).all() == ["paused", "resumed"]


MONDAY = date(2026, 11, 30)


def _sweep(database: Database, at: datetime) -> None:
    for wake in Sweeper(database).sweep(at):
        assert wake.job == "end_pause"
        with database.work(at) as work:
            end_pause(work, *wake.ids)


def test_a_pause_until_a_day_is_over_by_itself(database: Database, now: datetime) -> None:
    with database.work(now) as work:
        volunteer_id = a_volunteer(work.session).id
        pause(work, work.session.get_one(Volunteer, volunteer_id), until=MONDAY)
        work.session.execute(delete(Message))
    monday = datetime.combine(MONDAY, time(), database.zone).astimezone(UTC)
    for at, status in ((monday - timedelta(seconds=1), "paused"), (monday, "active"), (monday, "active")):
        _sweep(database, at)
        with database.reading() as session:
            assert session.get_one(Volunteer, volunteer_id).status == status
    with database.reading() as session:
        (told,) = session.scalars(select(Message)).all()
    assert told.notice == "resumed"
    assert told.send_at == monday + timedelta(hours=8), "nobody is told so in the night"


def test_a_pause_that_was_ended_or_made_endless_does_not_end_again(work: Work) -> None:
    volunteer = a_volunteer(work.session)
    for then in (resume, pause):
        pause(work, volunteer, until=work.local_now.date())
        then(work, volunteer)
        assert volunteer.paused_until is None
        assert not end_pause(work, volunteer.id)


def test_who_says_stop_in_a_pause_hears_nothing_when_it_is_over(work: Work) -> None:
    volunteer = a_volunteer(work.session)
    pause(work, volunteer, until=work.local_now.date())
    stop(work, volunteer.person)
    assert end_pause(work, volunteer.id)
    assert (volunteer.status, volunteer.person.stopped_at) == ("active", work.now)
    assert work.session.scalars(select(Message.notice).order_by(Message.id)).all() == ["paused_until", "stopped"]


@pytest.mark.parametrize("come_back", [start, lambda work, person: resume(work, person.volunteer)])
def test_either_word_brings_back_who_paused_and_who_stopped(
    come_back: Callable[[Work, Person], None], work: Work
) -> None:
    volunteer = a_volunteer(work.session)
    pause(work, volunteer)
    stop(work, volunteer.person)
    come_back(work, volunteer.person)
    assert (volunteer.status, volunteer.person.stopped_at) == ("active", None)
    assert work.session.scalars(select(Message.notice).order_by(Message.id)).all()[-1] == "resumed"


@pytest.mark.parametrize("status", ["pending", "left"])
def test_resume_approves_nobody(status: str, work: Work) -> None:
    volunteer = a_volunteer(work.session, status=status)
    pause(work, volunteer)
    resume(work, volunteer)
    pause(work, volunteer, until=work.local_now.date())
    assert not end_pause(work, volunteer.id)
    assert volunteer.status == status


def test_a_language_is_remembered(work: Work) -> None:
    person = a_person(work.session, language="sv")
    set_language(work, person, "ar")
    message = tell(work, person, "language_set")
    assert message is not None
    assert message.language == "ar"
