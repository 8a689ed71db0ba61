"""A text comes in: verify, take it once, let the conversation act, answer in the same breath."""

import logging
from collections.abc import Callable, Mapping
from functools import partial

from flask import Response
from sqlalchemy.exc import OperationalError

from dispatch import operations
from dispatch.db import Work
from dispatch.models import Message, Person
from dispatch.moves import file
from dispatch.telling import tell
from hotline import numbers
from hotline.conversation import cases, listening
from hotline.conversation.replies import answer
from hotline.sms_text import storable
from hotline.telephony import twiml
from hotline.web.current import context
from hotline.webhooks import events
from hotline.webhooks.guard import fields, guarded, xml
from hotline.webhooks.trying import patiently
from hotline.wiring import Context

bp = guarded("sms")
log = logging.getLogger(__name__)

Act = Callable[[Context, Work, Person, Message], None]
"""What is done with a text that was taken."""

SIGNED_FIELDS = ("From", "To", "Body")
LONGEST = 1600


@bp.post("/sms")
def inbound() -> Response:
    """Take one text. Whatever goes wrong inside, the text is kept and the sender gets an answer."""
    return xml(receive(context(), fields()))


def receive(system: Context, form: Mapping[str, str], *, is_live: bool = True) -> str:
    """Take a text's form fields and return the answer, the same one however often the same text comes.

    is_live: the sender's replies go out in the answer; else they are sent like any other text.
    """
    for act in (converse, hand_over, keep):
        try:
            return patiently(partial(_receive, system, form, act, is_live=is_live))
        except OperationalError:
            raise  # the database is away: only the carrier's fall-back can help now
        except Exception as error:
            log.exception("text_not_handled", extra={"error": type(error).__name__, "act": act.__name__})
    return twiml.EMPTY


def _receive(system: Context, form: Mapping[str, str], act: Act, *, is_live: bool) -> str:
    digest = events.fingerprint(form, *SIGNED_FIELDS)
    provider_id = _sid(form) or digest
    with system.database.work(system.now(), actor="resident") as work:
        event = events.take(work, "sms", provider_id, digest)
        if not event.is_new:
            if event.fingerprint != digest:
                log.warning("event_altered", extra={"event_id": event.id})
            return event.answer
        with work.session.no_autoflush:  # what changes is written at once, which halves the cost of a text
            return events.keep_answer(work, event, _handle(system, work, form, act, is_live=is_live))


def _handle(system: Context, work: Work, form: Mapping[str, str], act: Act, *, is_live: bool) -> str:
    line = numbers.parse(form.get("From", ""))
    if not line.e164:  # the carrier names nobody
        return twiml.EMPTY
    person = _take(work, line)
    message = _text(work, form, person)
    if numbers.is_allowed(line, work.tunables.allowed_countries) and not person.blocked:
        work.speaker_id = person.id if is_live else None
        act(system, work, person, message)
    elif line.can_text and not person.blocked:
        ABROAD.get(act, act)(system, work, person, message)
    file(work, message, "receive")  # only now, when it is known what it is about
    return answer(system, work)


def _sid(form: Mapping[str, str]) -> str | None:
    return events.carrier_id(form.get("MessageSid") or form.get("SmsSid"))


def _take(work: Work, line: numbers.Line) -> Person:
    """Return who sent a text."""
    person = operations.meet(work, line.e164, can_text=line.can_text, can_call=line.can_call)
    if line.can_text and not person.can_text:
        person.can_text = True  # she has just shown that texts work, whatever the carrier once said of her number
    return person


def _text(work: Work, form: Mapping[str, str], person: Person) -> Message:
    return Message(
        person_id=person.id, body=storable(form.get("Body", ""))[:LONGEST], created_at=work.now,
        provider_sid=_sid(form), language=person.language, settled_at=work.now,
    )


def converse(system: Context, work: Work, person: Person, message: Message) -> None:
    """Let the conversation take the text."""
    listening.hear(system, work, person, message)


def hand_over(system: Context, work: Work, person: Person, message: Message) -> None:
    """Give a text that broke us to an operator, and tell its sender that a person reads it."""
    request_ = cases.open_case(system, work, person, message, reason="trouble")
    tell(work, person, "trouble", request=request_)


def keep(_system: Context, _work: Work, _person: Person, _message: Message) -> None:
    """Keep a text and do nothing with it: the last way not to lose it."""


ABROAD: Mapping[Act, Act] = {converse: cases.take_from_abroad}
"""What is done instead where we may send no answer."""
