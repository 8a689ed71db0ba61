"""Danger is heard in every state and language, also from who said stop; the right further number follows 112."""

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from hotline.catalogs import LOCALES, load
from hotline.conversation.danger import ACUTE, CALM
from hotline.conversation.talk import Heard, Talk
from hotline.emergency_numbers import NUMBERS
from hotline.understanding import Lexicons, Places, understand
from tests.hotline.conversation.saying import (
    AT,
    FARID,
    GROCERIES,
    KARIN,
    MATCHED,
    NONSENSE,
    WISH,
    heard,
    notices,
    step,
    verbs,
)
from tests.hotline.conversation.telephone import Line

PHONE = "+46701740605"
CATALOGS = load(LOCALES)
LEXICONS = Lexicons(CATALOGS)
SPEAKERS = replace(KARIN, languages=(("sv", "Svenska"), ("ar", "العربية")))


def _read(words: str, language: str) -> Heard:
    zone = ZoneInfo("Europe/Stockholm")
    return Heard(understand(words, language=language, lexicons=LEXICONS, now=AT, zone=zone, places=Places()))


@pytest.mark.parametrize("sort", ACUTE)
def test_the_number_for_her_danger_follows_the_emergency_text(sort: str) -> None:
    turn = step(heard("…", urgency="alarm", dangers=("care", sort)), KARIN)
    assert notices(turn) == ["emergency", f"further.{sort}"]
    assert turn.replies[1].facts == {"number": NUMBERS[sort].number}


def test_of_several_only_one_and_none_for_what_only_112_can_help_with() -> None:
    assert notices(step(heard("…", urgency="alarm", dangers=("violence", "poison")), KARIN)) == [
        "emergency", "further.poison",
    ]  # fmt: skip
    assert notices(step(heard("…", urgency="alarm", dangers=("care", "crime")), KARIN)) == ["emergency"]


@pytest.mark.parametrize("sort", CALM)
def test_after_no_danger_she_learns_whom_to_call_instead(sort: str) -> None:
    asked = step(heard("det svider", urgency="question", dangers=(sort,)), KARIN).talk
    assert notices(step(heard("2"), KARIN, asked)) == [f"further.{sort}"]


def test_yes_it_is_danger_names_the_number_of_what_was_said_before() -> None:
    asked = step(heard("jag orkar inte", urgency="question", dangers=("suicide",)), KARIN).talk
    assert notices(step(heard("1"), KARIN, asked)) == ["emergency", "further.suicide"]
    assert Talk.from_json(asked.to_json()) == asked


def test_in_another_language_than_her_own_it_is_said_in_both() -> None:
    for urgency, notice in (("alarm", "emergency"), ("question", "urgency.ask")):
        turn = step(heard("…", urgency=urgency, other="ar"), SPEAKERS)
        assert notices(turn) == [notice, notice]
        assert [reply.facts.get("spoken") for reply in turn.replies] == [None, "ar"]


@pytest.mark.parametrize("tag", CATALOGS)
def test_every_emergency_we_know_is_heard_in_the_middle_of_anything(tag: str) -> None:
    for words in CATALOGS[tag].lines("example:emergency"):
        for question in ("", "place", "details", "language", "urgency", "which_offer"):
            turn = step(_read(words, tag), KARIN, Talk(question, WISH, held="…", options=(1, 2)))
            assert notices(turn)[0] == "emergency", (words, question)
            assert verbs(turn) == ["call_person"]


@pytest.mark.parametrize("words", [
    "Jag kan inte andas", "Han svarar inte och andas inte", "Ambulansen kommer inte, hon är medvetslös",
])  # fmt: skip
def test_a_negation_never_silences(words: str) -> None:
    assert _read(words, "sv").understood.urgency == "alarm"


def test_who_said_stop_is_asked_whether_there_is_danger(line: Line) -> None:
    line.text(PHONE, "Hej, jag behöver hjälp att handla mat")
    line.text(PHONE, "STOP")
    assert line.text(PHONE, "Jag ramlade igår") == ["urgency.ask"]
    assert line.text(PHONE, "1") == ["emergency"]


@pytest.mark.parametrize(("words", "tag", "sort"), [
    ("jag vill inte leva längre", "sv", "suicide"), ("min man slår mig", "sv", "violence"),
    ("pappa slår mig och jag är rädd", "sv", "child"), ("barnet har druckit klorin", "sv", "poison"),
    ("بدي موت", "ar", "suicide"), ("мій чоловік мене б'є", "uk", "violence"), ("haluan kuolla", "fi", "suicide"),
    ("dijete je popilo varikinu", "bs", "poison"), ("ninkayga ayaa i garaacaya", "so", "violence"),
])  # fmt: skip
def test_the_sort_is_heard_in_her_own_words(words: str, tag: str, sort: str) -> None:
    assert notices(step(_read(words, tag), KARIN)) == ["emergency", f"further.{sort}"]


def test_the_wish_she_was_at_is_still_there_after_no_danger() -> None:
    asked = step(heard("jag har ont", urgency="question", dangers=("care",)), KARIN, Talk("details", WISH)).talk
    calm = step(heard("2"), KARIN, asked).talk
    assert (calm.question, calm.wish, calm.dangers) == ("details", WISH, ())


UNCLEAR = heard("mormor blev alldeles konstig i går", urgency="question", is_unclear=True)
FAINT = heard("jag har skrivit brev till hunden", urgency="question", is_unclear=True, needs=("other",))


def test_words_we_do_not_know_may_be_danger_and_are_kept_for_an_operator() -> None:
    for said in (UNCLEAR, FAINT):
        turn = step(said, KARIN)
        assert (notices(turn), verbs(turn)) == (["urgency.ask"], ["keep_draft"])
        assert notices(step(heard("1"), KARIN, turn.talk)) == ["emergency"]


def test_when_there_is_no_danger_her_words_are_taken_up_and_never_asked_about_again() -> None:
    asked = step(UNCLEAR, KARIN).talk
    calm = step(heard("2"), KARIN, asked)
    assert verbs(calm) == ["hear_again"]
    assert notices(step(UNCLEAR, KARIN, calm.talk)) == ["ask.kind"]
    assert notices(step(FAINT, KARIN, step(heard("2"), KARIN, step(FAINT, KARIN).talk).talk)) != ["urgency.ask"]


def test_who_says_what_she_needs_instead_is_heard_as_ever_and_who_does_not_gets_a_person() -> None:
    asked = step(UNCLEAR, KARIN).talk
    assert notices(step(GROCERIES, KARIN, asked)) == notices(step(GROCERIES, KARIN))
    assert notices(step(NONSENSE, KARIN, asked)) == ["handed_over"]


@pytest.mark.parametrize("asked", ["urgency", "unclear"])
def test_who_does_not_know_whether_there_is_danger_gets_a_person(asked: str) -> None:
    turn = step(_read("vet inte", "sv"), KARIN, Talk(asked, held="mormor låter så konstig"))
    assert (notices(turn), verbs(turn)) == (["person_coming"], ["call_person"])


@pytest.mark.parametrize(
    ("words", "tag"),
    [("vet inte", "sv"), ("I don't know", "en"), ("no sé", "es"), ("ma garanayo", "so"), ("ما بعرف", "ar"),
     ("نمیدونم", "fa"), ("ኣይፈልጥን", "ti"), ("не знаю", "uk"), ("nie wiem", "pl"), ("ne znam", "bs"),
     ("en tiedä", "fi"), ("nizanim", "ku"), ("bilmiyorum", "tr")],
)  # fmt: skip
def test_not_knowing_is_an_answer_in_every_language(words: str, tag: str) -> None:
    read = _read(words, tag)
    assert notices(step(read, KARIN, Talk("urgency", held="…"))) == ["person_coming"]
    assert verbs(step(read, KARIN, Talk("authorised"))) == ["authorise"]


def test_an_answer_to_what_we_asked_is_no_cry_for_help() -> None:
    assert notices(step(UNCLEAR, KARIN, Talk("details", WISH))) != ["urgency.ask"]
    assert notices(step(UNCLEAR, FARID)) == ["help.volunteer"]
    assert notices(step(UNCLEAR, replace(KARIN, requests=(MATCHED,)))) == ["noted"]


def test_after_the_menu_of_languages_it_is_still_asked(line: Line) -> None:
    line.text(PHONE, "mart akhi 7amel bl shahr l sabe3 w nazfet ktir")
    assert line.text(PHONE, "العربية")[-1] == "urgency.ask"
    assert line.text(PHONE, "2") == ["ask.kind"]
