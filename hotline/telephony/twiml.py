"""Answers to texts, in the carrier's XML."""

from collections.abc import Sequence
from dataclasses import dataclass

from twilio.twiml.messaging_response import MessagingResponse

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
