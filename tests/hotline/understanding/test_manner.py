"""Asking, telling, and where one thing ends and the next begins."""

import pytest

from hotline.understanding import Lexicons
from hotline.understanding.manner import Manner
from hotline.understanding.words import words


def _manner(lexicons: Lexicons, text: str, language: str | None) -> Manner:
    return lexicons.manners.of(text, words(text), language)


@pytest.mark.parametrize(
    ("text", "language"),
    [("kan någon komma", "sv"), ("kan någon komma", "fi"), ("мені треба хліба", "uk"), ("پسرم آمد؟", "fa"),
     ("potrzebuję chleba", None)],
)  # fmt: skip
def test_asking(lexicons: Lexicons, text: str, language: str | None) -> None:
    assert _manner(lexicons, text, language).asks


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("it was lovely yesterday", False),
        ("we do not need any help with the food", False),
        ("we do not need food, but can you fetch my pills", True),
        ("no need to hurry", False),
    ],
)
def test_telling(lexicons: Lexicons, text: str, *, asks: bool) -> None:
    manner = _manner(lexicons, text, "en")
    assert (manner.tells, manner.asks) == (True, asks)


@pytest.mark.parametrize(
    ("text", "language", "joins", "pauses"),
    [
        ("milk and pills", "en", (5,), (5,)),
        ("milk, pills", "en", (), (4,)),
        ("milk. pills", "en", (4,), (4,)),
        ("حليب ودواء", "ar", (5,), (5,)),
        ("ምግቢን መድሃኒት", "ti", (4,), (4,)),
    ],
)
def test_where_the_next_begins(
    lexicons: Lexicons, text: str, language: str, joins: tuple[int, ...], pauses: tuple[int, ...]
) -> None:
    manner = _manner(lexicons, text, language)
    assert (manner.joins, manner.pauses) == (joins, pauses)
