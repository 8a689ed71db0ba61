"""Texts that answer nothing and ask for nothing: said once, kindly, and never in a circle."""

from dataclasses import replace

import pytest

from hotline.conversation import wishes
from hotline.conversation.talk import Heard, Known, Talk
from tests.hotline.conversation.saying import (
    FARID,
    KARIN,
    LATER,
    MATCHED,
    NEW,
    NO,
    NONSENSE,
    OFFERS,
    OPEN,
    TASKS,
    WISH,
    YES,
    command,
    heard,
    notices,
    step,
    verbs,
)

CASE = replace(OPEN, id=33, wish=None, state="escalated")
HELLO = heard("hej", is_greeting=True)
THANKS = heard("tack", is_thanks=True)


@pytest.mark.parametrize(
    ("said", "known"),
    [
        (NONSENSE, replace(KARIN, requests=(MATCHED,))),
        (heard("nej, inte henne", answer="no", is_conditional=True), replace(KARIN, requests=(MATCHED,))),
        (heard("går det på fredag", when=LATER), replace(KARIN, requests=(OPEN,))),
        (NONSENSE, replace(FARID, tasks=TASKS)),
    ],
    ids=["a visit", "not her", "another time", "a task"],
)
def test_words_about_what_a_person_has_in_hand_go_to_a_person_at_once(said: Heard, known: Known) -> None:
    turn = step(said, known)
    assert (notices(turn), verbs(turn)) == (["noted"], ["call_person"])


def test_after_a_case_nobody_is_asked_in_a_circle() -> None:
    known = replace(KARIN, requests=(CASE,))
    first = step(NONSENSE, known)
    assert (notices(first), verbs(first)) == (["noted"], ["add_to_case"])
    assert notices(step(NONSENSE, known, first.talk)) == ["noted"]
    danger = replace(KARIN, requests=(replace(CASE, is_danger=True),))
    assert notices(step(NONSENSE, danger)) == ["person_coming"], "112 is named again"
    volunteer = replace(FARID, is_resident=True, requests=(CASE,))
    assert notices(step(command("help"), volunteer)) == ["help.volunteer"], "a case makes him no resident who asks"


def test_a_greeting_is_no_miss_and_gets_the_open_question() -> None:
    talk = Talk(question="when", wish=WISH, asked=1, misses=1)
    turn = step(HELLO, KARIN, talk)
    assert (notices(turn), turn.talk) == (["ask.when"], talk)
    menu = step(HELLO, KARIN)
    assert (notices(menu), menu.talk.misses) == (["ask.kind"], 0)
    assert notices(step(HELLO, KARIN, menu.talk)) == ["ask.kind"]
    assert notices(step(HELLO, replace(KARIN, requests=(OPEN,)))) == ["status.open"]
    assert notices(step(HELLO, FARID)) == ["help.volunteer"]


def test_a_thank_you_to_the_menu_is_no_miss() -> None:
    menu = step(HELLO, NEW)
    turn = step(THANKS, KARIN, menu.talk)
    assert (notices(turn), turn.talk) == ([], menu.talk)


def test_a_yes_that_no_question_waits_for_is_told_how_it_stands() -> None:
    for said in (YES, heard("1")):
        assert notices(step(said, replace(KARIN, requests=(OPEN,)))) == ["status.open"]
    for said in (heard("1"), heard("C1", codes=("C1",))):
        assert notices(step(said, replace(FARID, tasks=TASKS))) == ["tasks.list"]
    assert notices(step(NO, KARIN)) == ["status.none"]
    assert notices(step(YES, FARID)) == ["offer.none"]


def test_done_and_unable_without_a_task_say_so() -> None:
    for word in ("done", "unable", "cancel", "status"):
        assert notices(step(command(word), FARID)) == ["tasks.none"]
    assert verbs(step(command("unable"), replace(FARID, offers=OFFERS[:1]))) == ["decline"]


def test_an_unclear_answer_is_asked_about_with_the_offer_it_may_mean() -> None:
    one = step(NONSENSE, replace(FARID, offers=OFFERS[:1]))
    assert one.replies[1].facts["code"] == "A1"
    assert notices(step(NONSENSE, replace(FARID, offers=OFFERS))) == ["offer.which"]


@pytest.mark.parametrize("question", ["place", "area", "when", "details", "confirm", "change"])
def test_status_change_and_another_language_in_the_middle_lose_nothing(question: str) -> None:
    known = replace(KARIN, languages=(("sv", "Svenska"),))
    talk = Talk(question=question, wish=WISH, asked=1, options=("huskvarna",))
    again = notices(step(HELLO, known, talk))
    status = step(command("status"), known, talk)
    assert (notices(status), status.talk) == (["status.draft", *again], talk)
    language = step(command("language:sv"), known, talk)
    assert (notices(language), language.talk) == (["language_set", *again], talk)
    change = step(command("change"), known, talk)
    assert (notices(change), change.talk.wish) == (["ask.change"], WISH)


def test_pause_in_the_middle_of_his_own_request_leaves_it_open() -> None:
    talk = Talk(question="confirm", wish=WISH)
    for word in ("pause", "resume"):
        assert step(command(word), FARID, talk).talk == talk


PERHAPS = Talk(question="urgency", wish=WISH, before="when", held="Jag ramlade")


def test_no_there_is_no_danger_is_a_no() -> None:
    turn = step(heard("nej det är ingen fara", answer="no", is_conditional=True), KARIN, PERHAPS)
    assert (verbs(turn), turn.talk.question) == (["stop_watching", "hear_again"], "when")


def test_whoever_does_not_say_whether_there_is_danger_is_asked_once_more_and_nothing_is_lost() -> None:
    first = step(heard("Ja det är Karin", answer="yes", is_conditional=True), KARIN, PERHAPS)
    assert (notices(first), first.talk.held) == (["urgency.ask"], "Jag ramlade Ja det är Karin")
    assert notices(step(NONSENSE, KARIN, first.talk)) == ["person_coming"]


def test_other_kinds_are_not_forgotten_over_a_question() -> None:
    talk = Talk(question="place", wish=wishes.wish_from(heard("hej", needs=("shopping",)).understood, NEW), asked=1)
    turn = step(heard("och en lampa att byta", needs=("handiwork",)), KARIN, talk)
    assert turn.talk.wish
    assert (turn.talk.wish.kind, notices(turn)) == ("handiwork", ["ask.address"])
