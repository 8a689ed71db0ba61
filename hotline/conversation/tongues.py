"""Which other languages a volunteer may speak with her: her answer to the one question about it, by text and by key."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from dispatch.operations.tongues import ASK, languages_meant
from hotline.conversation import danger
from hotline.conversation.talk import NOTHING, Heard, Known, Talk, Turn, do, say

Choices = Sequence[Mapping[str, Any]]

_NUMBER_OR_WORD = re.compile(r"\d+|[^\W\d_]+")
_LONGEST = 40
"""Characters; a longer text says more than some numbers."""


def numbers_in(text: str) -> tuple[int, ...]:
    """Return the digits of a text that is nothing but several of them: "1 2", "1 and 2"; nothing for any other text."""
    if len(text) > _LONGEST:
        return ()
    parts = _NUMBER_OR_WORD.findall(text)
    numbers = tuple(int(part) for part in parts if part.isdecimal())
    is_few_words = len(parts) < 2 * len(numbers)
    return numbers if len(numbers) > 1 and is_few_words and max(numbers) < 10 else ()


def named(talk: Talk, heard: Heard, known: Known) -> Turn | None:
    """Take the name of a language just asked about. At any other time it is the wish to be answered in it."""
    pushed, command = known.pushed, heard.understood.command or ""
    if pushed is None or pushed.notice != ASK or talk.question in danger.ASKED:
        return None
    tag = command.removeprefix("language:")
    is_meant = tag != command and any(choice.get("language") == tag for choice in pushed.choices)
    return _taken(talk, pushed.id, (tag,)) if is_meant else None


def answer(talk: Talk, heard: Heard, *, request_id: int, choices: Choices) -> Turn | None:
    """Take one number or several; no is none of them, and yes is the only one. What else is a number is asked again."""
    words = heard.understood
    if words.codes:  # an answer to an offer: whoever is helped may help others, too
        return None
    numbers = numbers_in(words.text) or (() if words.choice is None else (words.choice,))
    if not numbers and words.plain_answer == "no":
        return _taken(talk, request_id, ())
    only = len(choices) == 2 and words.plain_answer == "yes"
    languages = languages_meant(choices, (1,) if only and not numbers else numbers)
    if languages is not None:
        return _taken(talk, request_id, languages)
    is_try = (bool(numbers) and numbers != (0,)) or words.plain_answer == "yes"
    return Turn(talk, (say("tongues.ask_again", choices=choices),)) if is_try else None


def answer_by_key(heard: Heard, *, request_id: int, choices: Choices) -> Turn | None:
    """Take the one key that answers it in a call; what is no choice is put again as ever."""
    choice = heard.understood.choice
    languages = languages_meant(choices, () if choice is None else (choice,))
    return _taken(NOTHING, request_id, languages) if languages is not None else None


def _taken(talk: Talk, request_id: int, languages: Sequence[str]) -> Turn:
    going_on = talk if talk.wish is not None else NOTHING
    reply = say("tongues.thanks") if languages else say("tongues.only")
    return Turn(going_on, (reply,), (do("also_speaks", id=request_id, languages=tuple(languages)),))
