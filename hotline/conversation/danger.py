"""Danger, before everything else: what is said to words of danger, and whom to call besides 112.

Pure, like the rest of a step. Nothing that is open, and no stop, comes before it.
"""

from collections.abc import Iterable
from dataclasses import replace

from hotline.conversation import missed, wishes
from hotline.conversation.talk import NOTHING, Heard, Known, Say, Talk, Turn, do, say
from hotline.emergency_numbers import NUMBERS

ACUTE = ("poison", "suicide", "child", "violence")
"""Sorts of danger with a number of their own, told after 112; of several the first."""

ASKED = ("urgency", "unclear")
"""The questions whether somebody is in danger: since it sounded so, and since we know too little."""

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
    if words.urgency == "question" and not words.is_unclear and words.text != talk.held:
        return Turn(asking(talk, heard), _in_her_languages("urgency.ask", heard, known), (do("watch"),))
    return None


def unclear(talk: Talk, heard: Heard, known: Known) -> Turn | None:
    """Words we do not know may be a cry for help: who begins with them is asked that first.

    Not a volunteer with nothing open of his own, nor who is in a person's hands. Whatever she says then is heard as
    ever, so that nobody has to answer a question she did not raise; if she says nothing, an operator sees the text.
    """
    words = heard.understood
    was_asked = talk.before == "unclear" and words.text == talk.held
    if not words.is_unclear or talk.question or was_asked or missed.is_for_a_person(talk, heard, known):
        return None
    if known.volunteer and not known.own_requests:
        return None
    wish = talk.wish or wishes.wish_from(words, known)
    asked = replace(talk, question="unclear", wish=wish, held=words.text, misses=talk.misses + 1)
    return Turn(asked, (say("urgency.ask"),), (do("keep_draft"),))


def asking(talk: Talk, heard: Heard) -> Talk:
    """Return the talk in which she is asked whether there is danger; what was open is taken up after it."""
    before = talk.before if talk.question == "urgency" else talk.question
    dangers = tuple(dict.fromkeys((*talk.dangers, *heard.understood.dangers)))
    return replace(talk, question="urgency", before=before, held=heard.understood.text, dangers=dangers)


def answer(talk: Talk, heard: Heard, known: Known) -> Turn | None:
    """1 is danger now; 2 is not, and the text that was put aside is taken up (`listening` hears it again).

    Who does not know gets a person, like who twice says something else.
    """
    if talk.question not in ASKED:
        return None
    words = heard.understood
    if words.choice == 1 or words.plain_answer == "yes":
        said = (say("emergency"), *further(talk.dangers, ACUTE))
        return Turn(NOTHING, said, (do("call_person", reason="emergency"),))
    if words.choice == 2 or words.answer == "no":  # "no, there is no danger": what sounds of danger came before
        is_guess = talk.question == "unclear"
        calm = replace(talk, question=talk.before, before="unclear" if is_guess else "", misses=0, dangers=())
        watched = () if is_guess else (do("stop_watching"),)
        return Turn(calm, further(talk.dangers, CALM), (*watched, do("hear_again")))
    is_unsure = words.command == "later"  # "I do not know", "maybe"
    if not is_unsure and (words.command not in (None, "help") or talk.question == "unclear"):
        return None
    if is_unsure or talk.misses + 1 >= missed.MOST_MISSES:
        return Turn(NOTHING, (say("person_coming"),), (do("call_person", reason="not_understood"),))
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
