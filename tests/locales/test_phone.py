"""What the phone says: complete in every language, short, and such that a key is all an answer needs."""

import re
from collections.abc import Iterator

import pytest

from dispatch.kinds import Kind
from dispatch.notices import NOTICES
from hotline.catalogs import LOCALES, REFERENCE, fields, load
from hotline.understanding.commands import COMMANDS
from tests.support.sources import sources
from tests.support.words import Told, told

CATALOGS = load(LOCALES)
PROMPTS = CATALOGS[REFERENCE].family("phone:")
SPOKEN = [(tag, key) for tag in CATALOGS for key in CATALOGS[tag].family("phone:")]

TEXTED_ONLY = (
    "help.", "ask.language", "ask.place", "ask.area", "ask.address", "ask.details", "noted", "offer.condition",
    "offer.unclear", "follow_up.unclear", "confirm.other", "relay.", "match.spoken", "call_first",
)  # fmt: skip
"""What only ever goes out as a text: it asks for words, or is about texts."""
PLAYED = {"recording", "words"}
LONGEST = 350
ONE_ONE_TWO = {"en": "one one two", "sv": "ett ett två", "ar": "واحد واحد اثنان"}
OF_DANGER = ("phone:not_emergency", "phone:emergency", "phone:urgency.ask", "phone:trouble")
OF_TEXTS = {
    "en": r"\b(write|reply|type|answer (with|by)|text (us|back))\b",
    "sv": r"\b(skriv|skriver|svara med|svara på sms|smsa)\b",
    "ar": r"يمكن كتابة|نكتب|رسالة نصية|الجواب برقم|كلمة (?!السر)",
}
NAMES_READING_AND_WRITING = "phone:line.language_help"
PARTS = "phone:when."
"""Parts of a sentence, each made of words of its own language."""
_BEFORE_A_FIELD = re.compile(r"(^|[.:,!?،؟] )$")


def _told() -> list[Told]:
    return [each for source in sources("dispatch", "hotline/conversation") for each in told(source)]


def _is_texted_only(notice: str) -> bool:
    return notice.endswith("_again") or notice.startswith(TEXTED_ONLY)


def _digits(words: str) -> list[str]:
    return re.findall(r"\d", words)


@pytest.mark.parametrize("tag", CATALOGS)
def test_every_prompt_exists_in_every_language_with_the_same_fields(tag: str) -> None:
    catalog, reference = CATALOGS[tag], CATALOGS[REFERENCE]
    assert set(catalog.family("phone:")) == set(PROMPTS)
    for key in PROMPTS:
        assert fields(catalog.entries[key]) == fields(reference.entries[key]), key


def test_everything_a_person_is_told_can_be_said() -> None:
    asked = {notice for each in _told() for notice in each.notices} | set(NOTICES)
    silent = {each for each in asked - PLAYED if f"phone:{each}" not in PROMPTS and not _is_texted_only(each)}
    assert asked
    assert sorted(silent) == []


def test_what_is_only_texted_has_words_and_no_prompt() -> None:
    for notice in TEXTED_ONLY:
        assert CATALOGS[REFERENCE].family(f"sms:{notice}"), notice
        assert not CATALOGS[REFERENCE].family(f"phone:{notice}"), notice


def test_everything_is_told_with_the_facts_its_prompt_needs() -> None:
    entries = CATALOGS[REFERENCE].entries
    missing = [
        f"{each.where}: {notice} needs {sorted(lacks)}"
        for each in _told()
        for notice in each.notices
        if (lacks := fields(entries.get(f"phone:{notice}", "")) - each.facts - {"key"})
    ]
    assert missing == []


@pytest.mark.parametrize("tag", CATALOGS)
@pytest.mark.parametrize("key", OF_DANGER)
def test_the_emergency_number_is_heard_at_once_digit_by_digit(tag: str, key: str) -> None:
    begins = " ".join(re.split(r"(?<=[.!?؟])\s", CATALOGS[tag].text(key))[:2])
    assert ONE_ONE_TWO[tag] in begins.casefold()


@pytest.mark.parametrize(("tag", "key"), SPOKEN)
def test_a_menu_offers_each_key_once_and_the_same_keys_in_every_language(tag: str, key: str) -> None:
    offered = _digits(CATALOGS[tag].entries[key])
    assert len(set(offered)) == len(offered)
    assert offered == _digits(CATALOGS[REFERENCE].entries[key])
    assert not re.search(r"\d\d", CATALOGS[tag].entries[key]), "a number is written so that it is said right: in words"


@pytest.mark.parametrize(("tag", "key"), SPOKEN)
def test_a_choice_comes_before_its_key(tag: str, key: str) -> None:
    words = CATALOGS[tag].entries[key]
    for offered in re.finditer(r"\d|\{key\}", words):
        sentence = re.split(r"[.!?؟]\s", words[: offered.start()])[-1]
        assert re.search(r"[,:،] ", sentence), sentence
        assert words[offered.end()] == ".", "nothing is said after the key"


@pytest.mark.parametrize(("tag", "key"), [pair for pair in SPOKEN if pair[1] != "phone:ask.kind"])
def test_a_prompt_is_short(tag: str, key: str) -> None:
    assert len(CATALOGS[tag].entries[key]) <= LONGEST


def _choices(words: str) -> Iterator[tuple[str, str]]:
    """Yield each choice of a menu with its key."""
    for sentence in re.split(r"[.?؟]\s*", words):
        if found := _digits(sentence):
            yield sentence, found[0]


@pytest.mark.parametrize("tag", CATALOGS)
def test_the_kinds_have_the_keys_of_their_order_and_zero_is_a_person(tag: str) -> None:
    catalog = CATALOGS[tag]
    texted = re.findall(r"^(\d) (.+)$", catalog.text("sms:ask.kind"), re.MULTILINE)
    offered = [key for _, key in _choices(catalog.text("phone:ask.kind"))]
    assert offered == [str(number) for number in range(1, len(Kind) + 1)] + ["0"]
    assert offered == [number for number, _ in texted]
    # One choice is as good as the other: what the phone says for a key is what the text says for it.
    for (said, key), (_, written) in zip(_choices(catalog.text("phone:ask.kind")), texted, strict=True):
        assert _stems(said) & _stems(written), (key, said, written)


def _stems(words: str) -> set[str]:
    return {each.removeprefix("لل").removeprefix("ل")[:5] for each in re.findall(r"\w{3,}", words.casefold())}


@pytest.mark.parametrize(("tag", "key"), [pair for pair in SPOKEN if pair[1] != NAMES_READING_AND_WRITING])
def test_nobody_is_asked_to_write_on_the_phone(tag: str, key: str) -> None:
    catalog = CATALOGS[tag]
    words = catalog.entries[key]
    assert not re.search(OF_TEXTS[tag], words, re.IGNORECASE), words
    commands = {line.upper() for command in COMMANDS for line in catalog.lines(f"lexicon:cmd:{command}")}
    assert not {word for word in re.findall(r"\w{2,}", words) if word.isupper() and word.upper() in commands}, words


@pytest.mark.parametrize(("tag", "key"), [pair for pair in SPOKEN if not pair[1].startswith(PARTS)])
def test_nothing_that_is_put_in_needs_an_ending(tag: str, key: str) -> None:
    words = CATALOGS[tag].entries[key]
    for field in re.finditer(r"\{(\w+)\}", words):
        if field[1] != "key":
            assert _BEFORE_A_FIELD.search(words[: field.start()]), f"{field[0]} does not stand alone: {words}"


@pytest.mark.parametrize("tag", CATALOGS)
def test_a_voice_meets_only_letters_and_plain_digits(tag: str) -> None:
    for key in PROMPTS:
        words = CATALOGS[tag].entries[key]
        assert not re.search(r"[#*/+=()٠-٩۰-۹\u2066-\u2069\u200e\u200f\n]", words), key


def test_a_language_names_itself_and_no_other() -> None:
    for key in ("phone:language.press", "phone:language_set"):
        assert len({CATALOGS[tag].entries[key] for tag in CATALOGS}) == len(CATALOGS)


@pytest.mark.parametrize("key", ["phone:gate", "phone:gate.machine", "phone:gate.later"])
def test_whoever_answers_our_call_hears_nothing_about_anybody(key: str) -> None:
    for tag in CATALOGS:
        assert not fields(CATALOGS[tag].entries[key])


def test_every_kind_has_a_rule_to_say() -> None:
    assert [kind for kind in Kind if f"phone:line.{kind}" not in PROMPTS] == []
