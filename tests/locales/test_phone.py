"""What the phone says: complete in every language, short, and such that a key is all an answer needs."""

import re
from collections.abc import Callable, Iterator

import pytest

from dispatch.kinds import Kind
from dispatch.notices import NOTICES
from hotline.catalogs import LOCALES, REFERENCE, fields, load
from hotline.understanding.commands import COMMANDS
from tests.support.sources import sources
from tests.support.words import Told, told

CATALOGS = load(LOCALES)
PROMPTS = CATALOGS[REFERENCE].family("phone:")

TEXTED_ONLY = (
    "help.", "ask.language", "ask.place", "ask.area", "ask.address", "ask.details", "noted", "offer.condition",
    "offer.fixed",
    "offer.unclear", "follow_up.unclear", "proposal.thanks", "offer.later", "confirm.other", "relay.", "match.spoken",
    "call_first", "operator.message",
)  # fmt: skip
"""What only ever goes out as a text: it asks for words, or is about texts."""
PLAYED = {"recording", "words"}
LONGEST = 350
OF_DANGER = ("phone:not_emergency", "phone:emergency", "phone:urgency.ask", "phone:trouble")
OF_TEXTS = {
    "en": r"\b(write|reply|type|answer (with|by)|text (us|back))\b",
    "sv": r"\b(skriv|skriver|svara med|svara på sms|smsa)\b",
    "ar": r"يمكن كتابة|نكتب|رسالة نصية|الجواب برقم|كلمة (?!السر)",
}
SAYS_SMS = r"\bsms\b|\bсмс\b"
"""For a language whose ways of asking to write are not listed above."""
ENDS = ".!?؟።፧"
PAUSES = ",:،፣፡፦"
NAMES_READING_AND_WRITING = "phone:line.language_help"
PARTS = "phone:when."
"""Parts of a sentence, each made of words of its own language."""
_BEFORE_A_FIELD = re.compile(rf"(^|[{ENDS}{PAUSES}] )$")


def _wrong(tag: str, is_right: Callable[[str], object], *, but: tuple[str, ...] = ()) -> dict[str, str]:
    """The prompts of a language that are not right, all of them."""
    families = tuple(each for each in but if each.endswith("."))
    left_out = {key for key in PROMPTS if key in but or (families and key.startswith(families))}
    entries = {key: CATALOGS[tag].entries[key] for key in PROMPTS if key not in left_out}
    return {key: words for key, words in entries.items() if not is_right(words)}


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
def test_the_emergency_number_is_heard_at_once_digit_by_digit(tag: str) -> None:
    one, two = (_forms_of(tag, number) for number in (1, 2))
    digit_by_digit = re.compile(rf"\b{one}[ ,،፣-]+{one}[ ,،፣-]+{two}\b")
    begin = {key: re.split(rf"(?<=[{ENDS}])\s", CATALOGS[tag].text(key))[:2] for key in OF_DANGER}
    assert {key: said for key, said in begin.items() if not digit_by_digit.search(" ".join(said).casefold())} == {}


def _forms_of(tag: str, number: int) -> str:
    forms = CATALOGS[tag].lines("lexicon:numbers")[number].split(",")
    return f"(?:{'|'.join(re.escape(form.strip().casefold()) for form in forms if form.strip().isalpha())})"


@pytest.mark.parametrize("tag", CATALOGS)
def test_a_menu_offers_each_key_once_and_the_same_keys_in_every_language(tag: str) -> None:
    for key in PROMPTS:
        offered = _digits(CATALOGS[tag].entries[key])
        assert len(set(offered)) == len(offered), key
        assert offered == _digits(CATALOGS[REFERENCE].entries[key]), key
    # A number is written so that it is said right: in words.
    assert _wrong(tag, lambda words: not re.search(r"\d\d", words)) == {}


@pytest.mark.parametrize("tag", CATALOGS)
def test_a_choice_comes_before_its_key(tag: str) -> None:
    assert _wrong(tag, _has_choices_before_keys) == {}


def _has_choices_before_keys(words: str) -> bool:
    """Whether each key ends its sentence, in which the choice stands before it."""
    return all(
        re.search(rf"[{PAUSES}] ", re.split(rf"[{ENDS}]\s", words[: offered.start()])[-1])
        and words[offered.end() : offered.end() + 1] in {".", "።"}
        for offered in re.finditer(r"\d|\{key\}", words)
    )


@pytest.mark.parametrize("tag", CATALOGS)
def test_a_prompt_is_short(tag: str) -> None:
    assert _wrong(tag, lambda words: len(words) <= LONGEST, but=("phone:ask.kind",)) == {}


def _choices(words: str) -> Iterator[tuple[str, str]]:
    """Yield each choice of a menu with its key."""
    for sentence in re.split(rf"[{ENDS}]\s*", words):
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


@pytest.mark.parametrize("tag", CATALOGS)
def test_nobody_is_asked_to_write_on_the_phone(tag: str) -> None:
    of_texts = OF_TEXTS.get(tag, SAYS_SMS)
    wrong = _wrong(tag, lambda words: not re.search(of_texts, words, re.IGNORECASE), but=(NAMES_READING_AND_WRITING,))
    assert wrong == {}
    commands = {line.upper() for command in COMMANDS for line in CATALOGS[tag].phrases(f"lexicon:cmd:{command}")}
    named = {key: _capitals(CATALOGS[tag].entries[key]) & commands for key in PROMPTS}
    assert {key: told for key, told in named.items() if told} == {}


def _capitals(words: str) -> set[str]:
    return {word for word in re.findall(r"\w{2,}", words) if word.isupper()}


@pytest.mark.parametrize("tag", CATALOGS)
def test_nothing_that_is_put_in_needs_an_ending(tag: str) -> None:
    assert _wrong(tag, _has_fields_alone, but=(PARTS,)) == {}


def _has_fields_alone(words: str) -> bool:
    fields_at = [field for field in re.finditer(r"\{(\w+)\}", words) if field[1] != "key"]
    return all(_BEFORE_A_FIELD.search(words[: field.start()]) for field in fields_at)


@pytest.mark.parametrize("tag", CATALOGS)
def test_a_voice_meets_only_letters_and_plain_digits(tag: str) -> None:
    assert _wrong(tag, lambda words: not re.search(r"[#*/+=()٠-٩۰-۹\u2066-\u2069\u200e\u200f\n]", words)) == {}


def test_a_language_names_itself_and_no_other() -> None:
    for key in ("phone:language.press", "phone:language_set"):
        assert len({CATALOGS[tag].entries[key] for tag in CATALOGS}) == len(CATALOGS)


@pytest.mark.parametrize("key", ["phone:gate", "phone:gate.machine", "phone:gate.later"])
def test_whoever_answers_our_call_hears_nothing_about_anybody(key: str) -> None:
    for tag in CATALOGS:
        assert not fields(CATALOGS[tag].entries[key])


def test_every_kind_has_a_rule_to_say() -> None:
    assert [kind for kind in Kind if f"phone:line.{kind}" not in PROMPTS] == []
