"""Recording one piece after the other as a pure step: from where somebody stands and what came, to what comes next."""

from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

from dispatch.states import RecordingState

SILENCES = 3
"""After so many steps in a row without a word or a key the call ends."""
WAITS = 20
"""How often a recording that is on its way is waited for, some seconds each time."""

KEEP, AGAIN, SKIP, STOP = "1", "2", "3", "0"


class Stage(StrEnum):
    """What the last step was about."""

    RECORDING = "recording"
    WAITING = "waiting"
    JUDGING = "judging"


class Next(StrEnum):
    """What is done now. `piece`: read a piece and record it; the others say what they listen for, or that it ends."""

    PIECE = "piece"
    WAIT = "wait"
    JUDGE = "judge"
    END = "end"


class Effect(StrEnum):
    """What becomes of the recording."""

    NONE = ""
    KEEP = "keep"
    DROP = "drop"


@dataclass(frozen=True)
class Booth:
    """Where one speaker stands. code: the number of his code's row. piece: what he is asked to say."""

    code: int
    language: str
    piece: str = ""
    stage: str = Stage.RECORDING
    recording: int | None = None
    silences: int = 0
    waits: int = 0
    skipped: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return a form that `from_json` reads back."""
        return asdict(self)

    @classmethod
    def from_json(cls, state: dict[str, Any]) -> "Booth":
        """Return the booth that `to_json` wrote."""
        return cls(**{**state, "skipped": tuple(state["skipped"])})


@dataclass(frozen=True)
class Turn:
    """What comes next. say: prompts said before it (`phone:record.<name>`). effect: on `recording`."""

    booth: Booth
    next: Next
    say: tuple[str, ...] = ()
    effect: Effect = Effect.NONE
    recording: int | None = None


def step(booth: Booth, digits: str, state: str | None) -> Turn:
    """Take one step. state: that of the recording he has just made, None when he said nothing."""
    if booth.stage == Stage.RECORDING and booth.recording is None:
        return _silent(booth, Next.PIECE, "nothing")
    if booth.stage == Stage.JUDGING:
        return _judged(booth, digits)
    return _looked(booth, digits, state)


def _looked(booth: Booth, digits: str, state: str | None) -> Turn:
    """See whether his recording is here."""
    if booth.stage == Stage.WAITING and digits == STOP:
        return _over(booth, Next.END, "bye")
    if state == RecordingState.STORED:
        return Turn(replace(booth, stage=Stage.JUDGING, silences=0), Next.JUDGE)
    if state != RecordingState.ANNOUNCED or booth.waits >= WAITS:
        return _over(booth, Next.PIECE, "lost")
    return Turn(replace(booth, stage=Stage.WAITING, waits=booth.waits + 1), Next.WAIT, ("wait",))


def _judged(booth: Booth, digits: str) -> Turn:
    if digits == KEEP:
        return _over(booth, Next.PIECE, "kept", effect=Effect.KEEP)
    if digits == AGAIN:
        return _over(booth, Next.PIECE)
    if digits == SKIP:
        return _over(replace(booth, skipped=(*booth.skipped, booth.piece)), Next.PIECE)
    if digits == STOP:
        return _over(booth, Next.END, "bye")
    return _silent(booth, Next.JUDGE)


def _silent(booth: Booth, then: Next, *say: str) -> Turn:
    if booth.silences + 1 >= SILENCES:
        return _over(booth, Next.END, "bye")
    return Turn(replace(booth, silences=booth.silences + 1), then, say)


def _over(booth: Booth, then: Next, *say: str, effect: Effect = Effect.DROP) -> Turn:
    """The recording has been decided upon."""
    free = replace(booth, stage=Stage.RECORDING, recording=None, silences=0, waits=0)
    return Turn(free, then, say, effect if booth.recording else Effect.NONE, booth.recording)
