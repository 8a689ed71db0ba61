"""What has no volunteer, told once a day to who is on duty."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from dispatch import lessons
from dispatch.db import Database
from dispatch.models import Message, SettingValue
from dispatch.operations.digest import tell_digest
from dispatch.sweeps import Sweeper
from tests.dispatch.carrier import Carrier
from tests.dispatch.exchange import Ringer
from tests.support.factories import a_request, a_resident

ANNA = "+46701740611"
HOUR = timedelta(hours=1)


@pytest.fixture
def afternoon(database: Database, now: datetime) -> datetime:
    """A while past the hour, on a line with one operator and stock taken once."""
    later = now + 7 * HOUR
    with database.work(now) as work:
        work.session.add(SettingValue(name="alarm_numbers", value=ANNA, changed_at=now))
        lessons.take_stock(work)
    return later


def _told(database: Database) -> list[dict[str, object]]:
    with database.reading() as session:
        return list(session.scalars(select(Message.facts).where(Message.notice == "digest")))


def _tell(database: Database, now: datetime) -> int:
    return tell_digest(database, Carrier(), Ringer(), now)


def test_who_is_on_duty_is_told_how_many_and_where(database: Database, now: datetime, afternoon: datetime) -> None:
    with database.work(now) as work:
        for language in ("ti", "ti", "sv"):
            a_request(work.session, a_resident(work.session, language=language, area="huskvarna"), now=now)
        a_request(work.session, now=now, state="cancelled", next_step=None, next_step_at=None)
    assert _tell(database, afternoon) == 1
    assert _told(database) == [{"count": 3, "groups": [["Huskvarna", "ti", 2], ["Huskvarna", "sv", 1]]}]


def test_it_is_told_once_a_day_and_not_before_its_hour(database: Database, now: datetime, afternoon: datetime) -> None:
    with database.work(now) as work:
        a_request(work.session, now=now, next_step_at=now + timedelta(days=9))
    jobs = [wake.job for wake in Sweeper(database).sweep(now)]
    assert "tell_digest" not in jobs
    assert "tell_digest" in [wake.job for wake in Sweeper(database).sweep(afternoon)]
    assert [_tell(database, at) for at in (now, afternoon, afternoon + HOUR)] == [0, 1, 0]
    assert _tell(database, afternoon + timedelta(days=1)) == 1


def test_when_everybody_has_somebody_nothing_is_sent(database: Database, afternoon: datetime) -> None:
    assert _tell(database, afternoon) == 0
    assert _told(database) == []
