"""What is only told, or named in passing, is asked about; what is asked for stays."""

import pytest

from tests.hotline.understanding.conftest import Reader


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("sv", "Vi har haft så fint i trädgården i sommar"),
        ("sv", "Apoteket på torget är stängt på söndagar"),
        ("en", "I used to work in a pharmacy when I was young"),
        ("ar", "كتبت رسالة لاختي بالشام"),
        ("so", "Farmashigu wuxuu xiran yahay Axadda"),
        ("fa", "من قبلا در داروخانه کار می کردم"),
        ("ti", "ፋርማሲ ሰንበት ዕጹው እዩ"),
        ("uk", "Я колись працювала в аптеці"),
        ("pl", "Kiedyś pracowałam w aptece"),
        ("bs", "Nekad sam radila u apoteci"),
        ("fi", "Kirjoitin kirjeen siskolle Suomeen"),
        ("es", "Le escribí una carta a mi hermana en Chile"),
        ("ku", "Dermanxane roja yekşemê girtî ye"),
        ("tr", "Kızım her cuma yemek getiriyor"),
    ],
)
def test_who_only_tells_something_orders_nothing(read: Reader, language: str, text: str) -> None:
    words = read(text, language)
    assert (words.needs, words.asks) == ((), True)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("sv", "Tack så mycket för hjälpen med hyllan, så snäll han var"),
        ("en", "thanks for your help with the shelf"),
        ("es", "Muchas gracias, la repisa quedó linda"),
        ("tr", "Çok sağ olun, raf çok güzel oldu"),
    ],
)
def test_thanks_for_what_was_done_order_nothing(read: Reader, language: str, text: str) -> None:
    assert read(text, language).needs == ()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("sv", "Jag behöver ingen hjälp med handlingen idag, grannen har varit hos mig"),
        ("en", "I do not need help with food today, my neighbour went"),
        ("pl", "Dziś nie potrzebuję pomocy z zakupami, sąsiadka była"),
        ("fi", "En tarvitse apua kaupassa tänään, naapuri kävi"),
    ],
)
def test_who_needs_nothing_orders_nothing(read: Reader, language: str, text: str) -> None:
    assert read(text, language).needs == ()


@pytest.mark.parametrize(
    ("text", "needs"),
    [
        ("mjölk och bröd", ("shopping",)),
        ("Det var så fint igår, men kan någon handla mat?", ("shopping",)),
        ("mjölk 2 liter bröd ägg imorgon", ("shopping",)),
        ("Kan någon handla mat och hämta min medicin?", ("shopping", "pharmacy")),
        ("Kan någon handla mat. Kranen i köket droppar", ("shopping", "handiwork")),
    ],
)
def test_what_is_asked_for_stays(read: Reader, text: str, needs: tuple[str, ...]) -> None:
    assert read(text, "sv").needs == needs


@pytest.mark.parametrize(
    ("language", "text", "needs"),
    [
        ("sv", "Kan nån köpa lite mat åt mig, jag bor bakom kyrkan", ("shopping",)),
        ("ar", "مواد غذائية لازمتني من السوق، اتصلو فيي", ("shopping",)),
        ("uk", "Потрібні продукти, син у від'їзді, подзвоніть мені", ("shopping",)),
        ("bs", "Treba mi hrana za vikend, sin je na putu, nazovite me", ("shopping",)),
        ("sv", "Jag vill prata med en riktig människa, det gäller breven", ("person",)),
    ],
)
def test_a_word_beside_a_clear_need_adds_nothing(
    read: Reader, language: str, text: str, needs: tuple[str, ...]
) -> None:
    assert read(text, language).needs == needs


def test_two_that_nothing_joins_are_asked_about(read: Reader) -> None:
    words = read("can anyone take a walk with me, I dont walk safe alone", "en")
    assert (words.needs, words.asks) == ((), True)


def test_a_word_with_a_typing_error_orders_only_beside_one_that_asks(read: Reader) -> None:
    assert read("Can sombody take me to the hosptal", "en").needs == ("escort",)
    assert read("Лікар сказав що спина вже краща", "uk").needs == ()


def test_a_hint_alone_orders_nothing_in_a_longer_text(read: Reader) -> None:
    assert read("jag tänker ofta på affären", "sv").needs == ()


def test_a_word_of_care_in_a_longer_text_is_asked_about(read: Reader) -> None:
    words = read("My mother speaks only Pashto and the nurse visits Thursday, we need a person to put it across", "en")
    assert "care" not in words.needs
    assert read("hjälp att duscha två gånger i veckan", "sv").needs == ("care",)


def test_another_languages_word_counts_only_as_it_is_spelt(read: Reader) -> None:
    """Turkish "bakan" (who looks after it) is one letter from Swedish bacon."""
    assert read("talebime bakan kimse var mı", "tr").needs == ()
    assert read("bacon lazım", "tr").needs == ("shopping",)
