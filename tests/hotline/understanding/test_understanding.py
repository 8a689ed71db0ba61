"""What people write and what we make of it: needs, danger, language, time, place."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.catalogs import Catalogs
from hotline.understanding import Lexicons, Place, Understood, When, understand, understand_place
from tests.hotline.understanding.conftest import NOW, PLACES, ZONE, Reader


@pytest.mark.parametrize(
    ("text", "language", "needs"),
    [
        ("Hej, behover hjalp med mjolk o brod imorn", "sv", ("shopping",)),
        ("محتاج حدا يجبلي دوا من الصيدلية", "ar", ("pharmacy",)),
        ("Kan någon handla mat och hämta min medicin?", "sv", ("shopping", "pharmacy")),
        ("Kan någon följa med mig till apoteket?", "sv", ("escort",)),
        ("I live alone and need groceries", "en", ("shopping",)),
        ("Jag behöver hjälp att ta min medicin på morgonen", "sv", ("care",)),
        ("hjälp att duscha två gånger i veckan", "sv", ("care",)),
        ("Jag vill prata med en människa", "sv", ("person",)),
        ("mataffär och handla", "sv", ("shopping",)),
        ("Can sombody take me to the hosptal", "en", ("escort",)),
        ("behöver hjälp med medcin från apotket", "sv", ("pharmacy",)),
        ("ana mehtaj dawa min el saydaliya", None, ("pharmacy",)),
        ("بدي groceries من ICA", "ar", ("shopping",)),
    ],
)
def test_needs(read: Reader, text: str, language: str | None, needs: tuple[str, ...]) -> None:
    assert read(text, language).needs == needs


def test_no_need_and_no_command_is_asked_about(read: Reader) -> None:
    assert read("jag undrar en sak", "sv").asks
    assert read("", "sv").asks
    assert read("🌧", "sv").asks


@pytest.mark.parametrize(
    ("text", "urgency"),
    [
        ("mormor ser så gul ut idag", "question"),
        ("zhinka ne hovoryt vzhe dva dni", "question"),
        ("mormor ser gul ut", "none"),
        ("jag behöver hjälp att handla mat i morgon", "none"),
        ("tack så hemskt mycket", "none"),
    ],
)
def test_a_longer_text_of_which_nothing_is_understood_may_be_a_cry_for_help(
    read: Reader, text: str, urgency: str
) -> None:
    words = read(text, "sv")
    assert (words.urgency, words.is_unclear) == (urgency, urgency == "question")


def test_one_harmless_word_beside_many_we_do_not_know_stills_nothing(read: Reader) -> None:
    assert read("zhinka ne hovoryt vzhe dva dni, rånmos", "sv").is_unclear
    assert not read("zhinka ne hovoryt vzhe rånmos", "sv").is_unclear


def test_the_words_that_led_there_are_shown_as_they_were_written(read: Reader) -> None:
    because = read("Kan någon handla MJÖLK åt mig?", "sv").because
    assert {"handla", "MJÖLK"} <= set(because)
    assert "Kan" not in because


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Min man andas inte", "sv"),
        ("min man andas inte, kan ni handla åt mig", "ar"),
        ("ambulansen kommer inte", "sv"),
        ("ja, det brinner", "sv"),
        ("help he is not breathing", "sv"),
        ("زوجي لا يتنفس", "sv"),
        ("ما فيني اتنفس", "ar"),
        ("ma fini etnafas", None),
        ("jag vill inte leva längre", "sv"),
    ],
)
def test_danger_alarms_whatever_the_language_and_whatever_is_beside_it(
    read: Reader, text: str, language: str | None
) -> None:
    assert read(text, language).urgency == "alarm"


@pytest.mark.parametrize(
    "text", ["jag har så ont", "My husband fell yesterday", "lampan i köket har brunnit upp, elden"]
)
def test_a_sign_of_hurt_is_asked_about(read: Reader, text: str) -> None:
    read_as = read(text)
    assert (read_as.urgency, read_as.asks) == ("question", True)


@pytest.mark.parametrize(
    "text",
    [
        "glödlampan har brunnit kan ni byta den",
        "hämta min hjärtmedicin på apoteket",
        "the light bulb burnt out",
        "a new battery for my smoke alarm",
        "دواء القلب من الصيدلية",
    ],
)
def test_near_misses_do_not_alarm(read: Reader, text: str) -> None:
    assert read(text).urgency != "alarm"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Hej, jag behöver hjälp med att handla", "sv"),
        ("Hello, I need someone to help me", "en"),
        ("مرحبا احتاج مساعدة", "ar"),
        ("", None),
        ("ok", None),
        ("taxi 4711 blorp", None),
        ("Waxaan u baahanahay caawimaad", "so"),
        ("Potrzebuję pomocy w zakupach", "pl"),
        ("Tarvitsen apua kaupassa käymiseen", "fi"),
        ("ana mehtaj musa3ada law sama7t", None),
        ("به کمک نیاز دارم لطفا", "fa"),
    ],
)
def test_a_first_texts_language_is_known_or_left_open(
    read: Reader, catalogs: Catalogs, text: str, language: str | None
) -> None:
    assert read(text).language == (language if language in catalogs else None)


def test_a_known_language_is_not_guessed_away(read: Reader) -> None:
    assert read("Hello, I need someone to help me", "ar").language == "ar"


def _at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=ZONE).astimezone(UTC)


@pytest.mark.parametrize(
    ("text", "start", "precision"),
    [
        ("så snart som möjligt", NOW, "soon"),
        ("idag", NOW, "day"),
        ("imorgon", _at(22, 8), "day"),
        ("i morgon bitti", _at(22, 8), "hour"),
        ("imorgon kl 14.30", _at(22, 14, 30), "hour"),
        ("tomorrow at 2pm", _at(22, 14), "hour"),
        ("på torsdag kl 5", _at(26, 17), "hour"),
        ("i övermorgon på eftermiddagen", _at(23, 12), "hour"),
        ("بكرا الصبح", _at(22, 8), "hour"),
        ("يوم الخميس الساعة ٢", _at(26, 14), "hour"),
        ("25/11 14:30", _at(25, 14, 30), "hour"),
        ("torsdag halv tre", _at(26, 14, 30), "hour"),
        ("torsdag halv 3", _at(26, 14, 30), "hour"),
        ("torsdag klockan tre", _at(26, 15), "hour"),
        ("torsdag halv ett", _at(26, 12, 30), "hour"),
        ("den 3 december", _at(3, 8, month=12), "day"),
        ("på lördag", _at(28, 8), "day"),
        ("nästa vecka", _at(23, 8), "day"),
        ("next week on Wednesday", _at(25, 8), "day"),
        ("kl 8", _at(22, 8), "hour"),
    ],
)
def test_times(read: Reader, text: str, start: datetime, precision: str) -> None:
    when = read(text, "sv").when
    assert when is not None
    assert (when.start, when.precision) == (start, precision)


@pytest.mark.parametrize(
    ("text", "language"),
    [("kan vi flytta onsdag till torsdag", "sv"), ("please move Wednesday to Thursday", "en"),
     ("flytta till torsdag", "sv")],
)  # fmt: skip
def test_what_is_moved_goes_to_the_day_named_last(text: str, language: str, read: Reader) -> None:
    heard = read(text, language)
    assert heard.weekly == "move"
    assert heard.when
    assert (heard.when.start, heard.when.precision) == (_at(26, 8), "day")


def test_a_span_of_hours_is_kept(read: Reader) -> None:
    assert read("imorgon kl 14-16", "sv").when == When(_at(22, 14), _at(22, 16), "hour")


def test_no_time_is_no_time(read: Reader) -> None:
    assert read("Kungsgatan 5, mjölk 2 liter", "sv").when is None


@given(
    text=st.text(max_size=60) | st.from_regex(r"(kl |at )?[0-9]{1,2}[:./][0-9]{1,2}( imorgon| today)?", fullmatch=True)
)
def test_nothing_raises_and_no_time_is_past(lexicons: Lexicons, text: str) -> None:
    read_as = understand(text, language=None, lexicons=lexicons, now=NOW, zone=ZONE, places=PLACES)
    assert isinstance(read_as, Understood)
    assert read_as.when is None or read_as.when.end >= max(NOW, read_as.when.start)
    assert read_as.when is None or read_as.when.start >= NOW or not read_as.when.names_day


@pytest.mark.parametrize(
    ("text", "name", "place"),
    [
        ("Karin Andersson, Kungsgatan 5, Huskvarna", "Karin Andersson", ("Kungsgatan 5, Huskvarna", None, "huskvarna")),
        (
            "Karin Andersson Östra Storgatan 5 B 561 31",
            "Karin Andersson",
            ("Östra Storgatan 5 B 561 31", "56131", "huskvarna"),
        ),
        (
            "jag heter Karin och bor på Vintergatan 3, osterangen",
            "Karin",
            ("Vintergatan 3, osterangen", None, "osterangen"),
        ),
        ("bor på Storgatan 1 och heter Ulla", "Ulla", ("Storgatan 1 och heter Ulla", None, None)),
        ("Ulla Ek\nStorgatan 1\nHuskvarna", "Ulla Ek", ("Storgatan 1, Huskvarna", None, "huskvarna")),
        ("Storgatan 1 55322", "", ("Storgatan 1 55322", "55322", None)),
        ("فاطمة علي، Kungsgatan 5، Österängen", "فاطمة علي", ("Kungsgatan 5، Österängen", None, "osterangen")),
        ("röda huset bakom kyrkan", "", ("röda huset bakom kyrkan", None, None)),
    ],
)
def test_the_answer_to_name_and_address(
    lexicons: Lexicons, text: str, name: str, place: tuple[str, str | None, str | None]
) -> None:
    assert understand_place(text, lexicons=lexicons, places=PLACES) == (name, Place(*place))


@pytest.mark.parametrize("text", ["Karin", "Karin Berg", "Jag heter Karin Berg", "ابيبا"])
def test_an_answer_that_is_only_a_name_is_no_address(lexicons: Lexicons, text: str) -> None:
    name, place = understand_place(text, lexicons=lexicons, places=PLACES)
    assert (name in text, bool(name), place) == (True, True, Place())


@pytest.mark.parametrize("text", ["jag förstår inte", "Kyrkogatan", "Huskvarna"])
def test_what_is_no_name_is_not_taken_for_one(lexicons: Lexicons, text: str) -> None:
    assert understand_place(text, lexicons=lexicons, places=PLACES)[0] == ""


def test_the_fullest_name_counts_and_an_arabic_comma_ends_it(read: Reader) -> None:
    assert read("Jag heter Karin Berg och behöver handla. Hälsningar Karin").name == "Karin Berg"
    assert read("انا اسمي ابيبا، اسكن في Kungsgatan 5").name == "ابيبا"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Kan någon handla åt mig? Karin Berg, Storgatan 5, Huskvarna", "Karin Berg"),
        ("handla mat\nKarin Berg\nStorgatan 5", "Karin Berg"),
        ("please buy food. Mohammed Al Hassan, Kungsgatan 4", "Mohammed Al Hassan"),
        ("Kan ni hjälpa Karin, Storgatan 5", ""),
        ("handla, Mjölk, Storgatan 5", ""),
        ("handla mjölk, karin, Storgatan 5", ""),
        ("Jag heter Eva Lind, handla till Karin Berg, Storgatan 5", "Eva Lind"),
    ],
)
def test_a_name_may_stand_by_itself_before_the_street(text: str, name: str, read: Reader) -> None:
    assert read(text).name == name


def test_a_place_carries_its_areas_name(read: Reader) -> None:
    place = read("Handla, bor på Kungsgatan 5 i huskvarna").place
    assert place is not None
    assert place.area_name == "Huskvarna"


def test_an_old_lady_without_balance_is_in_no_danger(read: Reader) -> None:
    assert read("Jag är en gammal dam på 82 år med så dålig balans, kan någon handla?").urgency == "none"
    assert read("nej det är ingen fara", "sv").urgency == "none"


def test_name_and_place_in_a_first_text(read: Reader) -> None:
    read_as = read("Hej jag heter Karin och behöver handla. Bor på Kungsgatan 5 i Huskvarna")
    assert read_as.name == "Karin"
    assert read_as.place == Place("Kungsgatan 5", None, "huskvarna")


def test_a_telephone_number_is_no_postal_code(read: Reader) -> None:
    assert read("ring 070 174 06 05", "sv").place is None


@pytest.mark.parametrize(
    "text",
    ["Trädgårdsgatan 12", "jag bor på fiskargatan 3", "Sjukhusgatan 7 lgh 1201", "min adress är Svavelsticksgränd 2",
     "Apotekargränd", "vi bor på Öster", "vi ska till stadshuset på torsdag", "jag bor i Skärstad"],
)  # fmt: skip
def test_what_a_name_of_a_place_is_made_of_is_not_wanted(read: Reader, text: str) -> None:
    said = read(text, "sv")
    assert (said.needs, said.is_unclear or said.urgency == "none") == ((), True)


def test_danger_beside_an_address_is_heard(read: Reader) -> None:
    assert read("det brinner på Svavelsticksgränd 2", "sv").urgency == "alarm"
    assert read("Fiskargatan 3 min man andas inte", "sv").urgency == "alarm"
