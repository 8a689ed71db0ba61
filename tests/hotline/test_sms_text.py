"""Texts are counted as the network counts them, and written so that they cost no more than they must."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from smsutil import split

from hotline.sms_text import GSM_BASIC, GSM_EXTENDED, is_within_two_parts, normalise, segments

_LETTERS = st.sampled_from([*sorted(GSM_BASIC | GSM_EXTENDED), "ç", "`", "’", "م", "ሰ", "😀", "👍"])


def _parts_by_another_counter(text: str) -> int:
    return len(split(text).parts)  # type: ignore[no-untyped-call]


@given(st.lists(st.sampled_from(sorted(GSM_BASIC | GSM_EXTENDED)), min_size=1, max_size=500))
def test_plain_texts_are_counted_as_another_counter_counts_them(letters: list[str]) -> None:
    text = "".join(letters)
    assert segments(text).parts == _parts_by_another_counter(text)


@given(st.lists(_LETTERS, min_size=1, max_size=300))
def test_any_text_is_counted_as_another_counter_counts_it(letters: list[str]) -> None:
    text = "".join(letters)
    assert segments(text).parts == _parts_by_another_counter(text)


@pytest.mark.parametrize(
    ("text", "encoding", "length", "parts"),
    [
        ("", "GSM-7", 0, 1),
        ("å" * 160, "GSM-7", 160, 1),
        ("å" * 161, "GSM-7", 161, 2),
        ("a" * 307, "GSM-7", 307, 3),
        ("€" * 80, "GSM-7", 160, 1),
        ("a" * 152 + "€" * 5, "GSM-7", 162, 2),
        ("م" * 70, "UCS-2", 70, 1),
        ("م" * 71, "UCS-2", 71, 2),
        ("م" * 134, "UCS-2", 134, 2),
        ("😀" * 35, "UCS-2", 70, 1),
        ("facade ç", "UCS-2", 8, 1),
    ],
)
def test_the_borders_of_a_part(text: str, encoding: str, length: int, parts: int) -> None:
    counted = segments(text)
    assert (counted.encoding, counted.length, counted.parts) == (encoding, length, parts)


def test_typographic_signs_become_plain_and_swedish_letters_stay() -> None:
    assert normalise("“Hej” – säger Åsa’s kafé… 10\u00a0000\u202fkr") == '"Hej" - säger Åsa\'s kafé... 10 000 kr'


def test_line_ends_are_one_character_and_controls_go() -> None:
    assert normalise("a\r\nb\rc\x00\x1b\u202ed\t.\ufeff ") == "a\nb\ncd ."


def test_a_letter_and_its_ring_become_one_letter() -> None:
    assert segments(normalise("a\u030akte")).encoding == "GSM-7"


@given(st.text())
def test_writing_plainly_twice_changes_nothing_more(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(st.text(alphabet=st.characters(codec="utf-16")))
def test_what_is_normalised_can_be_sent(text: str) -> None:
    normalise(text).encode()


def test_two_parts_are_the_budget() -> None:
    assert is_within_two_parts("a" * 306)
    assert not is_within_two_parts("a" * 307)
