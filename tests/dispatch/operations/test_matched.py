"""Several volunteers for one request: each place has one winner, and what happens to one place is no other's matter."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from dispatch.db import Database, Wake, Work
from dispatch.kinds import Kind
from dispatch.models import HelpRequest, Message, Offer, Visit
from dispatch.operations import (
    accept,
    answer_follow_up,
    ask_again,
    ask_if_done,
    ask_volunteers,
    cancel,
    cannot_after_all,
    complete,
    decline,
    follow_up,
    hear_of,
    nobody_came,
    propose,
    refuse_match,
    remind,
)
from dispatch.operations.matched import go_on, set_places
from dispatch.operations.series import begin_series
from dispatch.operations.visits import close_quietly
from dispatch.weeks import Slot
from tests.support.factories import a_request, a_resident, a_volunteer, an_offer

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
NAMES = ("Eva Lind", "Nils Ek", "Ola Berg", "Siv Dahl")


@pytest.fixture
def work(database: Database, now: datetime) -> Iterator[Work]:
    with database.work(now) as work:
        yield work


def _asked(work: Work, count: int = 3, *, places: int = 2) -> tuple[HelpRequest, list[Offer]]:
    request = a_request(work.session, now=work.now, wave=1, kind=Kind.HANDIWORK, places=places,
                        next_step_at=work.now + 15 * MINUTE)  # fmt: skip
    return request, [an_offer(work.session, request, a_volunteer(work.session, name)) for name in NAMES[:count]]


def _matched(work: Work, count: int = 3) -> tuple[HelpRequest, list[Visit]]:
    request, offers = _asked(work, count)
    assert accept(work, offers[0])
    assert accept(work, offers[1])
    return request, _visits(work)


def _visits(work: Work) -> list[Visit]:
    return list(work.session.scalars(select(Visit).order_by(Visit.id)))


def _facts(work: Work, person_id: int, notice: str) -> list[dict[str, object]]:
    query = select(Message.facts).where(Message.person_id == person_id, Message.notice == notice)
    return [dict(facts) for facts in work.session.scalars(query.order_by(Message.id))]


def _hers(work: Work, request: HelpRequest, notice: str) -> list[dict[str, object]]:
    return _facts(work, request.resident.person_id, notice)


def _his(work: Work, row: Offer | Visit, notice: str) -> list[dict[str, object]]:
    return _facts(work, row.volunteer.person_id, notice)


def test_the_first_of_two_has_his_place_and_the_others_may_still_answer(work: Work, now: datetime) -> None:
    request, (first, *others) = _asked(work)
    assert accept(work, first)
    assert (request.state, request.next_step, request.matched_at) == ("open", "ask_volunteers", None)
    assert request.next_step_at == now + 15 * MINUTE
    assert [offer.state for offer in others] == ["asked", "asked"]
    assert _his(work, first, "match.volunteer")[0]["address"] == "Storgatan 1"
    assert _his(work, first, "match.count")[0]["count"] == 2
    (told,) = _hers(work, request, "match.resident")
    assert told["kind"] == {"kind": "handiwork", "of": 2, "has": 1}


def test_with_the_last_place_it_is_matched_and_all_others_are_told(work: Work) -> None:
    request, offers = _asked(work)
    assert [accept(work, offer) for offer in offers] == [True, True, False]
    assert (request.state, request.next_step) == ("matched", "ask_if_done")
    assert [visit.place for visit in _visits(work)] == [1, 2]
    assert [offer.state for offer in offers] == ["accepted", "accepted", "taken"]
    assert _his(work, offers[2], "offer.taken")
    assert [told["name"] for told in _hers(work, request, "match.resident")] == ["Eva", "Nils"]


def test_each_is_told_of_the_other_as_soon_as_it_is_known(work: Work) -> None:
    _, (eva, nils) = _matched(work)
    assert [told["others"] for told in _his(work, nils, "match.others")] == ["Eva"]
    assert [told["others"] for told in _his(work, eva, "match.others")] == ["Nils"]


def test_a_yes_said_twice_takes_no_second_place(work: Work) -> None:
    request, (first, *_) = _asked(work)
    assert accept(work, first)
    assert accept(work, first)
    assert (len(_visits(work)), request.state) == (1, "open")


def test_a_crowd_that_says_yes_at_once_fills_each_place_once(database: Database, now: datetime) -> None:
    with database.work(now) as work:
        request = a_request(work.session, now=now, kind=Kind.HANDIWORK, places=3)
        ids = [an_offer(work.session, request, a_volunteer(work.session)).id for _ in range(20)]

    def say_yes(offer_id: int) -> bool:
        with database.work(now) as work:
            return accept(work, work.session.get_one(Offer, offer_id))

    with ThreadPoolExecutor(8) as pool:
        won = list(pool.map(say_yes, ids))
    with database.reading() as session:
        assert sum(won) == 3
        assert sorted(session.scalars(select(Visit.place))) == [1, 2, 3]
        assert session.scalars(select(HelpRequest.state)).one() == "matched"
        assert len(session.scalars(select(Offer).where(Offer.state == "taken")).all()) == 17


def test_the_wave_for_the_place_that_is_left_is_smaller(work: Work) -> None:
    for _ in range(9):
        a_volunteer(work.session)
    request = a_request(work.session, now=work.now, kind=Kind.HANDIWORK, places=2)
    ask_volunteers(work, request)
    assert len(request.offers) == 4, "one more for the second place"
    assert accept(work, request.offers[0])
    ask_volunteers(work, request)
    work.session.refresh(request)
    assert len(request.offers) == 7


def test_an_offer_says_for_how_many_it_is(work: Work) -> None:
    volunteer = a_volunteer(work.session)
    ask_volunteers(work, a_request(work.session, now=work.now, kind=Kind.HANDIWORK, places=2))
    (told,) = _facts(work, volunteer.person_id, "offer")
    assert told["kind"] == {"kind": "handiwork", "of": 2}


def test_who_cannot_after_all_leaves_only_his_place_free(work: Work, now: datetime) -> None:
    request, (eva, nils) = _matched(work)
    assert cannot_after_all(work, eva)
    assert (request.state, request.next_step, request.next_step_at) == ("open", "ask_volunteers", now)
    assert (eva.state, nils.state) == ("cancelled", "agreed")
    assert [told["name"] for told in _hers(work, request, "match.ended.resident")] == ["Eva"]
    assert _his(work, nils, "match.count"), "he may not think that she still comes"
    third = an_offer(work.session, request, a_volunteer(work.session, "Per Ek"), code="C3")
    assert accept(work, third)
    assert (request.state, [visit.place for visit in _visits(work)]) == ("matched", [1, 2, 1])
    assert [told["others"] for told in _his(work, nils, "match.others")][-1] == "Per"


def test_who_does_not_suit_her_leaves_only_his_place_free(work: Work) -> None:
    request, (eva, nils) = _matched(work)
    assert refuse_match(work, nils, wants_another=True)
    assert (request.state, eva.state, nils.state) == ("open", "agreed", "cancelled")
    assert not refuse_match(work, nils, wants_another=True)


def test_the_no_of_one_who_said_yes_is_about_his_own_place(work: Work) -> None:
    request, (eva, nils) = _matched(work)
    decline(work, work.session.get_one(Offer, eva.offer_id))
    assert (request.state, eva.state, nils.state) == ("open", "cancelled", "agreed")


def test_cancelled_nobody_goes_there(work: Work) -> None:
    request, visits = _matched(work)
    assert cancel(work, request, reason="resident")
    for visit in visits:
        assert visit.state == "cancelled"
        assert _his(work, visit, "visit.cancelled.volunteer")
    states = work.session.scalars(select(Offer.state).order_by(Offer.id)).all()
    assert states == ["withdrawn", "withdrawn", "taken"]


def test_everybody_is_reminded_and_asked_whether_it_is_done(work: Work) -> None:
    request, visits = _matched(work)
    remind(work, request)
    ask_if_done(work, request)
    assert [told["name"] for told in _hers(work, request, "reminder.resident")] == ["Eva", "Nils"]
    assert all(_his(work, visit, "reminder.volunteer") and _his(work, visit, "ask_done") for visit in visits)


class TestDone:
    """The request is done when all who came have said so, and she is asked once."""

    def test_one_word_is_not_enough(self, work: Work) -> None:
        request, (eva, nils) = _matched(work)
        assert complete(work, eva)
        assert (request.state, nils.state) == ("matched", "agreed")
        assert _hers(work, request, "follow_up.ask") == []
        assert complete(work, nils)
        assert request.state == "done"
        assert [told["name"] for told in _hers(work, request, "follow_up.ask")] == ["Eva, Nils"]

    def test_she_is_asked_once_also_when_one_of_them_says_it_later(self, work: Work) -> None:
        request, (eva, nils) = _matched(work)
        complete(work, eva)
        follow_up(work, request)
        complete(work, nils)
        assert (request.state, request.next_step) == ("done", "close")
        assert len(_hers(work, request, "follow_up.ask")) == 1

    def test_her_answer_is_for_both(self, work: Work) -> None:
        request, visits = _matched(work)
        follow_up(work, request)
        answer_follow_up(work, visits[0], went_well=True)
        assert request.state == "done"
        assert [(visit.state, visit.went_well) for visit in visits] == [("done", True)] * 2

    def test_without_her_answer_the_word_of_one_is_enough(self, work: Work) -> None:
        request, (eva, nils) = _matched(work)
        complete(work, eva)
        follow_up(work, request)
        close_quietly(work, request)
        assert (request.state, nils.state, request.next_step) == ("done", "done", None)

    def test_done_by_fewer_than_were_wished_it_is_done(self, work: Work) -> None:
        request, offers = _asked(work)
        accept(work, offers[0])
        assert complete(work, _visits(work)[0])
        assert (request.state, request.places, request.next_step) == ("done", 1, "close")
        assert [offer.state for offer in offers] == ["fulfilled", "taken", "taken"]


class TestOneDidNotCome:
    """Somebody else is asked for his place while there is time; after that a person sees to it."""

    def test_in_time(self, work: Work, now: datetime) -> None:
        request, (eva, nils) = _matched(work)
        request.wanted_until = now + HOUR
        assert nobody_came(work, eva)
        assert (request.state, request.escalation, eva.state, nils.state) == ("open", "no_show", "missed", "agreed")
        assert _hers(work, request, "match.ended.resident")
        assert not _hers(work, request, "no_show.resident")
        assert _his(work, eva, "no_show.volunteer")
        assert not _his(work, nils, "no_show.volunteer")

    def test_too_late(self, work: Work, now: datetime) -> None:
        request, (eva, nils) = _matched(work)
        request.wanted_until = now - HOUR
        assert nobody_came(work, eva)
        assert (request.state, request.escalation, nils.state) == ("escalated", "no_show", "agreed")
        (told,) = _hers(work, request, "escalated.partly")
        assert told["kind"] == {"kind": "handiwork", "of": 2, "has": 1}

    def test_neither_came(self, work: Work, now: datetime) -> None:
        request, visits = _matched(work)
        request.wanted_until = now - HOUR
        assert nobody_came(work, *visits)
        assert (request.state, request.escalation) == ("open", "no_show")
        assert len(_hers(work, request, "no_show.resident")) == 1
        assert not nobody_came(work, *visits)


class TestOnlySomeAreFound:
    """An operator sees how many; he may go on with those."""

    @pytest.fixture
    def request_(self, work: Work) -> HelpRequest:
        request = a_request(work.session, now=work.now, wave=1, kind=Kind.HANDIWORK, places=2)
        accept(work, an_offer(work.session, request, a_volunteer(work.session, "Eva Lind")))
        ask_volunteers(work, request)
        return request

    def test_an_operator_has_it_and_she_is_told_how_many(self, request_: HelpRequest, work: Work) -> None:
        assert (request_.state, request_.escalation) == ("escalated", "nobody_answered")
        (told,) = _hers(work, request_, "escalated.partly")
        assert told["kind"] == {"kind": "handiwork", "of": 2, "has": 1}
        assert _hers(work, request_, "escalated.resident") == []

    def test_a_further_yes_still_wins(self, request_: HelpRequest, work: Work) -> None:
        assert accept(work, an_offer(work.session, request_, a_volunteer(work.session, "Nils Ek"), code="C3"))
        assert request_.state == "matched"

    def test_going_on_with_one_tells_both(self, request_: HelpRequest, work: Work) -> None:
        assert go_on(work, request_)
        assert (request_.state, request_.places) == ("matched", 1)
        assert [told["others"] for told in _hers(work, request_, "match.fewer")] == ["Eva"]
        (visit,) = _visits(work)
        assert _his(work, visit, "match.alone")
        assert not go_on(work, request_)

    def test_asking_more_lets_him_who_comes_come(self, request_: HelpRequest, work: Work) -> None:
        assert ask_again(work, request_, reason="operator")
        assert [visit.state for visit in _visits(work)] == ["agreed"]


def test_asked_again_for_another_time_everybody_is_called_off(work: Work, now: datetime) -> None:
    request, (first, *_) = _asked(work)
    accept(work, first)
    request.wanted_until = now
    ask_volunteers(work, request)
    assert request.escalation == "too_late"
    assert ask_again(work, request, reason="operator")
    assert [visit.state for visit in _visits(work)] == ["cancelled"]


class TestPlaces:
    """An operator says for how many it is."""

    def test_a_second_is_looked_for_at_once(self, work: Work, now: datetime) -> None:
        request, (first, *_) = _asked(work, places=1)
        accept(work, first)
        assert set_places(work, request, 2)
        assert (request.state, request.next_step_at, request.matched_at) == ("open", now, None)
        assert Wake("take_step", (request.id,)) in work.wakes
        assert _his(work, first, "match.count")

    def test_never_fewer_than_have_said_yes(self, work: Work) -> None:
        request, _ = _matched(work)
        assert not set_places(work, request, 1)
        assert set_places(work, request, 2), "as it is"
        assert (request.state, request.places) == ("matched", 2)

    def test_as_many_as_have_said_yes_is_going_on_with_them(self, work: Work) -> None:
        request, (first, *_) = _asked(work)
        accept(work, first)
        assert set_places(work, request, 1)
        assert request.state == "matched"

    @pytest.mark.parametrize("places", [0, 5])
    def test_one_to_four(self, places: int, work: Work) -> None:
        request, _ = _asked(work)
        assert not set_places(work, request, places)

    def test_who_comes_with_others_comes_when_she_asked_for(self, work: Work, now: datetime) -> None:
        request, (first, *_) = _asked(work)
        assert not propose(work, first, Slot(now + 3 * HOUR, now + 4 * HOUR, "hour"))
        assert (_his(work, first, "offer.fixed") != [], first.state) == (True, "asked")
        assert _hers(work, request, "proposal.ask") == []

    def test_a_proposal_is_let_go_when_it_becomes_one_for_two(self, work: Work, now: datetime) -> None:
        request, (first, *_) = _asked(work, places=1)
        assert propose(work, first, Slot(now + 3 * HOUR, now + 4 * HOUR, "hour"))
        assert set_places(work, request, 2)
        assert _his(work, first, "proposal.over")

    def test_what_is_for_two_does_not_come_every_week(self, work: Work) -> None:
        request, _ = _asked(work)
        assert begin_series(work, request) is None


def test_she_hears_again_of_everybody(work: Work) -> None:
    request, _ = _matched(work)
    work.speaker_id = request.resident.person_id
    assert hear_of(work, request)
    assert [reply.facts["name"] for reply in work.replies] == ["Eva", "Nils"]


def test_a_resident_with_one_volunteer_hears_of_no_numbers(work: Work) -> None:
    request = a_request(work.session, a_resident(work.session), now=work.now)
    offer = an_offer(work.session, request)
    accept(work, offer)
    assert [told["kind"] for told in _hers(work, request, "match.resident")] == ["shopping"]
    assert _his(work, offer, "match.count") == []
