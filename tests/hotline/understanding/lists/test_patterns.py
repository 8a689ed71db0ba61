"""How a line of a word list is read."""

from types import MappingProxyType

import pytest

from hotline.catalogs import Catalog
from hotline.understanding.lists.lexicon import Lexicon
from hotline.understanding.lists.patterns import pattern, patterns
from hotline.understanding.words import words


def _found(line: str, text: str) -> bool:
    catalog = Catalog("sv", MappingProxyType({"lexicon:need:shopping": f"{line}\n"}), ())
    return bool(Lexicon({"sv": catalog}, frozenset()).scan(words(text)))


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("mjölk", "köp MJOLK tack"),
        ("mjöl*", "mjölken är slut"),
        ("*mjölk*", "havremjölken"),
        ("köpa mat", "vill köpa mat nu"),
        ("köpa & mat", "maten kan någon köpa den mat jag vill"),
        ("köpa|handla & mat|bröd*", "brödet måste någon handla"),
        ("~slut", "allt är slut"),
    ],
)
def test_a_line_finds_what_it_means(line: str, text: str) -> None:
    assert _found(line, text)


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("mjölk", "mjölken"),
        ("köpa mat", "mat att köpa"),
        ("köpa|handla mat|bröd", "köpa en bil"),
        ("köpa|handla & mat|bröd", "köpa och handla"),
    ],
)
def test_a_line_finds_nothing_else(line: str, text: str) -> None:
    assert not _found(line, text)


def test_what_a_word_means_is_found_in_the_same_order_every_time() -> None:
    stems = [f"mjolk{'en' * long}*" for long in range(6)]
    entries = {f"lexicon:need:{at}": stem for at, stem in enumerate(stems)}
    catalog = Catalog("sv", MappingProxyType(entries), ())
    hits = Lexicon({"sv": catalog}, frozenset()).scan(words("mjölkenenenenenen"))
    assert [hit.name for hit in hits] == [f"need:{at}" for at in range(6)]


def test_a_line_without_a_word_is_refused() -> None:
    for line in ("", "~", "*", "a|"):
        with pytest.raises(ValueError, match="no pattern"):
            pattern(line)


def test_of_many_lines_variants_of_spelling_are_one() -> None:
    assert patterns(("Mjölk", "mjolk", "a & b")) == (pattern("mjolk"), pattern("a & b"))
    assert patterns(()) == ()
