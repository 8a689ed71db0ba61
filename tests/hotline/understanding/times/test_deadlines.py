"""Days as limits, in every language: the last day that will do, and the first that is too late.

Now is Wednesday 25 November 2026, 10:07 by the clock of the place.
"""

from datetime import UTC, date, datetime

import pytest

from hotline.understanding import Lexicons, Understood, understand
from tests.hotline.understanding.conftest import PLACES, ZONE

NOW = datetime(2026, 11, 25, 9, 7, tzinfo=UTC)
TODAY, THURSDAY, FRIDAY, NEXT_FRIDAY = date(2026, 11, 25), date(2026, 11, 26), date(2026, 11, 27), date(2026, 12, 4)

BEFORE_FRIDAY = {
    "sv": "behöver mjölk före fredag", "en": "I need milk before Friday", "ar": "بدي حليب قبل يوم الجمعة",
    "so": "caano ayaan rabaa jimcaha ka hor", "fa": "قبل از جمعه شیر لازم دارم", "ti": "ቅድሚ ዓርቢ ጸባ የድልየኒ",
    "uk": "треба молока перед п'ятницею", "pl": "potrzebuję mleka przed piątkiem", "bs": "treba mi mlijeko prije petka",
    "fi": "tarvitsen maitoa ennen perjantaita", "es": "necesito leche antes del viernes",
    "ku": "berî roja înê şîr ji min re lazim e", "tr": "cumadan önce süt lazım",
}  # fmt: skip
BY_FRIDAY = {
    "sv": "behöver mjölk senast på fredag", "en": "I need milk by Friday", "ar": "بدي حليب لحد يوم الجمعة",
    "so": "caano ayaan rabaa ugu dambayn jimcaha", "fa": "تا جمعه شیر لازم دارم", "ti": "ክሳብ ዓርቢ ጸባ የድልየኒ",
    "uk": "треба молока до п'ятниці", "pl": "potrzebuję mleka do piątku", "bs": "треба ми млијеко до петка",
    "fi": "tarvitsen maitoa perjantaihin mennessä", "es": "necesito leche a más tardar el viernes",
    "ku": "heta roja înê şîr ji min re lazim e", "tr": "en geç cuma süt lazım",
}  # fmt: skip


def read(lexicons: Lexicons, text: str, language: str, now: datetime = NOW) -> Understood:
    return understand(text, language=language, lexicons=lexicons, now=now, zone=ZONE, places=PLACES)


def days(understood: Understood) -> tuple[date, date]:
    when = understood.when
    assert when is not None
    assert when.precision == "day"
    return when.start.astimezone(ZONE).date(), when.end.astimezone(ZONE).date()


@pytest.mark.parametrize(("language", "text"), BEFORE_FRIDAY.items())
def test_before_a_day_is_up_to_the_day_before(lexicons: Lexicons, language: str, text: str) -> None:
    understood = read(lexicons, text, language)
    assert days(understood) == (TODAY, THURSDAY)
    assert understood.needs == ("shopping",)
    assert not understood.is_not_time


@pytest.mark.parametrize(("language", "text"), BY_FRIDAY.items())
def test_by_a_day_takes_the_day_in(lexicons: Lexicons, language: str, text: str) -> None:
    assert days(read(lexicons, text, language)) == (TODAY, FRIDAY)


@pytest.mark.parametrize(
    ("text", "language", "last"),
    [
        ("before the 5th of December", "en", NEXT_FRIDAY), ("no later than 4/12", "en", NEXT_FRIDAY),
        ("by next Friday", "en", FRIDAY), ("Friday at the latest", "en", FRIDAY), ("före helgen", "sv", FRIDAY),
        ("antes del 5 de diciembre", "es", NEXT_FRIDAY), ("senast 2026-12-04", "sv", NEXT_FRIDAY),
        ("huomiseen mennessä", "fi", THURSDAY), ("innan imorgon", "sv", TODAY),
        ("do weekendu", "pl", date(2026, 11, 29)),
    ],
)  # fmt: skip
def test_any_day_may_be_the_limit(lexicons: Lexicons, text: str, language: str, last: date) -> None:
    assert days(read(lexicons, text, language)) == (TODAY, last)


def test_an_hour_of_the_last_day_leaves_the_days_before_it(lexicons: Lexicons) -> None:
    assert days(read(lexicons, "senast fredag kl 15", "sv")) == (TODAY, THURSDAY)


def test_a_deadline_that_is_upon_us_leaves_today(lexicons: Lexicons) -> None:
    assert days(read(lexicons, "before tomorrow", "en")) == (TODAY, TODAY)
    assert days(read(lexicons, "by today", "en")) == (TODAY, TODAY)


@pytest.mark.parametrize(
    ("text", "language", "first"),
    [
        ("inte före fredag", "sv", FRIDAY), ("not before Friday", "en", FRIDAY),
        ("I go by bus on Friday", "en", FRIDAY), ("jadę do miasta w piątek", "pl", FRIDAY),
        ("from Friday to Monday", "en", FRIDAY), ("od piątku do poniedziałku", "pl", FRIDAY),
        ("з п'ятниці до понеділка", "uk", FRIDAY),
    ],
)  # fmt: skip
def test_what_only_looks_like_a_deadline_is_that_day(lexicons: Lexicons, text: str, language: str, first: date) -> None:
    assert days(read(lexicons, text, language)) == (first, first)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("nästa helg", "sv"), ("next week at the weekend", "en"), ("نهاية الاسبوع القادم", "ar"),
        ("gelecek hafta sonu", "tr"), ("наступні вихідні", "uk"),
    ],
)  # fmt: skip
def test_the_weekend_of_the_next_week_is_no_week(lexicons: Lexicons, text: str, language: str) -> None:
    assert days(read(lexicons, text, language)) == (date(2026, 12, 5), date(2026, 12, 6))


def test_at_the_latest_is_no_swedish_hour(lexicons: Lexicons) -> None:
    """Turkish "en" begins "at the latest"; Swedish "en" is one."""
    assert days(read(lexicons, "en geç cuma", "tr")) == (TODAY, FRIDAY)
