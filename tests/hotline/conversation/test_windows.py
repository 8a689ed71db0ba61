"""A window that was said is what she is shown in the summary, by text and by phone, so that she can correct it."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from hotline import phrases
from hotline.calls import facts
from hotline.catalogs import LOCALES, load
from hotline.understanding import Lexicons, Places, understand
from tests.hotline.understanding.conftest import ZONE

CATALOGS = load(LOCALES)
NOW = datetime(2026, 11, 25, 9, 7, tzinfo=UTC)

Shown = Callable[[str], tuple[str, str]]


@pytest.fixture(scope="module")
def shown() -> Shown:
    """What an English text's time is shown as, and said as."""
    lexicons = Lexicons(CATALOGS)

    def _shown(text: str) -> tuple[str, str]:
        when = understand(text, language="en", lexicons=lexicons, now=NOW, zone=ZONE, places=Places()).when
        assert when is not None
        fact = {"from": when.start.isoformat(), "until": when.end.isoformat(), "precision": when.precision}
        english = CATALOGS["en"]
        return phrases.when(english, fact, ZONE), facts.spoken(english, "when", fact, ZONE).words

    return _shown


@pytest.mark.parametrize(
    ("text", "written", "said"),
    [
        ("between 10 and 12", "Wed 25/11 10:00-12:00", "Wednesday 25 November between 10:00 and 12:00"),
        ("before 11", "Wed 25/11 10:07-11:00", "Wednesday 25 November between 10:07 and 11:00"),
        ("after 3 pm", "Wed 25/11 15:00-21:00", "Wednesday 25 November between 15:00 and 21:00"),
        ("this weekend", "Sat 28/11 - Sun 29/11", "from Saturday 28 November to Sunday 29 November"),
        ("in two weeks", "Wed 9/12", "Wednesday 9 December"),
        ("at 3 pm", "Wed 25/11 15:00", "Wednesday 25 November at 15:00"),
    ],
)
def test_a_window_is_shown_as_it_was_understood(text: str, written: str, said: str, shown: Shown) -> None:
    assert shown(text) == (written, said)
