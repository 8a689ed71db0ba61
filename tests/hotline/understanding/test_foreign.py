"""Languages that are none of ours are known by their words, and left alone once they are ours."""

import tomllib

from hotline.catalogs import LOCALES, load
from hotline.understanding.foreign import FILE, ForeignLanguages, read
from hotline.understanding.words import words
from tests.hotline.understanding.conftest import Reader

LISTED = {"pt": "preciso de ajuda para", "it": "ho bisogno di aiuto"}
TEXT = words("preciso de ajuda")
EVERYWHERE = range(3)


def test_the_one_that_has_more_of_the_words_may_be_meant() -> None:
    assert ForeignLanguages(LISTED, ()).may_be(TEXT, EVERYWHERE, {1})


def test_ours_stands_when_it_has_more_of_the_words_or_every_one_of_theirs() -> None:
    foreign = ForeignLanguages({"pt": "preciso de"}, ())
    assert not foreign.may_be(TEXT, EVERYWHERE, {0, 1, 2})
    assert not foreign.may_be(TEXT, EVERYWHERE, {0, 1})
    assert foreign.may_be(TEXT, EVERYWHERE, {1, 2})


def test_one_that_has_become_ours_is_not_read_any_more() -> None:
    foreign = ForeignLanguages(LISTED, ("pt",))
    assert not foreign.has(TEXT[2])
    assert not foreign.may_be(TEXT, EVERYWHERE, {1})


def test_words_are_compared_without_accents_and_case() -> None:
    assert ForeignLanguages({"pt": "não"}, ()).has(words("NAO")[0])


def test_the_file_lists_enough_of_each_and_none_of_ours() -> None:
    listed = tomllib.loads(FILE.read_text(encoding="utf-8"))
    assert {tag: len(of) for tag, text in listed.items() if len(of := set(text.split())) < 50} == {}
    assert listed.keys() & set(load(LOCALES).tags) == set()
    assert read(("uk",)).has(words("здравствуйте")[0])


def test_a_street_in_latin_letters_says_nothing_about_the_language(read: Reader) -> None:
    assert read("Потрібна допомога з покупками, Östra Torget 3, lägenhet 12").language == "uk"
