"""A move is won once, and leaves one line of history."""

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.db import Database, Work
from dispatch.errors import IllegalMove
from dispatch.models import HelpRequest, Message, Offer, StateChange
from dispatch.moves import begin, file, move
from dispatch.states import NEW
from tests.support.factories import a_person, a_request, an_offer


def _history(session: Session) -> list[StateChange]:
    session.flush()
    return list(session.scalars(select(StateChange).order_by(StateChange.id)))


def test_a_move_changes_the_row_and_says_who_and_why(database: Database, now: datetime) -> None:
    with database.work(now, actor="resident") as work:
        request = a_request(work.session)
        assert move(work, request, "cancel", reason="resident", closed_at=now, next_step=None, next_step_at=None)
        (line,) = _history(work.session)
        assert (request.came_from, request.state, request.closed_at) == ("open", "cancelled", now)
        assert (line.entity, line.entity_id, line.request_id) == ("request", request.id, request.id)
        assert (line.old, line.new, line.event, line.actor, line.reason, line.at) == (
            "open", "cancelled", "cancel", "resident", "resident", now,
        )  # fmt: skip
    with database.reading() as session:
        assert session.get_one(HelpRequest, request.id).state == "cancelled"


def test_who_knows_an_old_state_loses_and_changes_nothing(database: Database, now: datetime) -> None:
    with database.work(now) as work:
        offer = an_offer(work.session, a_request(work.session))
    with database.work(now) as work:
        assert move(work, work.session.get_one(Offer, offer.id), "decline")
    with database.work(now) as work:
        stale = work.session.merge(offer, load=False)
        assert stale.state == "asked"
        assert not move(work, stale, "accept", answered_at=now)
    with database.reading() as session:
        found = session.get_one(Offer, offer.id)
        assert (found.state, found.answered_at) == ("declined", None)
        assert [line.event for line in _history(session)] == ["decline"]


def test_a_move_that_the_table_does_not_hold_is_refused(database: Database, now: datetime) -> None:
    with database.work(now) as work:
        request = a_request(work.session)
        with pytest.raises(IllegalMove):
            move(work, request, "close")
        assert request.state == "open"


def test_what_was_changed_before_is_kept_with_the_move(database: Database, now: datetime) -> None:
    with database.work(now) as work:
        request = a_request(work.session)
        request.details = "Kaffe"
        move(work, request, "escalate", next_step="operator", next_step_at=now)
    with database.reading() as session:
        found = session.get_one(HelpRequest, request.id)
        assert (found.details, found.state) == ("Kaffe", "escalated")


def _a_text(work: Work, **values: Any) -> Message:
    message = Message(person_id=a_person(work.session).id, created_at=work.now, **values)
    begin(work, message, "queue")
    return message


def test_a_text_has_its_own_history_and_writes_none(database: Database, now: datetime) -> None:
    with database.work(now) as work:
        message = _a_text(work)
        move(work, message, "claim")
        assert (message.came_from, message.state) == ("queued", "sending")
        assert _history(work.session) == []


def test_a_new_row_begins_from_nothing(database: Database, now: datetime) -> None:
    with database.work(now, actor="clock") as work:
        old = an_offer(work.session, a_request(work.session))
        offer = Offer(request_id=old.request_id, volunteer_id=old.volunteer_id, wave=2, code="B2", asked_at=now)
        begin(work, offer, "ask")
        (line,) = _history(work.session)
        assert (offer.id, offer.came_from, offer.state) == (line.entity_id, NEW, "asked")
        assert (line.old, line.new, line.request_id) == (NEW, "asked", old.request_id)


def test_a_filed_text_is_written_at_once_with_what_it_is_about(database: Database, now: datetime) -> None:
    with database.work(now) as work:
        offer = an_offer(work.session, a_request(work.session))
        text = Message(person_id=offer.volunteer.person_id, body="Ja", created_at=now,
                       request_id=offer.request_id, offer_id=offer.id)
        file(work, text, "receive")
    with database.reading() as session:
        found = session.get_one(Message, text.id)
        assert (found.came_from, found.state, found.body, found.facts) == (NEW, "received", "Ja", {})
        assert (found.request_id, found.offer_id) == (offer.request_id, offer.id)


def test_a_text_cannot_be_filed_by_an_event_that_begins_nothing(database: Database, now: datetime) -> None:
    with database.work(now) as work, pytest.raises(IllegalMove):
        file(work, Message(person_id=a_person(work.session).id, created_at=now), "claim")
