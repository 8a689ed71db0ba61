"""What an example means stays when it is written otherwise: shouted, without accents, greeted, thanked, addressed."""

import unicodedata
from collections.abc import Callable, Mapping

import pytest

from tests.locales.test_lexicons import CATALOGS, read_example, wanted

WRITTEN: Mapping[str, Callable[[str, str], str]] = {
    "shouted": lambda text, _: text.upper(),
    "without accents": lambda text, _: _bare(text),
    "without capitals and stops": lambda text, _: _plain(text),
    "called out": lambda text, _: text.rstrip(".!?") + "!!!",
    "with spaces": lambda text, _: "  ".join(text.split(" ")) + "\n",
    "with a sign": lambda text, _: text + " 🙏",
}
AND_MORE: Mapping[str, Callable[[str, str], str]] = {
    **WRITTEN,
    "thanked": lambda text, thanks: f"{text}. {thanks}",
    "with an address": lambda text, _: f"{text}, Storgatan 5, Huskvarna",
    "with a street that says something": lambda text, _: f"{text}. Trädgårdsgatan 12 lgh 1101",
    "signed": lambda text, _: f"{text} /Karin Andersson",
}


def _bare(text: str) -> str:
    return "".join(ch for ch in unicodedata.normalize("NFD", text) if not unicodedata.combining(ch))


def _plain(text: str) -> str:
    kept = "".join(ch for ch in text.lower() if ch.isalnum() or ch.isspace() or unicodedata.category(ch)[0] in "MC")
    return " ".join(kept.split()) or text


def _changed(tag: str, family: str, ways: Mapping[str, Callable[[str, str], str]]) -> list[tuple[str, str]]:
    """The examples of a family that mean something else when written in one of these ways."""
    thanks = next(phrase for phrase in CATALOGS[tag].phrases("lexicon:thanks") if " " not in phrase)
    return [
        (way, line)
        for key in CATALOGS[tag].family(f"example:{family}")
        for line in CATALOGS[tag].lines(key)
        for way, write in ways.items()
        if read_example(write(line, thanks), tag, label := key.removeprefix("example:")) != wanted(label)
    ]


@pytest.mark.parametrize("tag", CATALOGS)
def test_a_need_stays_that_need(tag: str) -> None:
    assert _changed(tag, "need:", AND_MORE) == []


@pytest.mark.parametrize("tag", CATALOGS)
def test_danger_stays_danger(tag: str) -> None:
    assert _changed(tag, "emergency", AND_MORE) == []


@pytest.mark.parametrize("tag", CATALOGS)
def test_a_command_stays_that_command(tag: str) -> None:
    assert _changed(tag, "cmd:", WRITTEN) == []
