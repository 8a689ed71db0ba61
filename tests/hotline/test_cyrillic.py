"""The same words in the other alphabet: fields, names and what people wrote stay as they are."""

from zoneinfo import ZoneInfo

import pytest

from hotline.catalogs import Catalogs
from hotline.cyrillic import CYRILLIC, cyrillic, in_cyrillic, letters_of
from hotline.sms_text import segments
from hotline.telephony.gateway import Wording

STOCKHOLM = ZoneInfo("Europe/Stockholm")


@pytest.mark.parametrize(("latin", "written"), [
    ("Njegoš", "Његош"), ("LJUBAV", "ЉУБАВ"), ("džep", "џеп"), ("injekcija", "инјекција"),
    ("đak, ćup, žaba", "ђак, ћуп, жаба"),
    ("Zovite {number}!", "Зовите {number}!"), ("OK {code}", "OK {code}"), ("quiz", "quiz"), ("112", "112"),
])  # fmt: skip
def test_words_are_written_in_cyrillic_and_fields_are_not(latin: str, written: str) -> None:
    assert cyrillic(latin) == written


@pytest.mark.parametrize(("text", "letters"), [
    ("Треба ми помоћ", CYRILLIC), ("да", CYRILLIC), ("Treba mi pomoć", ""), ("STOP", None), ("1", None), ("", None),
])  # fmt: skip
def test_the_letters_somebody_writes_with(text: str, letters: str | None) -> None:
    assert letters_of(text) == letters


def test_people_s_own_words_and_names_stay_as_they_wrote_them(catalogs: Catalogs) -> None:
    wording = Wording(catalogs, "sv", STOCKHOLM)
    body = wording.words("bs-Cyrl", "relayed", {"name": "Karin", "words": "kommer kl 5", "language": "sv"}).body
    assert "Karin" in body
    assert "kommer kl 5" in body
    assert any("а" <= letter <= "я" for letter in body)


def test_every_text_in_cyrillic_fits_or_goes_out_in_latin(catalogs: Catalogs) -> None:
    written = in_cyrillic(catalogs["bs"])
    assert all(segments(written.entries[key]).parts <= 2 for key in written.family("sms:"))
    wording = Wording(catalogs, "sv", STOCKHOLM)
    long = {"name": "Aleksandar", "words": "x" * 20, "language": "sv"}
    assert wording.words("bs-Cyrl", "relayed", long).segments <= 2


def test_letters_that_a_language_does_not_have_are_no_harm(catalogs: Catalogs) -> None:
    wording = Wording(catalogs, "sv", STOCKHOLM)
    assert wording.words("sv-Cyrl", "emergency", {}) == wording.words("sv", "emergency", {})
