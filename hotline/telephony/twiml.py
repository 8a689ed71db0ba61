"""Answers in the carrier's XML."""

from collections.abc import Sequence
from dataclasses import dataclass

from twilio.twiml.messaging_response import MessagingResponse
from twilio.twiml.voice_response import VoiceResponse

EMPTY = str(MessagingResponse())


@dataclass(frozen=True)
class Reply:
    """A text that goes out inside the answer to a webhook; its delivery is reported to `status_callback`."""

    body: str
    status_callback: str


def messages(replies: Sequence[Reply]) -> str:
    """Return the answer that sends `replies`, in order; nothing is sent for none."""
    response = MessagingResponse()
    for reply in replies:
        response.message(reply.body, status_callback=reply.status_callback)
    return str(response)


def spoken(lines: Sequence[str], *, language: str, voice: str) -> str:
    """Return the answer to a call that says some lines and hangs up. Voice and language must belong together."""
    response = VoiceResponse()
    for line in lines:
        response.say(line, language=language, voice=voice)
    response.hangup()
    return str(response)
