"""Danger and what only looks like it, by somebody who never saw the word lists: twenty and sixteen texts a language.

The ordinary texts are chosen to be treacherous: burnt food, dying batteries, blood tests. Widen the lists from what
people write, never from these texts, or they measure nothing any more.
"""

import csv
from collections import Counter
from pathlib import Path

import pytest

from tests.hotline.understanding.conftest import Reader

with (Path(__file__).parent / "data" / "danger.tsv").open(encoding="utf-8", newline="") as file:
    ROWS = [(row["text"], row["lang"], row["label"])
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]  # fmt: skip
LANGUAGES = tuple(dict.fromkeys(language for _, language, _ in ROWS))


@pytest.fixture(scope="session")
def heard(read: Reader) -> Counter[tuple[str, str, str]]:
    """How many texts of each language and label were heard how urgently, the language not known before."""
    return Counter((language, label, read(text, None).urgency) for text, language, label in ROWS)


def _count(heard: Counter[tuple[str, str, str]], label: str, *urgencies: str, language: str | None = None) -> int:
    return sum(number for (tag, of, urgency), number in heard.items()
               if of == label and (not urgencies or urgency in urgencies) and language in (None, tag))  # fmt: skip


def test_of_a_hundred_emergencies_ninety_eight_are_asked_about_or_alarmed(heard: Counter[tuple[str, str, str]]) -> None:
    assert _count(heard, "emergency", "none") <= _count(heard, "emergency") * 0.02


@pytest.mark.parametrize("language", LANGUAGES)
def test_and_ninety_five_in_each_language(heard: Counter[tuple[str, str, str]], language: str) -> None:
    every = _count(heard, "emergency", language=language)
    assert _count(heard, "emergency", "none", language=language) <= every * 0.05


def test_what_only_looks_like_danger_seldom_alarms(heard: Counter[tuple[str, str, str]]) -> None:
    ordinary = _count(heard, "ordinary")
    assert _count(heard, "ordinary", "alarm") <= ordinary * 0.05
    assert _count(heard, "ordinary", "question") <= ordinary * 0.45
