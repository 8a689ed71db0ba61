"""Answers as volunteers write them: with a time, with a doubt, several in one text."""

from datetime import timedelta

import pytest

from tests.hotline.understanding.conftest import NOW, Reader


@pytest.mark.parametrize(
    ("text", "language", "hours"),
    [
        ("نعم بعد ساعتين", "ar", 2), ("نعم بعد ساعة", "ar", 1), ("نعم بعد 3 ساعات", "ar", 3),
        ("ja om två timmar", "sv", 2), ("ja men om en halvtimme", "sv", 0.5), ("ja om 30 minuter", "sv", 0.5),
        ("yes in an hour", "en", 1),
        ("yes but in 2 hours", "en", 2), ("haa laba saac kadib", "so", 2), ("بله دو ساعت دیگر", "fa", 2),
        ("እወ ድሕሪ ክልተ ሰዓት", "ti", 2), ("так через 2 години", "uk", 2), ("tak za dwie godziny", "pl", 2),
        ("da za dva sata", "bs", 2), ("joo kolmen tunnin päästä", "fi", 3), ("si en dos horas", "es", 2),
        ("erê piştî du saetan", "ku", 2),
    ],
)  # fmt: skip
def test_a_time_told_from_now(text: str, language: str, hours: float, read: Reader) -> None:
    found = read(text, language)
    assert (found.answer, found.is_conditional) == ("yes", True)
    assert found.when is not None
    assert (found.when.start, found.when.precision) == (NOW + timedelta(hours=hours), "hour")


@pytest.mark.parametrize(
    ("text", "language", "hour"),
    [
        ("ja men först kl 5", "sv", 16), ("نعم بعد الساعة 5", "ar", 16), ("بله بعد از ساعت 5", "fa", 16),
        ("after 3 pm ok", "en", 14),
    ],
)  # fmt: skip
def test_an_hour_of_the_clock_is_no_time_from_now(text: str, language: str, hour: int, read: Reader) -> None:
    when = read(text, language).when
    assert when is not None
    assert (when.start.hour, when.precision) == (hour, "hour")


@pytest.mark.parametrize("text", ["ja om någon kör mig två timmar", "ja om hon har hund", "ja om några veckor"])
def test_a_condition_is_no_time(text: str, read: Reader) -> None:
    found = read(text, "sv")
    assert (found.answer, found.is_conditional, found.when) == ("yes", True, None)


@pytest.mark.parametrize(
    ("text", "language"),
    [("yes but not on Thursday", "en"), ("ja men inte på torsdag", "sv"), ("jag jobbar till kl 17", "sv"),
     ("busy until 5 pm", "en"), ("نعم بس مو يوم الخميس", "ar")],
)  # fmt: skip
def test_a_time_may_be_when_he_cannot(text: str, language: str, read: Reader) -> None:
    assert read(text, language).is_not_time


def test_a_time_when_he_can_is_one(read: Reader) -> None:
    for text, language in (("yes but only on Thursday", "en"), ("kan på torsdag", "sv"), ("ja men först kl 5", "sv")):
        assert not read(text, language).is_not_time


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A1 nej B1 ja", [("A1", "no"), ("B1", "yes")]),
        ("nej A1, ja B1", [("A1", "no"), ("B1", "yes")]),
        ("Hej! A1: nej. B1: ja tack", [("A1", "no"), ("B1", "yes")]),
        ("a1 ja b1 c2 nej", [("A1", "yes"), ("B1 C2", "no")]),
    ],
)
def test_several_answers_in_one_text(text: str, expected: list[tuple[str, str]], read: Reader) -> None:
    found = read(text, "sv")
    assert [(" ".join(codes), words.plain_answer) for codes, words in found.parts] == expected


def test_a_part_may_have_its_own_time(read: Reader) -> None:
    (_, first), (_, second) = read("A1 ja, B1 men först kl 5", "sv").parts
    assert (first.plain_answer, first.when) == ("yes", None)
    assert second.when is not None


@pytest.mark.parametrize("text", ["ja A1 B1", "A1 B1 nej", "ja A1", "ja"])
def test_one_answer_has_no_parts(text: str, read: Reader) -> None:
    assert read(text, "sv").parts == ()
