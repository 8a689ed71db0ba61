"""Wherever a search begins, it finds the same people; it begins where the fewest have to be looked at."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest

from dispatch.candidates import Search
from dispatch.db import Database, Work
from dispatch.eligible import MOST_IDLE, best_side, finding
from dispatch.models import HelpRequest, VolunteerRecord
from dispatch.operations.planning import need_of
from dispatch.places import Places
from tests.support.factories import a_request, a_resident, a_volunteer

PLACES = Places.load()


@pytest.fixture
def work(database: Database, now: datetime) -> Iterator[Work]:
    with database.work(now) as work:
        yield work


def _many(work: Work, volunteers: int) -> None:
    rng = Random(5)
    for _ in range(volunteers):
        volunteer = a_volunteer(
            work.session, languages=rng.choice([("ar",), ("ar", "sv"), ("sv",)]),
            areas=rng.choice([("*",), ("oxnehaga", "huskvarna"), ("granna-visingso",)]),
            kinds=rng.choice([("shopping",), ("company", "shopping"), ("company",)]),
        )  # fmt: skip
        volunteer.turn_at = work.now - timedelta(hours=rng.randint(1, 900))
        work.session.add(VolunteerRecord(volunteer_id=volunteer.id, lean=rng.gauss(0, 1), doubt=0.5, pressed=0.0,
                                         pressed_at=None, delay=2.0, answers=3, recent="ynn"))  # fmt: skip
    work.session.flush()


def _values(work: Work, request: HelpRequest) -> dict[str, Any]:
    search = Search(request, need_of(request, PLACES), PLACES, work.now)
    return {**search.values, "silent_since": work.now}


@pytest.mark.parametrize("volunteers", [30, 8 * MOST_IDLE])
def test_every_beginning_finds_the_same_people(work: Work, volunteers: int) -> None:
    request = a_request(work.session, a_resident(work.session, language="ar", area="oxnehaga"), now=work.now)
    _many(work, volunteers)
    found = [
        {row.id for row in work.session.connection().execute(finding(True, True, side), _values(work, request))}
        for side in (None, "kind", "language", "area")
    ]
    assert found[0]
    assert found == [found[0]] * 4


def test_a_rare_language_is_begun_with_and_what_everybody_does_is_not(work: Work) -> None:
    for number in range(40):
        a_volunteer(work.session, languages=("ti", "sv") if number == 7 else ("sv",))
    rare = a_request(work.session, a_resident(work.session, language="ti"), now=work.now)
    assert best_side(work.session, _values(work, rare), spoken=True, near=True) == "language"


def test_where_nearly_all_fit_they_are_gone_through_in_order(work: Work) -> None:
    for _ in range(2 * MOST_IDLE):
        a_volunteer(work.session)
    usual = a_request(work.session, a_resident(work.session), now=work.now)
    assert best_side(work.session, _values(work, usual), spoken=True, near=True) is None
