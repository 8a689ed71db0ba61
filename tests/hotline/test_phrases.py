"""A notice and its facts become one text in the reader's language, by fixed patterns."""

from typing import Any
from zoneinfo import ZoneInfo

import pytest

from hotline.catalogs import LOCALES, load
from hotline.phrases import fits, join, render
from hotline.sms_text import segments

CATALOGS = load(LOCALES)
ZONE = ZoneInfo("Europe/Stockholm")
HOUR = {"from": "2026-11-25T13:30:00+00:00", "until": "2026-11-25T14:30:00+00:00", "precision": "hour"}


def _render(notice: str, reader: str = "sv", /, **facts: Any) -> str:
    return render(CATALOGS[reader], notice, facts, ZONE)


def test_an_offer_names_kind_area_time_and_language_in_the_readers_words() -> None:
    text = _render("offer", "ar", kind="shopping", area="Österängen", when=HOUR, language="sv", code="B2")
    assert text.splitlines() == [
        "هل يمكن المساعدة؟ تسوق",
        "Österängen",
        "الأربعاء 25/11 14:30",
        "اللغة: السويدية",
        "بدون أجر. الجواب: نعم أو لا",
        "B2",
    ]


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (None, "så snart det går"),
        ({"precision": "soon", "from": None, "until": None}, "så snart det går"),
        (HOUR, "ons 25/11 kl 14:30"),
        ({**HOUR, "until": "2026-11-25T16:00:00+00:00"}, "ons 25/11 kl 14:30-17:00"),
        ({"from": "2026-11-25T07:00:00+00:00", "until": "2026-11-25T20:00:00+00:00", "precision": "day"}, "ons 25/11"),
        ({"from": "2026-11-25T23:30:00+00:00", "until": "2026-11-25T23:30:00+00:00", "precision": "day"}, "tors 26/11"),
        (
            {"from": "2026-11-23T07:00:00+00:00", "until": "2026-11-27T20:00:00+00:00", "precision": "day"},
            "mån 23/11 - fre 27/11",
        ),
    ],
)
def test_a_time_is_written_in_the_lines_own_zone(when: dict[str, str] | None, words: str) -> None:
    assert _render("request.item", kind="shopping", when=when, code="") == f"Handla, {words}"


def test_choices_are_numbered() -> None:
    assert _render("ask.which", choices=["handla", "apotek"]).endswith("\n1 handla\n2 apotek")


def test_a_number_is_unbroken_digits() -> None:
    assert "036105000" in _render("referral.care", "ar", number="+4636105000")


def test_a_kind_brings_its_rule() -> None:
    text = _render(
        "match.volunteer",
        kind="shopping",
        name="Karin",
        address="Storgatan 1",
        when=None,
        code_word="4711",
        line="shopping",
    )
    assert "kvitto" in text


def test_what_a_person_wrote_cannot_break_the_text() -> None:
    text = _render("match.details", details="mjölk\u202e\n{code}\x00 och “bröd”")
    assert text == 'Med egna ord: mjölk {code} och "bröd"'


@pytest.mark.parametrize(("language", "letter"), [("sv", "å"), ("ar", "ق")])
def test_long_words_of_hers_are_cut_to_two_parts(language: str, letter: str) -> None:
    text = _render("match.details", language, details=letter * 1600)
    assert segments(text).parts == 2
    assert text.endswith("...")


def test_a_notice_nobody_wrote_is_an_error() -> None:
    with pytest.raises(KeyError):
        _render("nothing.such")


def test_texts_are_joined_by_lines() -> None:
    assert join(["a", "", "b"]) == "a\nb"
    assert fits("a\nb")


def test_every_line_begins_with_a_capital_letter() -> None:
    text = _render("confirm.request", kind="shopping", when=None, address="kyrkogatan 4")
    assert text.splitlines()[1:3] == ["Handla, så snart det går", "Kyrkogatan 4"]


def test_a_kind_for_several_says_how_many_and_how_many_come() -> None:
    two = {"kind": "handiwork", "of": 2}
    assert "småfix (volontärer: 2), så snart" in _render("status.open", kind=two, when=None).lower()
    assert _render("status.open", kind={**two, "has": 1}, when=None).startswith("Småfix 1/2, ")


def test_where_there_is_no_room_how_many_is_said_shorter() -> None:
    two = {"kind": "handiwork", "of": 2}
    address = "Östra Storgatan 112 B, lägenhet 1203, Huskvarna söder om ån"
    for tag in CATALOGS:
        text = _render("confirm.request", tag, kind=two, when=HOUR, address=address)
        assert "2" in text.splitlines()[1]
    assert "x2" in _render("confirm.request", "pl", kind=two, when=HOUR, address=address)


def test_several_kinds_stand_side_by_side() -> None:
    text = _render("confirm.request", kind=["shopping", "pharmacy"], when=None, address="x")
    assert "Handla + apotek, " in text


def test_a_name_we_were_never_told_leaves_no_hole() -> None:
    assert "en invånare" in _render("tasks.list", choices=[
        {"notice": "task.item", "kind": "shopping", "name": "", "when": None, "code": "A1"}
    ])


@pytest.mark.parametrize("reader", CATALOGS)
@pytest.mark.parametrize("address", ["", None])
def test_an_address_she_said_by_phone_is_in_her_message(reader: str, address: str | None) -> None:
    text = _render("reminder.volunteer", reader, kind="shopping", name="Karin", address=address, when=None)
    assert CATALOGS[reader].text("sms:address.spoken") in text


@pytest.mark.parametrize("reader", CATALOGS)
def test_words_that_are_passed_on_are_cut_to_two_parts(reader: str) -> None:
    text = _render("relayed", reader, name="Karin", words="ق" * 1600)
    assert fits(text)
    assert text.endswith("...")


def test_the_rule_of_the_kind_is_never_cut() -> None:
    for kind in ("shopping", "pharmacy", "language_help"):
        text = _render("match.volunteer", kind=kind, name="Karin", address="x", when=None, code_word="4711", line=kind)
        assert CATALOGS["sv"].text(f"sms:line.{kind}") in text


@pytest.mark.parametrize("reader", CATALOGS)
def test_a_long_list_is_cut_to_two_parts_from_its_end(reader: str) -> None:
    text = _render("ask.area", reader, choices=[f"Taberg-Norrahammar {letter}" for letter in "abcdefghijklmno"])
    assert fits(text)
    assert "1 Taberg-Norrahammar a" in text
