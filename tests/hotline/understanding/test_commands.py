"""A command acts only when it is all that is said, in the person's language or in Swedish or English."""

import pytest

from hotline.catalogs import Catalogs
from hotline.understanding import script
from hotline.understanding.commands import COMMANDS
from hotline.understanding.lists.patterns import plain
from tests.hotline.understanding.conftest import Reader


@pytest.mark.parametrize(("text", "language"), [("hej hej", "sv"), ("hello", "en"), ("مرحبا", "ar")])
def test_a_greeting_is_a_greeting_and_nothing_else(read: Reader, text: str, language: str) -> None:
    assert read(text, language).is_greeting
    assert not read(f"{text} A1", language).is_greeting


@pytest.mark.parametrize("text", ["vem är det som kommer", "who will come", "مين جاي"])
def test_who_comes_is_a_question_of_how_it_stands(read: Reader, text: str) -> None:
    assert read(text).command == "status"


@pytest.mark.parametrize(
    ("text", "language", "answer", "codes"),
    [
        ("JA B2", "sv", "yes", ("B2",)),
        ("ja, b2!", "sv", "yes", ("B2",)),
        ("b2 ja", "sv", "yes", ("B2",)),
        ("نعم B2", "ar", "yes", ("B2",)),
        ("Yes B 2", "en", "yes", ("B2",)),
        ("👍", "sv", "yes", ()),
        ("👍🏽", "ar", "yes", ()),
        ("Jaaaa!!!", "sv", "yes", ()),
        ("ja tack det går bra", "sv", "yes", ()),
        ("Ja jag kan", "sv", "yes", ()),
        ("no", "ar", "no", ()),
        ("nej tyvärr", "sv", "no", ()),
        ("لا شكراً", "ar", "no", ()),
        ("na3am", "ar", "yes", ()),
    ],
)
def test_a_plain_yes_or_no(read: Reader, text: str, language: str, answer: str, codes: tuple[str, ...]) -> None:
    read_as = read(text, language)
    assert (read_as.command, read_as.plain_answer, read_as.codes) == (answer, answer, codes)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("ja men först kl 5", "sv"),
        ("ja tack men inte idag", "sv"),
        ("yes but only tomorrow", "en"),
        ("نعم بعد ساعتين", "ar"),
        ("ja om det inte regnar", "sv"),
    ],
)
def test_a_yes_with_a_condition_is_not_taken_as_yes(read: Reader, text: str, language: str) -> None:
    read_as = read(text, language)
    assert read_as.is_conditional
    assert read_as.answer == "yes"
    assert (read_as.command, read_as.plain_answer, read_as.asks) == (None, None, True)


@pytest.mark.parametrize("text", ["ja nej", "yes or no", "نعم لا"])
def test_yes_and_no_together_are_neither(read: Reader, text: str) -> None:
    assert read(text, "sv").plain_answer is None


@pytest.mark.parametrize(("text", "language"), [("da", "sv"), ("tak", "sv"), ("ne", "sv"), ("na", "en"), ("da", "ar")])
def test_anothers_yes_or_no_is_not_heard_in_this_language(read: Reader, text: str, language: str) -> None:
    assert read(text, language).answer is None


@pytest.mark.parametrize("text", ["hjälp", "HJÄLP!", "help", "مساعدة", "musa3ada"])
def test_asking_how_it_works_is_help_in_any_language(read: Reader, text: str) -> None:
    assert read(text, "sv").command == "help"


@pytest.mark.parametrize("text", ["stopp", "Stop.", "STOPP tack", "إيقاف", "stop texting me", "sluta smsa"])
@pytest.mark.parametrize("language", ["sv", "en", "ar", None])
def test_stop_is_stop_in_every_language(read: Reader, text: str, language: str | None) -> None:
    assert read(text, language).command == "stop"


@pytest.mark.parametrize(
    ("text", "tag"),
    [("English", "en"), ("på engelska", "en"), ("العربية", "ar"), ("arabiska", "ar"), ("somaliska", "so")],
)
def test_the_name_of_a_language_asks_for_it(read: Reader, text: str, tag: str) -> None:
    assert read(text, "sv").command == f"language:{tag}"


@pytest.mark.parametrize(
    ("text", "choice"), [("2", 2), ("٢", 2), ("۲", 2), ("2.", 2), ("nr 2", 2), ("två", 2), ("2️⃣", 2), ("0", 0)]
)
def test_a_bare_number_is_a_choice_and_no_command(read: Reader, text: str, choice: int) -> None:
    read_as = read(text, "sv")
    assert (read_as.choice, read_as.command, read_as.asks) == (choice, None, False)


def test_a_volunteers_no_after_all(read: Reader) -> None:
    assert read("Tyvärr, jag får förhinder", "sv").command == "unable"
    assert read("Sorry, I can't make it", "en").command == "unable"


def test_a_command_in_a_sentence_is_only_read(read: Reader) -> None:
    assert read("kan ni inte stoppa den där hunden", "sv").command is None
    assert read("jag vill avboka tiden hos doktorn", "sv").command is None


def test_thanks_alone_ask_for_nothing(read: Reader) -> None:
    read_as = read("Tack så mycket!", "sv")
    assert (read_as.is_thanks, read_as.asks, read_as.command) == (True, False, None)


@pytest.mark.parametrize("tag", ["sv", "en", "ar"])
def test_the_words_in_our_own_texts_are_understood(read: Reader, catalogs: Catalogs, tag: str) -> None:
    told = {
        "sv": "JA NEJ KLAR AVBOKA HJÄLP STATUS PAUS FORTSÄTT STOPP START MÄNNISKA ÄNDRA UPPDRAG FÖRHINDER",
        "en": "YES NO DONE CANCEL HELP STATUS PAUSE RESUME STOP START PERSON CHANGE TASKS UNABLE",
        "ar": "نعم لا تم إلغاء مساعدة حالة استراحة استئناف إيقاف ابدأ شخص تغيير مهامي اعتذار",
    }[tag].split()
    meant = [*COMMANDS[:11], "change", "tasks", "unable"]
    assert [read(word, tag).command for word in told] == meant


def _known(catalogs: Catalogs, *tags: str) -> None:
    if not set(tags) <= set(catalogs):
        pytest.skip(f"without {' or '.join(sorted(set(tags) - set(catalogs)))} there is nothing to tell apart")


@pytest.mark.parametrize(
    ("text", "language", "answer"),
    [("да", "bs", "yes"), ("не", "bs", "no"), ("не могу", "bs", "no"), ("так", "uk", "yes"), ("ні", "uk", "no")],
)
def test_both_scripts_of_serbian_are_heard_and_ukrainian_is_not_read_as_serbian(
    read: Reader, catalogs: Catalogs, text: str, language: str, answer: str
) -> None:
    _known(catalogs, "bs", "uk")
    assert read(text, language).plain_answer == answer
    assert read("не", "uk").answer is None


@pytest.mark.parametrize("command", ["yes", "no", "done", "cancel", "pause", "resume", "unable", "same"])
def test_what_changes_something_is_heard_in_no_other_language_of_the_script(
    read: Reader, catalogs: Catalogs, command: str
) -> None:
    """Only a form that is the same in Swedish or English, or in her own language, may act."""
    common = {word for tag in ("sv", "en") for name in COMMANDS for line in _lines(catalogs, tag, name)
              for word in plain(line)}  # fmt: skip
    others = [tag for tag in catalogs if tag not in ("sv", "en") and script(catalogs[tag].own_name) == "LATIN"]
    heard = {line: read(line, "sv").command for tag in others for line in _lines(catalogs, tag, command)
             if script(line) == "LATIN" and common.isdisjoint(plain(line))}  # fmt: skip
    changing = {"yes", "no", "done", "cancel", "pause", "resume", "unable", "same"}
    assert {line: taken for line, taken in heard.items() if taken in changing} == {}


def test_stop_in_any_language_stops_whoever_says_it(read: Reader, catalogs: Catalogs) -> None:
    for tag in catalogs:
        assert read(catalogs[tag].phrases("lexicon:cmd:stop")[0], "ar").command == "stop", tag
        assert read(catalogs[tag].phrases("lexicon:cmd:stop")[0], "en").command == "stop", tag


def _lines(catalogs: Catalogs, tag: str, command: str) -> tuple[str, ...]:
    return catalogs[tag].phrases(f"lexicon:cmd:{command}")


@pytest.mark.parametrize(("text", "language"), [("ok tack", "sv"), ("ok thanks", "en")])
def test_ok_thanks_is_politeness_with_thanks_in_it(text: str, language: str, read: Reader) -> None:
    understood = read(text, language)
    assert (understood.is_greeting, understood.has_thanks, understood.answer) == (True, True, None)
    assert not read("hej hej", language).has_thanks
