"""A period is replayed as it was, with as many volunteers as each request was for."""

from datetime import datetime, timedelta

import pytest

from dispatch.db import Database
from dispatch.kinds import Kind
from dispatch.operations import accept
from dispatch.tunables import Tunables
from dispatch.whatif.past import read_past
from tests.support.factories import a_request, a_volunteer, an_offer


@pytest.mark.parametrize("found", [0, 1])
def test_a_replayed_request_is_for_as_many_as_it_was(found: int, database: Database, now: datetime) -> None:
    with database.work(now) as work:
        request = a_request(work.session, now=now, kind=Kind.HANDIWORK, places=2)
        for _ in range(found):
            assert accept(work, an_offer(work.session, request, a_volunteer(work.session)))
    past = read_past(database, Tunables(), now - timedelta(days=1), now + timedelta(days=1), seed=1)
    assert [wish.need.places for wish in past.population.wishes] == [2]
