"""Asking, and what volunteers answer: one winner, nobody left waiting, nobody told a lie."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from dispatch.db import Database, Wake, Work
from dispatch.models import HelpRequest, Message, Offer, Visit, Wave
from dispatch.operations import accept, ask_again, ask_volunteers, cancel, cannot_after_all, decline, escalate
from dispatch.operations.offers import LETTERS
from dispatch.stepping import take_step
from dispatch.store import get_locked
from tests.support.factories import a_request, a_resident, a_volunteer, an_offer

MINUTE = timedelta(minutes=1)


@pytest.fixture
def work(database: Database, now: datetime) -> Iterator[Work]:
    with database.work(now) as work:
        yield work


def _told(work: Work, offer_or_request: Offer | HelpRequest) -> list[str]:
    """Return the notices that somebody has got, oldest first."""
    person = (offer_or_request.volunteer if isinstance(offer_or_request, Offer) else offer_or_request.resident).person
    query = select(Message.notice).where(Message.person_id == person.id, Message.notice != "")
    return list(work.session.scalars(query.order_by(Message.id)))


def _asked(work: Work, count: int = 1) -> tuple[HelpRequest, list[Offer]]:
    request = a_request(work.session, now=work.now, wave=1, next_step_at=work.now + 15 * MINUTE)
    return request, [an_offer(work.session, request, a_volunteer(work.session)) for _ in range(count)]


def _facts(work: Work, notice: str) -> dict[str, object]:
    return dict(work.session.scalars(select(Message.facts).where(Message.notice == notice)).one())


def test_a_wave_asks_a_few_and_says_when_the_next_is(work: Work, now: datetime) -> None:
    for _ in range(5):
        a_volunteer(work.session)
    request = a_request(work.session, now=now)
    ask_volunteers(work, request)
    assert (len(request.offers), request.wave) == (3, 1)
    assert (request.next_step, request.next_step_at) == ("ask_volunteers", now + 15 * MINUTE)
    wave = work.session.scalars(select(Wave)).one()
    assert sorted(wave.reasons["asked"]) == [offer.volunteer_id for offer in request.offers]
    assert wave.reasons["funnel"]["active"] == 5
    assert Wake("send_messages") in work.wakes


def test_an_offer_says_what_it_needs_and_not_a_word_of_who_she_is(work: Work, now: datetime) -> None:
    a_volunteer(work.session)
    ask_volunteers(work, a_request(work.session, now=now))
    facts = _facts(work, "offer")
    assert set(facts) == {"kind", "area", "when", "language", "code"}
    assert not {"Karin", "Ek", "Storgatan 1", "Mjölk och bröd"} & set(map(str, facts.values()))


def test_the_next_wave_asks_others_and_the_silent_ones_no_more(database: Database, now: datetime) -> None:
    with database.work(now) as work:
        for _ in range(5):
            a_volunteer(work.session)
        request_id = a_request(work.session, now=now).id
    for turn in range(4):
        take_step(database, request_id, now + turn * 15 * MINUTE)
    with database.reading() as session:
        offers = session.scalars(select(Offer).order_by(Offer.id)).all()
        request = session.get_one(HelpRequest, request_id)
    assert [offer.wave for offer in offers] == [1, 1, 1, 2, 2]
    assert len({offer.volunteer_id for offer in offers}) == 5
    assert {offer.state for offer in offers} == {"asked"}, "a late yes still counts"
    assert (request.state, request.escalation) == ("escalated", "nobody_answered")


def test_after_long_silence_an_offer_counts_as_unanswered(work: Work, now: datetime) -> None:
    request, (silent, newer) = _asked(work, 2)
    silent.asked_at = now - 45 * MINUTE
    ask_volunteers(work, request)
    assert (silent.state, newer.state) == ("lapsed", "asked")
    assert request.state == "open"


def test_when_nobody_fits_an_operator_has_it_and_she_is_told(work: Work, now: datetime) -> None:
    request = a_request(work.session, now=now)
    a_volunteer(work.session, languages=("en",))
    ask_volunteers(work, request)
    assert (request.state, request.escalation, request.next_step) == ("escalated", "nobody_fits", "operator")
    assert _told(work, request) == ["escalated.resident"]
    assert work.session.scalars(select(Wave)).one().reasons["funnel"]["language"] == 0


@pytest.mark.parametrize(
    "more", [{"status": "paused"}, {"status": "pending"}, {"status": "left"}, {"can_text": False, "can_call": False},
             {"blocked": True}]
)
def test_who_may_not_be_asked_is_not_asked(more: dict[str, object], work: Work, now: datetime) -> None:
    a_volunteer(work.session, **more)  # type: ignore[arg-type]
    request = a_request(work.session, now=now)
    ask_volunteers(work, request)
    assert request.offers == []


def test_somebody_both_resident_and_volunteer_is_not_asked_for_herself(work: Work, now: datetime) -> None:
    request = a_request(work.session, now=now)
    volunteer = a_volunteer(work.session)
    volunteer.person, request.resident.person = request.resident.person, volunteer.person
    volunteer.person = request.resident.person
    work.session.flush()
    ask_volunteers(work, request)
    assert request.offers == []


def test_at_night_nobody_is_asked_and_the_morning_is_the_next_time(database: Database, now: datetime) -> None:
    night = now.replace(hour=21)  # ten in the evening in Jönköping
    with database.work(night) as work:
        a_volunteer(work.session)
        request = a_request(work.session, now=night)
        ask_volunteers(work, request)
        assert request.offers == []
        assert request.next_step_at == now.replace(hour=7) + timedelta(days=1)


def test_who_waited_for_the_morning_in_vain_was_still_never_asked(database: Database, now: datetime) -> None:
    with database.work(now.replace(hour=21)) as work:
        request = a_request(work.session, now=work.now)
        ask_volunteers(work, request)
    with database.work(now.replace(hour=8) + timedelta(days=1)) as work:
        request = work.session.get_one(HelpRequest, request.id)
        ask_volunteers(work, request)
        assert request.escalation == "nobody_fits"


def test_each_offer_of_a_volunteer_has_a_code_of_its_own(work: Work, now: datetime) -> None:
    volunteer = a_volunteer(work.session)
    volunteer.weekly_limit = 100
    resident = a_resident(work.session)
    for _ in range(30):
        ask_volunteers(work, a_request(work.session, resident, now=now))
    codes = work.session.scalars(select(Offer.code).where(Offer.volunteer_id == volunteer.id).order_by(Offer.id)).all()
    assert len(set(codes)) == 30
    assert codes[:2] == ["A1", "B1"]
    assert codes[len(LETTERS)] == "A2"
    assert not set("".join(codes)) & set("IOQ0")


def test_the_first_yes_gets_it_and_everybody_is_told(work: Work, now: datetime) -> None:
    request, (first, second, silent) = _asked(work, 3)
    silent.state, silent.came_from = "lapsed", "asked"
    assert accept(work, first)
    assert not accept(work, second)
    assert (request.state, request.matched_at) == ("matched", now)
    assert [offer.state for offer in (first, second, silent)] == ["accepted", "taken", "taken"]
    visit = work.session.scalars(select(Visit)).one()
    assert (visit.state, visit.volunteer_id) == ("agreed", first.volunteer_id)
    assert _told(work, first) == ["match.volunteer", "match.details"]
    assert _told(work, second) == ["offer.taken", "offer.taken"], "once unasked, and once as the answer to his yes"
    assert _told(work, silent) == ["offer.taken"]
    facts = _facts(work, "match.resident")
    assert set(facts) == {"name", "organisation", "kind", "when", "code_word"}
    assert (facts["name"], facts["code_word"]) == ("Farid", visit.code_word)
    assert (_facts(work, "match.volunteer")["address"], _facts(work, "match.details")["details"]) == (
        "Storgatan 1", "Mjölk och bröd",
    )  # fmt: skip


def test_a_matched_request_waits_for_its_visit(work: Work, now: datetime) -> None:
    request, (offer,) = _asked(work)
    accept(work, offer)
    assert request.next_step == "ask_if_done"
    assert request.wanted_until is not None
    assert request.next_step_at == request.wanted_until + timedelta(hours=2)


def test_a_yes_said_twice_gets_the_details_again_and_matches_once(work: Work) -> None:
    request, (offer,) = _asked(work)
    assert accept(work, offer)
    assert accept(work, offer)
    assert _told(work, request) == ["match.resident"]
    assert _told(work, offer).count("match.volunteer") == 2
    assert len(work.session.scalars(select(Visit)).all()) == 1


@pytest.mark.parametrize("before", ["lapsed", "declined"])
def test_a_late_yes_still_counts_while_nobody_has_it(before: str, work: Work) -> None:
    request, (offer,) = _asked(work)
    offer.state, offer.came_from = before, "asked"
    escalate(work, request, "nobody_answered")
    assert accept(work, offer)
    assert (request.state, request.escalation, request.next_step) == ("matched", "", "ask_if_done")


def test_a_late_yes_never_takes_it_from_whoever_has_it(work: Work) -> None:
    request, (first, second) = _asked(work, 2)
    accept(work, first)
    escalate(work, request, "send_failed")
    assert not accept(work, second)
    assert (first.state, second.state, request.state) == ("accepted", "taken", "escalated")


def test_a_yes_to_what_is_cancelled_hears_that_it_is_gone(work: Work) -> None:
    request, (offer,) = _asked(work)
    cancel(work, request, reason="resident")
    assert not accept(work, offer)
    assert _told(work, offer) == ["offer.gone", "offer.gone"]
    assert (offer.state, request.state) == ("withdrawn", "cancelled")


def test_many_yes_at_once_have_one_winner(database: Database, now: datetime) -> None:
    with database.work(now) as work:
        ids = [offer.id for offer in _asked(work, 12)[1]]

    def say_yes(offer_id: int) -> bool:
        with database.work(now, actor="volunteer") as work:
            return accept(work, work.session.get_one(Offer, offer_id))

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(say_yes, ids)) == 1
    with database.reading() as session:
        states = sorted(session.scalars(select(Offer.state)))
        assert states == ["accepted"] + ["taken"] * 11
        told = session.scalars(select(Message.person_id).where(Message.notice == "offer.taken")).all()
        assert len(set(told)) == 11


def test_yes_no_and_cancel_at_once_never_block_each_other(database: Database, now: datetime) -> None:
    with database.work(now) as work:
        request, offers = _asked(work, 9)
        ids = [offer.id for offer in offers]

    def act(turn: int) -> None:
        with database.work(now) as work:
            if turn == 4:
                cancel(work, get_locked(work.session, HelpRequest, request.id), reason="resident")
            else:
                (accept if turn % 2 else decline)(work, work.session.get_one(Offer, ids[turn]))

    with ThreadPoolExecutor(9) as pool:
        list(pool.map(act, range(9)))
    with database.reading() as session:
        assert session.get_one(HelpRequest, request.id).state == "cancelled"
        assert not {"asked", "accepted"} & set(session.scalars(select(Offer.state)))
        assert "agreed" not in set(session.scalars(select(Visit.state)))


def test_two_waves_to_the_same_people_at_once_both_succeed(database: Database, now: datetime) -> None:
    with database.work(now) as work:
        for _ in range(3):
            a_volunteer(work.session)
        resident = a_resident(work.session)
        ids = [a_request(work.session, resident, now=now).id for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(lambda request_id: take_step(database, request_id, now), ids))
    with database.reading() as session:
        offers = session.scalars(select(Offer)).all()
    assert len(offers) == 24
    assert len({(offer.volunteer_id, offer.code) for offer in offers}) == 24


def test_a_no_is_thanked_and_the_others_may_still_answer(work: Work, now: datetime) -> None:
    request, (first, _second) = _asked(work, 2)
    decline(work, first)
    assert (first.state, first.answered_at) == ("declined", now)
    assert _told(work, first) == ["offer.declined"]
    assert request.next_step_at == now + 15 * MINUTE


def test_the_last_no_asks_the_next_at_once_and_never_him_again(work: Work, now: datetime) -> None:
    request, (first, second) = _asked(work, 2)
    decline(work, first)
    decline(work, second)
    assert (request.next_step, request.next_step_at) == ("ask_volunteers", now)
    assert Wake("take_step", (request.id,)) in work.wakes
    ask_volunteers(work, request)
    assert request.escalation == "nobody_answered"
    assert len(request.offers) == 2


def test_a_no_after_the_yes_sends_it_out_again(work: Work, now: datetime) -> None:
    request, (offer,) = _asked(work)
    accept(work, offer)
    decline(work, offer)
    assert (offer.state, request.state, request.next_step_at) == ("returned", "open", now)
    assert _told(work, request)[-1] == "match.ended.resident"
    assert _told(work, offer)[-1] == "visit.returned"


def test_a_no_to_what_is_over_changes_nothing(work: Work) -> None:
    request, (offer,) = _asked(work)
    cancel(work, request, reason="resident")
    decline(work, offer)
    assert (offer.state, request.state, request.next_step) == ("withdrawn", "cancelled", None)


def test_who_could_not_after_all_is_not_asked_again_but_the_late_one_is(work: Work) -> None:
    request, (first, second) = _asked(work, 2)
    accept(work, first)
    cannot_after_all(work, work.session.scalars(select(Visit)).one())
    ask_volunteers(work, request)
    assert [offer.volunteer_id for offer in request.offers if offer.wave == 1 and offer.state == "asked"] == []
    work.session.refresh(request, ["offers"])
    again = [offer for offer in request.offers if offer.state == "asked"]
    assert [offer.volunteer_id for offer in again] == [second.volunteer_id]


def test_an_operator_who_asks_again_calls_off_the_visit_that_was_agreed(work: Work, now: datetime) -> None:
    request, (first, second) = _asked(work, 2)
    accept(work, first)
    escalate(work, request, "operator")
    assert ask_again(work, request, reason="operator")
    assert (request.state, request.escalation, request.next_step_at) == ("open", "", now)
    assert _told(work, first)[-1] == "visit.cancelled.volunteer"
    assert accept(work, second)
