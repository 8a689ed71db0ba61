"""Examples are what people would get, and the longest is what every text must have room for."""

from zoneinfo import ZoneInfo

import pytest

from hotline.catalogs import REFERENCE, Catalogs
from hotline.review.filling import examples, filled, without_example
from hotline.review.rows import LISTS

STOCKHOLM = ZoneInfo("Europe/Stockholm")


def test_every_field_that_is_read_or_heard_has_an_example(catalogs: Catalogs) -> None:
    english = catalogs[REFERENCE]
    keys = [key for key in english.entries if not key.startswith(LISTS)]
    assert {key: sorted(lacking) for key in keys if (lacking := without_example(english, key))} == {}


@pytest.mark.parametrize("tag", ["sv", "ar"])
def test_everything_that_people_read_can_be_shown(catalogs: Catalogs, tag: str) -> None:
    for key in catalogs[tag].entries:
        if not key.startswith(LISTS):
            ordinary, long = examples(catalogs[tag], key, STOCKHOLM)
            assert ordinary, key
            assert "{" not in ordinary + long, key


def test_a_part_is_shown_within_its_sentence(catalogs: Catalogs) -> None:
    ordinary, _ = examples(catalogs["sv"], "weekday.2", STOCKHOLM)
    assert "ons 25/11 kl 14:30" in ordinary
    ordinary, long = examples(catalogs["sv"], "phone:match.resident", STOCKHOLM)
    assert "torsdag den 26 november klockan 14:30. Kodord: 4, 7, 1, 1." in ordinary
    assert "Röda Korset Huskvarna" in long


def test_the_longest_values_leave_nothing_out(catalogs: Catalogs) -> None:
    for part in ("Karin Andersson", "(adressen finns i det talade meddelandet)", "4711"):
        assert part in filled(catalogs["sv"], "sms:match.volunteer")
