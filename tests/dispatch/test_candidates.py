"""Who is read as eligible, what is known of him, and the count that says why there is nobody."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from dispatch.candidates import Search, funnel, list_candidates, read_people
from dispatch.db import Database, Work
from dispatch.eligible import MOST_IDLE
from dispatch.kinds import Kind
from dispatch.matching import Candidate, Need
from dispatch.models import Apart, HelpRequest, Visit, Volunteer, VolunteerRecord
from dispatch.operations.planning import need_of
from dispatch.places import Places
from dispatch.states import OfferState, VisitState
from tests.support.factories import a_request, a_resident, a_volunteer, an_area, an_offer

HOUR = timedelta(hours=1)
PLACES = Places.load()


@pytest.fixture
def work(database: Database, now: datetime) -> Iterator[Work]:
    with database.work(now) as work:
        yield work


@pytest.fixture
def request_(work: Work, now: datetime) -> HelpRequest:
    return a_request(work.session, a_resident(work.session, language="ar", area="oxnehaga"), now=now)


def _need(request: HelpRequest) -> Need:
    return need_of(request, PLACES)


def _read(work: Work, request: HelpRequest, need: Need | None = None) -> dict[int, Candidate]:
    search = Search(request, need or _need(request), PLACES, work.now)
    return {each.volunteer_id: each for each in list_candidates(work.session, search)}


def _visited(work: Work, volunteer: Volunteer, request: HelpRequest, **more: Any) -> None:
    offer = an_offer(work.session, request, volunteer, state=OfferState.FULFILLED, came_from=OfferState.ACCEPTED)
    values = {"state": VisitState.DONE, "came_from": VisitState.AGREED, "ended_at": work.now, **more}
    work.session.add(Visit(request_id=request.id, volunteer_id=volunteer.id, offer_id=offer.id, code_word="1234",
                           agreed_at=work.now, **values))  # fmt: skip
    work.session.flush()


@pytest.mark.parametrize(
    ("rule", "lacks"),
    [
        ("active", {"status": "pending"}),
        ("kind", {"kinds": ("company",)}),
        ("language", {"languages": ("sv",)}),
        ("area", {"areas": ("granna-visingso",)}),
        ("reachable", {"blocked": True}),
    ],
)
def test_who_lacks_something_is_not_even_read_and_the_count_says_what(
    work: Work, request_: HelpRequest, rule: str, lacks: dict[str, Any]
) -> None:
    a_volunteer(work.session, **{"languages": ("ar",), **lacks})
    assert _read(work, request_) == {}
    counts = funnel(work.session, request_, _need(request_), work.now)
    assert next(name for name, left in counts.items() if left == 0) == rule


def test_who_is_vouched_for_too_little_is_not_read(work: Work, now: datetime) -> None:
    a_volunteer(work.session, vetting="none")
    request = a_request(work.session, kind=Kind.PHARMACY, now=now)
    assert _read(work, request) == {}
    assert funnel(work.session, request, _need(request), now)["vetting"] == 0


def test_who_was_asked_is_not_read_again_but_still_known(work: Work, request_: HelpRequest) -> None:
    volunteer = a_volunteer(work.session, languages=("ar",))
    offer = an_offer(work.session, request_, volunteer)
    assert _read(work, request_) == {}
    search = Search(request_, _need(request_), PLACES, work.now)
    awaited = read_people(work.session, search, silent_since=work.now).awaited
    assert [(each.volunteer_id, asked_at) for each, asked_at in awaited] == [(volunteer.id, offer.asked_at)]


def test_a_helper_tongue_will_do_but_is_told_apart(work: Work, request_: HelpRequest) -> None:
    from_home = a_volunteer(work.session, languages=("ar", "sv"))
    by_english = a_volunteer(work.session, languages=("en",))
    need = Need(**{**vars(_need(request_)), "helpers": frozenset({"en"})})
    read = _read(work, request_, need)
    assert read[from_home.id].languages == {"ar"}
    assert read[by_english.id].languages == {"en"}


def test_the_way_is_measured_from_the_nearest_area_he_named(work: Work, request_: HelpRequest) -> None:
    an_area(work.session, "huskvarna")
    near = a_volunteer(work.session, languages=("ar",), areas=("oxnehaga",))
    nearby = a_volunteer(work.session, languages=("ar",), areas=("huskvarna",))
    anywhere = a_volunteer(work.session, languages=("ar",))
    read = _read(work, request_)
    assert read[near.id].km == 0
    assert 0.5 < (read[nearby.id].km or 0) < 6
    assert read[anywhere.id].km is None


def test_what_he_has_had_of_texts_and_visits_is_known(work: Work, request_: HelpRequest, now: datetime) -> None:
    volunteer = a_volunteer(work.session, languages=("ar",))
    volunteer.weekly_limit = 2
    other = a_request(work.session, request_.resident, now=now)
    _visited(work, volunteer, other)
    for days in (1, 2, 9):
        an_offer(work.session, a_request(work.session, now=now), volunteer, asked_at=now - timedelta(days=days),
                 state=OfferState.LAPSED, came_from=OfferState.ASKED, code=f"B{days}")  # fmt: skip
    known = _read(work, request_)[volunteer.id]
    assert (known.texts_last_week, known.helped, known.tasks_last_week) == (3, 1, 1)
    assert known.may_ask_from == now - timedelta(days=1) + timedelta(days=7)


def test_who_is_below_his_own_limit_waits_for_nothing(work: Work, request_: HelpRequest, now: datetime) -> None:
    below, none_at_all = (a_volunteer(work.session, languages=("ar",)) for _ in range(2))
    below.weekly_limit, none_at_all.weekly_limit = 2, 0
    an_offer(work.session, a_request(work.session, now=now), below, asked_at=now - timedelta(days=1),
             state=OfferState.LAPSED, came_from=OfferState.ASKED)  # fmt: skip
    read = _read(work, request_)
    assert (read[below.id].texts_last_week, read[below.id].may_ask_from) == (1, None)
    assert (read[none_at_all.id].texts_last_week, read[none_at_all.id].may_ask_from) == (0, None)


def test_who_is_about_to_leave_for_a_visit_is_out_until_it_is_over(work: Work, request_: HelpRequest) -> None:
    volunteer, later = (a_volunteer(work.session, languages=("ar",)) for _ in range(2))
    for who, start in ((volunteer, HOUR), (later, 5 * HOUR)):
        visit_to = a_request(work.session, now=work.now, wanted_from=work.now + start, wanted_until=work.now + 6 * HOUR)
        _visited(work, who, visit_to, state=VisitState.AGREED, came_from="new", ended_at=None)
    read = _read(work, request_)
    assert read[volunteer.id].out_until == work.now + 6 * HOUR
    assert read[later.id].out_until is None


def test_a_pair_that_must_not_meet_is_known(work: Work, request_: HelpRequest) -> None:
    volunteer = a_volunteer(work.session, languages=("ar",))
    work.session.add(Apart(volunteer_id=volunteer.id, person_id=request_.resident.person_id))
    assert _read(work, request_)[volunteer.id].apart == {request_.resident.person_id}


def test_of_many_the_longest_idle_the_most_willing_and_whom_she_knows_are_read(
    work: Work, request_: HelpRequest, now: datetime
) -> None:
    many = [a_volunteer(work.session, languages=("ar",)) for _ in range(MOST_IDLE + 3)]
    for volunteer in many:
        volunteer.turn_at = now - timedelta(days=30)
    busy, willing, known = many[-3:]
    for volunteer in many[-3:]:
        volunteer.turn_at = now - timedelta(days=2)
    _visited(work, known, a_request(work.session, request_.resident, now=now))
    work.session.add(VolunteerRecord(volunteer_id=willing.id, lean=2.0, doubt=0.2, pressed=0.0, pressed_at=None,
                                     delay=2.0, answers=9, recent="yyyy"))  # fmt: skip
    read = _read(work, request_)
    assert len(read) == MOST_IDLE + 2
    assert busy.id not in read
    assert (read[willing.id].record.lean, read[known.id].helped) == (2.0, 1)
