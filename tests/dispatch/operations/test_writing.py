"""An operator writes to one of the two sides of a request, and notes what nobody else shall read."""

from datetime import datetime, timedelta

import pytest

from dispatch import operations
from dispatch.db import Database
from dispatch.models import Message, StateChange
from dispatch.operations import writing
from tests.support.cast import eva, farid, karin
from tests.support.factories import a_request, an_offer


def test_her_text_waits_for_the_morning_as_every_other_and_the_story_keeps_who_wrote(
    database: Database, now: datetime
) -> None:
    with database.work(now + timedelta(hours=12), actor="operator:7") as work:
        request = a_request(work.session, karin(work.session), now=now)
        text = writing.write(work, request, request.resident.person, "Butiken är stängd i dag")
        assert text is not None
        assert (text.notice, text.request_id, text.facts) == (
            "operator.message", request.id, {"words": "Butiken är stängd i dag"}
        )  # fmt: skip
        assert text.send_at is not None
        change = work.session.query(StateChange).filter_by(event="write").one()
        assert (change.actor, change.details) == ("operator:7", {"person": request.resident.person_id})


def test_only_the_two_sides_are_written_to(database: Database, now: datetime) -> None:
    with database.work(now) as work:
        request = a_request(work.session, karin(work.session), now=now)
        asked = an_offer(work.session, request, farid(work.session)).volunteer.person
        comes = an_offer(work.session, request, eva(work.session))
        assert writing.write(work, request, comes.volunteer.person, "Hej") is None
        operations.accept(work, comes)
        assert writing.write(work, request, comes.volunteer.person, "Hej") is not None
        assert writing.write(work, request, asked, "Hej") is None


@pytest.mark.parametrize("why", ["can_text", "stopped_at", "prefers_calls"])
def test_who_is_not_to_be_texted_gets_no_text(database: Database, now: datetime, why: str) -> None:
    with database.work(now) as work:
        request = a_request(work.session, karin(work.session), now=now)
        setattr(request.resident.person, why, {"can_text": False, "stopped_at": now, "prefers_calls": True}[why])
        assert writing.write(work, request, request.resident.person, "Hej") is None
        assert work.session.query(Message).count() == 0


def test_a_note_stands_in_the_history_and_is_sent_to_nobody(database: Database, now: datetime) -> None:
    with database.work(now, actor="operator:7") as work:
        request = a_request(work.session, karin(work.session), now=now)
        assert writing.note(work, request, "Dottern ringer på måndag")
        kept = work.session.query(StateChange).filter_by(request_id=request.id, event="note").one()
        assert (kept.actor, kept.details) == ("operator:7", {"note": "Dottern ringer på måndag"})
        assert work.session.query(Message).count() == 0


@pytest.mark.parametrize("words", ["", "x" * 1001])
def test_no_note_is_none_and_a_long_one_is_a_letter(database: Database, now: datetime, words: str) -> None:
    with database.work(now) as work:
        request = a_request(work.session, karin(work.session), now=now)
        assert not writing.note(work, request, words)
        assert work.session.query(StateChange).filter_by(event="note").count() == 0
