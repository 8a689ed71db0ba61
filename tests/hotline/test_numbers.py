"""Only a real mobile number is ever texted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.numbers import is_allowed, national, parse, to_e164


@pytest.mark.parametrize("raw", ["+46701740605", "070-174 06 05", "0046701740605", " +46 70 174 06 05 "])
def test_a_mobile_number_in_any_spelling_is_one_number_that_gets_texts(raw: str) -> None:
    line = parse(raw)
    assert (line.e164, line.can_text, line.kind, line.country) == ("+46701740605", True, "mobile", "SE")


@pytest.mark.parametrize(
    ("raw", "kind"),
    [("+4636105000", "fixed"), ("08-46500401", "fixed"), ("010-4566700", "other"), ("020-505050", "other")],
)
def test_other_lines_are_known_and_never_texted(raw: str, kind: str) -> None:
    line = parse(raw)
    assert (line.kind, line.can_text) == (kind, False)


_NO_NUMBERS = ["anonymous", "unknown", "+266696687", "112", "71234", "Region Jkpg", "0719123", "", None]


@pytest.mark.parametrize("raw", _NO_NUMBERS)
def test_what_is_no_number_is_kept_as_it_came(raw: str | None) -> None:
    line = parse(raw)
    assert (line.e164, line.can_text, line.kind, line.country) == (raw or "", False, "none", "")


def test_a_senders_name_is_not_read_as_keypad_letters() -> None:
    assert parse("0701PIZZAS").kind == "none"


@given(st.text())
def test_nothing_makes_it_raise(raw: str) -> None:
    assert len(parse(raw).e164) <= 40 or parse(raw).kind != "none"


def test_reading_a_number() -> None:
    assert to_e164("070 1740605") == "+46701740605"
    assert to_e164("1177") is None


def test_the_national_form_is_unbroken_digits() -> None:
    assert national("+4636105000") == "036105000"
    assert national("+46701740605") == "0701740605"


def test_a_foreign_number_keeps_its_country() -> None:
    assert national("+4791234567") == "004791234567"


def test_countries_are_allowed_by_name() -> None:
    assert is_allowed(parse("+46701740605"), ["SE"])
    assert not is_allowed(parse("+4791234567"), ["SE"])
    assert not is_allowed(parse("anonymous"), ["SE"])
