"""The answer to a webhook: what was told to the one who spoke goes out in it, and is stored as sent."""

from dispatch.db import Work
from dispatch.models import Message
from dispatch.moves import file
from hotline.phrases import fits, join
from hotline.sms_text import segments
from hotline.telephony import twiml
from hotline.telephony.gateway import status_callback
from hotline.wiring import Context


def answer(system: Context, work: Work) -> str:
    """Return the carrier's XML with the replies of this unit of work. Short replies share one text where they fit."""
    messages = []
    for message, body in _joined(system, work.replies):
        counted = segments(body)
        message.body, message.encoding, message.segments = body, counted.encoding, counted.parts
        message.sent_at, message.attempts = work.now, 1
        file(work, message, "answer")
        messages.append(message)
    public_url = system.settings.public_url
    return twiml.messages([twiml.Reply(each.body, status_callback(public_url, each.id)) for each in messages])


def _joined(system: Context, replies: list[Message]) -> list[tuple[Message, str]]:
    """Return the texts to send: each reply's words with those of the replies before it that fit into the same text."""
    texts: list[tuple[Message, str]] = []
    for message in replies:
        body = system.wording.words(message.language, message.notice, message.facts).body
        if texts and fits(join((texts[-1][1], body))):
            texts[-1] = (message, join((texts[-1][1], body)))
        else:
            texts.append((message, body))
    return texts
