"""Recording a language by phone: the speaker hears the default language's words, says them in his, listens, and keeps.

What he has kept stays kept, so he may hang up at any moment and go on in another call with the same code.
"""

from dataclasses import replace

from sqlalchemy import event

from dispatch.db import Work
from dispatch.models import Call, Recording
from dispatch.moves import move
from dispatch.states import RecordingState
from hotline.calls.script import HangUp, Keys, Line, Listen, Pressed, Script, SpokenMessage, Wait
from hotline.prompts import codes
from hotline.prompts.codes import may_try
from hotline.prompts.pieces import Piece, counterpart, without_fields
from hotline.prompts.report import report_in
from hotline.prompts.taking import Booth, Effect, Next, Turn, step
from hotline.prompts.wav import BadRecording
from hotline.wiring import Context

__all__ = ["begin", "is_open", "may_try", "take"]

STATE = "booth"
"""Where a call keeps where its speaker stands."""
LONGEST = 30
"""Seconds one piece may take."""
LOOK_EVERY = 3
"""Seconds of silence between two looks for a recording that is on its way."""


def begin(system: Context, work: Work, call: Call, code: str) -> Script | None:
    """Start recording with a code. None: there is no such code for this caller, or he may not try any more."""
    row = codes.admit(work, call, code)
    if row is None or row.language not in system.catalogs:
        return None
    booth = Booth(code=row.id, language=row.language)
    count = len(_todo(system, work, booth))
    facts = {"language": booth.language, "count": count}
    return _go_on(system, work, call, Turn(booth, Next.PIECE), first=(_line(system, "intro", **facts),))


def is_open(call: Call) -> bool:
    """Whether prompts are recorded in this call."""
    return STATE in call.talk


def take(system: Context, work: Work, call: Call, pressed: Pressed) -> Script:
    """Take what came of the last step."""
    booth = Booth.from_json(call.talk[STATE])
    if pressed.recording_id is not None:
        booth = replace(booth, recording=pressed.recording_id)
    made = work.session.get(Recording, booth.recording) if booth.recording else None
    turn = step(booth, pressed.digits, made.state if made else None)
    return _go_on(system, work, call, _act(system, work, turn, booth.piece))


def _act(system: Context, work: Work, turn: Turn, piece: str) -> Turn:
    """Keep the recording or let it go, and return what comes next, which is the same piece when it was no good."""
    made = work.session.get(Recording, turn.recording) if turn.recording else None
    if made is None:
        return turn
    if turn.effect == Effect.KEEP:
        try:
            data = system.shelf.path(made.file).read_bytes()
            by = f"code:{turn.booth.code}"
            system.recorded.keep(work, turn.booth.language, piece, data, made_by=by)
        except (BadRecording, OSError, ValueError):  # ValueError: it has been erased meanwhile
            turn = replace(turn, say=("bad",))
    if turn.effect:
        _let_go(system, work, made)
    return turn


def _let_go(system: Context, work: Work, made: Recording) -> None:
    """Erase a recording: the file once this is committed, the carrier's copy by the job that does so."""
    file, is_at_carrier = made.file, made.deleted_at is None
    next_at = work.now if is_at_carrier else None
    if made.state == RecordingState.ERASED or not move(
        work, made, "erase", file="", erased_at=work.now, next_at=next_at
    ):
        return
    if file:
        event.listen(work.session, "after_commit", lambda _session: system.shelf.erase(file))
    if is_at_carrier:
        work.wake("fetch_recordings", made.id)


def _go_on(system: Context, work: Work, call: Call, turn: Turn, *, first: tuple[Line, ...] = ()) -> Script:
    """Return the script of a turn, and remember where the speaker stands."""
    booth = turn.booth
    lines = (*first, *(_line(system, name) for name in turn.say))
    todo = _todo(system, work, booth) if turn.next == Next.PIECE else {}
    if turn.next == Next.PIECE and todo:
        piece = next(iter(todo.values()))
        booth = replace(booth, piece=piece.name)
        lines += _read_out(system, booth.language, piece)
    elif turn.next == Next.PIECE:
        lines += (_line(system, "skipped" if booth.skipped else "done"),)
    elif turn.next == Next.JUDGE:
        lines += (Line("recording", {"id": booth.recording}), _line(system, "judge"))
    call.talk = {**call.talk, STATE: booth.to_json()}
    return Script(lines, _listen(turn, is_done=not todo), system.settings.default_language)


def _listen(turn: Turn, *, is_done: bool) -> Listen:
    if turn.next == Next.WAIT:
        return Wait(LOOK_EVERY)
    if turn.next == Next.JUDGE:
        return Keys()
    return HangUp() if turn.next == Next.END or is_done else SpokenMessage(LONGEST)


def _todo(system: Context, work: Work, booth: Booth) -> dict[str, Piece]:
    """What is left to record, most used first, without what he skipped in this call."""
    left = report_in(work.session, system.recorded, booth.language).unrecorded
    return {piece.name: piece for piece in left if piece.name not in booth.skipped}


def _read_out(system: Context, language: str, piece: Piece) -> tuple[Line, ...]:
    """Return what tells the speaker what to say."""
    default = system.settings.default_language
    twin = counterpart(piece, system.recorded.wanted[default])
    said = (_line(system, "say", language=language), Line("words", {"words": twin.words}, default))
    if not twin.sentence:
        return said
    sentence = Line("words", {"words": without_fields(twin.sentence)}, default)
    return (*said, _line(system, "part"), sentence)


def _line(system: Context, name: str, **facts: object) -> Line:
    return Line(f"record.{name}", facts, system.settings.default_language)
