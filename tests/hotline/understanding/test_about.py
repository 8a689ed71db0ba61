"""Sentences that are about a command without being one."""

from datetime import date

import pytest

from tests.hotline.understanding.conftest import Reader


@pytest.mark.parametrize(
    ("text", "language", "command"),
    [
        ("Dottern fixade det redan, ni behöver inte komma", "sv", "cancel"),
        ("Min bil är sönder så jag kan tyvärr inte komma till henne imorgon som jag lovade", "sv", "unable"),
        ("please change the time of my order, I forgot to say that", "en", "change"),
        ("no more requests for a while please, I have exams", "en", "pause"),
    ],
)
def test_a_sentence_about_a_command_is_asked_about_and_neither_an_order_nor_danger(
    text: str, language: str, command: str, read: Reader
) -> None:
    understood = read(text, language)
    assert (understood.about, understood.command) == (command, None)
    assert (understood.asks, understood.urgency) == (True, "none")


def test_what_only_tells_something_is_told_at_once(read: Reader) -> None:
    understood = read("Any news about the person who was to fix my lamp?", "en")
    assert (understood.command, understood.needs, understood.asks) == ("status", (), False)


def test_a_pause_that_says_how_long_is_one(read: Reader) -> None:
    understood = read("I am away on holiday, please don't ask me for three weeks", "en")
    assert (understood.command, understood.about, understood.asks) == ("pause", "", False)
    assert understood.back_on == date(2026, 12, 12)


def test_what_would_be_half_a_yes_may_be_about_something(read: Reader) -> None:
    understood = read("Har ni hittat någon än som kan komma?", "sv")
    assert (understood.command, understood.is_conditional) == ("status", True)
    assert read("ja men först kl 5", "sv").command is None


def test_who_says_what_she_wants_is_not_told_what_one_can_want(read: Reader) -> None:
    understood = read("what can you help with, I need somebody to buy milk and bread for me", "en")
    assert (understood.command, understood.needs, understood.asks) == (None, ("shopping",), False)


def test_with_an_address_in_it_it_stays_an_answer(read: Reader) -> None:
    understood = read("Anna Berg, Storgatan 3, har någon tagit mitt uppdrag?", "sv")
    assert (understood.command, understood.about) == (None, "status")


def test_beside_danger_it_is_danger(read: Reader) -> None:
    assert read("any news? he is unconscious and does not breathe", "en").about == ""


@pytest.mark.parametrize(
    ("text", "language", "urgency"),
    [
        ("tack snälla, hon var så himla rar och blommorna", "sv", "none"),
        ("tack, kan hon blorpa fnorda nu här", "sv", "question"),
    ],
)
def test_thanks_within_a_sentence_calm_where_nothing_is_asked_for(
    text: str, language: str, urgency: str, read: Reader
) -> None:
    assert read(text, language).urgency == urgency


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "I have waited all morning and no one has come"),
        ("en", "I've been standing outside for ten minutes and nobody answers the door"),
        ("sv", "har ringt på två gånger och ingen svarar"),
        ("ar", "دقيت الجرس مرتين ولا أحد يرد"),
        ("so", "albaabka ayaan garaacay laba jeer cidna ma furin"),
        ("fa", "ده دقیقه است دم در هستم کسی در را باز نمی‌کند"),
        ("ti", "ኣብ ኣፍደገ ኣለኹ ማዕጾ ዝኸፍተለይ የለን"),
        ("uk", "дзвоню вже вдруге а ніхто не відкриває"),
        ("pl", "stoję pod drzwiami od dziesięciu minut i nikt nie otwiera"),
        ("bs", "čekam od jutros, niko nije došao"),
        ("fi", "soitin ovikelloa kaksi kertaa mutta kukaan ei avaa"),
        ("es", "he llamado al timbre dos veces y nadie contesta"),
        ("ku", "min du caran li zengil xist kes derî venake"),
        ("tr", "zile iki kere bastım kimse kapıyı açmıyor"),
    ],
)
def test_that_nobody_opens_may_be_danger_and_is_about_the_visit(language: str, text: str, read: Reader) -> None:
    understood = read(text, language)
    assert (understood.about, understood.command) == ("absent", None)
    assert understood.urgency != "alarm"
