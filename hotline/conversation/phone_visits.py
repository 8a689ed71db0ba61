"""The call in which the line connects a volunteer with the resident he has promised to talk with at this hour."""

from dataclasses import replace

from hotline.conversation.talk import Heard, Known, Talk, Turn, do, say

GATE, RING = "phone_visit", "phone_visit_ring"
"""The questions: is he there, and is she."""


def gate(visit_id: int, name: str, *, is_last: bool) -> Turn:
    """The first words to him; a key shows that it is he, and no machine. is_last: nobody tries again after this."""
    said = say("by_phone.gate", name=name)
    return Turn(Talk(question=GATE, options=(visit_id, name, int(is_last)), said=(said,)), (said,))


def opened(talk: Talk, heard: Heard, _known: Known) -> Turn | None:
    """Ring her once he has pressed the key."""
    if heard.understood.choice != 1:
        return None
    return Turn(replace(talk, question=RING, misses=0), (say("connect.ringing", name=str(talk.options[1])),))


def over(talk: Talk, heard: Heard, _known: Known) -> Turn:
    """They have talked, or she did not answer; then he hears that it is tried once more, if it is."""
    visit_id, name, is_last = talk.options
    again = () if heard.is_connected or is_last else (say("by_phone.again", name=str(name)),)
    ended = do("phone_visit_over", id=int(visit_id))
    return Turn(Talk(question="goodbye"), (*again, say("goodbye")), (ended,))
