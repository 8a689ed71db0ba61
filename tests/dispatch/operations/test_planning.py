"""A wave is planned and sent with few statements, however many volunteers and offers there are."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from dispatch.db import Database
from dispatch.models import HelpRequest, Offer
from dispatch.operations import ask_volunteers
from dispatch.operations.planning import plan_next
from tests.support.factories import a_request, a_resident, a_volunteer, an_offer

TO_PLAN = 3
"""The resident with what is common to all, whom to choose from and who is awaited, what is known of them."""
MOST_TO_SEND = 17
"""Beside an offer and a text for each who is asked, which PostgreSQL takes all at once."""


@contextmanager
def _lasting(url: str, wave_size: int) -> Iterator[Database]:
    """A process that keeps its settings for longer than a test."""
    database = Database(url, presets={"wave_size": str(wave_size)}, settings_fresh=600)
    yield database
    database.dispose()


@contextmanager
def _counted(database: Database) -> Iterator[list[str]]:
    said: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        said.append(statement)

    sa.event.listen(database.engine, "before_cursor_execute", note)
    yield said
    sa.event.remove(database.engine, "before_cursor_execute", note)


def _asking(database: Database, now: datetime) -> int:
    with database.work(now) as work:
        for _ in range(40):
            a_volunteer(work.session)
        request = a_request(work.session, a_resident(work.session), now=now)
        an_offer(work.session, request, asked_at=now - timedelta(minutes=10))
        plan_next(work, request)  # what a process remembers is read now
        return request.id


def test_a_plan_takes_few_statements_with_many_volunteers(database_url: str, now: datetime) -> None:
    with _lasting(database_url, 3) as database:
        request_id = _asking(database, now)
        with database.work(now) as work:
            request = work.session.get_one(HelpRequest, request_id)
            with _counted(database) as said:
                planned = plan_next(work, request)
    assert len(planned.people) == 40
    assert len(said) == TO_PLAN, "\n".join(said)


@pytest.mark.parametrize("asked", [3, 10])
def test_a_wave_is_sent_with_few_statements_however_many_are_asked(
    database_url: str, now: datetime, asked: int
) -> None:
    with _lasting(database_url, asked) as database:
        request_id = _asking(database, now)
        with database.work(now) as work:
            request = work.session.get_one(HelpRequest, request_id)
            with _counted(database) as said:
                ask_volunteers(work, request)
                work.session.flush()
            offers = sa.select(sa.func.count()).where(Offer.request_id == request_id)
            assert work.session.scalar(offers) == 1 + asked
    assert len(said) <= MOST_TO_SEND + 2 * asked, "\n".join(said)
