"""What people write instead of yes and no: another time, a condition, later, several answers at once."""

from dataclasses import replace

import pytest

from hotline.conversation.talk import NOTHING, Heard, Pushed, Talk
from hotline.understanding import Understood
from tests.hotline.conversation.saying import (
    FARID,
    KARIN,
    LATER,
    MATCHED,
    NO,
    NONSENSE,
    OFFERS,
    OPEN,
    TASKS,
    YES,
    command,
    heard,
    notices,
    step,
    values,
    verbs,
)

ONE = replace(FARID, offers=OFFERS[:1], last_offer_id=11, pushed=Pushed("offer", 11))
TWO = replace(FARID, offers=OFFERS, last_offer_id=12, pushed=Pushed("offer", 12))
AT_FIVE = heard("ja men först kl 5", answer="yes", is_conditional=True, when=LATER)
IF_DRIVEN = heard("ja om någon kör mig", answer="yes", is_conditional=True)
ASKED = replace(KARIN, requests=(OPEN,), pushed=Pushed("proposal.ask", 11))


@pytest.mark.parametrize("said", [AT_FIVE, heard("kan på torsdag", when=LATER)], ids=["yes but", "a time alone"])
def test_a_time_is_put_to_the_resident_and_accepts_nothing(said: Heard) -> None:
    turn = step(said, ONE)
    assert verbs(turn) == ["propose"]
    assert values(turn)[0] == {
        "id": 11, "start": LATER.start.isoformat(), "end": LATER.end.isoformat(), "precision": "hour",
        "names_day": True,
    }  # fmt: skip


@pytest.mark.parametrize(
    "said",
    [
        replace(AT_FIVE, understood=replace(AT_FIVE.understood, is_not_time=True)),
        heard("nej men kanske kl 5", answer="no", is_conditional=True, when=LATER),
    ],
    ids=["not then", "no, with a time"],
)
def test_a_time_that_may_be_when_he_cannot_is_asked_about(said: Heard) -> None:
    turn = step(said, ONE)
    assert (notices(turn), verbs(turn)) == (["offer.condition"], ["about_offer"])


@pytest.mark.parametrize(
    ("known", "text"),
    [(replace(ONE, tasks=TASKS[:1]), "kommer kl 5"), (ONE, "vilken tid på torsdag?"),
     (replace(ONE, requests=(OPEN,), pushed=None), "på torsdag")],
    ids=["about his task", "a question", "about her own request"],
)  # fmt: skip
def test_a_time_that_may_be_about_something_else_is_no_answer(known: object, text: str) -> None:
    assert "propose" not in verbs(step(heard(text, when=LATER), known))  # type: ignore[arg-type]


def test_a_condition_is_asked_about_once_and_then_a_person_reads_it() -> None:
    asked = step(IF_DRIVEN, ONE)
    assert (notices(asked), asked.talk.question) == (["offer.condition"], "offer_when")
    again = step(IF_DRIVEN, replace(ONE, pushed=None), asked.talk)
    assert (notices(again), verbs(again)) == (["handed_over"], ["call_person", "about_offer"])


@pytest.mark.parametrize(
    ("said", "verb"),
    [(heard("på torsdag", when=LATER), "propose"), (AT_FIVE, "propose"), (YES, "accept"), (NO, "decline")],
)
def test_what_he_answers_to_when_he_can(said: Heard, verb: str) -> None:
    asked = Talk(question="offer_when", options=(11,))
    turn = step(said, replace(ONE, pushed=None), asked)
    assert (verbs(turn), values(turn)[0]["id"]) == ([verb], 11)


def test_with_several_open_a_time_waits_until_he_has_said_for_which() -> None:
    asked = step(AT_FIVE, TWO)
    assert (notices(asked), asked.talk.question, verbs(asked)) == (["offer.which"], "which_time", [])
    for said in (heard("2"), heard("B1", codes=("B1",))):
        chosen = step(said, replace(TWO, pushed=None), asked.talk)
        assert (verbs(chosen), chosen.talk.held) == (["hear_again"], "B1 ja men först kl 5")
    with_code = heard("B1 ja men först kl 5", answer="yes", is_conditional=True, when=LATER, codes=("B1",))
    assert values(step(with_code, replace(TWO, pushed=None)))[0]["id"] == 12


def test_later_is_thanked_and_leaves_the_offer_open() -> None:
    turn = step(command("later"), ONE)
    assert (notices(turn), verbs(turn)) == (["offer.later"], [])
    assert "accept" not in verbs(step(command("later"), ONE, Talk(question="offer_when", options=(11,))))


def _parts(*said: tuple[str, Heard]) -> Heard:
    text = " ".join(f"{code} {each.understood.text}" for code, each in said)
    parts = tuple(((code,), each.understood) for code, each in said)
    return Heard(Understood(text=text, language="sv", is_conditional=True, parts=parts,
                            codes=tuple(code for code, _ in said)))  # fmt: skip


def test_several_answers_in_one_text_are_each_done() -> None:
    turn = step(_parts(("A1", NO), ("B1", YES)), TWO)
    assert (verbs(turn), values(turn)) == (["decline_code", "accept_code"], [{"code": "A1"}, {"code": "B1"}])


def test_a_time_and_an_unclear_one_among_several() -> None:
    turn = step(_parts(("A1", AT_FIVE), ("B1", NONSENSE)), TWO)
    assert (verbs(turn), notices(turn)) == (["propose"], ["offer.which"])
    assert [choice["code"] for choice in turn.replies[0].facts["choices"]] == ["B1"]


def test_a_yes_with_a_time_to_what_is_no_longer_open_is_answered_too() -> None:
    assert verbs(step(AT_FIVE, replace(FARID, last_offer_id=11))) == ["propose"]


@pytest.mark.parametrize(
    ("said", "verb"), [(heard("1"), "suits"), (YES, "suits"), (heard("2"), "suits_not"), (NO, "suits_not")]
)
def test_the_resident_says_whether_it_suits(said: Heard, verb: str) -> None:
    turn = step(said, ASKED)
    assert (verbs(turn), values(turn)) == ([verb], [{"id": 11}])


def test_her_own_condition_settles_nothing_and_reaches_a_person() -> None:
    turn = step(heard("ja men kl 6", answer="yes", is_conditional=True, when=LATER), ASKED)
    assert (notices(turn), verbs(turn)) == (["noted"], ["call_person", "about_proposal"])


FOLLOW_UP = replace(KARIN, requests=(MATCHED,), pushed=Pushed("follow_up.ask", 21))


@pytest.mark.parametrize("said", [heard("3"), command("absent")])
def test_nobody_came_is_an_answer_of_its_own(said: Heard) -> None:
    turn = step(said, FOLLOW_UP)
    assert (verbs(turn), values(turn)) == (["nobody_came"], [{"id": 21}])


def test_after_a_bare_no_an_operator_knows_and_she_may_say_that_nobody_came() -> None:
    turn = step(NO, FOLLOW_UP)
    assert (verbs(turn), notices(turn)) == (["follow_up"], ["follow_up.unclear"])
    said = replace(FOLLOW_UP, pushed=None)
    assert verbs(step(heard("3"), said, turn.talk)) == ["nobody_came"]
    assert verbs(step(heard("2"), said, turn.talk)) == ["about_visit"]


def test_nobody_came_unasked_is_about_the_visit_agreed() -> None:
    turn = step(command("absent"), replace(KARIN, requests=(MATCHED,)))
    assert (verbs(turn), values(turn)) == (["absent"], [{"ids": [21]}])
    assert notices(step(command("absent"), replace(KARIN, requests=(OPEN,)))) == ["status.open"]


def test_what_he_writes_about_a_missed_visit_is_kept_and_begins_nothing() -> None:
    asked_why = replace(FARID, missed_visit_id=21)
    turn = step(heard("Jag var sjuk och kunde inte handla", needs=("shopping",)), asked_why)
    assert (notices(turn), verbs(turn), values(turn)) == (["noted"], ["explain"], [{"id": 21}])


def test_on_my_way_is_about_his_task() -> None:
    assert values(step(command("on_way"), replace(FARID, tasks=TASKS[:1]))) == [{"id": 21}]
    asked = step(command("on_way"), replace(FARID, tasks=TASKS))
    assert asked.talk.question == "which_on_way"
    assert verbs(step(heard("2"), replace(FARID, tasks=TASKS), asked.talk)) == ["on_way"]
    assert notices(step(command("on_way"), FARID)) == ["tasks.none"]
    assert step(command("on_way"), replace(FARID, tasks=TASKS[:1])).talk == NOTHING
