"""Until when somebody wants a pause, in every language. Now is Wednesday 25 November 2026 in the morning."""

from datetime import UTC, date, datetime

import pytest

from hotline.understanding import Lexicons, understand
from tests.hotline.understanding.conftest import PLACES, ZONE

NOW = datetime(2026, 11, 25, 9, 7, tzinfo=UTC)

TWO_WEEKS = {
    "sv": "pausa 2 veckor", "en": "pause for two weeks", "ar": "توقف اسبوعين", "so": "nasasho 2 toddobaad",
    "fa": "دو هفته استراحت", "ti": "ክልተ ሰሙን ዕረፍቲ", "uk": "пауза 2 тижні", "pl": "pauza 2 tygodnie",
    "bs": "пауза две недеље", "fi": "tauko kaksi viikkoa", "es": "pausa 2 semanas", "ku": "navber 2 hefte",
    "tr": "2 hafta ara vermek istiyorum",
}  # fmt: skip
UNTIL_MONDAY = {
    "sv": "pausa till måndag", "en": "please pause me until Monday", "ar": "توقف لحد الاثنين",
    "so": "nasasho ilaa isniin", "fa": "تا دوشنبه استراحت", "ti": "ክሳብ ሰኑይ ዕረፍቲ", "uk": "пауза до понеділка",
    "pl": "pauza do poniedziałku", "bs": "pauza do ponedjeljka", "fi": "tauko maanantaihin asti",
    "es": "pausa hasta el lunes", "ku": "heta duşemê navber", "tr": "pazartesiye kadar mola",
}  # fmt: skip


def _back_on(lexicons: Lexicons, text: str, language: str) -> date | None:
    return understand(text, language=language, lexicons=lexicons, now=NOW, zone=ZONE, places=PLACES).back_on


@pytest.mark.parametrize(("language", "text"), TWO_WEEKS.items())
def test_it_may_last_so_many_weeks(language: str, text: str, lexicons: Lexicons) -> None:
    assert _back_on(lexicons, text, language) == date(2026, 12, 9)


@pytest.mark.parametrize(("language", "text"), UNTIL_MONDAY.items())
def test_or_until_a_day(language: str, text: str, lexicons: Lexicons) -> None:
    assert _back_on(lexicons, text, language) == date(2026, 11, 30)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("pausa en vecka tack", date(2026, 12, 2)), ("pausa fjorton dagar", date(2026, 12, 9)),
        ("pausa en månad", date(2026, 12, 25)), ("pausa 10 dagar", date(2026, 12, 5)),
        ("pausa till den 15 januari", date(2027, 1, 15)),
        ("paus två veckor från fredag", date(2026, 12, 11)),
        ("pausa", None), ("pausa 900 dagar", None), ("pausa från fredag till måndag", None),
        ("behöver mat på måndag", None),
    ],
)  # fmt: skip
def test_in_many_ways_and_no_day_is_guessed(text: str, day: date | None, lexicons: Lexicons) -> None:
    assert _back_on(lexicons, text, "sv") == day
