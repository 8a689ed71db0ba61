"""Another language than the one she is answered in: offered when she plainly writes it, never changed unasked."""

from dataclasses import replace

from hotline.conversation import danger, intake, questions
from hotline.conversation.talk import Heard, Known, Talk, Turn, do, say

ACCEPTS = 9
"""What takes the offer: no question by text means anything else by it, as on the phone."""

OWN_NUMBERS = ("language", *danger.ASKED)
"""Questions whose answer must not be mixed up with anything."""


def offered(turn: Turn, before: Talk, heard: Heard, known: Known) -> Turn:
    """Add the offer to the answer to a text that is plainly in another language of ours; one made before stays open."""
    if not any(effect.verb == "set_language" for effect in turn.effects):
        turn = replace(turn, talk=replace(turn.talk, offered=turn.talk.offered or before.offered))
    other = heard.understood.other
    is_open = turn.talk.question not in OWN_NUMBERS
    if other not in dict(known.languages) or not is_open or not (turn.replies or turn.effects):
        return turn
    if any("spoken" in reply.facts for reply in turn.replies):  # she has been answered in both
        return turn
    line = say("ask.language.other", spoken=other)
    return replace(turn, talk=replace(turn.talk, offered=other), replies=(*turn.replies, line))


def accepted(talk: Talk, heard: Heard, known: Known) -> Turn | None:
    """Take her 9, unless the open question has so many choices."""
    if heard.understood.choice != ACCEPTS or talk.offered not in dict(known.languages):
        return None
    if talk.question in OWN_NUMBERS or len(talk.options) >= ACCEPTS:
        return None
    return switch(replace(talk, offered=""), talk.offered, known)


def switch(talk: Talk, tag: str, known: Known) -> Turn:
    """Answer her in this language from now on, and put the open question again in it."""
    said = say("language_set", language=tag)
    replies = (said, questions.again(talk, known)) if talk.question in intake.ANSWERS else (said,)
    return Turn(talk, replies, (do("set_language", tag=tag),))
