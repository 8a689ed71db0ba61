"""The menu of languages by text: every name has a number, hers come first, and no name is cut off."""

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from hotline.catalogs import LOCALES, load
from hotline.conversation.languages import in_order, menu
from hotline.conversation.talk import Known
from hotline.sms_text import segments
from hotline.telephony.gateway import Wording
from tests.hotline.conversation.saying import NEW, heard, notices, step, values, verbs

CATALOGS = load(LOCALES)
NAMES = {
    "sv": "Svenska", "ar": "العربية", "bs": "Bosanski, hrvatski, srpski", "en": "English", "es": "Español",
    "fa": "فارسی / دری", "fi": "Suomi", "ku": "Kurdî (Kurmancî)", "pl": "Polski", "so": "Soomaali", "ti": "ትግርኛ",
    "uk": "Українська",
}  # fmt: skip
TWELVE = replace(NEW, languages=tuple(NAMES.items()))
OURS = replace(NEW, languages=tuple((tag, catalog.own_name) for tag, catalog in CATALOGS.items()))
WORDING = Wording(CATALOGS, "sv", ZoneInfo("Europe/Stockholm"))


@pytest.mark.parametrize("known", [TWELVE, OURS])
@pytest.mark.parametrize("said", ["blorp", "سلام", "здравствуйте", "ሰላም", "", "👍", "你好"])
def test_every_language_stands_in_the_menu_within_two_parts(known: Known, said: str) -> None:
    options = in_order(known, said)
    texts = [WORDING.words(None, reply.notice, reply.facts).body for reply in menu(options, known)]
    assert len(texts) <= 2
    assert all(segments(text).parts <= 2 for text in texts)
    lines = [line for text in texts for line in text.splitlines() if line[0].isdigit()]
    assert [line.split(" ", 1)[0] for line in lines] == [str(number) for number in range(1, len(options) + 1)]
    assert set(options) == {tag for tag, _ in known.languages}


@pytest.mark.parametrize(
    ("said", "first"),
    [("blorp", "sv"), ("سلام", "ar fa"), ("здравствуйте", "uk"), ("ሰላም", "ti"), ("", "sv"), ("你好", "sv")],
)
def test_what_she_can_read_comes_first(said: str, first: str) -> None:
    assert " ".join(in_order(TWELVE, said)).startswith(first)


def test_the_names_in_latin_letters_cost_no_more_than_plain_text() -> None:
    latin, others = (WORDING.words(None, reply.notice, reply.facts) for reply in menu(in_order(TWELVE, "a"), TWELVE))
    assert latin.encoding == "GSM-7"
    assert "Kurdi (Kurmanci)" in latin.body
    assert "12 Українська" in others.body


@pytest.mark.parametrize(("number", "tag"), list(enumerate(in_order(TWELVE, "سلام"), 1)))
def test_each_is_answered_by_its_number_also_when_the_menu_is_put_again(number: int, tag: str) -> None:
    talk = step(heard("سلام", language=None), TWELVE).talk
    once_more = step(heard("zzz", language=None), replace(TWELVE, is_new=False), talk)
    assert notices(once_more) == ["ask.language", "ask.language"]
    turn = step(heard(str(number), language=None, choice=number), replace(TWELVE, is_new=False), once_more.talk)
    assert (verbs(turn)[0], values(turn)[0]) == ("set_language", {"tag": tag})


def test_a_few_languages_are_told_in_one_text() -> None:
    few = replace(NEW, languages=TWELVE.languages[:4])
    assert len(menu(in_order(few, "blorp"), few)) == 1
