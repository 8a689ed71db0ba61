"""Whoever is rung, so that two can talk: what he hears first, and the key by which he says that he is no machine."""

from collections.abc import Mapping

from dispatch.call_store import find_own_call
from dispatch.db import Work
from dispatch.operations.connecting import note_connected
from dispatch.operations.phone_visits import find_in_call
from dispatch.states import OPEN_CALLS
from hotline.calls import answers
from hotline.calls.rendering import place_of, say
from hotline.calls.script import Line
from hotline.telephony import voice_twiml
from hotline.wiring import Context

BY_PHONE = "whisper.by_phone"
WHISPERS = ("whisper.operator", "whisper.resident", "whisper.volunteer", BY_PHONE)
YES = "1"


def whisper(system: Context, *, call_id: int, turn: int, language: str, prompt: str) -> str:
    """Return what he hears: that it is the volunteer line, and the key to press. No name, no number, no need.

    Only whoever waits for her friend's call hears his first name and his organisation.
    """
    notice = prompt if prompt in WHISPERS else WHISPERS[0]
    facts = _who_calls(system, call_id) if notice == BY_PHONE else {}
    if facts is None:
        return voice_twiml.goodbye()
    return voice_twiml.whisper(say(system, Line(notice, facts), language), place_of(system, call_id, turn))


def _who_calls(system: Context, call_id: int) -> dict[str, str] | None:
    """Return who is on the line and waits for her; None when he has left."""
    with system.database.reading() as session:
        row = find_in_call(session, call_id)
        if row is None:
            return None
        volunteer = row.visit.volunteer
        return {"name": volunteer.person.first_name, "organisation": volunteer.organisation.name}


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
    note_connected(work, call)
    return True
