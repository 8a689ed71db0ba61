"""The carrier's words for what became of a text, and ours. The only place that knows its words."""

from collections.abc import Mapping

STATES: Mapping[str, str] = {
    "accepted": "accepted",
    "scheduled": "accepted",
    "queued": "accepted",
    "sending": "accepted",
    "sent": "sent",
    "delivered": "delivered",
    "read": "delivered",
    "partially_delivered": "undelivered",
    "undelivered": "undelivered",
    "failed": "failed",
    "canceled": "failed",
}


def state_of(status: str) -> str | None:
    """Return our state for the carrier's word, or None for a word we do not know."""
    return STATES.get(status.strip().lower())
