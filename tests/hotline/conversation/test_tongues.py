"""May volunteers help her in another language? Asked once, answered with a number or several, a name, yes or no."""

from dataclasses import replace
from itertools import combinations
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from dispatch.models import HelpRequest, Message, Person, Resident
from dispatch.operations.tongues import EVERY, ITEM, NONE
from hotline.catalogs import LOCALES, load
from hotline.conversation.talk import NOTHING, Heard, Known, Pushed, Talk
from hotline.conversation.tongues import numbers_in
from hotline.phrases import render
from tests.hotline.conversation.saying import (
    GROCERIES,
    KARIN,
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
from tests.hotline.conversation.telephone import Line
from tests.support.factories import a_number, a_resident, a_volunteer

CATALOGS = load(LOCALES)
ZONE = ZoneInfo("Europe/Stockholm")
SWEDISH, ENGLISH = ({"notice": ITEM, "language": tag} for tag in ("sv", "en"))
NEITHER = {"notice": NONE}
WAITING = replace(OPEN, state="escalated")
LANGUAGES = (("sv", "Svenska"), ("en", "English"), ("ti", "ትግርኛ"))
ASKED = replace(
    KARIN, languages=LANGUAGES, requests=(WAITING,),
    pushed=Pushed("tongues.ask", 31, choices=(SWEDISH, ENGLISH, NEITHER)),
)  # fmt: skip
ASKED_ONE = replace(ASKED, pushed=Pushed("tongues.ask", 31, choices=(SWEDISH, NEITHER)))


@pytest.mark.parametrize(
    ("said", "known", "languages"),
    [
        (heard("1"), ASKED, ("sv",)),
        (heard("2"), ASKED, ("en",)),
        (heard("1 2"), ASKED, ("sv", "en")),
        (heard("2 och 1"), ASKED, ("en", "sv")),
        (command("language:en"), ASKED, ("en",)),
        (YES, ASKED_ONE, ("sv",)),
    ],
)
def test_what_she_chooses_is_kept_and_she_is_thanked(said: Heard, known: Known, languages: tuple[str, ...]) -> None:
    turn = step(said, known)
    assert (notices(turn), verbs(turn)) == (["tongues.thanks"], ["also_speaks"])
    assert values(turn) == [{"id": 31, "languages": languages}]


def test_an_answer_to_an_offer_is_none_to_the_question() -> None:
    helper = replace(ASKED, volunteer="active")
    turn = step(heard("ja H1", command="yes", codes=("H1",)), helper)
    assert (verbs(turn), values(turn)) == (["accept_code"], [{"code": "H1"}])


@pytest.mark.parametrize("said", [heard("3"), NO])
def test_none_of_them_is_kept_too(said: Heard) -> None:
    turn = step(said, ASKED)
    assert (notices(turn), values(turn)) == (["tongues.only"], [{"id": 31, "languages": ()}])


@pytest.mark.parametrize("said", [heard("7"), heard("1 3"), heard("1 8"), YES], ids=["7", "1 3", "1 8", "which?"])
def test_what_is_no_choice_is_asked_again(said: Heard) -> None:
    turn = step(said, ASKED)
    assert (notices(turn), verbs(turn)) == (["tongues.ask_again"], [])
    assert turn.replies[0].facts["choices"] == (SWEDISH, ENGLISH, NEITHER)


@pytest.mark.parametrize(
    ("said", "verb"),
    [(GROCERIES, "keep_draft"), (command("cancel"), "cancel_request"), (command("stop"), "stop"),
     (heard("0"), "call_person"), (NONSENSE, "add_to_case"), (command("language:ti"), "set_language"),
     (heard("jag har ramlat", urgency="alarm"), "call_person")],
    ids=["a need", "cancel", "stop", "a person", "nonsense", "another language", "danger"],
)  # fmt: skip
def test_what_answers_something_else_is_not_taken_for_it(said: Heard, verb: str) -> None:
    assert verb in verbs(step(said, ASKED))
    assert "also_speaks" not in verbs(step(said, ASKED))


@pytest.mark.parametrize("question", ["urgency", "unclear"])
@pytest.mark.parametrize("said", [heard("1"), heard("svenska", command="language:sv")])
def test_whether_somebody_is_in_danger_is_read_first(said: Heard, question: str) -> None:
    assert "also_speaks" not in verbs(step(said, ASKED, Talk(question=question, held="hjälp")))


def test_the_name_of_a_language_is_the_wish_to_be_answered_in_it_once_she_has_answered() -> None:
    assert verbs(step(command("language:en"), replace(ASKED, pushed=None))) == ["set_language"]


def test_what_she_is_describing_stays_open() -> None:
    talk = Talk(question="confirm", wish=WISH)
    assert step(heard("1"), ASKED, talk).talk == talk
    assert step(heard("1"), ASKED).talk == NOTHING


@pytest.mark.parametrize(
    ("text", "numbers"),
    [("1 2", (1, 2)), ("1,2", (1, 2)), ("1 och 2", (1, 2)), ("1 و2", (1, 2)), ("١ ٢", (1, 2)), ("1, 2, 3", (1, 2, 3)),
     ("1", ()), ("12", ()), ("", ()), ("13 45", ()), ("1 eller kanske 2", ()), ("Storgatan 1, 2 tr", ()),
     ("070 1 2", ())],
)  # fmt: skip
def test_several_numbers_and_nothing_more(text: str, numbers: tuple[int, ...]) -> None:
    assert numbers_in(text) == numbers


@pytest.mark.parametrize("tag", CATALOGS)
def test_the_question_with_every_choice_keeps_to_two_parts(tag: str) -> None:
    names = {key.rpartition(".")[2]: CATALOGS[tag].text(key) for key in CATALOGS[tag].family("language:of.")}
    longest = sorted(names, key=lambda each: -len(names[each]))[:4]
    none = render(CATALOGS[tag], NONE, {}, ZONE)
    for languages in combinations(longest, 3):
        items = [{"notice": ITEM, "language": language} for language in languages]
        for rest in ([NEITHER], [{"notice": EVERY}, NEITHER]):
            for notice in ("tongues.ask", "tongues.ask_again"):
                text = render(CATALOGS[tag], notice, {"choices": [*items, *rest]}, ZONE)
                assert text.endswith(f"\n{len(items) + len(rest)} {none}"), text


def _asked(line: Line) -> str:
    """Abeba, who speaks Tigrinya, is asked whether Swedish or English will do; returns her number."""
    number = a_number()
    with line.system.database.work(line.now) as work:
        a_resident(work.session, "Abeba Tesfay", language="ti", phone=number)
        for language in ("sv", "en"):
            a_volunteer(work.session, languages=(language,))
    line.text(number, "ካብ ድኳን ጸባን ሕብስትን ዝገዝኣለይ ሰብ የድልየኒ")
    assert line.text(number, "እወ") == ["request.created"]
    line.step(number)
    assert _told(line, number)[-2:] == ["escalated.resident", "tongues.ask"]
    return number


def _told(line: Line, number: str) -> list[str]:
    query = select(Message.notice).join(Person).where(Person.phone == number, Message.notice != "")
    return line.look(lambda session: list(session.scalars(query.order_by(Message.id))))


def _offers(line: Line, request: HelpRequest) -> set[str]:
    """The languages that volunteers were told they will be met in."""
    query = select(Message).where(Message.request_id == request.id, Message.notice == "offer")
    return line.look(lambda session: {message.facts["language"] for message in session.scalars(query)})


def _also_speaks(line: Line, number: str) -> list[str] | None:
    query = select(Resident.also_speaks).join(Person).where(Person.phone == number)
    return line.look(lambda session: session.scalars(query).one())


@pytest.mark.parametrize(
    ("text", "languages"),
    [("1 ን 2", ["en", "sv"]), ("ሽወደንኛ", ["sv"])],
)
def test_those_she_names_are_asked_at_once(line: Line, text: str, languages: list[str]) -> None:
    number = _asked(line)
    assert line.text(number, text) == ["tongues.thanks"]
    assert _also_speaks(line, number) == languages
    request = line.request_of(number)
    assert (request.state, request.next_step_at) == ("open", line.now)
    line.step(number)
    assert _offers(line, line.request_of(number)) == set(languages)


def test_a_no_leaves_it_with_the_operator(line: Line) -> None:
    number = _asked(line)
    assert line.text(number, "ኣይፋል") == ["tongues.only"]
    assert (_also_speaks(line, number), line.request_of(number).state) == ([], "escalated")


def test_another_text_goes_its_own_way_and_the_question_still_waits(line: Line) -> None:
    number = _asked(line)
    assert line.text(number, "ኩነታት") == ["status.escalated"]
    assert line.text(number, "5") == ["tongues.ask_again"]
    assert line.text(number, "1 2") == ["tongues.thanks"]
    assert line.text(number, "1 2") != ["tongues.thanks"], "answered is answered"
    assert _also_speaks(line, number) == ["en", "sv"]
