"""Which elements, attributes and children voice TwiML has, read from the carrier's own library."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from twilio.twiml import TwiML
from twilio.twiml.voice_response import VoiceResponse


@dataclass(frozen=True)
class Element:
    """What an element may hold."""

    name: str
    attributes: frozenset[str]
    kind: type[TwiML]

    @property
    def children(self) -> Mapping[str, "Element"]:
        """Return what may stand in it, by name. Some of these may hold each other without end."""
        return _children(self.kind)


RESPONSE = Element("Response", frozenset(), VoiceResponse)
"""The root of every voice document."""


_KNOWN: dict[type[TwiML], Mapping[str, Element]] = {}


def _children(parent: type[TwiML]) -> Mapping[str, Element]:
    if parent not in _KNOWN:
        _KNOWN[parent] = _look(parent)
    return _KNOWN[parent]


def _look(parent: type[TwiML]) -> Mapping[str, Element]:
    names = [name for name, method in vars(parent).items() if inspect.isfunction(method) and name[0] != "_"]
    holder = parent(**_everything(parent))
    found = [_element(getattr(holder, name)) for name in names]
    return {element.name: element for element in found}


def _element(maker: Callable[..., TwiML]) -> Element:
    """Let the library make one with every attribute it has."""
    made = maker(**_everything(maker))
    return Element(made.name, frozenset(made.attrs), type(made))


def _everything(maker: Callable[..., Any]) -> dict[str, str]:
    given = inspect.signature(maker).parameters.values()
    return {each.name: "x" for each in given if each.kind is not each.VAR_KEYWORD}
