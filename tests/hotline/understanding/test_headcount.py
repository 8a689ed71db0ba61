"""How many volunteers she asks for, and numbers that count something else."""

import pytest

from hotline.catalogs import LOCALES, load
from tests.hotline.understanding.conftest import Reader

TAGS = tuple(load(LOCALES))


@pytest.mark.parametrize(
    ("language", "text", "count"),
    [
        ("sv", "Jag behöver hjälp att bära en soffa, två starka personer", 2),
        ("sv", "kan ett par starka komma och bära ner ett skåp?", 2),
        ("sv", "flytta ett piano, 3 man behövs", 3),
        ("sv", "två starka", 2),
        ("en", "I need two strong men to move a wardrobe on Friday", 2),
        ("en", "a couple of guys to lift a table please", 2),
        ("en", "one person is enough", 1),
        ("ar", "اريد شخصين لحمل كنبة", 2),
        ("ar", "احتاج 3 رجال لنقل الثلاجة", 3),
        ("so", "waxaan u baahanahay laba qof si ay sariirta u qaadaan", 2),
        ("fa", "سه نفر قوی برای بردن یخچال", 3),
        ("ti", "ክልተ ሰባት ሶፋ ንምስካም የድልየኒ", 2),
        ("uk", "потрібно двох чоловіків перенести шафу", 2),
        ("pl", "Potrzebuję dwóch silnych mężczyzn do przeniesienia szafy", 2),
        ("bs", "treba dvojica da iznesu ormar", 2),
        ("bs", "потребна су ми два човека да понесу ормар", 2),
        ("fi", "tarvitsen kahta ihmistä siirtämään kaapin", 2),
        ("es", "un par de hombres fuertes para cargar un armario", 2),
        ("ku", "du kes ji bo hilgirtina qenepeyê pêwîst in", 2),
    ],
)
def test_so_many_are_asked_for(language: str, text: str, count: int, read: Reader) -> None:
    assert read(text, language).volunteers == count


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("sv", "handla mat för två personer"),
        ("sv", "vi är två personer som behöver hjälp att bära"),
        ("sv", "2 liter mjölk och 3 starka lampor"),
        ("sv", "kl 2 men inte senare"),
        ("sv", "20 personer kommer på kalas"),
        ("en", "groceries for two people"),
        ("en", "we're two people and need help with a lamp"),
        ("en", "two strong shelves to put up"),
        ("ar", "اريد مشتريات لشخصين"),
        ("so", "waxaan nahay laba qof, cunto baan rabnaa"),
        ("fa", "خرید برای دو نفر"),
        ("ti", "ንሕና ክልተ ሰባት ኢና"),
        ("uk", "продукти для двох людей"),
        ("pl", "jest nas dwie osoby"),
        ("bs", "hrana za dvije osobe"),
        ("fi", "meitä on kaksi ihmistä"),
        ("es", "somos dos personas"),
        ("ku", "em du kes in"),
    ],
)
def test_a_number_of_something_else_asks_for_nobody(language: str, text: str, read: Reader) -> None:
    assert read(text, language).volunteers == 0


@pytest.mark.parametrize("tag", TAGS)
def test_every_language_can_ask_for_two_in_its_own_words(tag: str, read: Reader) -> None:
    lines = load(LOCALES)[tag].lines("lexicon:helpers:two")
    assert {line: read(line, tag).volunteers for line in lines} == dict.fromkeys(lines, 2)
