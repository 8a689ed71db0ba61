"""How it stands, cancel, change, the same again, and how it went."""

from dataclasses import replace

import pytest

from hotline.conversation.talk import NOTHING, Heard, Pushed, Talk
from tests.hotline.conversation.saying import (
    KARIN,
    MATCHED,
    NO,
    NONSENSE,
    OPEN,
    WISH,
    YES,
    command,
    heard,
    notices,
    step,
    values,
    verbs,
)

ONE, BOTH = replace(KARIN, requests=(OPEN,)), replace(KARIN, requests=(OPEN, MATCHED))


@pytest.mark.parametrize(
    ("known", "notice"),
    [
        (KARIN, "status.none"),
        (ONE, "status.open"),
        (replace(KARIN, requests=(MATCHED,)), "status.matched"),
        (replace(KARIN, requests=(replace(OPEN, state="escalated"),)), "status.escalated"),
        (replace(KARIN, requests=(OPEN, MATCHED, OPEN, OPEN)), "status.several"),
    ],
)
def test_status_says_how_it_stands(known: object, notice: str) -> None:
    turn = step(command("status"), known)  # type: ignore[arg-type]
    assert (notices(turn), verbs(turn)) == ([notice], [])


def test_status_of_a_few_says_how_each_stands() -> None:
    turn = step(command("status"), BOTH)
    assert notices(turn) == ["status.open", "status.matched"]
    assert turn.replies[1].facts["code_word"] == "4711"


def test_status_of_a_match_says_who_comes_with_which_code_word() -> None:
    facts = step(command("status"), replace(KARIN, requests=(MATCHED,))).replies[0].facts
    assert (facts["name"], facts["organisation"], facts["code_word"]) == ("Farid", "Röda Korset", "4711")


def test_cancel_takes_back_the_only_one_at_once() -> None:
    turn = step(command("cancel"), ONE)
    assert (notices(turn), verbs(turn), values(turn)) == (["request.cancelled"], ["cancel_request"], [{"id": 31}])


def test_cancel_with_nothing_open_says_so() -> None:
    assert notices(step(command("cancel"), KARIN)) == ["nothing_open"]


@pytest.mark.parametrize(("answer", "request_id"), [("1", 31), ("2", 32), ("131", 31), ("132", 32)])
def test_with_several_she_says_which_by_number_or_code(answer: str, request_id: int) -> None:
    asked = step(command("cancel"), BOTH)
    assert (notices(asked), verbs(asked)) == (["ask.which"], [])
    assert values(step(heard(answer), BOTH, asked.talk)) == [{"id": request_id}]


def test_a_number_of_none_of_them_cancels_nothing() -> None:
    asked = step(command("cancel"), BOTH)
    for answer in ("3", "133"):
        assert "cancel_request" not in verbs(step(heard(answer), BOTH, asked.talk))


def test_while_she_describes_one_cancel_means_that_one() -> None:
    assert verbs(step(command("cancel"), ONE, Talk(question="confirm", wish=WISH))) == ["drop_draft"]


def test_a_change_begins_with_what_she_asked_for_and_loses_nothing() -> None:
    turn = step(command("change"), ONE)
    assert (notices(turn), turn.talk.question, turn.talk.wish) == (["ask.change"], "change", WISH)
    assert verbs(turn) == ["cancel_request", "keep_draft"], "or a change she never finishes would leave nothing"


def test_the_request_that_is_changed_is_the_open_one_and_not_the_last() -> None:
    other = replace(WISH, kind="company")
    assert step(command("change"), replace(ONE, last=other)).talk.wish == WISH


@pytest.mark.parametrize(
    "known",
    [
        BOTH, replace(KARIN, requests=(MATCHED,)),
        replace(KARIN, requests=(replace(OPEN, wish=None, state="escalated"),)),
    ],
    ids=["several", "somebody comes", "an operator's case"],
)
def test_what_cannot_simply_be_changed_is_a_persons(known: object) -> None:
    turn = step(command("change"), known)  # type: ignore[arg-type]
    assert (notices(turn), verbs(turn)) == (["person_coming"], ["call_person"])


def test_the_same_as_last_time_goes_straight_to_the_summary() -> None:
    turn = step(command("same"), replace(KARIN, last=WISH))
    assert (notices(turn), verbs(turn), turn.talk.wish) == (["confirm.known"], ["keep_draft"], WISH)


def test_the_same_of_nothing_is_asked_about() -> None:
    turn = step(command("same"), KARIN)
    assert (verbs(turn), notices(turn), turn.talk.question) == ([], ["ask.kind"], "kind")


ASKED_HOW = replace(KARIN, pushed=Pushed("follow_up.ask", 41))


@pytest.mark.parametrize(
    ("said", "went_well"), [(YES, True), (heard("1"), True), (command("done"), True), (NO, False), (heard("2"), False)]
)
def test_how_it_went(said: Heard, went_well: bool) -> None:
    turn = step(said, ASKED_HOW)
    assert (verbs(turn), values(turn)) == (["follow_up"], [{"id": 41, "went_well": went_well}])


def test_a_no_with_reasons_is_a_no_but_a_yes_with_but_is_asked_about() -> None:
    no = heard("nej han kom aldrig", answer="no", is_conditional=True)
    assert values(step(no, ASKED_HOW)) == [{"id": 41, "went_well": False}]
    assert "follow_up" not in verbs(step(heard("ja men", answer="yes", is_conditional=True), ASKED_HOW))


def test_other_words_leave_the_question_open() -> None:
    assert "follow_up" not in verbs(step(NONSENSE, ASKED_HOW))
    assert notices(step(heard("Handla mat igen?", needs=("shopping",)), ASKED_HOW)) == ["confirm.known"]
    assert step(command("status"), ASKED_HOW).talk == NOTHING


def test_a_thank_you_is_a_good_answer_and_a_yes_with_but_is_kept_with_the_visit() -> None:
    assert values(step(heard("tack det gick bra", is_thanks=True), ASKED_HOW)) == [{"id": 41, "went_well": True}]
    but = step(heard("ja men hon glömde mjölken", answer="yes", is_conditional=True), ASKED_HOW)
    assert (notices(but), verbs(but)) == (["follow_up.unclear"], ["about_visit"])


def test_an_operators_case_stands_in_nobodys_list() -> None:
    case = replace(OPEN, id=33, wish=None, state="escalated")
    assert notices(step(command("status"), replace(ONE, requests=(OPEN, case)))) == ["status.open"]
    assert values(step(command("cancel"), replace(ONE, requests=(case, OPEN)))) == [{"id": 31}]
