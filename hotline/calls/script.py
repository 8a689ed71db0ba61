"""One step of a call as a value: the lines that are said, and what is listened for after them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

KEY_SECONDS = 10
"""How long a key is waited for once the last word is said; old hands need it."""


@dataclass(frozen=True)
class Line:
    """One thing said: the prompt `phone:<notice>` with its facts, in one language.

    Two notices are no prompts: "recording" plays a resident's own message (`facts["id"]`), and "words" says somebody's
    own words (`facts["words"]`) as they are.
    """

    notice: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    language: str = ""


@dataclass(frozen=True)
class Keys:
    """Listen for keys: at most so many, ended by # as well. `hints`: words that may also be said; empty: keys only."""

    most: int = 1
    hints: tuple[str, ...] = ()


@dataclass(frozen=True)
class SpokenMessage:
    """Record what she says, until # or silence."""

    seconds: int = 120


@dataclass(frozen=True)
class Ring:
    """Ring somebody and connect the two once he has pressed 1. Neither sees the other's number.

    people: numbers rung at the same time, each with the language of the whisper. whisper: the prompt he hears first.
    seconds: how long it rings. minutes: after so many the connection ends.
    """

    people: tuple[tuple[str, str], ...]
    whisper: str
    seconds: int
    minutes: int


@dataclass(frozen=True)
class Wait:
    """Wait so many seconds for something of ours, then take the next step without a key."""

    seconds: int


@dataclass(frozen=True)
class HangUp:
    """Nothing more: the call ends once the lines are said."""


@dataclass(frozen=True)
class Refuse:
    """A blocked number: the call is not even taken."""


Listen = Keys | SpokenMessage | Ring | Wait | HangUp | Refuse


@dataclass(frozen=True)
class Script:
    """What the caller hears, and what comes after it. `language`: the caller's, in which speech would be heard."""

    lines: tuple[Line, ...]
    listen: Listen
    language: str


@dataclass(frozen=True)
class Pressed:
    """What came of the last step: keys, words said, a recording, or whether the two were connected (`Ring`)."""

    digits: str = ""
    speech: str = ""
    recording_id: int | None = None
    connected: bool | None = None
