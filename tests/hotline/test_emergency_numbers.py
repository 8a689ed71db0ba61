"""The numbers we tell people in danger are whole, recently checked, and the only ones our texts hold."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from hotline.catalogs import LOCALES, load
from hotline.conversation.danger import ACUTE, CALM
from hotline.emergency_numbers import FILE, LIFE, NUMBERS, BadNumber, read

CATALOGS = load(LOCALES)
GOOD = 'number = "112"\nfor = "danger"\nsource = "https://www.sosalarm.se/"\nchecked = 2026-11-22\n'
OLD = timedelta(days=400)


def test_somebody_has_looked_at_every_number_not_long_ago() -> None:
    today = datetime.now(UTC).date()
    assert {sort: each.source for sort, each in NUMBERS.items() if today - each.checked > OLD} == {}


def test_no_number_was_checked_in_the_future() -> None:
    tomorrow = datetime.now(UTC).date() + timedelta(days=1)
    assert [sort for sort, each in NUMBERS.items() if each.checked > tomorrow] == []


def test_every_sort_of_danger_has_its_number_and_every_number_its_use() -> None:
    assert set(NUMBERS) == {LIFE, *ACUTE, *CALM}
    assert NUMBERS[LIFE].number == "112"


@pytest.mark.parametrize("tag", CATALOGS)
def test_each_can_be_told_in_every_language_by_text_and_by_phone(tag: str) -> None:
    for sort in (*ACUTE, *CALM):
        for way in ("sms", "phone"):
            assert "{number}" in CATALOGS[tag].entries[f"{way}:further.{sort}"]
        assert CATALOGS[tag].lines(f"lexicon:sort:{sort}")


@pytest.mark.parametrize("tag", CATALOGS)
def test_no_text_names_a_number_that_is_not_in_the_file(tag: str) -> None:
    known = {each.number for each in NUMBERS.values()}
    told = {
        (key, number)
        for key in CATALOGS[tag].family("sms:")
        for number in re.findall(r"\d{3,}", CATALOGS[tag].entries[key])
    }
    assert {each for each in told if each[1] not in known} == set()


@pytest.mark.parametrize("fault", [
    ("112", "1 12"), ("112", ""), ("112", "tel:112"), ("https://", "http://"), ('"danger"', '""'),
    ("checked = 2026-11-22", ""), ("2026-11-22", '"soon"'),
])  # fmt: skip
def test_an_entry_that_is_not_whole_is_refused(fault: tuple[str, str]) -> None:
    assert read(f"[life]\n{GOOD}")["life"].number == "112"
    with pytest.raises(BadNumber, match="life"):
        read(f"[life]\n{GOOD.replace(*fault)}")


def test_the_file_is_part_of_the_package() -> None:
    assert FILE.is_file()
