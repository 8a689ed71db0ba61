"""What comes before what: danger, stop, language, a person; and that nothing ends in silence."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch.kinds import Kind
from hotline.conversation.effects import VERBS
from hotline.conversation.talk import NOTHING, Heard, Known, Pushed, Talk, Wish
from hotline.understanding import Understood
from tests.hotline.conversation.saying import (
    FARID,
    GROCERIES,
    KARIN,
    LATER,
    NEW,
    NONSENSE,
    OFFERS,
    OPEN,
    TASKS,
    WISH,
    command,
    heard,
    notices,
    step,
    values,
    verbs,
)

QUESTIONS = (
    "", "kind", "place", "area", "when", "details", "confirm", "change", "language", "urgency", "which_cancel",
    "which_offer", "which_complete", "which_cannot",
)  # fmt: skip
PEOPLE = (
    NEW, KARIN, FARID, replace(KARIN, requests=(OPEN,), pushed=Pushed("follow_up.ask", 41)),
    replace(FARID, offers=OFFERS, tasks=TASKS, pushed=Pushed("offer", 11)),
)  # fmt: skip
ALARM = heard("Jag kan inte andas", urgency="alarm", needs=("shopping",), command="stop")
PERHAPS = heard("Jag har ramlat", urgency="question")


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("known", PEOPLE)
def test_danger_comes_before_everything_in_every_state(known: Known, question: str) -> None:
    turn = step(ALARM, known, Talk(question=question, wish=WISH, options=(1, 2)))
    assert (notices(turn), verbs(turn), values(turn)) == (["emergency"], ["call_person"], [{"reason": "emergency"}])


@pytest.mark.parametrize("question", QUESTIONS)
def test_perhaps_danger_is_asked_at_once_in_every_state(question: str) -> None:
    turn = step(PERHAPS, KARIN, Talk(question=question, wish=WISH))
    assert (notices(turn), turn.talk.question, turn.talk.held) == (["urgency.ask"], "urgency", "Jag har ramlat")
    assert turn.talk.wish == WISH


def test_yes_it_is_danger_and_no_takes_up_what_she_said() -> None:
    asked = step(PERHAPS, KARIN).talk
    for said in (heard("1"), heard("ja", command="yes")):
        assert (notices(step(said, KARIN, asked)), verbs(step(said, KARIN, asked))) == (["emergency"], ["call_person"])
    no = step(heard("2"), KARIN, asked)
    assert (verbs(no), no.talk.held, no.talk.question) == (["stop_watching", "hear_again"], "Jag har ramlat", "")
    assert notices(step(PERHAPS, KARIN, no.talk)) == ["ask.kind"], "and does not ask the same again"


@pytest.mark.parametrize("question", QUESTIONS)
def test_stop_is_stop_in_every_state(question: str) -> None:
    turn = step(command("stop"), KARIN, Talk(question=question, wish=WISH))
    assert (verbs(turn), turn.talk) == (["stop"], NOTHING)


@pytest.mark.parametrize("known", [replace(KARIN, requests=(OPEN,)), replace(FARID, tasks=TASKS)])
def test_who_stops_with_something_open_is_looked_after(known: Known) -> None:
    turn = step(command("stop"), known)
    assert (verbs(turn), values(turn)[1]) == (["stop", "call_person"], {"reason": "stopped"})


def test_start_starts_again() -> None:
    assert verbs(step(command("start"), KARIN)) == ["start"]


TONGUES = replace(NEW, languages=(("sv", "Svenska"), ("ar", "العربية")))
UNKNOWN = heard("qwerty", language=None)


def test_a_text_in_an_unknown_language_gets_the_menu_and_waits() -> None:
    turn = step(UNKNOWN, TONGUES)
    assert notices(turn) == ["not_emergency", "ask.language"]
    assert turn.replies[1].facts["choices"] == ["Svenska", "العربية"]
    assert (turn.talk.question, turn.talk.held, turn.talk.options) == ("language", "qwerty", ("sv", "ar"))


@pytest.mark.parametrize("said", [heard("2", language=None), heard("العربية", language=None, command="language:ar")])
def test_the_language_is_chosen_by_number_or_name_and_her_text_is_taken_up(said: Heard) -> None:
    menu = step(UNKNOWN, TONGUES).talk
    turn = step(said, replace(TONGUES, is_new=False), menu)
    assert (verbs(turn), values(turn)[0]) == (["set_language", "hear_again"], {"tag": "ar"})
    assert (turn.talk.question, turn.talk.held) == ("", "qwerty")


def test_who_said_nothing_before_choosing_is_asked_what_she_needs() -> None:
    menu = step(heard("", language=None), TONGUES).talk
    turn = step(heard("1", language=None), replace(TONGUES, is_new=False), menu)
    assert (verbs(turn), notices(turn), turn.talk.question) == (["set_language"], ["ask.kind"], "kind")


def test_a_language_nobody_finds_is_a_persons() -> None:
    known, talk = replace(TONGUES, is_new=False), step(UNKNOWN, TONGUES).talk
    for _ in range(2):
        turn = step(UNKNOWN, known, talk)
        talk = turn.talk
    assert (notices(turn), verbs(turn)) == (["handed_over"], ["call_person"])


def test_a_language_by_name_switches_at_any_time() -> None:
    talk = Talk(question="confirm", wish=WISH)
    turn = step(heard("svenska", command="language:sv"), replace(KARIN, languages=TONGUES.languages), talk)
    assert (verbs(turn), turn.talk) == (["set_language"], talk)
    assert notices(turn) == ["language_set", "confirm.known"], "the open question, in the new language"
    assert "set_language" not in verbs(step(heard("klingon", command="language:tlh"), TONGUES))


def test_the_first_words_to_anybody_new_say_that_this_is_no_emergency_service() -> None:
    for said in (GROCERIES, heard("hej"), command("help"), command("person"), heard("")):
        assert notices(step(said, NEW))[0] == "not_emergency"
        assert "not_emergency" not in notices(step(said, KARIN))


def test_a_person_comes_when_she_asks_for_one() -> None:
    for said in (command("person"), heard("Kan jag få prata med någon?", needs=("person",))):
        turn = step(said, KARIN, Talk(question="place", wish=WISH))
        assert (notices(turn), verbs(turn)) == (["person_coming"], ["call_person"])


def test_the_municipalitys_duty_is_referred() -> None:
    assert verbs(step(heard("hjälp mig duscha", needs=("care",)), KARIN)) == ["refer"]
    both = step(heard("duscha och handla", needs=("care", "shopping")), KARIN)
    assert (verbs(both), notices(both)) == (["refer", "keep_draft"], ["confirm.known"])


def test_a_thank_you_and_an_empty_text_need_no_answer() -> None:
    assert step(heard("tack", is_thanks=True), KARIN).replies == ()
    assert step(heard("  "), KARIN).replies == ()


def test_ok_thanks_is_no_more_than_thanks_where_it_cannot_be_a_yes() -> None:
    said = heard("ok tack", is_greeting=True, has_thanks=True)
    assert step(said, replace(KARIN, requests=(OPEN,))).replies == ()
    assert step(said, replace(FARID, tasks=TASKS)).replies == ()
    assert notices(step(said, FARID)) == ["help.volunteer"]
    assert "offer.unclear" in notices(step(said, replace(FARID, tasks=TASKS, offers=OFFERS[:1])))


def test_unclear_twice_is_a_persons_and_in_between_is_forgotten() -> None:
    first = step(NONSENSE, KARIN)
    assert (notices(first), first.talk.question) == (["ask.kind_again"], "kind")
    assert (notices(step(NONSENSE, KARIN, first.talk)), verbs(step(NONSENSE, KARIN, first.talk))) == (
        ["handed_over"], ["call_person"],
    )  # fmt: skip
    understood = step(heard("1"), KARIN, first.talk)
    assert understood.talk.misses == 0


ANYTHING = st.builds(
    Understood,
    text=st.sampled_from(["", "hej", "Kyrkogatan 4", "👍", "1"]),
    language=st.sampled_from(["sv", "ar", None]),
    needs=st.lists(st.sampled_from([*Kind, "care", "person"]), max_size=2).map(tuple),
    command=st.sampled_from([None, None, "yes", "no", "done", "cancel", "help", "status", "pause", "resume", "stop",
                             "start", "person", "same", "change", "tasks", "unable", "language:sv"]),
    answer=st.sampled_from([None, "yes", "no"]),
    choice=st.sampled_from([None, 0, 1, 2, 3, 9, 131]),
    codes=st.sampled_from([(), ("A1",), ("A1", "Z9")]),
    is_conditional=st.booleans(),
    is_thanks=st.booleans(),
    when=st.sampled_from([None, LATER]),
    urgency=st.sampled_from(["none", "none", "question", "alarm"]),
)  # fmt: skip
TALKS = st.builds(
    Talk, question=st.sampled_from(QUESTIONS), wish=st.sampled_from([None, WISH]), asked=st.integers(0, 3),
    misses=st.integers(0, 1), options=st.sampled_from([(), (11, 12), ("sv", "ar"), ("kind", "when", "place")]),
    held=st.sampled_from(["", "hej"]),
)  # fmt: skip


@given(ANYTHING, TALKS, st.sampled_from(PEOPLE), st.sampled_from(["", "Kyrkogatan 4"]))
def test_whatever_is_said_whenever_by_whomever_is_answered_or_done(
    said: Understood, talk: Talk, known: Known, address: str
) -> None:
    try:
        turn = step(Heard(said, "Greta", address), known, talk)
    except ValueError:
        # Options of another question, which no talk of ours holds.
        assert talk.question.startswith("which_")
        assert not all(isinstance(option, int) for option in talk.options)
        return
    assert {effect.verb for effect in turn.effects} <= set(VERBS)
    assert Talk.from_json(turn.talk.to_json()) == turn.talk
    is_quiet = said.is_thanks or (said.is_greeting and said.has_thanks) or not said.text
    assert turn.replies or turn.effects or is_quiet, "nothing ends in silence"
    if said.is_conditional:
        assert not {"accept", "accept_code", "open_draft"} & set(verbs(turn)) or said.choice is not None


def test_after_no_danger_the_question_that_was_open_is_open_again() -> None:
    asked = Talk(question="place", wish=Wish(kind="shopping"), asked=1)
    held = step(PERHAPS, NEW, asked).talk
    again = step(heard("2"), NEW, held)
    assert (again.talk.question, again.talk.held) == ("place", "Jag har ramlat")
