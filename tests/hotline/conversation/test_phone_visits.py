"""Company by phone in words and by keys: what is asked, what is not, and the call that connects the two."""

from dataclasses import replace
from typing import Any

import pytest

from hotline.conversation import engine, intake, phone_visits
from hotline.conversation.by_phone import keypad
from hotline.conversation.talk import NOTHING, Heard, Known, Match, OpenRequest, Standing, Talk, Turn, Wish
from hotline.understanding import Understood
from tests.hotline.conversation.saying import KARIN, LATER, NEW, SOON, YES, command, heard, notices, step, verbs

FRIEND = heard("Jag vill ha en telefonvän", needs=("company",), by_phone=True)
CALLER = replace(KARIN, channel="call", language="sv", languages=(("sv", "Svenska"),))
DAY: dict[str, Any] = {"start": "2026-11-27T07:00:00+00:00", "end": "2026-11-27T20:00:00+00:00", "precision": "day"}
HIM = Known(channel="call", name="Farid", volunteer="active")
GATE = phone_visits.gate(41, "Karin", is_last=False)


def key(digits: str, **more: object) -> Heard:
    """Return a key."""
    return Heard(Understood(text=digits, language="sv", choice=int(digits)), **more)  # type: ignore[arg-type]


def test_a_known_resident_is_asked_nothing_and_hears_no_address() -> None:
    summary = step(FRIEND, KARIN)
    assert notices(summary) == ["confirm.by_phone"]
    assert summary.replies[0].facts["kind"] == "company_by_phone"
    assert "address" not in summary.replies[0].facts


def test_a_new_resident_is_asked_her_name_and_not_where_she_lives() -> None:
    asked = step(FRIEND, NEW)
    assert notices(asked) == ["not_emergency", "ask.name"]
    known = replace(NEW, is_new=False)
    named = step(heard("Greta", name="Greta"), known, asked.talk)
    assert (notices(named), verbs(named)) == (["ask.when"], ["name_person", "keep_draft"])
    summary = step(heard("imorgon kl 3", when=LATER), known, named.talk)
    assert notices(summary) == ["confirm.by_phone"]
    assert summary.talk.wish is not None
    assert (summary.talk.wish.name, summary.talk.wish.address) == ("Greta", "")


def test_words_that_are_no_name_are_none() -> None:
    asked = step(FRIEND, replace(NEW, is_new=False))
    assert notices(step(YES, replace(NEW, is_new=False), asked.talk)) != ["ask.when"]


def test_she_says_at_the_summary_that_a_talk_is_enough() -> None:
    visit = step(heard("Jag vill ha sällskap", needs=("company",)), KARIN)
    assert notices(visit) == ["confirm.known"]
    assert notices(step(heard("det räcker i telefon", by_phone=True), KARIN, visit.talk)) == ["confirm.by_phone"]


def test_other_help_besides_is_for_somebody_who_comes() -> None:
    both = heard("handla, och någon att prata med i telefon", needs=("shopping", "company"), by_phone=True)
    summary = step(both, KARIN)
    assert notices(summary) == ["confirm.known"]
    assert summary.replies[0].facts["kind"] == ["shopping", "company_by_phone"]


def _asked(wish: Wish, *, asked: int = 1) -> Turn:
    return keypad.finish(intake.go_on(Talk(wish=wish, asked=asked), CALLER), NOTHING, CALLER)


def test_by_keys_company_is_a_visit_or_a_talk_and_every_week_or_not() -> None:
    turn = _asked(Wish(kind="company", name="Karin", address="Storgatan 1"))
    assert notices(turn) == ["ask.by_phone"]
    turn = engine.step(turn.talk, key("2"), CALLER)
    assert notices(turn) == ["ask.message.by_phone"]
    turn = _asked(replace(turn.talk.wish or Wish(), recording_id=7, **DAY), asked=3)
    assert notices(turn) == ["ask.weekly"]
    turn = engine.step(turn.talk, key("2"), CALLER)
    assert notices(turn) == ["confirm.by_phone"]
    assert turn.replies[0].facts["when"]["weekly"] is True


@pytest.mark.parametrize(
    ("wish", "question"),
    [
        (Wish(kind="shopping", **DAY), "weekly"),
        (Wish(kind="shopping", precision="soon"), "confirm"),
        (Wish(kind="handiwork", **DAY), "confirm"),
        (Wish(kind="shopping", weekly=False, **DAY), "confirm"),
    ],
)
def test_every_week_is_asked_about_only_where_it_makes_sense(wish: Wish, question: str) -> None:
    assert _asked(replace(wish, address="Storgatan 1", recording_id=7)).talk.question == question


def test_what_comes_every_week_is_left_out_or_ended_from_the_menu() -> None:
    known = replace(CALLER, series=(Standing(5, "shopping", SOON, is_hers=True),))
    menu = keypad.begin(known, is_outgoing=False)
    place = menu.talk.options.index("weekly") + 1
    asked = engine.step(menu.talk, key(str(place)), known)
    assert notices(asked) == ["series.ask_end"]
    ended = engine.step(asked.talk, key("2"), known)
    assert verbs(ended) == ["end_series"]


def test_he_is_connected_only_once_he_has_pressed_the_key() -> None:
    assert notices(GATE) == ["by_phone.gate"]
    assert engine.step(GATE.talk, key("1"), HIM).talk.question == phone_visits.RING
    silence = Heard(Understood(text=""))
    turn = GATE
    for _ in range(keypad.MOST_MISSES):
        turn = engine.step(turn.talk, silence, HIM)
    assert turn.talk.question == "goodbye"


@pytest.mark.parametrize(
    ("is_connected", "is_last", "said"), [(True, False, 0), (False, False, 1), (False, True, 0)]
)
def test_he_hears_that_it_is_tried_again_only_when_it_is(is_connected: bool, is_last: bool, said: int) -> None:
    ringing = engine.step(phone_visits.gate(41, "Karin", is_last=is_last).talk, key("1"), HIM)
    turn = engine.step(ringing.talk, replace(Heard(Understood(text="")), is_connected=is_connected), HIM)
    assert notices(turn).count("by_phone.again") == said
    assert verbs(turn) == ["phone_visit_over"]


def test_how_it_stands_names_no_code_word_for_a_door_that_nobody_comes_to() -> None:
    wish = Wish(kind="company", by_phone=True)
    request = OpenRequest(31, "131", "company_by_phone", SOON, "matched", wish=wish,
                          matches=(Match(41, "Farid", "Röda Korset", "4711"),))  # fmt: skip
    turn = step(command("status"), replace(KARIN, requests=(request,)))
    assert notices(turn) == ["by_phone.resident"]
    assert "4711" not in str(turn.replies[0].facts)
