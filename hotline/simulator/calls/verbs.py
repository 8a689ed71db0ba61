"""Where a leg stands in its document."""

from urllib.parse import urljoin

from hotline.simulator.calls import document
from hotline.simulator.calls.document import Verb
from hotline.simulator.calls.state import Leg

SPEED = 14.0
"""Characters that are read aloud in a second."""


def current(leg: Leg) -> Verb:
    """Return the verb that a leg is at."""
    return document.read(leg.document)[leg.verb]


def action_of(leg: Leg, verb: Verb) -> tuple[str, str]:
    """Return where a verb leads, with the method: to its action, else to the document that it stands in."""
    return urljoin(leg.address, verb.get("action")), verb.get("method", "POST")


def reading_time(text: str) -> float:
    """Return the seconds that it takes to read a text aloud."""
    return max(1.0, len(text) / SPEED)
