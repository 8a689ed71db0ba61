"""Every text we write fits, says what its translations say, and shows right."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from itertools import chain, groupby

import pytest

from hotline.catalogs import LOCALES, REFERENCE, load
from hotline.review.filling import filled, without_example
from hotline.review.po import reviewers_of
from hotline.sms_text import segments
from hotline.understanding.commands import COMMANDS
from hotline.understanding.lists.patterns import plain

CATALOGS = load(LOCALES)
TEXTS = CATALOGS[REFERENCE].family("sms:")
PLAIN = ("sv", "en")
NO_COMMANDS = {"SMS", "OK"}


def test_every_language_is_whole() -> None:
    assert dict(CATALOGS.faults) == {}


@pytest.mark.parametrize("tag", CATALOGS)
def test_a_translation_is_of_the_sentence_that_stands_in_english(tag: str) -> None:
    pair = re.compile(r'^msgctxt (.+)\nmsgid ((?:".*"\n)+)', re.MULTILINE)
    sentences = [dict(pair.findall((LOCALES / each / "hotline.po").read_text())) for each in (REFERENCE, tag)]
    assert sentences[0] == sentences[1]


def test_every_field_of_a_text_has_a_longest_value() -> None:
    assert {key: sorted(lacking) for key in TEXTS if (lacking := without_example(CATALOGS[REFERENCE], key))} == {}


@pytest.mark.parametrize("tag", CATALOGS)
def test_a_text_with_the_longest_values_keeps_to_two_parts(tag: str) -> None:
    texts = {key: filled(CATALOGS[tag], key) for key in TEXTS}
    assert {key: (len(text), text) for key, text in texts.items() if segments(text).parts > 2} == {}


@pytest.mark.parametrize("tag", PLAIN)
def test_swedish_and_english_texts_use_the_cheap_alphabet(tag: str) -> None:
    texts = {key: filled(CATALOGS[tag], key) for key in TEXTS}
    assert {key: text for key, text in texts.items() if segments(text).encoding != "GSM-7"} == {}


@pytest.mark.parametrize("tag", CATALOGS)
@pytest.mark.parametrize("key", ["sms:not_emergency", "sms:urgency.ask", "sms:emergency"])
def test_the_emergency_number_is_seen_at_once(tag: str, key: str) -> None:
    assert "112" in CATALOGS[tag].text(key)[:70]


@pytest.mark.parametrize("tag", CATALOGS)
def test_the_first_line_to_anybody_is_short(tag: str) -> None:
    assert len(CATALOGS[tag].text("sms:not_emergency")) <= 70


@pytest.mark.parametrize("tag", CATALOGS)
def test_a_menu_has_the_same_numbers_in_the_same_order_everywhere(tag: str) -> None:
    for key in TEXTS:
        if "\n1 " not in CATALOGS[REFERENCE].entries[key]:
            continue
        menus = (CATALOGS[each].entries[key] for each in (REFERENCE, tag))
        expected, numbers = (re.findall(r"^(\d) ", menu, re.MULTILINE) for menu in menus)
        assert numbers == expected, key
        counted = [number for number in numbers if number != "0"]
        assert counted == [str(n + 1) for n in range(len(counted))], key


@pytest.mark.parametrize("tag", [tag for tag in CATALOGS if CATALOGS[tag].direction == "rtl"])
def test_codes_and_numbers_stay_whole_from_right_to_left(tag: str) -> None:
    catalog = CATALOGS[tag]
    for key in chain(catalog.family("sms:"), catalog.family("when")):
        words = catalog.entries[key]
        assert not re.search(r"[\u2066-\u2069\u200e\u200f\u202a-\u202e]", words), key
        assert not re.search(r"[٠-٩۰-۹]", words), key
        assert not re.search(r"\d[ -]\d", words), key
    assert catalog.entries["sms:offer"].splitlines()[-1] == "{code}"
    assert catalog.entries["sms:request.created"].splitlines()[-1] == "{code}"


@pytest.mark.skipif(shutil.which("msgfmt") is None, reason="msgfmt is not installed")
@pytest.mark.parametrize("tag", CATALOGS)
def test_gettexts_own_checker_has_nothing_to_say(tag: str) -> None:
    file = str(LOCALES / tag / "hotline.po")
    checked = subprocess.run(
        ["msgfmt", "-c", "-f", "-o", "/dev/null", file], capture_output=True, text=True, check=False
    )
    assert (checked.returncode, checked.stderr) == (0, "")


def test_what_no_native_reader_has_checked_is_marked() -> None:
    assert CATALOGS["en"].unreviewed == ()
    for tag in set(CATALOGS) - {REFERENCE}:
        header = (LOCALES / tag / "hotline.po").read_text().partition("\n\n")[0]
        if not reviewers_of(header):
            assert "X-Reviewed-By: nobody yet" in header
            assert set(CATALOGS[tag].unreviewed) == set(CATALOGS[tag].entries), tag


@pytest.mark.parametrize("tag", CATALOGS)
def test_a_word_in_capitals_that_people_shall_answer_with_is_understood(tag: str) -> None:
    told = {run for key in TEXTS for run in _shouted(CATALOGS[tag].entries[key])}
    relays = {plain(line) for line in CATALOGS[tag].phrases("lexicon:cmd:relay")}
    commands = {plain(line) for name in COMMANDS for line in CATALOGS[tag].phrases(f"lexicon:cmd:{name}")} | relays
    assert {run for run in told if run not in commands and not all((word,) in commands for word in _long(run))} == set()


def _long(run: tuple[str, ...]) -> list[str]:
    """The words of a run but for a single letter that only begins a sentence."""
    return [word for word in run if len(word) > 1]


def _shouted(words: str) -> Iterator[tuple[str, ...]]:
    """The words in capitals of a text, those that stand together as one."""
    for is_shouted, run in groupby(re.findall(r"\w+|[^\w\s]+|\n", words), key=_is_shouted):
        if is_shouted and _long(shouted := plain(" ".join(run))):
            yield shouted


def _is_shouted(word: str) -> bool:
    return word.isalpha() and word.isupper() and word not in NO_COMMANDS
