"""Texts that no conversation takes: an operator has them as a case."""

from dispatch import operations
from dispatch.db import Work
from dispatch.models import HelpRequest, Message, Person
from dispatch.operations.corrections import EMERGENCY
from dispatch.operations.requests import Wish
from hotline.understanding import understand
from hotline.wiring import Context


def open_case(
    system: Context, work: Work, person: Person, message: Message, *, reason: str, language: str | None = None
) -> HelpRequest:
    """Give a text to an operator, in the case he already has of its sender or in a new one.

    language: the one it is in, where her own is not known.
    """
    resident = operations.become_resident(work, person)
    wish = Wish(language=person.language or language or system.settings.default_language, details=message.body)
    request = operations.ask_operator(work, resident, wish, reason=reason)
    message.request_id = request.id
    return request


def take_from_abroad(system: Context, work: Work, person: Person, message: Message) -> None:
    """Take a text from a country we send nothing to, with the alarm if it may be about danger.

    Whoever is newly here has such a number; a person reads what she wrote.
    """
    words = understand(
        message.body, language=person.language, lexicons=system.lexicons, now=work.now, zone=work.zone,
        places=system.places,
    )  # fmt: skip
    reason = "unreachable" if words.urgency == "none" else EMERGENCY
    open_case(system, work, person, message, reason=reason, language=words.language)
