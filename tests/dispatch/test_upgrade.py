"""A database from before there were calls is brought up to date with everybody and everything in it."""

from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command

from dispatch.db import Database
from dispatch.models import HelpRequest, Message, Person
from dispatch.outbox import send_due
from hotline.migrate import alembic_config, upgrade
from tests.dispatch.carrier import Carrier

AT = datetime(2026, 11, 1, 8, 0, tzinfo=UTC)
PEOPLE = {1: "+46701740605", 2: "+4684650045", 3: "+447700900123", 4: "ICA"}


def _fill(url: str) -> None:
    """Put people, a request and two texts into a database of the first revision."""
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        tables = sa.MetaData()
        tables.reflect(connection)

        def add(table: str, **values: Any) -> None:
            connection.execute(tables.tables[table].insert().values(**values))

        for person_id, phone in PEOPLE.items():
            add("person", id=person_id, phone=phone, can_text=True, name="", blocked=False, created_at=AT)
        add("resident", id=1, person_id=1, address="", created_at=AT)
        add("request", id=1, resident_id=1, kind="shopping", language="sv", address="", details="", channel="sms",
            time_precision="soon", wave=0, next_step="operator", next_step_at=AT, escalation="", created_at=AT,
            state="escalated", came_from="draft")
        for state, came_from in (("queued", "new"), ("delivered", "sent")):
            add("message", person_id=1, request_id=1, channel="sms", notice="match.resident", facts={}, body="",
                priority=1, encoding="", segments=0, error_code="", attempts=0, created_at=AT, state=state,
                came_from=came_from)
    engine.dispose()


def _at_first_revision(url: str) -> None:
    config = alembic_config()
    config.attributes["url"] = url
    command.upgrade(config, "0001_create_tables")


def test_everybody_and_everything_is_kept(empty_url: str) -> None:
    _at_first_revision(empty_url)
    _fill(empty_url)
    upgrade(empty_url)
    database = Database(empty_url, presets={"quiet_hours": ""})
    with database.reading() as session:
        people = session.scalars(sa.select(Person).order_by(Person.id)).all()
        assert [person.can_call for person in people] == [True, True, False, False]
        assert {(person.can_text, person.prefers_calls) for person in people} == {(True, False)}
        assert session.scalars(sa.select(HelpRequest)).one().recording_id is None
        assert session.scalars(sa.select(Message.call_id)).all() == [None, None]
    assert send_due(database, Carrier()) == 1, "what was queued leaves"
    database.dispose()


def test_the_rules_of_the_old_tables_still_hold(empty_url: str) -> None:
    _at_first_revision(empty_url)
    _fill(empty_url)
    upgrade(empty_url)
    engine = sa.create_engine(empty_url)
    for forbidden in ("UPDATE message SET state = 'sending', came_from = 'new'", "UPDATE request SET next_step = NULL"):
        with pytest.raises(sa.exc.IntegrityError), engine.begin() as connection:
            connection.execute(sa.text(forbidden))
    engine.dispose()
