"""Another language is offered where she plainly writes it, never taken unasked; Cyrillic is answered in kind."""

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.models import Message, Person
from hotline.catalogs import LOCALES, load
from hotline.conversation.talk import Talk
from hotline.understanding import Lexicons, Places, understand
from tests.hotline.conversation.saying import AT, GROCERIES, KARIN, heard, notices, step, verbs
from tests.hotline.conversation.telephone import Line

PHONE = "+46701740606"
KARIN_ = replace(KARIN, languages=(("sv", "Svenska"), ("ar", "العربية"), ("en", "English")))
IN_ARABIC = heard("محتاج حدا يجبلي دوا", other="ar", needs=("pharmacy",))


def test_she_is_answered_in_her_own_and_offered_the_other() -> None:
    turn = step(IN_ARABIC, KARIN_)
    assert notices(turn)[-1] == "ask.language.other"
    assert turn.replies[-1].facts == {"spoken": "ar"}
    assert "set_language" not in verbs(turn)
    assert turn.talk.offered == "ar"


def test_nine_takes_the_offer_and_puts_the_open_question_again() -> None:
    asked = step(IN_ARABIC, KARIN_).talk
    turn = step(heard("9"), KARIN_, asked)
    assert (verbs(turn), notices(turn)[0]) == (["set_language"], "language_set")
    assert len(notices(turn)) == 2
    assert (turn.talk.wish, turn.talk.offered) == (asked.wish, "")


def test_the_offer_may_be_taken_later_and_means_nothing_without_one() -> None:
    asked = step(IN_ARABIC, KARIN_).talk
    later = step(heard("1"), KARIN_, asked).talk
    assert verbs(step(heard("9"), KARIN_, later))[:1] == ["set_language"]
    assert "set_language" not in verbs(step(heard("9"), KARIN_))


def test_where_nine_is_a_choice_it_is_that_choice() -> None:
    asked = Talk("area", wish=step(GROCERIES, KARIN_).talk.wish, options=tuple("abcdefghij"), offered="ar")
    assert "set_language" not in verbs(step(heard("9"), KARIN_, asked))


LEXICONS = Lexicons(load(LOCALES))


@pytest.mark.parametrize(("language", "words", "other"), [
    ("sv", "Could somebody buy some food for me tomorrow", "en"), ("sv", "I need help", None),
    ("sv", "thank you", None), ("sv", "kan någon komma i morgon förmiddag", None),
    ("ar", "kan någon komma i morgon förmiddag tack", "sv"), ("sv", "Karin Andersson Storgatan 4 Huskvarna", None),
    ("en", "ok tack", None), ("sv", "waxaan u baahanahay caawimaad", "so"),
])  # fmt: skip
def test_only_three_words_or_more_plainly_in_another_language_are_one(
    language: str, words: str, other: str | None
) -> None:
    zone = ZoneInfo("Europe/Stockholm")
    read = understand(words, language=language, lexicons=LEXICONS, now=AT, zone=zone, places=Places())
    assert (read.other, read.language) == (other, language)


def test_the_offer_is_written_in_the_new_language_and_taken_by_nine(line: Line) -> None:
    def offers(session: Session) -> list[str | None]:
        return list(session.scalars(select(Message.language).where(Message.notice == "ask.language.other")))

    line.text(PHONE, "Jag behöver hjälp att handla mat")
    line.text(PHONE, "Could somebody buy some food for me tomorrow")
    assert (line.look(offers), line.look(_written)) == (["en"], "sv")
    assert line.text(PHONE, "9")[0] == "language_set"
    assert line.look(_written) == "en"


def _written(session: Session) -> str | None:
    return session.scalars(select(Person).where(Person.phone == PHONE)).one().written


def test_cyrillic_is_answered_in_cyrillic_and_latin_in_latin_until_she_takes_another_language(line: Line) -> None:
    for words, tag in (
        ("Треба ми помоћ да купим храну и млеко", "bs-Cyrl"), ("OK", "bs-Cyrl"),
        ("Treba mi pomoć da kupim hranu", "bs"), ("Треба ми помоћ да купим храну", "bs-Cyrl"), ("English", "en"),
    ):  # fmt: skip
        line.text(PHONE, words)
        assert line.look(_written) == tag, words
