"""A period is replayed as it was, with as many volunteers as each request was for."""

from datetime import datetime, timedelta

import pytest

from dispatch.db import Database
from dispatch.kinds import Kind
from dispatch.models import Apart
from dispatch.operations import accept
from dispatch.policy import Limits
from dispatch.tunables import Tunables
from dispatch.whatif.past import Past, read_past
from dispatch.whatif.strategies import WAYS
from dispatch.whatif.world import World, settle
from tests.support.factories import a_request, a_volunteer, an_offer


def _past(database: Database, now: datetime) -> Past:
    return read_past(database, Tunables(), now - timedelta(days=1), now + timedelta(days=1), seed=1)


@pytest.mark.parametrize("found", [0, 1])
def test_a_replayed_request_is_for_as_many_as_it_was(found: int, database: Database, now: datetime) -> None:
    with database.work(now) as work:
        request = a_request(work.session, now=now, kind=Kind.HANDIWORK, places=2)
        for _ in range(found):
            assert accept(work, an_offer(work.session, request, a_volunteer(work.session)))
    past = _past(database, now)
    assert [wish.need.places for wish in past.population.wishes] == [2]


def test_who_must_not_meet_does_not_meet_in_a_replay_either(database: Database, now: datetime) -> None:
    with database.work(now) as work:
        request = a_request(work.session, now=now)
        volunteer, other = a_volunteer(work.session), a_volunteer(work.session)
        work.session.add(Apart(volunteer_id=volunteer.id, person_id=request.resident.person_id))
    past = _past(database, now)
    limits = Limits.of(Tunables(), database.zone, past.knowledge)
    world = settle(World(past.population, WAYS["waves"], limits, seed=1))
    (case,) = world.cases
    assert case.barred == {other.id}, "nobody else was asked"
