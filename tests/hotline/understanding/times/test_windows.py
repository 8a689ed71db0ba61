"""Times with limits, in every language: until when, from when, between which hours, and days told from now.

Now is Wednesday 25 November 2026, 10:07 by the clock of the place; times below are by that clock.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from hotline.understanding import Lexicons, Understood, understand
from tests.hotline.understanding.conftest import PLACES, ZONE

NOW = datetime(2026, 11, 25, 9, 7, tzinfo=UTC)
BEFORE_12, TOMORROW_BEFORE_12 = "25/11 10:07 - 25/11 12:00", "26/11 08:00 - 26/11 12:00"
AFTER_3, AFTER_5 = "25/11 15:00 - 25/11 21:00", "25/11 17:00 - 25/11 21:00"
BY_3, FROM_10_TO_12 = "25/11 10:07 - 25/11 15:00", "25/11 10:00 - 25/11 12:00"
TOMORROW, FRIDAY = "26/11 10:00 - 26/11 12:00", "27/11 10:00 - 27/11 12:00"
WEEKEND, NEXT_WEEK = "28/11 08:00 - 29/11 21:00", "30/11 08:00 - 4/12 21:00"
IN_3_DAYS, IN_10_DAYS, IN_2_WEEKS = (f"{day} 08:00 - {day} 21:00" for day in ("28/11", "5/12", "9/12"))
IN_AN_HOUR = "25/11 11:10 - 25/11 12:10"

WINDOWS = {
    "sv": {
        BEFORE_12: ["innan 12", "före kl 12", "innan tolv tack"], TOMORROW_BEFORE_12: ["senast kl 12 imorgon"],
        BY_3: ["senast kl 15", "innan klockan tre"], "25/11 10:07 - 25/11 14:30": ["innan halv tre"],
        AFTER_3: ["efter kl 15", "tidigast kl 15", "inte före 15"],
        FROM_10_TO_12: ["mellan 10 och 12", "kl 10–12", "kl 10 till 12"],
        FRIDAY: ["från 10 till 12 på fredag", "fredag 10-12"], TOMORROW: ["10-12 imorgon"], WEEKEND: ["i helgen"],
        NEXT_WEEK: ["nästa vecka", "nästa vecka efter kl 15"], IN_2_WEEKS: ["om två veckor", "om fjorton dagar"],
        IN_3_DAYS: ["om 3 dagar"], IN_AN_HOUR: ["om en timme"],
    },
    "en": {
        BEFORE_12: ["before 12", "before twelve please", "no later than 12"],
        TOMORROW_BEFORE_12: ["can someone come before 12 tomorrow?"], BY_3: ["by 3 pm", "by 3", "until 3"],
        AFTER_3: ["after 3 pm", "from 3", "not before 3"],
        FROM_10_TO_12: ["between 10 and 12", "from 10 to 12", "10 am to 12"], FRIDAY: ["from 10 to 12 on Friday"],
        "25/11 15:00 - 25/11 17:00": ["3-5 pm", "between 3 and 5 pm"], TOMORROW: ["tomorrow 10-12"],
        WEEKEND: ["at the weekend", "this weekend"], IN_2_WEEKS: ["in two weeks", "in a fortnight"],
        "10/12 08:00 - 10/12 21:00": ["in two weeks on Thursday"], IN_10_DAYS: ["in 10 days"],
        "26/11 12:00 - 26/11 15:00": ["tomorrow afternoon before 3"], IN_AN_HOUR: ["in an hour"],
    },
    "ar": {
        BEFORE_12: ["قبل الساعة 12", "abl 12"], TOMORROW_BEFORE_12: ["بكرا قبل 12"],
        AFTER_3: ["بعد الساعة ٣", "ba3d el sa3a 3"], BY_3: ["حتى الساعة 3"],
        FROM_10_TO_12: ["بين الساعة 10 و12", "من الساعة 10 الى الساعة 12"], TOMORROW: ["من ١٠ الى ١٢ بكرا"],
        WEEKEND: ["نهاية الاسبوع"], IN_3_DAYS: ["بعد 3 ايام"], IN_2_WEEKS: ["بعد اسبوعين"], IN_AN_HOUR: ["بعد ساعة"],
    },
    "so": {
        BEFORE_12: ["saacadda 12 ka hor"], TOMORROW_BEFORE_12: ["berri 12 ka hor"], AFTER_3: ["saacadda 3 ka dib"],
        FROM_10_TO_12: ["inta u dhaxaysa 10 iyo 12", "saacadda 10 ilaa 12"], WEEKEND: ["dhammaadka toddobaadka"],
        IN_3_DAYS: ["3 maalmood ka dib"], IN_2_WEEKS: ["laba toddobaad ka dib"],
    },
    "fa": {
        BEFORE_12: ["قبل از ساعت ۱۲", "ghabl az saat 12"], TOMORROW_BEFORE_12: ["فردا قبل از ۱۲", "فردا صبح"],
        AFTER_3: ["بعد از ساعت ۳"], BY_3: ["تا ساعت ۱۵"], FROM_10_TO_12: ["بین ۱۰ و ۱۲", "از ساعت 10 تا 12"],
        TOMORROW: ["از ۱۰ تا ۱۲ فردا"], WEEKEND: ["آخر هفته"], IN_3_DAYS: ["۳ روز دیگر"], IN_2_WEEKS: ["دو هفته دیگر"],
    },
    "ti": {
        BEFORE_12: ["ቅድሚ ሰዓት 12"], TOMORROW_BEFORE_12: ["ጽባሕ ቅድሚ ሰዓት 12"], AFTER_3: ["ድሕሪ ሰዓት 3"],
        FROM_10_TO_12: ["መንጎ ሰዓት 10ን 12ን", "ካብ ሰዓት 10 ክሳብ 12"], WEEKEND: ["ቀዳመ ሰንበት"],
        IN_3_DAYS: ["ድሕሪ 3 መዓልቲ"], IN_2_WEEKS: ["ድሕሪ ክልተ ሰሙን"],
    },
    "uk": {
        BEFORE_12: ["до 12", "не пізніше 12:00"], TOMORROW_BEFORE_12: ["завтра до 12"], BY_3: ["до 15 години"],
        AFTER_3: ["після 15", "після третьої", "не раніше 15"], FROM_10_TO_12: ["між 10 і 12", "з 10 до 12"],
        TOMORROW: ["завтра 10-12"], WEEKEND: ["на вихідних"], IN_3_DAYS: ["через 3 дні"],
        IN_2_WEEKS: ["через два тижні"], IN_AN_HOUR: ["через годину"],
    },
    "pl": {
        BEFORE_12: ["przed 12", "do 12"], TOMORROW_BEFORE_12: ["jutro do 12"], BY_3: ["do godziny 15", "do 15-tej"],
        AFTER_3: ["po 15", "po trzeciej"], FROM_10_TO_12: ["między 10 a 12"], FRIDAY: ["w piątek od 10 do 12"],
        WEEKEND: ["w weekend"], IN_3_DAYS: ["za 3 dni"], IN_2_WEEKS: ["za dwa tygodnie"], IN_AN_HOUR: ["za godzinę"],
    },
    "bs": {
        BEFORE_12: ["prije 12", "do 12h"], TOMORROW_BEFORE_12: ["sutra do 12"], BY_3: ["do 15 sati"],
        AFTER_3: ["poslije 15", "nakon 15 sati"], FROM_10_TO_12: ["između 10 i 12", "od 10 do 12"],
        WEEKEND: ["za vikend"], IN_3_DAYS: ["za 3 dana"], IN_2_WEEKS: ["za dvije sedmice"], IN_AN_HOUR: ["za sat"],
    },
    "fi": {
        BEFORE_12: ["ennen klo 12"], TOMORROW_BEFORE_12: ["huomenna klo 12 mennessä"], BY_3: ["kolmeen mennessä"],
        AFTER_3: ["kello 15 jälkeen", "kolmen jälkeen"], FROM_10_TO_12: ["klo 10 ja 12 välillä"],
        FRIDAY: ["perjantaina 10-12"], WEEKEND: ["viikonloppuna"], IN_3_DAYS: ["3 päivän päästä"],
        IN_2_WEEKS: ["kahden viikon päästä"], IN_AN_HOUR: ["tunnin päästä"],
    },
    "es": {
        BEFORE_12: ["antes de las 12"], TOMORROW_BEFORE_12: ["mañana antes de las 12"], BY_3: ["hasta las 3"],
        AFTER_3: ["después de las 3", "no antes de las 15"], FROM_10_TO_12: ["entre las 10 y las 12"],
        TOMORROW: ["de 10 a 12 mañana"], WEEKEND: ["este fin de semana"], IN_3_DAYS: ["en 3 días"],
        IN_2_WEEKS: ["en dos semanas"], IN_AN_HOUR: ["en una hora"],
    },
    "ku": {
        BEFORE_12: ["berî saet 12"], TOMORROW_BEFORE_12: ["sibê berî 12"], AFTER_3: ["piştî saet 3"],
        AFTER_5: ["piştî 5an"], FROM_10_TO_12: ["di navbera 10 û 12 de", "ji 10 heta 12"],
        WEEKEND: ["dawiya hefteyê"], IN_3_DAYS: ["piştî 3 rojan"], IN_2_WEEKS: ["piştî du hefteyan"],
    },
    "tr": {
        BEFORE_12: ["saat 12'den önce"], TOMORROW_BEFORE_12: ["yarın 12'ye kadar"], BY_3: ["saat 15'e kadar"],
        AFTER_3: ["15'ten sonra", "üçten sonra"], AFTER_5: ["17den sonra"],
        FROM_10_TO_12: ["10 ile 12 arası", "10'dan 12'ye kadar"], TOMORROW: ["yarın 10-12"], WEEKEND: ["hafta sonu"],
        IN_3_DAYS: ["3 gün sonra"], IN_2_WEEKS: ["iki hafta sonra"], IN_AN_HOUR: ["bir saat sonra"],
    },
}  # fmt: skip

Reader = Callable[..., Understood]


@pytest.fixture(scope="session")
def at(lexicons: Lexicons) -> Reader:
    """Understand a text at a moment: at("before 12", "en")."""

    def _at(text: str, language: str, now: datetime = NOW) -> Understood:
        return understand(text, language=language, lexicons=lexicons, now=now, zone=ZONE, places=PLACES)

    return _at


def _shown(read: Understood) -> str:
    if read.when is None:
        return ""
    both = (moment.astimezone(ZONE) for moment in (read.when.start, read.when.end))
    return " - ".join(f"{moment.day}/{moment.month} {moment:%H:%M}" for moment in both)


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [(tag, text, span) for tag, spans in WINDOWS.items() for span, texts in spans.items() for text in texts],
)
def test_a_window_is_read(language: str, text: str, expected: str, at: Reader) -> None:
    assert _shown(at(text, language)) == expected


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Kyrkogatan 10-12", "sv"), ("jag bor på Storgatan 10", "sv"), ("Ryd by 3", "sv"), ("10-12", "sv"),
        ("ägg, 10 till 12", "sv"), ("från 10 till 12 ägg", "sv"), ("efter 2 operationer behöver jag handla", "sv"),
        ("A1 B1", "sv"), ("070-123 45 67", "sv"), ("efter 5 år", "sv"), ("10-12", "en"), ("from 10 to 12 eggs", "en"),
        ("my number is 0701234567", "en"), ("she has not eaten in 3 days", "en"), ("before 5 years", "en"),
        ("من 5 ايام ما اكلت", "ar"), ("شارع الملك 10-12", "ar"), ("۳ تا نان", "fa"), ("Kirkkokatu 10-12", "fi"),
        ("вул. Церковна 10-12", "uk"), ("принесіть до 5 кг картоплі", "uk"), ("od 3 dni boli mnie noga", "pl"),
        ("po 2 operacjach", "pl"), ("umro prije pet godina", "bs"), ("od 10 do 12 jaja", "bs"),
        ("después de 2 operaciones", "es"), ("5 gün önce düştüm", "tr"), ("10 kadar yumurta", "tr"),
    ],
)  # fmt: skip
def test_what_counts_something_else_is_no_window(text: str, language: str, at: Reader) -> None:
    assert at(text, language).when is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kyrkogatan 10-12 imorgon", "26/11 08:00 - 26/11 21:00"), ("10/12", "10/12 08:00 - 10/12 21:00"),
        ("fredag 10-12 ägg", "27/11 08:00 - 27/11 21:00"), ("ring 036-10 12 imorgon", "26/11 08:00 - 26/11 21:00"),
    ],
)  # fmt: skip
def test_addresses_dates_and_amounts_stay_what_they_are(text: str, expected: str, at: Reader) -> None:
    assert _shown(at(text, "sv")) == expected


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("ja men inte före 17", "sv"), ("ja men först efter 17", "sv"), ("yes but not before 5", "en"),
        ("نعم بس مو قبل الساعة 5", "ar"), ("بله ولی نه قبل از ساعت ۵", "fa"), ("haa laakiin 5 ka dib", "so"),
        ("እወ ግን ድሕሪ ሰዓት 5", "ti"), ("так, але не раніше 17", "uk"), ("tak ale nie przed 17", "pl"),
        ("da ali ne prije 17", "bs"), ("joo mutta ei ennen viittä", "fi"), ("sí pero no antes de las 5", "es"),
        ("erê lê ne berî saet 5", "ku"), ("evet ama 5'ten önce olmaz", "tr"),
    ],
)  # fmt: skip
def test_a_yes_from_an_hour_on_is_a_time_when_he_can(text: str, language: str, at: Reader) -> None:
    read = at(text, language)
    assert (read.answer, read.is_conditional, read.is_not_time) == ("yes", True, False)
    assert _shown(read) == AFTER_5


@pytest.mark.parametrize("text", ["busy until 5 pm", "yes but not after 5 on Thursday, I work before 3"])
def test_what_keeps_him_stays_when_he_cannot(text: str, at: Reader) -> None:
    assert at(text, "en").is_not_time


def test_an_hour_gone_by_today_is_one_of_tomorrow(at: Reader) -> None:
    evening = datetime(2026, 11, 25, 18, 0, tzinfo=UTC)
    assert _shown(at("before 12", "en", evening)) == TOMORROW_BEFORE_12
    assert _shown(at("after 3 pm tomorrow", "en", evening)) == "26/11 15:00 - 26/11 21:00"


def test_of_a_weekend_that_has_begun_the_rest_is_left(at: Reader) -> None:
    assert _shown(at("i helgen", "sv", datetime(2026, 11, 29, 11, 0, tzinfo=UTC))) == "29/11 12:00 - 29/11 21:00"


def test_summer_time_ends_in_between(at: Reader) -> None:
    saturday = datetime(2026, 10, 24, 8, 0, tzinfo=UTC)
    for text, start, end in (
        ("before 12 tomorrow", datetime(2026, 10, 25, 7, tzinfo=UTC), datetime(2026, 10, 25, 11, tzinfo=UTC)),
        ("this weekend", saturday, datetime(2026, 10, 25, 20, tzinfo=UTC)),
        ("in two weeks", datetime(2026, 11, 7, 7, tzinfo=UTC), datetime(2026, 11, 7, 20, tzinfo=UTC)),
    ):
        when = at(text, "en", saturday).when
        assert when is not None
        assert (when.start, when.end) == (start, end)


def test_before_an_hour_begins_with_the_day_when_it_is_moved_to_another(at: Reader) -> None:
    when = at("before 12", "en").when
    assert when is not None
    assert not when.names_day
    moved = when.on(date(2026, 11, 27), ZONE)
    assert (moved.start.hour, moved.end.hour) == (7, 11)
