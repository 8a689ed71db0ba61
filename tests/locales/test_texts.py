"""Every text we write fits, says what its translations say, and shows right."""

import re
import shutil
import subprocess
from itertools import chain

import pytest

from hotline.catalogs import LOCALES, REFERENCE, Catalog, fields, load
from hotline.sms_text import segments

CATALOGS = load(LOCALES)
TEXTS = [(tag, key) for tag in CATALOGS for key in CATALOGS[tag].family("sms:")]
PLAIN = ("sv", "en")
LONGEST = {
    "name": "Karin Andersson",
    "organisation": "Röda Korset Huskvarna",
    "address": "Östra Storgatan 112 B, Huskvarna",
    "area": "Österängen",
    "code_word": "4711",
    "code": "B2",
    "number": "036105000",
    "details": "mjölk, bröd och kaffe",
    "words": "jag kommer fem minuter sent, hissen står still",
    "reason": "danger",
    "choices": "1 mjölk och bröd\n2 medicin",
}


def _longest(catalog: Catalog, family: str) -> str:
    return max((catalog.text(key) for key in catalog.family(family)), key=len)


def _filled(catalog: Catalog, key: str) -> str:
    day = catalog.text("when.day", weekday=_longest(catalog, "weekday."), date="26/11")
    values = {
        **LONGEST,
        "address": max(LONGEST["address"], catalog.text("sms:address.spoken"), key=len),
        "kind": _longest(catalog, "kind:"),
        "language": _longest(catalog, "language:of."),
        "line": _longest(catalog, "sms:line."),
        "when": catalog.text("when.hour", day=day, hours="14:30"),
    }
    return catalog.text(key, **{name: values[name] for name in fields(catalog.entries[key])})


def test_every_language_is_whole() -> None:
    assert dict(CATALOGS.faults) == {}


@pytest.mark.parametrize("tag", CATALOGS)
def test_a_translation_is_of_the_sentence_that_stands_in_english(tag: str) -> None:
    pair = re.compile(r'^msgctxt (.+)\nmsgid ((?:".*"\n)+)', re.MULTILINE)
    sentences = [dict(pair.findall((LOCALES / each / "hotline.po").read_text())) for each in (REFERENCE, tag)]
    assert sentences[0] == sentences[1]


@pytest.mark.parametrize(("tag", "key"), TEXTS)
def test_a_text_with_the_longest_values_keeps_to_two_parts(tag: str, key: str) -> None:
    text = _filled(CATALOGS[tag], key)
    assert segments(text).parts <= 2, (len(text), text)


@pytest.mark.parametrize(("tag", "key"), [pair for pair in TEXTS if pair[0] in PLAIN])
def test_swedish_and_english_texts_use_the_cheap_alphabet(tag: str, key: str) -> None:
    assert segments(_filled(CATALOGS[tag], key)).encoding == "GSM-7"


@pytest.mark.parametrize("tag", CATALOGS)
@pytest.mark.parametrize("key", ["sms:not_emergency", "sms:urgency.ask", "sms:emergency"])
def test_the_emergency_number_is_seen_at_once(tag: str, key: str) -> None:
    assert "112" in CATALOGS[tag].text(key)[:70]


@pytest.mark.parametrize("tag", CATALOGS)
def test_the_first_line_to_anybody_is_short(tag: str) -> None:
    assert len(CATALOGS[tag].text("sms:not_emergency")) <= 70


@pytest.mark.parametrize(("tag", "key"), [pair for pair in TEXTS if "\n1 " in CATALOGS["en"].entries[pair[1]]])
def test_a_menu_has_the_same_numbers_in_the_same_order_everywhere(tag: str, key: str) -> None:
    numbers = [re.findall(r"^(\d) ", CATALOGS[each].entries[key], re.MULTILINE) for each in (REFERENCE, tag)]
    assert numbers[0] == numbers[1]
    assert [number for number in numbers[1] if number != "0"] == [str(n + 1) for n in range(len(numbers[1]))][
        : len([number for number in numbers[1] if number != "0"])
    ]


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
    for tag in ("sv", "ar"):
        assert "X-Reviewed-By: nobody yet" in (LOCALES / tag / "hotline.po").read_text()
        assert set(CATALOGS[tag].unreviewed) == set(CATALOGS[tag].entries)
