"""Everybody is told things the way that reaches her."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from dispatch.db import Database, Work
from dispatch.kinds import Channel
from dispatch.telling import tell
from tests.support.factories import a_person

BY_NIGHT = timedelta(hours=12)
LANDLINE: dict[str, Any] = {"can_text": False, "can_call": True}
WITHHELD: dict[str, Any] = {"can_text": False, "can_call": False}


def _wakes(work: Work) -> list[str]:
    return [wake.job for wake in work.wakes]


@pytest.mark.parametrize(
    ("person", "channel", "job"),
    [
        ({"can_call": True}, "sms", "send_messages"), ({}, "sms", "send_messages"),
        (LANDLINE, "call", "place_calls"), ({"can_call": True, "prefers_calls": True}, "call", "place_calls"),
        ({"can_call": False, "prefers_calls": True}, "sms", "send_messages"),
    ],
)  # fmt: skip
def test_news_come_by_text_or_by_call(
    person: dict[str, Any], channel: str, job: str, database: Database, now: datetime
) -> None:
    with database.work(now) as work:
        message = tell(work, a_person(work.session, **person), "match.resident")
        assert message is not None
        assert (message.channel, message.state, _wakes(work)) == (channel, "queued", [job])


@pytest.mark.parametrize("more", [WITHHELD, {**LANDLINE, "blocked": True}])
def test_who_cannot_be_reached_or_is_blocked_is_told_nothing(
    more: dict[str, Any], database: Database, now: datetime
) -> None:
    with database.work(now) as work:
        assert tell(work, a_person(work.session, **more), "match.resident") is None


def test_who_said_stop_is_not_rung(database: Database, now: datetime) -> None:
    with database.work(now) as work:
        assert tell(work, a_person(work.session, stopped_at=now, **LANDLINE), "match.resident") is None


@pytest.mark.parametrize("more", [LANDLINE, WITHHELD, {"stopped_at": datetime.fromisoformat("2026-11-01T08:00Z")}])
def test_she_who_calls_us_hears_the_answer_whoever_she_is(
    more: dict[str, Any], database: Database, now: datetime
) -> None:
    with database.work(now + BY_NIGHT) as work:
        person = a_person(work.session, **more)
        work.speaker_id, work.speaker_channel = person.id, Channel.CALL
        message = tell(work, person, "status.open")
        assert message is not None
        assert work.replies == [message]
        assert (message.channel, message.send_at, work.wakes) == ("call", None, [])


def test_she_who_writes_is_answered_in_writing_though_she_prefers_calls(database: Database, now: datetime) -> None:
    with database.work(now) as work:
        person = a_person(work.session, can_call=True, prefers_calls=True)
        work.speaker_id = person.id
        message = tell(work, person, "status.open")
        assert message is not None
        assert (message.channel, work.replies) == ("sms", [message])


@pytest.mark.parametrize("notice", ["match.resident", "visit.cancelled.volunteer", "emergency"])
def test_nothing_rings_at_night(notice: str, database: Database, now: datetime) -> None:
    with database.work(now + BY_NIGHT) as work:
        message = tell(work, a_person(work.session, **LANDLINE), notice)
        assert message is not None
        assert message.send_at == now + timedelta(hours=22), "at eight in the morning"
        text = tell(work, a_person(work.session), "visit.cancelled.volunteer")
        assert text is not None
        assert text.send_at is None


def test_a_call_may_be_asked_for_where_a_text_would_do(database: Database, now: datetime) -> None:
    with database.work(now) as work:
        message = tell(work, a_person(work.session, can_call=True), "missed_call", by=Channel.CALL)
        assert message is not None
        assert message.channel == "call"
        assert tell(work, a_person(work.session, can_call=False), "missed_call", by=Channel.CALL) is None
