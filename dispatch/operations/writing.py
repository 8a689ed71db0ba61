"""What an operator writes: a text to one of the two sides of a request, or a note that nobody is sent."""

from collections.abc import Sequence

from dispatch.db import Work
from dispatch.kinds import Channel
from dispatch.models import HelpRequest, Message, Person
from dispatch.moves import record
from dispatch.states import VisitState
from dispatch.telling import tell
from dispatch.visit_store import list_visits

NOTE = "note"
MOST_NOTE = 1000
"""Characters of a note."""


def readers(work: Work, request: HelpRequest) -> Sequence[Person]:
    """Return whom an operator may write to about a request: the resident, and every volunteer who has the task."""
    visits = list_visits(work.session, request.id, VisitState.AGREED)
    return [request.resident.person, *(visit.volunteer.person for visit in visits)]


def may_be_texted(person: Person) -> bool:
    """Whether a text is the way to tell somebody something; who wants calls is called."""
    return person.channel == Channel.SMS and person.is_reachable


def write(work: Work, request: HelpRequest, person: Person, words: str) -> Message | None:
    """Text an operator's words to one side of a request; in the quiet hours it waits, as every text.

    Returns None, with nothing written, when she has no part in the request, or is not to be texted.
    """
    if person.id not in {reader.id for reader in readers(work, request)} or not may_be_texted(person):
        return None
    message = tell(work, person, "operator.message", request=request, by=Channel.SMS, words=words)
    if message is not None:
        record(work, request, old=request.state, event="write", reason="wrote", details={"person": person.id})
    return message


def note(work: Work, request: HelpRequest, words: str) -> bool:
    """Keep a note with a request. It is stored as its line of history, under `NOTE` of the details, and only there.

    Returns False, with nothing kept, when it is empty or longer than `MOST_NOTE`.
    """
    if not words or len(words) > MOST_NOTE:
        return False
    record(work, request, old=request.state, event=NOTE, reason=NOTE, details={NOTE: words})
    return True
