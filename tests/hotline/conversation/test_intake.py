"""From the first words to the summary she confirms: few questions, none twice, and always a way out."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from dispatch.kinds import RULES, Kind
from hotline.conversation import days, wishes
from hotline.conversation.talk import NOTHING, Heard, Known, Talk, Turn, Wish
from hotline.understanding import Place
from tests.hotline.conversation.saying import (
    AT,
    GROCERIES,
    KARIN,
    LATER,
    NEW,
    NO,
    NONSENSE,
    PLACE,
    WISH,
    YES,
    command,
    heard,
    notices,
    step,
    values,
    verbs,
)

STOCKHOLM = ZoneInfo("Europe/Stockholm")
KNOWS_LITTLE = Known(areas=NEW.areas, languages=NEW.languages)


def _talk(known: Known, *said: Heard) -> list[Turn]:
    turns: list[Turn] = []
    for each in said:
        turns.append(step(each, known, turns[-1].talk if turns else NOTHING))
        known = Known(areas=known.areas, languages=known.languages, name=known.name, address=known.address,
                      area=known.area, is_resident=True)
    return turns


def test_a_known_resident_needs_two_exchanges() -> None:
    summary, done = _talk(KARIN, GROCERIES, YES)
    assert notices(summary) == ["confirm.known"]
    assert summary.replies[0].facts["name"] == "Karin"
    assert verbs(summary) == ["keep_draft"]
    assert verbs(done) == ["keep_draft", "open_draft"]
    assert done.talk == NOTHING


def test_a_new_resident_needs_four() -> None:
    place, area, summary, done = _talk(NEW, GROCERIES, heard("Greta, Kyrkogatan 4", address="Kyrkogatan 4"),
                                       heard("1"), YES)
    assert notices(place) == ["not_emergency", "ask.place"]
    assert notices(area) == ["ask.area"]
    assert notices(summary) == ["confirm.request"]
    assert summary.talk.wish == Wish(kind="shopping", details="Kan någon handla mat åt mig?", area="huskvarna",
                                     address="Kyrkogatan 4, Huskvarna")
    assert verbs(done) == ["keep_draft", "open_draft"]


@pytest.mark.parametrize("kind", [kind for kind in Kind if not RULES[kind].needs_time])
def test_whatever_is_asked_for_four_are_enough(kind: Kind) -> None:
    turns = _talk(NEW, heard("xx", needs=(kind,)), PLACE, heard("Byt en lampa klockan tre", when=LATER), YES)
    assert "open_draft" in verbs(turns[-1]) or "open_draft" in verbs(turns[-2])


def test_a_greeting_first_makes_it_four_still() -> None:
    turns = _talk(NEW, heard("Hej"), heard("1"), PLACE, YES)
    assert notices(turns[0]) == ["not_emergency", "ask.kind"]
    assert "open_draft" in verbs(turns[3])


@pytest.mark.parametrize(
    ("answer", "name"),
    [
        (heard("Greta Ny", name="Greta Ny"), "Greta Ny"),
        (heard("nej", answer="no"), ""),
        (heard("det behövs väl inte så noga"), ""),
    ],
)
def test_whose_bell_to_ring_is_asked_and_nobody_has_to_say(answer: Heard, name: str) -> None:
    place = Place("Kyrkogatan 4", None, "oxnehaga")
    said = heard("Handla mat kl 15", needs=("shopping",), when=LATER, place=place)
    asked, turn = _talk(NEW, said, answer)
    assert notices(asked) == ["not_emergency", "ask.name"]
    assert notices(turn) == ["confirm.request"]
    assert turn.talk.wish is not None
    assert turn.talk.wish.name == name


def test_who_says_everything_at_once_is_asked_for_nothing_more() -> None:
    place = Place("Kyrkogatan 4", None, "oxnehaga")
    said = heard("Handla mat kl 15", needs=("shopping",), when=LATER, place=place)
    (turn,) = _talk(NEW, replace(said, understood=replace(said.understood, name="Greta")))
    assert notices(turn) == ["not_emergency", "confirm.request"]
    assert turn.replies[1].facts == {
        "kind": "shopping", "address": "Kyrkogatan 4",
        "when": {"from": LATER.start.isoformat(), "until": LATER.end.isoformat(), "precision": "hour"},
    }  # fmt: skip


@pytest.mark.parametrize("kind", [kind for kind in Kind if RULES[kind].needs_time])
def test_what_needs_a_time_is_asked_when_even_of_who_is_known(kind: Kind) -> None:
    (turn,) = _talk(KARIN, heard("följ med mig", needs=(kind,)))
    assert notices(turn) == ["ask.when"]


def test_her_name_is_remembered_with_her_place() -> None:
    turns = _talk(KNOWS_LITTLE, GROCERIES, PLACE)
    assert verbs(turns[1]) == ["name_person", "keep_draft"]
    assert values(turns[1])[0] == {"name": "Greta Ny"}


def test_a_draft_is_kept_from_the_moment_the_kind_is_known() -> None:
    first, second = _talk(KNOWS_LITTLE, heard("hej hej"), heard("2"))
    assert verbs(first) == []
    assert verbs(second) == ["keep_draft"]
    assert second.talk.wish is not None
    assert second.talk.wish.kind == wishes.KINDS[1]


PLACE_TALK = Talk(question="place", wish=Wish(kind="shopping"), asked=1)
DETAILS_TALK = Talk(question="details", wish=Wish(kind="other", address="Kyrkogatan 4", area="oxnehaga"), asked=2)


@pytest.mark.parametrize("talk", [PLACE_TALK, DETAILS_TALK], ids=["place", "details"])
@pytest.mark.parametrize("word", ["cancel", "status", "help", "done", "yes", "no"])
def test_a_command_is_nobodys_address_and_no_errand(word: str, talk: Talk) -> None:
    turn = step(heard(word, address=word, command=word), KNOWS_LITTLE, talk)
    wish = turn.talk.wish or Wish()
    assert word not in (wish.address, wish.details)
    assert "keep_draft" not in verbs(turn)


def test_cancel_lets_go_at_every_question() -> None:
    for question in ("kind", "place", "area", "when", "details", "confirm", "change"):
        turn = step(heard("avbryt", address="avbryt", command="cancel"), KARIN, Talk(question=question, wish=WISH))
        assert (notices(turn), verbs(turn), turn.talk) == (["intake.cancelled"], ["drop_draft"], NOTHING), question


def test_zero_is_a_person_at_every_question() -> None:
    for question in ("kind", "place", "area", "when", "details", "confirm", "change", "which_cancel", ""):
        turn = step(heard("0"), KARIN, Talk(question=question, wish=WISH, options=("a", "b")))
        assert (notices(turn), verbs(turn)) == (["person_coming"], ["call_person"]), question


def test_a_thank_you_is_no_address() -> None:
    turn = step(heard("tack", address="tack", is_thanks=True), KNOWS_LITTLE, PLACE_TALK)
    assert notices(turn) == ["ask.place"]


@pytest.mark.parametrize("choice", ["9", "77"])
def test_a_number_that_stands_for_nothing_is_asked_again(choice: str) -> None:
    talk = Talk(question="area", wish=Wish(kind="shopping", address="x"), asked=2, options=("huskvarna", "granna"))
    turn = step(heard(choice), KNOWS_LITTLE, talk)
    assert notices(turn) == ["ask.area"]
    assert turn.talk.options == talk.options


CONFIRM = Talk(question="confirm", wish=WISH)


def test_words_that_change_the_summary_show_it_anew() -> None:
    turn = step(heard("nej, klockan tre", answer="no", is_conditional=True, when=LATER), KARIN, CONFIRM)
    assert notices(turn) == ["confirm.known"]
    assert turn.replies[0].facts["when"]["precision"] == "hour"
    assert "open_draft" not in verbs(turn)


@pytest.mark.parametrize("said", [NO, heard("2"), command("change")])
def test_no_at_the_summary_asks_what_to_change(said: Heard) -> None:
    turn = step(said, KARIN, CONFIRM)
    assert (notices(turn), turn.talk.question, turn.talk.wish) == (["ask.change"], "change", WISH)


def test_three_at_the_summary_lets_it_be() -> None:
    assert verbs(step(heard("3"), KARIN, CONFIRM)) == ["drop_draft"]


def test_a_yes_with_a_condition_confirms_nothing() -> None:
    turn = step(heard("ja kanske", answer="yes", is_conditional=True), KARIN, CONFIRM)
    assert "open_draft" not in verbs(turn)


@pytest.mark.parametrize(("choice", "question"), [("1", "kind"), ("2", "when"), ("3", "place")])
def test_each_part_can_be_changed(choice: str, question: str) -> None:
    asked = step(NO, KARIN, CONFIRM)
    turn = step(heard(choice), KARIN, asked.talk)
    asks = "address" if question == "place" else question  # her name is known
    assert (notices(turn), turn.talk.question) == ([f"ask.{asks}"], question)
    answers: dict[str, Any] = {"kind": heard("2"), "when": heard("kl 15", when=LATER), "place": PLACE}
    again = step(answers[question], KARIN, turn.talk)
    assert again.talk.question == "confirm"
    assert again.talk.wish != WISH


def test_numbers_of_when_mean_soon_today_and_tomorrow() -> None:
    soon, today, tomorrow = (days.numbered(choice, AT, STOCKHOLM) for choice in (1, 2, 3))
    assert soon is not None
    assert today is not None
    assert tomorrow is not None
    assert soon.precision == "soon"
    assert (today.start, today.end) == (AT, AT.replace(hour=20))
    assert tomorrow.start == AT.replace(hour=7) + timedelta(days=1)
    assert days.numbered(4, AT, STOCKHOLM) is None


def test_what_was_not_understood_twice_is_a_persons() -> None:
    for question in ("kind", "place", "area", "when", "details", "confirm", "change"):
        talk = Talk(question=question, wish=WISH, asked=2, options=("huskvarna",))
        said = heard("9999") if question in ("place", "details") else NONSENSE
        first = step(said, KARIN, talk)
        assert first.talk.misses == 1, question
        second = step(said, KARIN, first.talk)
        assert (notices(second), verbs(second)) == (["handed_over"], ["call_person"]), question


def test_two_needs_in_one_text_are_two_requests_after_one_yes() -> None:
    summary, done = _talk(KARIN, heard("Handla och hämta medicin", needs=("shopping", "pharmacy")), YES)
    assert summary.replies[0].facts["kind"] == ["shopping", "pharmacy"]
    assert verbs(done) == ["keep_draft", "open_draft", "open_also"]
    assert values(done)[-1] == {"kind": "pharmacy"}


def test_a_name_said_in_the_first_text_is_remembered_with_the_yes() -> None:
    words = heard("Handla mat", needs=("shopping",), when=LATER, place=Place("Kyrkogatan 4", None, "x")).understood
    said = Heard(replace(words, name="Greta"))
    assert values(_talk(KNOWS_LITTLE, said, YES)[1])[0] == {"name": "Greta"}


def test_an_address_is_told_with_its_area_once() -> None:
    assert wishes.within("Kyrkogatan 4", "Huskvarna") == "Kyrkogatan 4, Huskvarna"
    assert wishes.within("kyrkogatan 4 huskvarna", "Huskvarna") == "kyrkogatan 4 huskvarna"
    place = Place("Kyrkogatan 4", None, "huskvarna", "Huskvarna")
    (turn,) = _talk(KARIN, heard("Handla på Kyrkogatan 4 kl 15", needs=("shopping",), place=place, when=LATER))
    assert turn.replies[0].facts["address"] == "Kyrkogatan 4, Huskvarna"


def test_words_that_are_no_place_are_asked_about_once() -> None:
    said = heard("jag vet inte riktigt", address="jag vet inte riktigt")
    first = step(said, KNOWS_LITTLE, PLACE_TALK)
    assert (notices(first), first.talk.misses) == (["ask.place"], 1)
    house = heard("röda huset bakom kyrkan", address="röda huset bakom kyrkan")
    second = step(house, KNOWS_LITTLE, first.talk)
    assert second.talk.wish
    assert second.talk.wish.address == "röda huset bakom kyrkan"
    need = heard("handla", address="handla", needs=("shopping",))
    assert notices(step(need, KNOWS_LITTLE, first.talk)) == ["ask.place"], "a need is never an address"


def test_a_time_instead_of_a_place_is_kept_and_the_place_asked_again() -> None:
    turn = step(heard("på lördag", address="på lördag", when=LATER), KNOWS_LITTLE, PLACE_TALK)
    assert turn.talk.wish
    assert (notices(turn), turn.talk.wish.address, turn.talk.wish.precision) == (["ask.place"], "", "hour")


def test_a_bare_name_is_kept_and_only_the_address_asked() -> None:
    turn = step(heard("Karin", name="Karin"), KNOWS_LITTLE, PLACE_TALK)
    assert (notices(turn), values(turn)) == (["ask.address"], [{"name": "Karin"}])
    after = step(heard("Kyrkogatan 4", address="Kyrkogatan 4"), KNOWS_LITTLE, turn.talk)
    assert after.talk.wish
    assert (after.talk.wish.name, after.talk.wish.address) == ("Karin", "Kyrkogatan 4")


def test_something_else_must_say_what_and_the_summary_shows_it() -> None:
    other = heard("något annat", needs=("other",), because=("något", "annat"))
    details, summary = _talk(KARIN, other, heard("Mata min katt Sixten"))
    assert notices(details) == ["ask.details"]
    assert (notices(summary), summary.replies[0].facts["details"]) == (["confirm.other"], "Mata min katt Sixten")


@pytest.mark.parametrize(
    "said",
    [heard("nej inte idag", command="no", when=LATER), heard("inte på torsdag", when=LATER, is_not_time=True),
     heard("flytta det", weekly="move", needs=("handiwork",))],
)  # fmt: skip
def test_a_time_that_does_not_suit_her_asks_when(said: Heard) -> None:
    turn = step(said, KARIN, CONFIRM)
    assert (notices(turn), turn.talk.question) == (["ask.when"], "when")


def test_a_time_when_she_cannot_is_no_answer_to_when() -> None:
    turn = step(heard("inte på torsdag", when=LATER, is_not_time=True), KARIN, Talk(question="when", wish=WISH))
    assert turn.talk.question == "when"
    assert turn.talk.wish
    assert turn.talk.wish.start == WISH.start


def test_moving_it_to_another_hour_is_no_other_kind_of_help() -> None:
    turn = step(heard("flytta till klockan 17", weekly="move", needs=("handiwork",), when=LATER), KARIN, CONFIRM)
    assert turn.talk.wish
    assert (turn.talk.wish.kind, turn.talk.wish.start) == (WISH.kind, LATER.start.isoformat())


def test_the_address_may_be_the_answer_to_which_area() -> None:
    talk = Talk(question="area", wish=Wish(kind="shopping", address="x"), asked=2, options=("huskvarna",))
    turn = step(heard("Storgatan 2", place=Place("Storgatan 2")), KNOWS_LITTLE, talk)
    assert turn.talk.wish
    assert turn.talk.wish.address == "Storgatan 2"


def test_the_same_as_never_keeps_the_address_we_know() -> None:
    menu, summary = _talk(KARIN, command("same"), heard("1"))
    assert (notices(menu), notices(summary)) == (["ask.kind"], ["confirm.known"])
