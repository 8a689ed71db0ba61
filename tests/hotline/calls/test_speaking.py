"""A line becomes sound: recordings where they are whole, a voice elsewhere, and never half of each language."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from hotline.calls.script import Line
from hotline.calls.speaking import Heard, Played, Said, Speaker
from hotline.catalogs import Catalog, Catalogs

ZONE = ZoneInfo("Europe/Stockholm")
HOUR = {"from": "2026-11-25T13:05:00+00:00", "until": "2026-11-25T14:05:00+00:00", "precision": "hour"}
DAY = {"from": "2026-11-25T07:00:00+00:00", "until": "2026-11-25T20:00:00+00:00", "precision": "day"}
MATCH = {"kind": "shopping", "name": "Farid", "when": HOUR, "code_word": "4712"}

SOMALI = {
    "phone:goodbye": "Nabad gelyo.",
    "phone:match": "War fiican: {kind}. {name} ayaa imanaya. {when}. {code_word}.",
    "phone:when.day": "{weekday} {day} {month}",
    "phone:when.hour": "{day} saacadda {hour}",
    "phone:when.hours": "{day} {hour} ilaa {until}",
    "phone:when.days": "{first} ilaa {last}",
    "phone:weekday.2": "Arbaco",
    "phone:month.11": "Nofembar",
    "kind:shopping": "adeeg",
    "when.soon": "sida ugu dhakhsaha badan",
    "name.unknown": "qof",
}
SWEDISH = {
    **SOMALI,
    "phone:goodbye": "Hej då.",
    "phone:match": "Goda nyheter: {kind}. {name} kommer. {when}. {code_word}.",
    "phone:when.day": "{weekday} den {day} {month}",
    "phone:when.hour": "{day} klockan {hour}",
    "phone:weekday.2": "onsdag",
    "phone:month.11": "november",
    "phone:item": "{kind}: tryck {key}.",
    "kind:shopping": "handling",
    "when.soon": "så snart det går",
    "name.unknown": "någon",
}
CATALOGS = Catalogs(
    {tag: Catalog(tag, MappingProxyType(entries)) for tag, entries in (("sv", SWEDISH), ("so", SOMALI))}, {}
)
WHEN = ("phone:weekday.2", "phone:number.25", "phone:month.11", "phone:when.hour#1",
        "phone:number.14", "phone:number.0", "phone:number.5")  # fmt: skip
PARTS = ("phone:match#1", "phone:match#2")
DIGITS = tuple(f"phone:digit.{digit}" for digit in "4712")
ALL = ("phone:goodbye", *PARTS, "kind:shopping", *WHEN, *DIGITS)


def _say(line: Line, language: str, *recorded: str) -> list[Heard]:
    def files(tag: str) -> Mapping[str, str]:
        return {name: name for name in recorded} if tag == language else {}

    speaker = Speaker(CATALOGS, "sv", ZONE, files=files, message={7: "there"}.get)
    return speaker.say(line, language)


def _played(*names: str) -> list[Heard]:
    return [Played(name) for name in names]


def test_a_language_with_a_voice_says_the_whole_sentence() -> None:
    (said,) = _say(Line("match", MATCH), "sv")
    words = "Goda nyheter: handling. Farid kommer. onsdag den 25 november klockan 14:05. 4, 7, 1, 2."
    assert said == Said(words, "sv")


def test_a_recording_wins_over_the_voice() -> None:
    assert _say(Line("goodbye"), "sv", "phone:goodbye") == _played("phone:goodbye")
    assert _say(Line("goodbye"), "sv", "phone:match#1") == [Said("Hej då.", "sv")]


def test_a_sentence_is_played_only_when_all_its_words_are_recorded() -> None:
    assert len(_say(Line("match", MATCH), "sv", "phone:match#1", "kind:shopping")) == 1
    assert _say(Line("match", MATCH), "sv", *PARTS, "kind:shopping") == [
        Played("phone:match#1"), Played("kind:shopping"), Said("Farid", "sv"), Played("phone:match#2"),
        Said("onsdag den 25 november klockan 14:05", "sv"), Said("4, 7, 1, 2", "sv"),
    ]  # fmt: skip


def test_without_a_voice_facts_are_composed_of_recorded_pieces_and_names_said_by_the_lines_own() -> None:
    assert _say(Line("match", MATCH), "so", *ALL) == [
        Played("phone:match#1"), Played("kind:shopping"), Said("Farid", "sv"), Played("phone:match#2"),
        *_played(*WHEN), *_played(*DIGITS),
    ]  # fmt: skip


def test_without_a_voice_a_fact_that_is_not_recorded_is_said_in_the_lines_own_language() -> None:
    heard = _say(Line("match", {**MATCH, "when": DAY}), "so", *(name for name in ALL if name != "phone:month.11"))
    assert Said("onsdag den 25 november", "sv") in heard


def test_without_voice_and_recording_the_whole_sentence_is_the_lines_own() -> None:
    assert _say(Line("goodbye"), "so") == [Said("Hej då.", "sv")]
    assert [type(heard) for heard in _say(Line("match", MATCH), "so", "phone:match#1")] == [Said]


def test_a_line_may_be_in_another_language_than_the_rest() -> None:
    assert _say(Line("goodbye", language="so"), "sv") == [Said("Hej då.", "sv")]
    assert _say(Line("goodbye", language="xx"), "yy") == [Said("Hej då.", "sv")]


def test_a_nameless_person_has_a_word_of_hers_and_a_time_is_soon() -> None:
    (said,) = _say(Line("match", {**MATCH, "name": "", "when": None}), "sv")
    assert isinstance(said, Said)
    assert "någon kommer. så snart det går." in said.words


def test_a_key_is_said_as_a_digit() -> None:
    assert _say(Line("item", {"kind": "shopping", "key": 3}), "sv") == [Said("handling: tryck 3.", "sv")]


SPANS: list[tuple[dict[str, Any], str]] = [
    ({**HOUR, "until": "2026-11-25T16:00:00+00:00"}, "onsdag den 25 november 14:05 ilaa 17:00"),
    ({**DAY, "until": "2026-11-25T20:00:00+00:00"}, "onsdag den 25 november"),
]


@pytest.mark.parametrize(("when", "words"), SPANS)
def test_times_are_said_in_full(when: dict[str, Any], words: str) -> None:
    (said,) = _say(Line("match", {**MATCH, "when": when}), "sv")
    assert isinstance(said, Said)
    assert words in said.words


def test_own_words_are_said_as_they_are_and_without_what_no_voice_can_say() -> None:
    assert _say(Line("words", {"words": "Mjölk\n\u202eoch \x00 bröd"}), "sv") == [Said("Mjölk och bröd", "sv")]
    assert _say(Line("words", {"words": " "}), "sv") == []
    (said,) = _say(Line("words", {"words": "a " * 5000}), "so")
    assert isinstance(said, Said)
    assert (said.language, len(said.words) <= 600) == ("sv", True)


def test_a_message_is_played_and_one_that_is_not_here_is_left_out() -> None:
    assert _say(Line("recording", {"id": 7}), "so") == [Played("there")]
    assert _say(Line("recording", {"id": 8}), "so") == []


def test_a_notice_without_its_facts_is_a_fault_of_ours() -> None:
    for line in (Line("match", {}), Line("no_such_notice")):
        with pytest.raises(KeyError):
            _say(line, "sv")
