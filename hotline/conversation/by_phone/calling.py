"""One step of a call from end to end: gather what is known, take the key, step, act, and say what comes next."""

from dataclasses import replace

from dispatch.db import Work
from dispatch.kinds import Channel
from dispatch.models import Call, Message
from dispatch.moves import file
from hotline.calls.script import Line, Pressed, Ring, Script
from hotline.conversation import engine, phone_visits
from hotline.conversation.by_phone import keypad
from hotline.conversation.by_phone.caller import find_phone_visit, gather_caller, take_news
from hotline.conversation.by_phone.keys import heard_of
from hotline.conversation.by_phone.lines import lines_of, lines_of_message
from hotline.conversation.by_phone.listens import listen_for
from hotline.conversation.effects import VERBS
from hotline.conversation.scene import LiveCall, Scene, Spoken
from hotline.conversation.talk import NOTHING, Heard, Known, Talk, Turn, say
from hotline.prompts import booth
from hotline.understanding import Understood
from hotline.wiring import Context

RINGING = ("operators", "connect", phone_visits.RING)
"""Questions after which somebody is rung."""

NOBODY = Heard(Understood(text=""), is_connected=False)
"""What comes of ringing somebody who cannot be rung."""


def begin(system: Context, work: Work, call: Call) -> Script:
    """Take the first step of a call: hers, or one of ours that was answered."""
    live = LiveCall(system, work, call)
    is_outgoing = call.direction == "out"
    if is_outgoing:
        call.language = call.language or call.person.language or system.settings.default_language
    opening = find_phone_visit(work, call) if is_outgoing else None
    if opening is None:
        take_news(work, call)
    known = _known(live)
    if opening is not None:
        return _carry_out(live, keypad.finish(opening, NOTHING, known), known)
    turn = keypad.finish(keypad.begin(known, is_outgoing=is_outgoing), NOTHING, known)
    return _carry_out(live, turn, known)


def take(system: Context, work: Work, call: Call, pressed: Pressed) -> Script:
    """Take what came of the last step."""
    live = LiveCall(system, work, call)
    call.had_key = call.had_key or bool(pressed.digits)
    if booth.is_open(call):
        return booth.take(system, work, call, pressed)
    talk = Talk.from_json(call.talk)
    if talk.question == "code" and pressed.digits:
        return _enter_booth(live, pressed.digits)
    known = _known(live)
    return _carry_out(live, engine.step(talk, heard_of(live, pressed, talk), known), known)


def repeat(system: Context, work: Work, call: Call) -> Script:
    """Put the current step again; nothing changes."""
    if booth.is_open(call):
        return booth.take(system, work, call, Pressed())
    talk = Talk.from_json(call.talk)
    if not talk.question:
        return begin(system, work, call)
    lines = [line for said in talk.said for line in lines_of(said)]
    return _script(LiveCall(system, work, call), talk, lines)


def _enter_booth(live: LiveCall, code: str) -> Script:
    script = booth.begin(live.system, live.work, live.row, code)
    if script is not None:
        return script
    known = _known(live)
    turn = keypad.begin(known, is_outgoing=False)
    turn = replace(turn, replies=(say("code.wrong"), *turn.replies))
    return _carry_out(live, keypad.finish(turn, NOTHING, known), known)


def _known(live: LiveCall) -> Known:
    live.work.speaker_id, live.work.speaker_channel = live.row.person_id, Channel.CALL
    return gather_caller(live)


def _carry_out(live: LiveCall, turn: Turn, known: Known) -> Script:
    """Do what a step decided, keep what is open, and say the rest."""
    lines = _act(live, turn)
    script = _script(live, turn.talk, lines)
    if turn.talk.question not in RINGING or isinstance(script.listen, Ring):
        return script
    # There is nobody whom we could ring, which is known at once.
    again = engine.step(turn.talk, NOBODY, known)
    return _script(live, again.talk, [*lines, *_act(live, again)])


def _act(live: LiveCall, turn: Turn) -> list[Line]:
    """Carry out the effects of a step. Returns what is said: what they led to, then the step's own words."""
    work, call = live.work, live.row
    is_volunteer = call.person.volunteer is not None and call.person.resident is None
    work.actor = "volunteer" if is_volunteer else "resident"
    spoken = Spoken(request_id=call.request_id)
    scene = Scene(live.system, work, call.person, spoken, Talk.from_json(call.talk), turn.talk, call)
    for effect in turn.effects:
        VERBS[effect.verb](scene, **effect.values)
    call.request_id = spoken.request_id or call.request_id
    call.talk = {**call.talk, **turn.talk.to_json()}
    call.is_unfinished = call.had_key and turn.talk.question in keypad.UNFINISHED
    told, work.replies = list(work.replies), []
    lines = [line for message in told for line in _said(work, call, message)]
    return [*lines, *(line for reply in turn.replies for line in lines_of(reply))]


def _said(work: Work, call: Call, message: Message) -> list[Line]:
    """Keep what the core told her in this call as part of the story, and say it."""
    message.call_id, message.sent_at, message.settled_at = call.id, work.now, work.now
    file(work, message, "answer")
    return lines_of_message(work, message)


def _script(live: LiveCall, talk: Talk, lines: list[Line]) -> Script:
    return Script(tuple(lines), listen_for(live, talk), live.language)
