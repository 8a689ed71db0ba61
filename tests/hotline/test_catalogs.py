"""A language is read from one file, and is offered only when it is whole."""

from pathlib import Path

import pytest

from hotline.catalogs import IncompleteLanguage, load

_ENTRY = 'msgctxt "{key}"\nmsgid "{english}"\nmsgstr "{words}"\n\n'


def _language(folder: Path, tag: str, *entries: tuple[str, str, str], flag: str = "") -> None:
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
    body = "".join(flag + _ENTRY.format(key=key, english=english, words=words) for key, english, words in entries)
    (folder / tag).mkdir()
    (folder / tag / "hotline.po").write_text(head + body, encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    _language(
        tmp_path,
        "en",
        ("language:name", "English", ""),
        ("sms:hello", "Hello {name}", ""),
        ("lexicon:cmd:no", "Words that mean no", "no\\nnope"),
    )
    return tmp_path


_WHOLE = (
    ("language:name", "English", "العربية"),
    ("sms:hello", "Hello {name}", "مرحبا {name}"),
    ("lexicon:cmd:no", "Words that mean no", "لا"),
)


def test_the_english_sentence_is_the_reference(folder: Path) -> None:
    english = load(folder)["en"]
    assert english.text("sms:hello", name="Karin") == "Hello Karin"
    assert english.lines("lexicon:cmd:no") == ("no", "nope")


def test_a_line_with_alternatives_stands_for_every_phrase(folder: Path) -> None:
    words = "no\\ncan|could not come|help"
    _language(folder, "so", *_WHOLE[:2], ("lexicon:cmd:no", "Words that mean no", words))
    spoken = load(folder)["so"].phrases("lexicon:cmd:no")
    assert spoken == ("no", "can not come", "can not help", "could not come", "could not help")


def test_a_whole_language_is_offered_with_its_name_and_direction(folder: Path) -> None:
    _language(folder, "ar", *_WHOLE)
    catalogs = load(folder)
    assert (catalogs["ar"].own_name, catalogs["ar"].direction, catalogs["en"].direction) == ("العربية", "rtl", "ltr")
    assert catalogs.tags == ("ar", "en")


@pytest.mark.parametrize("words", ["", " "])
def test_a_language_without_a_no_is_not_offered(folder: Path, words: str) -> None:
    _language(folder, "so", *_WHOLE[:2], ("lexicon:cmd:no", "Words that mean no", words))
    catalogs = load(folder)
    assert catalogs.tags == ("en",)
    assert catalogs.faults["so"] == ("lexicon:cmd:no",)


def test_a_lost_field_makes_a_language_incomplete(folder: Path) -> None:
    _language(folder, "sv", _WHOLE[0], ("sms:hello", "Hello {name}", "Hej {namn}"), _WHOLE[2])
    assert load(folder).faults["sv"] == ("sms:hello (its fields)",)


def test_asking_for_an_incomplete_language_is_an_error_that_names_it(folder: Path) -> None:
    _language(folder, "so", *_WHOLE[:2])
    with pytest.raises(IncompleteLanguage, match="so lacks lexicon:cmd:no"):
        load(folder, ["en", "so"])


def test_asking_for_a_language_without_a_file_is_an_error(folder: Path) -> None:
    with pytest.raises(IncompleteLanguage, match="ti"):
        load(folder, ["ti"])


def test_an_unknown_key_never_falls_back(folder: Path) -> None:
    with pytest.raises(KeyError):
        load(folder)["en"].text("sms:nothing")


def test_entries_nobody_has_checked_are_listed(folder: Path) -> None:
    _language(folder, "ar", *_WHOLE, flag="#, fuzzy\n")
    assert load(folder)["ar"].unreviewed == ("language:name", "sms:hello", "lexicon:cmd:no")
