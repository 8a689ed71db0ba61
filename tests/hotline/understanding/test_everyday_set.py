"""What people write when they have a day like any other: long, roundabout, misspelt; sixty-six texts a language.

By authors who saw no list, and told to leave out what comes to mind first; nobody who writes the lists has read them.
They are harder than `evaluation.tsv`. The floors are what was reached; the bars of the trade are 75 of 100 needs right,
3 wrong, and 20 of 100 ordinary texts asked about danger. By hand:
`hotline understand --evaluate tests/hotline/understanding/data/everyday.tsv`.
"""

import csv
from collections.abc import Iterable
from pathlib import Path

import pytest

from hotline.understanding.evaluation import Figures
from tests.hotline.understanding.conftest import Reader

with (Path(__file__).parent / "data" / "everyday.tsv").open(encoding="utf-8", newline="") as file:
    ROWS = [(row["text"], row["lang"], row["label"])
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]  # fmt: skip
LANGUAGES = tuple(dict.fromkeys(language for _, language, _ in ROWS))
QUIET = sum(label != "emergency" for _, _, label in ROWS)


@pytest.fixture(scope="session")
def figures(read: Reader) -> Figures:
    figures = Figures()
    for text, language, label in ROWS:
        figures.add(language, label, read(text, language))
    return figures


def _needs(classes: Iterable[str]) -> list[str]:
    return [each for each in classes if each not in {"emergency", "ask", "none", "person"} and "cmd" not in each]


def _commands(classes: Iterable[str]) -> list[str]:
    return [each for each in classes if each.startswith("cmd")]


def test_no_emergency_is_missed(figures: Figures) -> None:
    assert figures.total(classes=["emergency"])["harmful"] == 0


def test_needs_are_understood_or_asked_about(figures: Figures) -> None:
    needs = figures.total(classes=_needs(figures.classes))
    assert needs["right"] >= needs.total() * 0.63, needs
    assert needs["wrong"] + needs["harmful"] <= needs.total() * 0.075, needs


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_no_language_is_half_of_them_left(figures: Figures, language: str) -> None:
    needs = figures.total([language], _needs(figures.classes))
    assert needs["right"] >= needs.total() * 0.5, needs


def test_a_command_in_a_sentence_is_seldom_taken_for_something_else(figures: Figures) -> None:
    commands = figures.total(classes=_commands(figures.classes))
    assert commands["harmful"] <= commands.total() * 0.06, commands


def test_what_is_no_danger_seldom_alarms(figures: Figures) -> None:
    assert sum(figures.alarms.values()) <= QUIET * 0.015
    assert sum(figures.questions.values()) <= QUIET * 0.26
