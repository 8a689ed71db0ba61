"""What the carrier's refusals mean: whose fault, for good or for now."""

from collections.abc import Iterator
from contextlib import contextmanager

from twilio.base.exceptions import TwilioException, TwilioRestException

from dispatch.errors import SendFailed, SendUnknown

WRONG_CREDENTIALS = (401, 403)
CREDENTIALS_PAUSE = 60.0
"""Seconds between tries while the carrier refuses us; texts and calls are not at fault, so none is given up."""

UNREADABLE = (TwilioException, ValueError, LookupError, TypeError, AttributeError)
"""What the library raises over an answer that is not the carrier's form."""


@contextmanager
def judged() -> Iterator[None]:
    """Turn what the library raises within into `SendFailed` or `SendUnknown`."""
    try:
        yield
    except TwilioRestException as error:
        raise _refusal(error) from error
    except UNREADABLE as error:
        raise SendUnknown("unreadable answer") from error


def _refusal(error: TwilioRestException) -> SendFailed:
    if error.status in WRONG_CREDENTIALS:
        return SendFailed(str(error.code or error.status), permanent=False, retry_after=CREDENTIALS_PAUSE)
    return SendFailed(str(error.code or error.status), permanent=True)
