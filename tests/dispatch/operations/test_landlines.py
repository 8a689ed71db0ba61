"""The same rules and the same race for those who are called."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select

from dispatch.call_store import OUT, list_to_tell
from dispatch.db import Database, Wake, Work
from dispatch.models import HelpRequest, Message, Offer, Visit
from dispatch.operations import accept, ask_volunteers, cancel, draft, hear_of, open_request, refuse_match
from dispatch.operations.calls import end_call, heard
from dispatch.operations.requests import Wish
from tests.dispatch.exchange import a_call
from tests.support.factories import a_request, a_resident, a_volunteer, an_offer

LANDLINE: dict[str, Any] = {"can_text": False, "can_call": True}
WITHHELD: dict[str, Any] = {"can_text": False, "can_call": False}


@pytest.fixture
def work(database: Database, now: datetime) -> Iterator[Work]:
    with database.work(now) as work:
        yield work


def _messages(work: Work, person_id: int, *notices: str) -> list[Message]:
    query = select(Message).where(Message.person_id == person_id, Message.notice.in_(notices))
    return list(work.session.scalars(query.order_by(Message.id)))


def _offers(work: Work) -> list[Offer]:
    return list(work.session.scalars(select(Offer).order_by(Offer.id)))


def test_a_wave_asks_by_text_and_by_call(work: Work) -> None:
    texter, caller = a_volunteer(work.session), a_volunteer(work.session, **LANDLINE)
    a_volunteer(work.session, **WITHHELD)
    ask_volunteers(work, a_request(work.session, now=work.now))
    by_text, by_call = (_messages(work, each.person_id, "offer") for each in (texter, caller))
    assert [(message.channel, message.state) for message in (*by_text, *by_call)] == [
        ("sms", "queued"), ("call", "queued"),
    ]  # fmt: skip
    assert len(_offers(work)) == 2, "who cannot be reached is not asked"
    assert by_call[0].expires_at == by_text[0].expires_at


def test_the_one_on_a_landline_wins_and_everybody_hears_his_own_way(work: Work) -> None:
    texter, caller = a_volunteer(work.session), a_volunteer(work.session, **LANDLINE)
    request = a_request(work.session, a_resident(work.session, **LANDLINE), now=work.now)
    ask_volunteers(work, request)
    offers = {offer.volunteer_id: offer for offer in _offers(work)}
    call = a_call(work.session, caller.person, direction=OUT)
    (asked,) = list_to_tell(work.session, caller.person_id, work.now)
    heard(work, asked, call)
    assert accept(work, offers[caller.id])
    assert not accept(work, offers[texter.id])
    assert [message.channel for message in _messages(work, caller.person_id, "match.volunteer")] == ["call"]
    assert [message.channel for message in _messages(work, request.resident.person_id, "match.resident")] == ["call"]
    assert {message.channel for message in _messages(work, texter.person_id, "offer.taken")} == {"sms"}


def test_by_call_and_by_text_at_once_have_one_winner(database: Database, now: datetime) -> None:
    with database.work(now) as work:
        request = a_request(work.session, now=now)
        ids = []
        for number in range(6):
            volunteer = a_volunteer(work.session, can_text=number % 2 == 0, can_call=True)
            ids.append(an_offer(work.session, request, volunteer).id)

    def say_yes(offer_id: int) -> bool:
        with database.work(now) as work:
            return accept(work, work.session.get_one(Offer, offer_id))

    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(say_yes, ids)).count(True) == 1


def test_who_never_heard_the_offer_does_not_hear_that_it_is_gone(work: Work) -> None:
    caller = a_volunteer(work.session, **LANDLINE)
    request = a_request(work.session, now=work.now)
    ask_volunteers(work, request)
    cancel(work, request, reason="resident")
    (offer,) = _messages(work, caller.person_id, "offer")
    assert (offer.state, offer.error_code) == ("expired", "gone")
    assert _messages(work, caller.person_id, "offer.gone") == []


def test_who_has_heard_the_offer_hears_that_it_is_gone(work: Work) -> None:
    caller = a_volunteer(work.session, **LANDLINE)
    request = a_request(work.session, now=work.now)
    ask_volunteers(work, request)
    call = a_call(work.session, caller.person, direction=OUT)
    (asked,) = _messages(work, caller.person_id, "offer")
    heard(work, asked, call)
    end_call(work, call)
    cancel(work, request, reason="resident")
    assert [message.state for message in _messages(work, caller.person_id, "offer.gone")] == ["queued"]


def _confirmed(work: Work, **person: Any) -> HelpRequest:
    wish = Wish(kind="shopping", channel="call", area_code="huskvarna")
    request = draft(work, a_resident(work.session, **person), wish)
    open_request(work, request)
    return request


def test_a_request_of_somebody_on_a_landline_is_asked_about(work: Work) -> None:
    assert _confirmed(work, **LANDLINE).state == "open"


@pytest.mark.parametrize("more", [WITHHELD, {"stopped_at": datetime.fromisoformat("2026-11-01T08:00Z")}])
def test_whom_no_news_could_reach_an_operator_looks_after(more: dict[str, Any], work: Work) -> None:
    request = _confirmed(work, **more)
    assert (request.state, request.escalation, request.next_step) == ("escalated", "unreachable", "operator")


class TestOfAMatchSheDoesNotWant:
    """Another volunteer, or not this time."""

    @pytest.fixture
    def visit(self, work: Work) -> Visit:
        request = a_request(work.session, a_resident(work.session, **LANDLINE), now=work.now)
        accept(work, an_offer(work.session, request, a_volunteer(work.session)))
        return work.session.scalars(select(Visit)).one()

    @pytest.mark.parametrize(("wants_another", "state"), [(True, "open"), (False, "cancelled")])
    def test_he_is_told_and_never_asked_again(
        self, wants_another: bool, state: str, visit: Visit, work: Work, now: datetime
    ) -> None:
        request = visit.request
        assert refuse_match(work, visit, wants_another=wants_another)
        (offer,) = _offers(work)
        assert (request.state, visit.state, offer.state) == (state, "cancelled", "returned")
        assert len(_messages(work, visit.volunteer.person_id, "visit.cancelled.volunteer")) == 1
        assert _messages(work, request.resident.person_id, "request.cancelled") == []
        if wants_another:
            assert (request.next_step, request.next_step_at, request.matched_at) == ("ask_volunteers", now, None)
            assert Wake("take_step", (request.id,)) in work.wakes
            ask_volunteers(work, request)
            assert len(_offers(work)) == 1, "nobody but him is there"

    def test_without_a_match_there_is_nothing_to_refuse(self, visit: Visit, work: Work) -> None:
        assert refuse_match(work, visit, wants_another=False)
        assert not refuse_match(work, visit, wants_another=True)
        assert visit.request.state == "cancelled"

    def test_she_may_hear_again_who_comes(self, visit: Visit, work: Work) -> None:
        person = visit.request.resident.person
        work.speaker_id = person.id
        work.speaker_channel = person.channel or work.speaker_channel
        assert hear_of(work, visit.request)
        (reply,) = work.replies
        assert (reply.notice, reply.facts["code_word"], reply.channel) == ("match.resident", visit.code_word, "call")
        refuse_match(work, visit, wants_another=True)
        assert not hear_of(work, visit.request)
