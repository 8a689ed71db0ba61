"""Whoever is rung, so that two can talk: what he hears first, and the key by which he says that he is no machine."""

from collections.abc import Mapping

from dispatch.call_store import find_own_call
from dispatch.db import Work
from dispatch.states import OPEN_CALLS
from hotline.calls import answers
from hotline.calls.rendering import place_of, say
from hotline.calls.script import Line
from hotline.telephony import voice_twiml
from hotline.wiring import Context

WHISPERS = ("whisper.operator", "whisper.resident", "whisper.volunteer")
YES = "1"


def whisper(system: Context, *, call_id: int, turn: int, language: str, prompt: str) -> str:
    """Return what he hears: that it is the volunteer line, and the key to press. No name, no number, no need."""
    notice = prompt if prompt in WHISPERS else WHISPERS[0]
    return voice_twiml.whisper(say(system, Line(notice), language), place_of(system, call_id, turn))


def accept(system: Context, form: Mapping[str, str], *, call_id: int, turn: int) -> str:
    """Connect the two if he pressed the key, and she still waits in just this step; else let him go."""
    if form.get("Digits", "").strip() != YES:
        return voice_twiml.goodbye()
    with system.database.work(system.now(), actor="volunteer") as work:
        return voice_twiml.ACCEPT if _accept(work, form, call_id, turn) else voice_twiml.goodbye()


def _accept(work: Work, form: Mapping[str, str], call_id: int, turn: int) -> bool:
    call = find_own_call(work.session, call_id)
    if call is None or call.state not in OPEN_CALLS or call.turn != turn:
        return False
    if form.get("ParentCallSid", call.provider_sid) != call.provider_sid:
        return False
    answers.accept(call, turn)
    return True
