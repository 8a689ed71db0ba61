"""What the end of a call means: nothing said is lost, nothing untold is forgotten, and nobody is rung for ever."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from dispatch.call_store import OUT, list_to_tell
from dispatch.db import Database, Work
from dispatch.models import Call, HelpRequest, Message, Person
from dispatch.operations import draft
from dispatch.operations.calls import CALL_BACK_AFTER, STALE, end_call, heard, take_call, touch
from dispatch.operations.requests import Wish
from dispatch.telling import tell
from tests.dispatch.exchange import LANDLINE, a_call
from tests.support.factories import a_person, a_request, a_resident, a_volunteer, an_offer

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
def work(database: Database, now: datetime) -> Iterator[Work]:
    with database.work(now) as work:
        yield work


def _person(work: Work, **more: Any) -> Person:
    return a_person(work.session, **{"phone": LANDLINE, "can_text": False, "can_call": True, **more})


def _calling(work: Work, notice: str = "match.resident", *, attempts: int = 1) -> tuple[Call, Message, HelpRequest]:
    """A call of ours that is to tell a resident something about her request."""
    resident = a_resident(work.session, phone=LANDLINE, can_text=False, can_call=True)
    request = a_request(work.session, resident, now=work.now)
    call = a_call(work.session, resident.person, direction=OUT)
    message = tell(work, resident.person, notice, request=request)
    assert message
    message.call_id, message.attempts = call.id, attempts
    work.session.flush()
    return call, message, request


def _requests(work: Work) -> list[HelpRequest]:
    return list(work.session.scalars(select(HelpRequest)))


def _call_backs(work: Work) -> list[Message]:
    return list(work.session.scalars(select(Message).where(Message.notice == "missed_call").order_by(Message.id)))


def test_a_call_is_taken_once_however_often_it_is_announced(work: Work) -> None:
    person = _person(work, language="sv")
    call = take_call(work, person, "CA1")
    assert (call.state, call.direction, call.language, call.had_key) == ("talking", "in", "sv", False)
    assert take_call(work, person, "CA1") is call


def test_each_step_puts_off_the_question_whether_it_still_goes_on(work: Work, now: datetime) -> None:
    call = a_call(work.session, look_at=now)
    touch(work, call)
    assert call.look_at == now + STALE
    end_call(work, call)
    touch(work, call)
    assert call.look_at is None


def test_what_she_has_heard_is_told_once(work: Work, now: datetime) -> None:
    call, message, _ = _calling(work)
    assert list_to_tell(work.session, call.person_id, now) == [message]
    assert heard(work, message, call)
    assert (message.state, message.settled_at) == ("delivered", now)
    assert not heard(work, message, call)
    assert list_to_tell(work.session, call.person_id, now) == []


def test_who_calls_us_is_told_what_waited_for_the_morning_or_another_try(work: Work, now: datetime) -> None:
    call, message, _ = _calling(work)
    end_call(work, call, event="miss", code="busy")
    assert message.send_at is not None
    assert list_to_tell(work.session, call.person_id, now) == [message]


@pytest.mark.parametrize(
    ("event", "code", "attempts", "pause"),
    [("miss", "busy", 1, 3), ("miss", "busy", 3, 3), ("miss", "no-answer", 1, 20), ("miss", "no-answer", 2, 60),
     ("miss", "no-answer", 3, 180), ("end", "", 1, 20), ("end", "machine_start", 2, 60)],
)
def test_what_nobody_heard_is_tried_again_after_a_pause(
    event: str, code: str, attempts: int, pause: int, work: Work, now: datetime
) -> None:
    call, message, request = _calling(work, attempts=attempts)
    assert end_call(work, call, event=event, code=code)
    assert (message.state, message.send_at) == ("queued", now + pause * MINUTE)
    assert request.state == "open"


def test_another_try_does_not_ring_at_night(database: Database, now: datetime) -> None:
    with database.work(now + 10 * HOUR) as work:  # eight in the evening
        call, message, _ = _calling(work, attempts=2)
        end_call(work, call, event="miss", code="no-answer")
        assert message.send_at == now + 22 * HOUR


def test_after_the_last_try_an_operator_is_told(work: Work) -> None:
    call, message, request = _calling(work, attempts=4)
    end_call(work, call, event="miss", code="no-answer")
    assert (message.state, message.error_code) == ("failed", "no-answer")
    assert (request.state, request.escalation) == ("escalated", "send_failed")


def test_what_would_be_too_late_is_not_tried_again(work: Work, now: datetime) -> None:
    call, message, request = _calling(work)
    message.expires_at = now + 19 * MINUTE
    end_call(work, call, event="miss", code="no-answer")
    assert (message.state, request.escalation) == ("failed", "send_failed")


def test_an_offer_that_nobody_heard_makes_room_for_the_next(work: Work) -> None:
    request = a_request(work.session, now=work.now)
    request.next_step_at = work.now + HOUR
    offer = an_offer(work.session, request, a_volunteer(work.session, can_text=False, can_call=True))
    message = tell(work, offer.volunteer.person, "offer", request=request, offer=offer)
    assert message
    call = a_call(work.session, offer.volunteer.person, direction=OUT)
    message.call_id, message.attempts = call.id, 4
    end_call(work, call, event="miss", code="no-answer")
    assert (offer.state, request.next_step_at) == ("lapsed", work.now)


def test_what_came_up_while_it_rang_does_not_ring_again_at_once(work: Work, now: datetime) -> None:
    call, _, request = _calling(work)
    later = tell(work, call.person, "reminder.resident", request=request)
    assert later
    end_call(work, call, event="miss", code="no-answer")
    assert later.send_at == now + 20 * MINUTE


def test_only_what_she_has_not_heard_is_told_again(work: Work) -> None:
    call, message, _ = _calling(work)
    heard(work, message, call)
    call.had_key = True
    end_call(work, call)
    assert (message.state, message.send_at) == ("delivered", None)


def test_a_call_ends_once(work: Work) -> None:
    call, message, _ = _calling(work)
    assert end_call(work, call, event="miss", code="busy")
    before = message.send_at
    assert not end_call(work, call)
    assert (call.state, call.error_code, message.send_at) == ("missed", "busy", before)


class TestOfACallThatBreaksOff:
    """In the middle of something."""

    def test_what_she_had_said_goes_to_an_operator(self, work: Work) -> None:
        resident = a_resident(work.session)
        request = draft(work, resident, Wish(kind="pharmacy", channel="call"))
        call = a_call(work.session, resident.person, request_id=request.id, is_unfinished=True, had_key=True)
        end_call(work, call)
        assert (request.state, request.kind, request.escalation) == ("escalated", "pharmacy", "dropped_call")

    def test_before_she_said_what_it_is_an_operator_hears_of_her(self, work: Work) -> None:
        call = a_call(work.session, is_unfinished=True, had_key=True, language="ar")
        end_call(work, call)
        (request,) = _requests(work)
        assert (request.state, request.escalation, request.language, request.channel) == (
            "escalated", "dropped_call", "ar", "call",
        )  # fmt: skip
        assert request.resident.person_id == call.person_id

    def test_what_may_be_a_danger_stays_one(self, work: Work) -> None:
        resident = a_resident(work.session)
        request = draft(work, resident, Wish(channel="call"))
        request.escalation = "emergency"
        end_call(work, a_call(work.session, resident.person, request_id=request.id, is_unfinished=True, had_key=True))
        assert request.escalation == "emergency"

    def test_a_request_that_was_confirmed_just_before_goes_its_way(self, work: Work) -> None:
        request = a_request(work.session, now=work.now)
        person = request.resident.person
        end_call(work, a_call(work.session, person, request_id=request.id, is_unfinished=True, had_key=True))
        assert request.state == "open"

    def test_when_all_was_said_nothing_more_happens(self, work: Work) -> None:
        end_call(work, a_call(work.session, had_key=True))
        assert _requests(work) == []


class TestOfAMissedCall:
    """Somebody hung up before any key."""

    def test_she_is_called_back_also_on_a_mobile(self, work: Work, now: datetime) -> None:
        call = a_call(work.session, a_person(work.session, can_call=True))
        end_call(work, call)
        (message,) = _call_backs(work)
        assert (message.channel, message.state, message.send_at) == ("call", "queued", now + CALL_BACK_AFTER)

    def test_once_in_a_day(self, database: Database, now: datetime) -> None:
        for hours, count in ((0, 1), (1, 1), (23, 1), (25, 2)):
            with database.work(now + hours * HOUR) as work:
                person = work.session.scalars(select(Person)).one_or_none() or _person(work)
                end_call(work, a_call(work.session, person))
                assert len(_call_backs(work)) == count

    def test_and_rung_once_only(self, work: Work) -> None:
        person = _person(work)
        call = a_call(work.session, person, direction=OUT)
        message = tell(work, person, "missed_call")
        assert message
        message.call_id, message.attempts = call.id, 1
        end_call(work, call, event="miss", code="no-answer")
        assert message.state == "expired"

    def test_not_when_she_has_got_through_meanwhile(self, work: Work) -> None:
        person = _person(work)
        end_call(work, a_call(work.session, person))
        end_call(work, a_call(work.session, person, had_key=True))
        assert [message.state for message in _call_backs(work)] == ["expired"]

    @pytest.mark.parametrize(
        "more", [{"blocked": True}, {"stopped_at": datetime.fromisoformat("2026-11-01T08:00Z")}, {"can_call": False}]
    )
    def test_not_who_is_blocked_or_has_said_stop_or_hides_her_number(self, more: dict[str, Any], work: Work) -> None:
        end_call(work, a_call(work.session, _person(work, **more)))
        assert _call_backs(work) == []
        assert _requests(work) == []
