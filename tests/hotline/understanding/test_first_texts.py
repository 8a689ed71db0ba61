"""Which language a first text is in: sentences in our languages, written before the word lists, and in others.

From those in Danish and the languages after it the lists of `other_languages.toml` have learned; they measure nothing.
"""

import csv
from pathlib import Path

import pytest

from hotline.catalogs import LOCALES, load
from tests.hotline.understanding.conftest import Reader

OURS = load(LOCALES).tags


def _rows(name: str) -> list[tuple[str, str]]:
    with (Path(__file__).parent / "data" / name).open(encoding="utf-8", newline="") as file:
        return [(row["spoken"], row["text"]) for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]


ROWS = _rows("first_texts.tsv")
UNSEEN = _rows("first_texts_unseen.tsv")
"""Written after the lists by somebody who saw none: short ones in our languages, and in 37 others or other letters."""
LANGUAGES = tuple(dict.fromkeys(spoken for spoken, _ in ROWS))


def _texts(language: str) -> list[str]:
    return [text for spoken, text in ROWS if spoken == language]


def _found(read: Reader, language: str) -> dict[str, str | None]:
    return {text: read(text).language for text in _texts(language)}


@pytest.mark.parametrize("tag", [tag for tag in LANGUAGES if tag in OURS])
def test_a_language_of_ours_is_known_and_never_taken_for_another(read: Reader, tag: str) -> None:
    missed = {text: found for text, found in _found(read, tag).items() if found != tag}
    assert len(missed) <= len(_texts(tag)) * 0.1, missed
    assert {text: found for text, found in missed.items() if found is not None} == {}


def test_nearly_all_of_all_languages_are_known(read: Reader) -> None:
    shares = [sum(found == tag for found in _found(read, tag).values()) / len(_texts(tag)) for tag in OURS
              if tag in LANGUAGES]  # fmt: skip
    assert sum(shares) / len(shares) >= (0.97 if len(shares) >= 10 else 0.95)


def test_a_language_that_is_none_of_ours_is_left_open(read: Reader) -> None:
    theirs = [text for spoken, text in ROWS if spoken not in OURS]
    claimed = {text: found for text in theirs if (found := read(text).language) is not None}
    assert len(claimed) <= len(theirs) * 0.05, claimed


def test_of_unseen_texts_nearly_all_of_ours_are_known_and_few_of_theirs_claimed(read: Reader) -> None:
    of_ours = [(spoken, read(text).language) for spoken, text in UNSEEN if spoken in OURS]
    assert sum(found == spoken for spoken, found in of_ours) >= 0.97 * len(of_ours)
    assert [pair for pair in of_ours if pair[1] not in (pair[0], None)] == []
    theirs = [text for spoken, text in UNSEEN if spoken not in OURS]
    assert sum(read(text).language is not None for text in theirs) <= len(theirs) * 0.05


def test_a_known_language_is_never_changed_by_what_is_written(read: Reader) -> None:
    for _, text in ROWS:
        assert read(text, "ar").language == "ar"


def test_there_are_enough_sentences_of_every_language() -> None:
    assert {tag: len(_texts(tag)) for tag in OURS} == dict.fromkeys(OURS, 10)
    assert all(len(_texts(tag)) >= 5 for tag in LANGUAGES)
