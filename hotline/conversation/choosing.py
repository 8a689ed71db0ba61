"""Asking which of some things is meant, and taking the answer: its number, or a yes to the only one there is."""

from collections.abc import Mapping, Sequence
from typing import Any

from hotline.conversation.talk import NOTHING, Heard, Talk, Turn, say


def ask(question: str, options: Sequence[Any], choices: Sequence[Mapping[str, Any]], notice: str) -> Turn:
    """Ask with numbers which of the `options` is meant; where there is only one, whether it is."""
    said = say(notice if len(options) > 1 else "ask.this", choices=list(choices))
    return Turn(Talk(question=question, options=tuple(options)), (said,))


def chosen(talk: Talk, heard: Heard, *, by_yes: bool = True) -> Any | None:
    """Return the option that is meant; None when the text names none. by_yes: a yes means the only one."""
    words = heard.understood
    is_yes = by_yes and len(talk.options) == 1 and words.choice is None and words.plain_answer == "yes"
    number = 1 if is_yes else words.choice
    return talk.options[number - 1] if number is not None and 1 <= number <= len(talk.options) else None


def refused(talk: Talk, heard: Heard, role: str) -> Turn | None:
    """To a no to the only one, say by which words everything can be said."""
    is_no = len(talk.options) == 1 and heard.understood.plain_answer == "no"
    return Turn(NOTHING, (say(f"help.{role}"),)) if is_no else None
