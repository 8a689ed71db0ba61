"""What is said to a text that answers nothing and asks for nothing: always something, and never the same for ever."""

from dataclasses import replace

from dispatch.states import RequestState
from hotline.conversation import intake, questions, resident, volunteer, wishes
from hotline.conversation.talk import NOTHING, Heard, Known, Talk, Turn, do, say

MOST_MISSES = 2
"""Texts in a row we do not understand before a person reads them."""

IN_HANDS = (RequestState.MATCHED, RequestState.ESCALATED)
"""Requests with a person behind them, for whom her words are meant."""


def missed(talk: Talk, heard: Heard, known: Known) -> Turn:
    """We did not understand: one friendly numbered question, and at the second time a person reads it."""
    misses = talk.misses + 1
    if is_for_a_person(talk, heard, known):
        return to_a_person(known)
    if misses >= MOST_MISSES:
        return handed_over()
    if known.volunteer and known.offers and talk.wish is None:
        return volunteer.unclear(replace(talk, misses=misses), known)
    if talk.question in intake.ANSWERS and talk.question != "kind":
        return Turn(replace(talk, misses=misses), (questions.again(talk, known),))
    if known.volunteer and not known.own_requests and not talk.question:
        return Turn(replace(talk, misses=misses), (say("help.volunteer"),))
    return _which_kind(talk, heard, known, misses=misses)


def to_a_person(known: Known) -> Turn:
    """Her words are kept, with what an operator has of her already."""
    case = next((request for request in known.requests if request.state == RequestState.ESCALATED), None)
    heed = do("add_to_case", id=case.id) if case else do("call_person", reason="not_understood")
    is_danger = any(request.is_danger for request in known.requests)
    return Turn(NOTHING, (say("person_coming" if is_danger else "noted"),), (heed,))  # the first names 112 again


def handed_over() -> Turn:
    """A person reads it."""
    return Turn(NOTHING, (say("handed_over"),), (do("call_person", reason="not_understood"),))


def is_for_a_person(talk: Talk, heard: Heard, known: Known) -> bool:
    """Whether words we do not understand are surely about something that a person has in hand, or a visit agreed."""
    if talk.question or talk.held or not heard.understood.text.strip():
        return False
    if known.tasks and not known.offers:
        return True
    is_in_hands = any(request.state in IN_HANDS for request in known.requests)
    return is_in_hands or bool(known.own_requests and heard.understood.when)


def _which_kind(talk: Talk, heard: Heard, known: Known, *, misses: int) -> Turn:
    """What does she need? A text that waited for its language was not her first, and is nothing to be sorry for."""
    is_first = known.is_new or bool(talk.held) or heard.understood.is_greeting
    wish = talk.wish or wishes.wish_from(heard.understood, known)
    asking = Talk(question="kind", wish=wish, asked=max(talk.asked, 1), misses=misses, options=wishes.KINDS)
    return Turn(asking, (say("ask.kind" if is_first else "ask.kind_again"),))


def greeting(talk: Talk, heard: Heard, known: Known) -> Turn | None:
    """Only politeness: the open question again, how it stands, or what can be done here; it counts as no miss."""
    if not heard.understood.is_greeting or (talk.question and talk.question not in intake.ANSWERS):
        return None
    if talk.question:
        return Turn(talk, (questions.again(talk, known),))
    if known.volunteer and known.offers:
        return volunteer.unclear(talk, known)
    if known.own_requests:
        return resident.status(talk, heard, known)
    if known.volunteer:
        return Turn(talk, (say("help.volunteer"),))
    return _which_kind(talk, heard, known, misses=0)


def yes_to_nothing(talk: Talk, heard: Heard, known: Known) -> Turn | None:
    """A yes, no or number that no question waits for: how it stands is the best answer to it."""
    words = heard.understood
    if talk.question or words.command not in (None, "yes", "no"):
        return None
    is_bare = words.choice is not None or (bool(words.codes) and words.answer is None and len(words.text.split()) == 1)
    if is_bare and known.tasks and not known.offers:
        return volunteer.tasks(talk, heard, known)
    if not words.plain_answer and words.choice is None:
        return None
    if known.own_requests and words.plain_answer != "no":
        return resident.status(talk, heard, known)
    if known.volunteer and words.plain_answer:
        return Turn(talk, (say("offer.none"),))
    is_idle = known.is_resident and not known.requests
    return resident.status(talk, heard, known) if is_idle and words.plain_answer else None
