"""Putting a resident and her volunteer in touch, neither seeing the other's number: by call or by words."""

from dispatch.places import fold
from hotline.conversation import choosing
from hotline.conversation.talk import NOTHING, Heard, Known, Talk, Turn, do, say

Other = tuple[int, str]
"""A visit that is agreed, and the first name of whoever is on its other side."""


def others(known: Known) -> tuple[Other, ...]:
    """Return everybody she can be put in touch with: her volunteers, and the residents he has said yes to."""
    matches = [(match.visit_id, match.name) for request in known.requests for match in request.matches]
    return (*matches, *((task.visit_id, task.name) for task in known.tasks))


def connect(visit_id: int, name: str) -> Turn:
    """Ring the other side of a visit."""
    return Turn(Talk(question="connect", options=(visit_id, name)), (say("connect.ringing", name=name),))


def connect_from_menu(_talk: Talk, _heard: Heard, known: Known) -> Turn | None:
    """Ring the only one there is, or ask which."""
    people = others(known)
    if len(people) == 1:
        return connect(*people[0])
    if not people:
        return None
    choices = tuple({"notice": "menu.connect", "name": name} for _, name in people)
    return choosing.ask("which_connect", [visit_id for visit_id, _ in people], choices, "ask.which")


def answer_which(talk: Talk, heard: Heard, known: Known) -> Turn | None:
    """Take the number of the one she means."""
    visit_id = choosing.chosen(talk, heard)
    return None if visit_id is None else connect(int(visit_id), dict(others(known)).get(int(visit_id), ""))


def connected(talk: Talk, heard: Heard, _known: Known) -> Turn | None:
    """They have talked, or nobody answered: then he is told that she tried."""
    if heard.is_connected or not talk.options:
        return Turn(NOTHING)
    visit_id, name = talk.options
    return Turn(NOTHING, (say("connect.failed", name=name),), (do("tried_to_call", id=int(visit_id)),))


def pass_on(_talk: Talk, heard: Heard, known: Known) -> Turn | None:
    """Take "tell …": her words go to the other side of the visit, of several to whom she names, else to the newest."""
    words = heard.understood.relay
    if not words:
        return None
    people = others(known)
    if not people:
        return None if heard.understood.needs else Turn(NOTHING, (say("relay.nobody"),))
    first, _, rest = words.partition(" ")
    named = [each for each in people if fold(each[1]) == fold(first.strip(",:"))]
    if named and rest.strip():
        words = rest.strip()
    return tell(*(named or people)[-1], words)


def tell(visit_id: int, name: str, words: str) -> Turn:
    """Pass words on to the other side of a visit."""
    return Turn(NOTHING, (say("relay.sent", name=name),), (do("relay", id=visit_id, words=words),))
