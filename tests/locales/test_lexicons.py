"""The word lists agree with one another, within a language and between them."""

import re
from datetime import UTC, datetime
from itertools import product
from zoneinfo import ZoneInfo

import pytest

from dispatch.kinds import Kind
from hotline.catalogs import LOCALES, load
from hotline.understanding import Lexicons, Places, Understood, understand
from hotline.understanding.commands import COMMANDS
from hotline.understanding.lists.patterns import pattern, plain
from hotline.understanding.words import words

CATALOGS = load(LOCALES)
LEXICONS = Lexicons(CATALOGS)
NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
ORDERED = {"lexicon:numbers": 13, "lexicon:time:weekdays": 7, "lexicon:time:months": 12}
DANGERS = {"emergency": "alarm", "question": "question"}


def _read(text: str, language: str | None) -> Understood:
    return understand(
        text, language=language, lexicons=LEXICONS, now=NOW, zone=ZoneInfo("Europe/Stockholm"), places=Places()
    )


def read_example(text: str, language: str | None, label: str) -> tuple[str, object]:
    """What a text was taken for, as far as an example of `label` tells."""
    read = _read(text, language)
    return read.urgency, read.needs if label.startswith("need:") else read.command if label.startswith("cmd:") else None


def wanted(label: str) -> tuple[str, object]:
    """What an example of `label` is to be taken for."""
    kind, _, name = label.partition(":")
    return {"need": ("none", (name,)), "cmd": ("none", name)}.get(kind, (DANGERS.get(label, ""), None))


@pytest.mark.parametrize("tag", CATALOGS)
@pytest.mark.parametrize("is_known", [True, False])
def test_an_example_is_understood_as_its_own_class(tag: str, *, is_known: bool) -> None:
    wrong = [
        (label, line, taken)
        for key in CATALOGS[tag].family("example:")
        for line in CATALOGS[tag].lines(key)
        if (taken := read_example(line, tag if is_known else None, label := key.removeprefix("example:")))
        != wanted(label)
    ]
    assert wrong == []


@pytest.mark.parametrize("tag", CATALOGS)
def test_the_words_of_a_menu_mean_what_stands_there(tag: str) -> None:
    menu = re.findall(r"^[1-8] (.+)$", CATALOGS[tag].text("sms:ask.kind"), re.MULTILINE)
    names = [CATALOGS[tag].text(f"kind:{kind}") for kind in Kind]
    for said in (menu, names):
        assert {each: _read(each, tag).needs for each in said} == {
            each: (kind.value,) for each, kind in zip(said, Kind, strict=True)
        }


@pytest.mark.parametrize("tag", CATALOGS)
def test_every_need_and_every_command_has_examples(tag: str) -> None:
    classes = {f"example:need:{kind}" for kind in (*Kind, "care", "person")} | {
        f"example:cmd:{name}" for name in COMMANDS
    }
    assert classes <= set(CATALOGS[tag].family("example:"))


@pytest.mark.parametrize("tag", CATALOGS)
def test_no_two_commands_of_a_language_share_a_form(tag: str) -> None:
    forms: dict[tuple[str, ...], str] = {}
    for command in (*COMMANDS, "language", "relay"):
        for line in CATALOGS[tag].phrases(f"lexicon:cmd:{command}"):
            assert forms.setdefault(plain(line), command) == command, (tag, line)


@pytest.mark.parametrize("tag", CATALOGS)
def test_no_command_is_a_false_friend_or_an_empty_word(tag: str) -> None:
    catalog = CATALOGS[tag]
    empties = ("false_friend", "filler", "thanks")
    empty = {plain(phrase) for name in empties for phrase in catalog.phrases(f"lexicon:{name}")}
    said = {plain(phrase) for command in COMMANDS for phrase in catalog.phrases(f"lexicon:cmd:{command}")}
    assert not said & empty


@pytest.mark.parametrize("tag", CATALOGS)
def test_no_word_for_a_need_sounds_like_danger(tag: str) -> None:
    lines = [line for kind in (*Kind, "person") for line in CATALOGS[tag].lines(f"lexicon:need:{kind}")]
    said = [" ".join(form.letters for form in forms) for line in lines for forms in product(*pattern(line).slots)]
    assert [words_ for words_ in said if _read(words_, tag).urgency != "none"] == []


@pytest.mark.parametrize("tag", CATALOGS)
def test_no_everyday_word_sounds_like_danger(tag: str) -> None:
    families = ("hint", "filler", "thanks", "cmd:", "time:", "numbers", "name", "live")
    keys = [key for family in families for key in CATALOGS[tag].family(f"lexicon:{family}")]
    assert keys
    said = [(key, phrase) for key in keys for phrase in CATALOGS[tag].phrases(key)]
    read = [(key, phrase, _read(phrase, tag)) for key, phrase in said]
    assert [(key, phrase) for key, phrase, words in read if words.urgency != "none" and not words.is_unclear] == []


@pytest.mark.parametrize("tag", CATALOGS)
def test_no_word_of_a_time_names_a_need(tag: str) -> None:
    families = [key for family in ("time:", "lasting:") for key in CATALOGS[tag].family(f"lexicon:{family}")]
    said = [(key, each.strip(" ~")) for key in families for line in CATALOGS[tag].phrases(key)
            for each in line.replace("#", "3").split(",")]  # fmt: skip
    assert len(said) > len(families)
    assert [(key, each, needs) for key, each in said if (needs := _read(each, tag).needs)] == []


@pytest.mark.parametrize("tag", CATALOGS)
def test_every_line_of_a_list_can_be_read(tag: str) -> None:
    catalog = CATALOGS[tag]
    lines = [(key, line) for key in catalog.family("lexicon:") for line in catalog.lines(key)]
    assert [(key, line) for key, line in lines if not (pattern(line).slots and words(line))] == []


@pytest.mark.parametrize("tag", CATALOGS)
def test_an_ordered_list_has_all_its_lines(tag: str) -> None:
    assert {key: len(CATALOGS[tag].lines(key)) for key in ORDERED} == ORDERED


@pytest.mark.parametrize("tag", CATALOGS)
def test_a_language_is_asked_for_by_every_name_it_has(tag: str) -> None:
    names = {CATALOGS[tag].own_name, CATALOGS[tag].text(f"language:of.{tag}")}
    wrong = [name for name in names if _read(name, "sv").command != f"language:{tag}"]
    assert wrong == []
