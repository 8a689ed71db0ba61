"""A language she also gets by in: asked for when nobody is left who speaks hers, and planned with from then on."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from dispatch.db import Database, Work
from dispatch.kinds import Kind
from dispatch.models import HelpRequest, Message, StateChange, Volunteer
from dispatch.operations import ask_volunteers, escalate, tongues
from dispatch.operations.tongues import EVERY, ITEM, NONE, languages_meant
from tests.support.factories import a_request, a_resident, a_volunteer, an_offer

DAY = timedelta(days=1)


@pytest.fixture
def work(database: Database, now: datetime) -> Iterator[Work]:
    database.languages = ("sv", "en", "ar", "ti", "so")
    with database.work(now) as work:
        yield work


def _request(work: Work, kind: Kind = Kind.SHOPPING, **more: Any) -> HelpRequest:
    resident = more.pop("resident", None) or a_resident(work.session, "Abeba Tesfay", language="ti")
    return a_request(work.session, resident, kind=kind, now=work.now, **more)


def _questions(work: Work) -> list[Message]:
    query = select(Message).where(Message.notice == tongues.ASK)
    return list(work.session.scalars(query.order_by(Message.id)))


def _named(work: Work) -> list[str]:
    """The choices of the one question that was put: languages, then what else."""
    (question,) = _questions(work)
    return [choice.get("language", choice["notice"]) for choice in question.facts["choices"]]


def _asked(work: Work, request: HelpRequest) -> dict[int, Mapping[str, Any]]:
    """What was told with the offers of a request, by volunteer."""
    query = select(Message).where(Message.request_id == request.id, Message.notice == "offer")
    offers = {offer.id: offer.volunteer_id for offer in request.offers}
    return {offers[message.offer_id]: message.facts for message in work.session.scalars(query) if message.offer_id}


def test_she_is_asked_when_only_her_language_stands_in_the_way(work: Work) -> None:
    a_volunteer(work.session, languages=("sv",))
    request = _request(work)
    ask_volunteers(work, request)
    assert (request.state, request.escalation) == ("escalated", "nobody_fits"), "the question delays nothing"
    assert _named(work) == ["sv", NONE]
    assert _questions(work)[0].priority > 5, "after the word that a person has it"


def test_the_first_languages_of_the_line_come_first_and_three_are_named(work: Work) -> None:
    for languages in (("so",), ("ar",), ("so", "en"), ("sv",), ("de",)):
        a_volunteer(work.session, languages=languages)
    ask_volunteers(work, _request(work))
    assert _named(work) == ["sv", "en", "so", NONE]


def test_she_is_asked_when_all_who_speak_hers_have_said_no(work: Work) -> None:
    a_volunteer(work.session, languages=("sv",))
    request = _request(work, wave=1)
    an_offer(work.session, request, a_volunteer(work.session, languages=("ti",)), state="declined", came_from="asked")
    ask_volunteers(work, request)
    assert (request.escalation, _named(work)) == ("nobody_answered", ["sv", NONE])


@pytest.mark.parametrize(
    "volunteer",
    [{"kinds": ("escort",)}, {"areas": ("granna-visingso",)}, {"status": "paused"}, {"available": "sat 09:00-10:00"},
     {"languages": ("de",)}],
    ids=["another kind", "elsewhere", "paused", "not then", "a language without words"],
)  # fmt: skip
def test_she_is_not_asked_when_no_language_would_help(work: Work, volunteer: dict[str, Any]) -> None:
    a_volunteer(work.session, **{"languages": ("sv",), **volunteer})
    request = _request(work)
    ask_volunteers(work, request)
    assert (request.escalation, _questions(work)) == ("nobody_fits", [])


def test_who_wants_an_interpreter_is_not_asked(work: Work) -> None:
    a_volunteer(work.session, languages=("sv",))
    request = _request(work, Kind.LANGUAGE_HELP)
    request.resident.also_speaks = ["sv"]
    ask_volunteers(work, request)
    assert (request.escalation, _questions(work), request.offers) == ("nobody_fits", [], [])


def test_a_case_of_an_operators_own_asks_nothing(work: Work) -> None:
    a_volunteer(work.session, languages=("sv",))
    request = _request(work)
    escalate(work, request, "too_late")
    assert tongues.ask(work, request) is None


def test_she_is_asked_once_per_request_and_never_again_once_she_has_answered(work: Work) -> None:
    a_volunteer(work.session, languages=("sv",))
    request = _request(work)
    ask_volunteers(work, request)
    other = _request(work, Kind.ERRAND, resident=request.resident)
    ask_volunteers(work, other)
    assert len(_questions(work)) == 1, "the first still waits for its answer"
    work.now += 2 * DAY
    assert tongues.ask(work, request) is None
    assert tongues.ask(work, other) is not None
    tongues.answer(work, other, ())
    third = _request(work, resident=request.resident)
    ask_volunteers(work, third)
    assert (third.escalation, len(_questions(work))) == ("nobody_fits", 2)


def test_on_a_landline_one_key_can_mean_all_of_them(work: Work) -> None:
    a_volunteer(work.session, languages=("sv", "en"))
    ask_volunteers(work, _request(work, resident=a_resident(work.session, language="ti", can_text=False)))
    assert _named(work) == ["sv", "en", EVERY, NONE]
    assert _questions(work)[0].channel == "call"


def test_who_cannot_be_reached_is_not_asked(work: Work) -> None:
    a_volunteer(work.session, languages=("sv",))
    request = _request(work)
    request.resident.person.stopped_at = work.now
    ask_volunteers(work, request)
    assert (request.state, _questions(work)) == ("escalated", [])


def test_a_yes_asks_others_at_once_in_the_language_they_share(work: Work) -> None:
    swedish, both = (a_volunteer(work.session, languages=each) for each in (("sv",), ("so", "sv", "en")))
    request, other = _request(work), None
    ask_volunteers(work, request)
    other = _request(work, Kind.ERRAND, resident=request.resident)
    ask_volunteers(work, other)
    tongues.answer(work, request, ("en", "sv"))
    for each in (request, other):
        assert (each.state, each.next_step, each.next_step_at) == ("open", "ask_volunteers", work.now)
    ask_volunteers(work, request)
    told = _asked(work, request)
    assert {volunteer: facts["language"] for volunteer, facts in told.items()} == {swedish.id: "sv", both.id: "sv"}


def test_who_speaks_hers_is_met_in_hers(work: Work) -> None:
    request = _request(work)
    request.resident.also_speaks = ["en", "sv"]
    hers, english = (a_volunteer(work.session, languages=each) for each in (("sv", "ti"), ("en",)))
    ask_volunteers(work, request)
    told = _asked(work, request)
    assert {volunteer: facts["language"] for volunteer, facts in told.items()} == {hers.id: "ti", english.id: "en"}


@pytest.mark.parametrize(
    ("escalation", "is_late", "state"),
    [("nobody_answered", False, "open"), ("nobody_answered", True, "escalated"), ("emergency", False, "escalated"),
     ("too_late", False, "escalated")],
)  # fmt: skip
def test_a_yes_takes_nothing_else_from_an_operators_hands(
    work: Work, escalation: str, is_late: bool, state: str
) -> None:
    request = _request(work)
    escalate(work, request, escalation)
    if is_late:
        request.wanted_until = work.now
    tongues.answer(work, request, ("sv",))
    assert (request.resident.also_speaks, request.state) == (["sv"], state)


def test_a_no_is_kept_and_leaves_the_request_with_its_operator(work: Work) -> None:
    request = _request(work)
    escalate(work, request, "nobody_fits")
    tongues.answer(work, request, ())
    assert (request.resident.also_speaks, request.state) == ([], "escalated")


def test_nothing_new_asks_nobody_again(work: Work) -> None:
    request = _request(work)
    request.resident.also_speaks = ["en", "sv"]
    escalate(work, request, "nobody_answered")
    tongues.answer(work, request, ("sv",))
    assert (request.resident.also_speaks, request.state) == (["sv"], "escalated")


def test_what_is_noted_is_part_of_the_history_once(work: Work) -> None:
    request = _request(work)
    tongues.answer(work, request, ("sv", "en", "ti"))
    tongues.answer(work, request, ("en", "sv"))
    query = select(StateChange).where(StateChange.request_id == request.id, StateChange.event == tongues.EVENT)
    change = work.session.scalars(query).one()
    assert (change.reason, change.details) == ("also_speaks", {"languages": ["en", "sv"]})


def test_the_question_waits_until_it_is_answered_or_somebody_is_found(work: Work) -> None:
    a_volunteer(work.session, languages=("sv",))
    request = _request(work)
    ask_volunteers(work, request)
    (question,) = _questions(work)
    assert tongues.is_waiting(work.session, question)
    request.state = "matched"
    assert not tongues.is_waiting(work.session, question)
    request.state = "escalated"
    tongues.answer(work, request, ())
    assert not tongues.is_waiting(work.session, question)


CHOICES = [{"notice": ITEM, "language": "sv"}, {"notice": ITEM, "language": "en"}, {"notice": EVERY}, {"notice": NONE}]


@pytest.mark.parametrize(
    ("numbers", "meant"),
    [((1,), ("sv",)), ((1, 2), ("sv", "en")), ((2, 2), ("en",)), ((3,), ("sv", "en")), ((4,), ()), ((1, 4), None),
     ((5,), None), ((0,), None), ((), None)],
)  # fmt: skip
def test_what_the_numbers_of_an_answer_mean(numbers: tuple[int, ...], meant: tuple[str, ...] | None) -> None:
    assert languages_meant(CHOICES, numbers) == meant


def test_her_language_is_still_preferred(work: Work) -> None:
    request = _request(work)
    request.resident.also_speaks = ["sv"]
    swedish: list[Volunteer] = [a_volunteer(work.session, languages=("sv",)) for _ in range(4)]
    hers = a_volunteer(work.session, languages=("ti",))
    ask_volunteers(work, request)
    assert hers.id in {offer.volunteer_id for offer in request.offers}
    assert len(request.offers) < len(swedish) + 1
