"""A text from a country we send nothing to: whoever is newly here has such a number, so a person reads it."""

from dispatch import operations
from dispatch.db import Work
from dispatch.models import Message, Person
from dispatch.operations.corrections import EMERGENCY
from dispatch.operations.requests import Wish
from hotline.understanding import understand
from hotline.wiring import Context

UNREACHABLE = "unreachable"


def hand_over(system: Context, work: Work, person: Person, message: Message) -> None:
    """Give the text to an operator, with the alarm if it may be about danger. An answer we may not send."""
    words = understand(
        message.body, language=person.language, lexicons=system.lexicons, now=work.now, zone=work.zone,
        places=system.places,
    )  # fmt: skip
    language = person.language or words.language or system.settings.default_language
    resident = operations.become_resident(work, person)
    reason = UNREACHABLE if words.urgency == "none" else EMERGENCY
    wish = Wish(language=language, details=message.body)
    message.request_id = operations.ask_operator(work, resident, wish, reason=reason).id
