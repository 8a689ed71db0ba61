"""Danger, before everything else: what is said to words of danger, and whom to call besides 112.

Pure, like the rest of a step. Nothing that is open, and no stop, comes before it.
"""

from collections.abc import Iterable
from dataclasses import replace

from hotline.conversation import missed
from hotline.conversation.talk import NOTHING, Heard, Known, Say, Talk, Turn, do, say
from hotline.emergency_numbers import NUMBERS

ACUTE = ("poison", "suicide", "child", "violence")
"""Sorts of danger with a number of their own, told after 112; of several the first."""

CALM = (*ACUTE, "care", "crime")
"""The sorts whose number also helps when nobody is in danger just now."""


def heard_danger(talk: Talk, heard: Heard, known: Known) -> Turn | None:
    """Words of danger come before everything, in every state; nothing silences them.

    Whoever does not answer whether somebody is in danger is watched: an operator soon sees her.
    """
    words = heard.understood
    if words.urgency == "alarm":
        said = _in_her_languages("emergency", heard, known)
        return Turn(talk, (*said, *further(words.dangers, ACUTE)), (do("call_person", reason="emergency"),))
    if words.urgency == "question" and words.text != talk.held:
        return Turn(asking(talk, heard), _in_her_languages("urgency.ask", heard, known), (do("watch"),))
    return None


def asking(talk: Talk, heard: Heard) -> Talk:
    """Return the talk in which she is asked whether there is danger; what was open is taken up after it."""
    before = talk.before if talk.question == "urgency" else talk.question
    dangers = tuple(dict.fromkeys((*talk.dangers, *heard.understood.dangers)))
    return replace(talk, question="urgency", before=before, held=heard.understood.text, dangers=dangers)


def answer(talk: Talk, heard: Heard, known: Known) -> Turn | None:
    """1 is danger now; 2 is not, and the text that was put aside is taken up (`listening` hears it again)."""
    if talk.question != "urgency":
        return None
    words = heard.understood
    if words.choice == 1 or words.plain_answer == "yes":
        said = (say("emergency"), *further(talk.dangers, ACUTE))
        return Turn(NOTHING, said, (do("call_person", reason="emergency"),))
    if words.choice == 2 or words.answer == "no":  # "no, there is no danger": what sounds of danger came before
        calm = replace(talk, question=talk.before, before="", misses=0, dangers=())
        return Turn(calm, further(talk.dangers, CALM), (do("stop_watching"), do("hear_again")))
    if words.command not in (None, "help"):
        return None
    if talk.misses + 1 >= missed.MOST_MISSES:
        return missed.handed_over()
    held = f"{talk.held} {words.text}".strip()
    return Turn(replace(talk, held=held, misses=talk.misses + 1), (say("urgency.ask"),))


def further(dangers: Iterable[str], sorts: tuple[str, ...]) -> tuple[Say, ...]:
    """Return whom else to call: the first of these sorts that was heard, at most one so that it is read."""
    heard = set(dangers)
    return tuple(say(f"further.{sort}", number=NUMBERS[sort].number) for sort in sorts if sort in heard)[:1]


def _in_her_languages(notice: str, heard: Heard, known: Known) -> tuple[Say, ...]:
    """Say it in the language she is answered in, and in the one she has just written in if that is another."""
    other = heard.understood.other
    return (say(notice), say(notice, spoken=other)) if other in dict(known.languages) else (say(notice),)
