"""The word lists agree with one another, within a language and between them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from dispatch.kinds import Kind
from hotline.catalogs import LOCALES, load
from hotline.understanding import Lexicons, Places, understand
from hotline.understanding.commands import COMMANDS
from hotline.understanding.patterns import pattern, plain
from hotline.understanding.words import words

CATALOGS = load(LOCALES)
LEXICONS = Lexicons(CATALOGS)
NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
ORDERED = {"lexicon:numbers": 13, "lexicon:time:weekdays": 7, "lexicon:time:months": 12}
EXAMPLES = [
    (tag, key.removeprefix("example:"), line)
    for tag in CATALOGS
    for key in CATALOGS[tag].family("example:")
    for line in CATALOGS[tag].lines(key)
]


def _urgency_and_more(text: str, language: str | None) -> tuple[str, tuple[str, ...], str | None]:
    read = understand(
        text, language=language, lexicons=LEXICONS, now=NOW, zone=ZoneInfo("Europe/Stockholm"), places=Places()
    )
    return read.urgency, read.needs, read.command


@pytest.mark.parametrize(("tag", "label", "text"), EXAMPLES)
@pytest.mark.parametrize("is_known", [True, False])
def test_an_example_is_understood_as_its_own_class(tag: str, label: str, text: str, *, is_known: bool) -> None:
    urgency, needs, command = _urgency_and_more(text, tag if is_known else None)
    if label.startswith("need:"):
        assert (urgency, needs) == ("none", (label.removeprefix("need:"),))
    elif label.startswith("cmd:"):
        assert (urgency, command) == ("none", label.removeprefix("cmd:"))
    else:
        assert urgency == {"emergency": "alarm", "question": "question"}[label]


@pytest.mark.parametrize("tag", CATALOGS)
def test_every_need_and_every_command_has_examples(tag: str) -> None:
    wanted = {f"example:need:{kind}" for kind in (*Kind, "care", "person")} | {
        f"example:cmd:{name}" for name in COMMANDS
    }
    assert wanted <= set(CATALOGS[tag].family("example:"))


@pytest.mark.parametrize("tag", CATALOGS)
def test_no_two_commands_of_a_language_share_a_form(tag: str) -> None:
    forms: dict[tuple[str, ...], str] = {}
    for command in (*COMMANDS, "language", "relay"):
        for line in CATALOGS[tag].lines(f"lexicon:cmd:{command}"):
            assert forms.setdefault(plain(line), command) == command, (tag, line)


@pytest.mark.parametrize("tag", CATALOGS)
def test_no_command_is_a_false_friend_or_an_empty_word(tag: str) -> None:
    catalog = CATALOGS[tag]
    empty = {plain(line) for name in ("false_friend", "filler", "thanks") for line in catalog.lines(f"lexicon:{name}")}
    said = {plain(line) for command in COMMANDS for line in catalog.lines(f"lexicon:cmd:{command}")}
    assert not said & empty


@pytest.mark.parametrize("tag", CATALOGS)
@pytest.mark.parametrize("kind", [*Kind, "person"])
def test_no_word_for_a_need_sounds_like_danger(tag: str, kind: str) -> None:
    for line in CATALOGS[tag].lines(f"lexicon:need:{kind}"):
        said = " ".join(form.letters for form in pattern(line).forms)
        assert _urgency_and_more(said, None)[0] == "none", line


@pytest.mark.parametrize("tag", CATALOGS)
@pytest.mark.parametrize("family", ["hint", "filler", "thanks", "cmd:", "time:", "numbers", "name", "live"])
def test_no_everyday_word_sounds_like_danger(tag: str, family: str) -> None:
    for key in CATALOGS[tag].family(f"lexicon:{family}"):
        for line in CATALOGS[tag].lines(key):
            assert _urgency_and_more(line, None)[0] == "none", line


@pytest.mark.parametrize("tag", CATALOGS)
def test_every_line_of_a_list_can_be_read(tag: str) -> None:
    catalog = CATALOGS[tag]
    for key in catalog.family("lexicon:"):
        for line in catalog.lines(key):
            assert pattern(line).forms, (key, line)
            assert words(line), (key, line)


@pytest.mark.parametrize("tag", CATALOGS)
@pytest.mark.parametrize(("key", "count"), ORDERED.items())
def test_an_ordered_list_has_all_its_lines(tag: str, key: str, count: int) -> None:
    assert len(CATALOGS[tag].lines(key)) == count
