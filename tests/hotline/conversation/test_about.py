"""Sentences about a command: what exactly is meant is asked, and nothing is done before the answer."""

from dataclasses import replace
from typing import Any

import pytest

from hotline.conversation.talk import Heard, Known, Talk, Wish
from tests.hotline.conversation.saying import (
    FARID,
    GROCERIES,
    KARIN,
    MATCHED,
    OFFERS,
    OPEN,
    TASKS,
    WISH,
    heard,
    notices,
    step,
    values,
    verbs,
)

BUSY = replace(FARID, tasks=TASKS[:1])


def _about(command: str, **more: Any) -> Heard:
    return heard("dottern fixade det, det är löst nu", about=command, **more)


def test_her_only_request_is_cancelled_after_she_has_said_that_it_is_meant() -> None:
    known = replace(KARIN, requests=(OPEN,))
    asked = step(_about("cancel", needs=("shopping",)), known)
    assert (notices(asked), verbs(asked)) == (["ask.this"], [])
    for said in (heard("1"), heard("ja", answer="yes")):
        assert values(step(said, known, asked.talk)) == [{"id": OPEN.id}]
    assert notices(step(heard("nej", answer="no"), known, asked.talk)) == ["help.resident"]


def test_a_wish_for_something_else_is_read_by_a_person() -> None:
    turn = step(_about("change", needs=("shopping",)), replace(KARIN, requests=(MATCHED,)))
    assert (notices(turn), verbs(turn)) == (["noted"], ["call_person"])


@pytest.mark.parametrize(
    ("command", "verb", "tasks"),
    [
        ("unable", "cannot", 1),
        ("cancel", "cannot", 1),
        ("done", "complete", 1),
        ("on_way", "on_way", 2),
        ("absent", "at_door", 2),
    ],
)
def test_a_volunteer_is_asked_which_task_he_means(command: str, verb: str, tasks: int) -> None:
    known = replace(FARID, tasks=TASKS[:tasks])
    asked = step(_about(command), known)
    assert (notices(asked), verbs(asked)) == (["ask.this" if tasks == 1 else "tasks.which"], [])
    assert verbs(step(heard("1"), known, asked.talk)) == [verb]


def test_how_late_he_is_she_hears_in_his_own_words() -> None:
    turn = step(heard("Bussen är sen, är hos henne om en kvart", about="on_way"), BUSY)
    assert (notices(turn), verbs(turn)) == (["relay.sent"], ["relay"])
    assert values(turn) == [{"id": 21, "words": "Bussen är sen, är hos henne om en kvart"}]
    assert "relay" not in verbs(step(_about("on_way"), KARIN))


def test_that_nobody_opens_is_about_his_task_and_that_nobody_came_about_her_visit() -> None:
    assert (verbs(step(_about("absent"), BUSY)), values(step(_about("absent"), BUSY))) == (["at_door"], [{"id": 21}])
    assert verbs(step(_about("absent"), replace(KARIN, requests=(MATCHED,)))) == ["absent"]
    assert verbs(step(_about("absent"), replace(BUSY, requests=(MATCHED,)))) == ["absent"]


@pytest.mark.parametrize("command", ["pause", "resume", "stop"])
@pytest.mark.parametrize(("known", "words"), [(FARID, "help.volunteer"), (KARIN, "help.resident")])
def test_what_changes_everything_is_answered_with_the_words_that_do_it(command: str, known: Known, words: str) -> None:
    turn = step(_about(command), known)
    assert (notices(turn), verbs(turn)) == ([words], [])


def test_where_there_is_nothing_it_could_be_about_the_need_counts() -> None:
    turn = step(replace(GROCERIES, understood=replace(GROCERIES.understood, about="change")), KARIN)
    assert turn.talk.question == "confirm"


def test_an_open_question_comes_first() -> None:
    turn = step(_about("cancel"), replace(KARIN, requests=(OPEN,)), Talk(question="confirm", wish=WISH))
    assert turn.talk.question == "confirm"


def test_the_question_what_she_may_need_is_none_in_that_sense() -> None:
    known = replace(KARIN, requests=(OPEN,))
    menu = Talk(question="kind", wish=Wish(), asked=1)
    assert notices(step(_about("cancel", needs=("shopping",)), known, menu)) == ["ask.this"]


def test_while_an_offer_waits_a_volunteer_without_tasks_is_asked_about_that() -> None:
    turn = step(_about("unable"), replace(FARID, offers=OFFERS[:1], last_offer_id=11))
    assert notices(turn) == ["offer.unclear", "offer.item"]
