"""Yes, no, what people really write, done, cannot after all, and his own settings."""

from dataclasses import replace
from datetime import date

import pytest

from hotline.conversation.talk import NOTHING, Heard, Known, Pushed, Talk
from tests.hotline.conversation.saying import (
    FARID,
    KARIN,
    MAYBE,
    NO,
    NONSENSE,
    OFFERS,
    TASKS,
    WISH,
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
LATE = replace(FARID, last_offer_id=11)
YES_B1 = heard("ja B1", command="yes", codes=("B1",))


@pytest.mark.parametrize("known", [ONE, LATE], ids=["open", "no longer open"])
@pytest.mark.parametrize(("said", "verb"), [(YES, "accept"), (NO, "decline")])
def test_a_bare_answer_means_the_only_offer_or_the_last(said: Heard, verb: str, known: Known) -> None:
    turn = step(said, known)
    assert (verbs(turn), values(turn)) == ([verb], [{"id": 11}])


def test_an_answer_with_a_code_means_that_one_whatever_was_asked() -> None:
    for talk in (NOTHING, Talk(question="which_offer", options=(11, 12)), Talk(question="confirm", wish=WISH)):
        assert values(step(YES_B1, TWO, talk)) == [{"code": "B1"}]
    assert verbs(step(heard("nej B1", command="no", codes=("B1",)), TWO)) == ["decline_code"]


def test_several_codes_are_several_answers() -> None:
    turn = step(heard("ja A1 B1", command="yes", codes=("A1", "B1")), TWO)
    assert verbs(turn) == ["accept_code", "accept_code"]


def test_a_bare_yes_to_several_is_asked_about() -> None:
    asked = step(YES, TWO)
    assert (notices(asked), verbs(asked)) == (["offer.which"], [])
    assert values(step(heard("2"), TWO, asked.talk)) == [{"id": 12}]
    assert values(step(heard("A1", codes=("A1",)), TWO, asked.talk)) == [{"code": "A1"}]
    assert verbs(step(NO, TWO, asked.talk)) == ["decline", "decline"]


@pytest.mark.parametrize("known", [ONE, TWO])
def test_a_yes_with_a_condition_is_kept_and_asked_about_and_never_a_yes(known: Known) -> None:
    turn = step(MAYBE, known)
    assert (notices(turn), verbs(turn)) == (["offer.condition"], ["about_offer"])


def test_a_condition_with_a_code_is_filed_with_that_offer() -> None:
    turn = step(heard("ja A1 men kl 5", answer="yes", is_conditional=True, codes=("A1",)), TWO)
    assert values(turn) == [{"id": 11}]


def test_an_unclear_answer_is_asked_about_and_the_second_is_a_persons() -> None:
    first = step(NONSENSE, ONE)
    assert (notices(first), verbs(first)) == (["offer.unclear", "offer.item"], ["about_offer"])
    second = step(NONSENSE, ONE, first.talk)
    assert (notices(second), verbs(second)) == (["handed_over"], ["call_person"])


def test_a_yes_of_somebody_who_was_never_asked_accepts_nothing() -> None:
    for known in (FARID, KARIN):
        assert not {"accept", "accept_code"} & set(verbs(step(YES, known)))


def test_who_describes_a_request_and_answers_an_offer_loses_neither() -> None:
    both = replace(ONE, is_resident=True, address="Storgatan 1")
    talk = Talk(question="area", wish=WISH, options=("huskvarna", "granna"))
    for said in (YES, NO, heard("ja A1", command="yes", codes=("A1",)), MAYBE):
        assert step(said, both, talk).talk == talk
    assert "open_draft" in verbs(step(YES, replace(both, pushed=None), Talk(question="confirm", wish=WISH)))


@pytest.mark.parametrize(("word", "verb"), [("done", "complete"), ("unable", "cannot"), ("cancel", "cannot")])
def test_done_and_unable_mean_his_only_task(word: str, verb: str) -> None:
    turn = step(command(word), replace(FARID, tasks=TASKS[:1]))
    assert (verbs(turn), values(turn)) == ([verb], [{"id": 21}])


@pytest.mark.parametrize(("word", "verb"), [("on_way", "accept"), ("unable", "decline")])
def test_who_has_no_task_but_an_offer_answers_the_offer(word: str, verb: str) -> None:
    turn = step(command(word), ONE)
    assert (verbs(turn), values(turn)) == ([verb], [{"id": 11}])


PROMISED = replace(FARID, tasks=TASKS[:1])
BOTH = replace(ONE, tasks=TASKS[:1])


def test_a_no_that_no_offer_waits_for_may_mean_what_he_has_promised() -> None:
    asked = step(NO, replace(PROMISED, last_offer_id=11))
    assert (notices(asked), verbs(asked)) == (["ask.this"], [])
    assert verbs(step(heard("ja", answer="yes"), PROMISED, asked.talk)) == [], "he may mean that he comes"
    turn = step(heard("1"), PROMISED, asked.talk)
    assert (verbs(turn), values(turn)) == (["cannot"], [{"id": 21}])


def test_a_no_right_after_his_yes_takes_it_back() -> None:
    turn = step(NO, replace(FARID, tasks=(replace(TASKS[0], offer_id=11),), last_offer_id=11))
    assert (verbs(turn), values(turn)) == (["decline"], [{"id": 11}])


@pytest.mark.parametrize(("choice", "verb", "what"), [("1", "cannot", 21), ("2", "decline", 11)])
def test_who_cannot_come_with_a_task_and_a_new_offer_says_which(choice: str, verb: str, what: int) -> None:
    asked = step(command("unable"), BOTH)
    assert (notices(asked), verbs(asked)) == (["tasks.which"], [])
    turn = step(heard(choice), BOTH, asked.talk)
    assert (verbs(turn), values(turn)) == ([verb], [{"id": what}])
    assert not {"cannot", "decline"} & set(verbs(step(heard("3"), BOTH, asked.talk)))


def test_who_cannot_come_and_names_the_offer_keeps_his_task() -> None:
    turn = step(heard("kan inte A1", command="unable", codes=("A1",)), BOTH)
    assert (verbs(turn), values(turn)) == (["decline_code"], [{"code": "A1"}])


def test_done_where_there_is_only_an_offer_is_asked_about() -> None:
    turn = step(command("done"), ONE)
    assert (notices(turn), verbs(turn)) == (["offer.unclear", "offer.item"], ["about_offer"])


@pytest.mark.parametrize(("word", "verb"), [("done", "complete"), ("on_way", "on_way"), ("absent", "at_door")])
def test_long_before_its_time_he_is_asked_whether_he_means_it(word: str, verb: str) -> None:
    known = replace(FARID, tasks=(replace(TASKS[0], lies_ahead=True),))
    asked = step(command(word), known)
    assert (notices(asked), verbs(asked)) == (["ask.this"], [])
    for said in (heard("1"), heard("ja", answer="yes")):
        assert verbs(step(said, known, asked.talk)) == [verb]
    assert notices(step(heard("nej", answer="no"), known, asked.talk)) == ["help.volunteer"]
    assert verbs(step(command("unable"), known)) == ["cannot"]


@pytest.mark.parametrize(("word", "verb"), [("done", "complete"), ("unable", "cannot")])
def test_with_several_tasks_he_says_which(word: str, verb: str) -> None:
    known = replace(FARID, tasks=TASKS)
    asked = step(command(word), known)
    assert (notices(asked), verbs(asked)) == (["tasks.which"], [])
    assert (verbs(step(heard("2"), known, asked.talk)), values(step(heard("2"), known, asked.talk))) == (
        [verb], [{"id": 22}],
    )  # fmt: skip
    named = step(heard("klart D1", command=word, codes=("D1",)), known)
    assert values(named) == [{"id": 22}]
    assert verb not in verbs(step(heard("3"), known, asked.talk))


def test_cancel_of_an_offer_he_has_not_taken_is_a_no() -> None:
    assert verbs(step(command("cancel"), ONE)) == ["decline"]


@pytest.mark.parametrize(
    ("said", "verb"),
    [
        (heard("1"), "complete"), (YES, "complete"), (command("done"), "complete"), (heard("2"), "not_yet"),
        (NO, "not_yet"), (heard("3"), "cannot"), (command("unable"), "cannot"),
    ],
)  # fmt: skip
def test_was_it_done(said: Heard, verb: str) -> None:
    turn = step(said, replace(FARID, tasks=TASKS[:1], pushed=Pushed("ask_done", 21)))
    assert (verbs(turn), values(turn)) == ([verb], [{"id": 21}])


def test_tasks_lists_what_he_has_and_what_waits_for_him() -> None:
    for word in ("tasks", "status"):
        assert notices(step(command(word), replace(FARID, tasks=TASKS))) == ["tasks.list"]
        assert notices(step(command(word), ONE)) == ["offer.unclear", "offer.item"]
        assert notices(step(command(word), FARID)) == ["tasks.none"]


@pytest.mark.parametrize("word", ["pause", "resume"])
def test_pause_and_resume_are_a_volunteers(word: str) -> None:
    assert verbs(step(command(word), FARID)) == [word]
    assert verbs(step(command(word), KARIN)) == []


def test_a_pause_may_say_until_when() -> None:
    turn = step(heard("pausa till måndag", command="pause", back_on=date(2026, 11, 30)), FARID)
    assert [(effect.verb, effect.values) for effect in turn.effects] == [("pause", {"until": "2026-11-30"})]


def test_help_is_for_what_he_is() -> None:
    assert notices(step(command("help"), FARID)) == ["help.volunteer"]
    assert notices(step(command("help"), KARIN)) == ["help.resident"]


def test_a_volunteer_may_need_help_himself() -> None:
    assert notices(step(heard("Handla mat åt mig", needs=("shopping",)), ONE)) == ["ask.address"]


def test_what_he_writes_of_his_task_is_no_wish_of_his_own() -> None:
    told = heard("Lampan är bytt, den gamla damen har ljus igen", needs=("handiwork",))
    assert notices(step(told, replace(FARID, tasks=TASKS[:1]))) == ["noted"]
    assert notices(step(told, ONE)) == ["offer.unclear", "offer.item"]
    for other in (FARID, replace(FARID, tasks=TASKS[:1], is_resident=True)):  # who helps nobody, or is helped himself
        assert notices(step(told, other)) == ["ask.address"]
