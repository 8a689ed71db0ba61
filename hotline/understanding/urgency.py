"""Danger, in two levels. Nothing that is said beside a sign of danger silences it; least of all a "not"."""

from collections.abc import Iterable
from typing import Literal

from hotline.understanding.lists.lexicon import Hit
from hotline.understanding.needs import ALWAYS

Urgency = Literal["none", "question", "alarm"]

_STEPS: tuple[Urgency, ...] = ("none", "question", "alarm")
_STRONG, _BROAD, CALM = "emergency:strong", "emergency:broad", "emergency:calm"


def urgency(hits: Iterable[Hit], spoken: str | None) -> tuple[Urgency, tuple[int, ...]]:
    """How urgent a text sounds in any language, and the words that make it so.

    Typing errors are forgiven in the `spoken` language, Swedish and English only (None: in all).

    A strong sign alarms; a broad sign, or a strong one with a typing error, asks. A harmless use that is in the
    lexicon (a bulb that burnt out, heart medicine) lowers the signs within it by one step.
    """
    every = [hit for hit in hits if hit.is_exact or spoken is None or hit.tag in {spoken, *ALWAYS}]
    danger = [hit for hit in every if hit.name in {_STRONG, _BROAD}]
    calm = {at for hit in every if hit.name == CALM for at in hit.at}
    loud = [hit for hit in danger if not set(hit.at) <= calm]
    alarms = [hit for hit in loud if hit.name == _STRONG and hit.is_exact]
    if alarms:
        return "alarm", _places(alarms)
    asking = loud or [hit for hit in danger if hit.name == _STRONG]
    return ("question", _places(asking)) if asking else ("none", ())


def more_urgent(found: tuple[Urgency, tuple[int, ...]]) -> int:
    """What tells of several readings of a text the one to go by: the more urgent, the first of equals."""
    return _STEPS.index(found[0])


def _places(hits: Iterable[Hit]) -> tuple[int, ...]:
    return tuple(sorted({at for hit in hits for at in hit.at}))
