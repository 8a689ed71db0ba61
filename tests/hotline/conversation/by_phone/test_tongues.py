"""By phone one key says in which other languages a volunteer may help her: one of them, all, or none."""

from dataclasses import replace

import pytest

from dispatch.operations.tongues import EVERY, ITEM, NONE
from hotline.conversation.talk import News
from tests.hotline.conversation.by_phone.test_keypad import CALLER, SILENCE, key, walk
from tests.hotline.conversation.saying import OPEN, notices, values, verbs

QUESTION = News(
    61, "tongues.ask",
    {"choices": [{"notice": ITEM, "language": "sv"}, {"notice": ITEM, "language": "en"}, {"notice": EVERY},
                 {"notice": NONE}]},
    request_id=31,
)  # fmt: skip
ASKED = replace(CALLER, language="ar", requests=(replace(OPEN, state="escalated"),), news=(QUESTION,))


def test_the_question_comes_with_its_choices_and_no_other_keys() -> None:
    turn = walk(ASKED, key("5"), is_outgoing=True)
    assert (notices(turn), turn.talk.question) == (["tongues.ask"], "news")


@pytest.mark.parametrize(
    ("pressed", "languages", "notice"),
    [("1", ("sv",), "tongues.thanks"), ("2", ("en",), "tongues.thanks"), ("3", ("sv", "en"), "tongues.thanks"),
     ("4", (), "tongues.only")],
)  # fmt: skip
def test_one_key_is_the_whole_answer(pressed: str, languages: tuple[str, ...], notice: str) -> None:
    turn = walk(ASKED, key("5"), key(pressed), is_outgoing=True)
    assert notices(turn)[0] == notice
    answered = dict(zip(verbs(turn), values(turn), strict=True))
    assert answered["also_speaks"] == {"id": 31, "languages": languages}
    assert answered["heard"] == {"ids": (61,)}


@pytest.mark.parametrize("said", [key("7"), SILENCE])
def test_what_is_no_choice_is_put_again(said: object) -> None:
    turn = walk(ASKED, key("5"), said, is_outgoing=True)  # type: ignore[arg-type]
    assert notices(turn)[-1] == "tongues.ask"
    assert "also_speaks" not in verbs(turn)


def test_zero_is_a_person_here_too() -> None:
    assert "also_speaks" not in verbs(walk(ASKED, key("5"), key("0"), is_outgoing=True))
