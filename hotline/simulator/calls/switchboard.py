"""Calls as they really go on: what happens is taken into the books, and what follows from it is put down as errands."""

import json
import sqlite3
import time
from collections.abc import Iterable, Mapping
from typing import Any

from hotline.simulator import wire
from hotline.simulator.calls import interpreter
from hotline.simulator.calls.happenings import (
    Caption,
    Declined,
    Dialled,
    Effect,
    Event,
    Fetch,
    Fetched,
    Noted,
    Passed,
    Progress,
    Recorded,
)
from hotline.simulator.calls.moment import House, new_sid
from hotline.simulator.calls.state import (
    BUSY,
    FAILED,
    INBOUND,
    INITIATED,
    NO_ANSWER,
    RINGING,
    Call,
    Leg,
    Watch,
)
from hotline.simulator.errands import TICK, Errand, put
from hotline.simulator.world import World

UNREACHABLE = {"off": NO_ANSWER, "unknown": FAILED}
"""Faults of a handset that end a call to it, with the status that the carrier then tells."""


def house(world: World) -> House:
    """Return what the carrier was told about the line's number."""
    voice = f"{world.public_url}/twilio/voice"
    api = world.api_url or f"{world.public_url}/simulator/carrier"
    status = f"{world.public_url}/twilio/status/call"
    return House(world.account_sid, world.number, voice, f"{voice}/fallback", status, api)


def dial(world: World, number: str, *, shown: str | None = None) -> str:
    """Let a handset dial the line; return the call's sid. shown: the caller's number as the application is told it."""
    place = house(world)
    sid, sender = new_sid("CA"), number if shown is None else shown
    leg = Leg(sid, sid, number, sender, world.number, INBOUND, fallback=place.fallback_url)
    leg.watch = Watch(place.status_url)
    _begin(world, leg)
    happen(world, sid, Dialled())
    return sid


def place(world: World, leg: Leg) -> None:
    """Let the application's call to a handset begin: it is queued, and soon it rings."""
    _begin(world, leg, [(world.pace, INITIATED, leg.sid), (world.pace, RINGING, leg.sid)])
    world.postman.wake()


def happen(world: World, leg: str, event: Event, *, entry: int = 0) -> None:
    """Let something happen to a leg. entry: the number in the wire log of the answer that it came from."""
    with world.store.writing() as db:
        call = world.calls.load(db, leg)
        if call is None or leg not in call.legs:
            return
        before = {each.sid: (each.due, each.status) for each in call.legs.values()}
        effects = interpreter.happen(call, leg, event, house=house(world), now=_now(world, call, leg, event))
        world.calls.save(db, call)
        _carry_out(world, db, call, effects)
        for each in call.legs.values():
            due, status = before.get(each.sid, (0.0, ""))
            if each.due and each.due != due and world.timed:
                steps = [(max(0.0, each.due - time.time()), each.sid, repr(each.due))]
                put(db, Errand(TICK, call.sid, "", steps))
            if each.status == RINGING != status and each.direction != INBOUND:
                _see_whether_it_can_ring(world, db, each)
    for number, note in _notes(effects, entry):
        world.ledger.note(number, note)
    world.postman.wake()


def ask(world: World, errand: Errand) -> None:
    """Do what a `Fetch` says: post, and let the answer happen to the leg if somebody waits for it."""
    _, method, detail = errand.step()
    wanted = json.loads(detail)
    leg, number = str(wanted["leg"]), int(wanted["number"])
    if wanted["media"]:
        media = wire.fetch_media(world, errand.address, leg)
        happen(world, leg, Fetched(number, fault=media.note, seconds=media.seconds), entry=media.entry)
        return
    answer = wire.post(world, wire.Post(errand.address, wanted["fields"], leg, method=method))
    if number:
        fetched = Fetched(number, answer.body, answer.content_type, "" if answer.good else answer.note)
        happen(world, leg, fetched, entry=answer.entry)


def tick(world: World, errand: Errand) -> None:
    """Let the time of what a leg does be over, unless it does something else by now."""
    _, sid, due = errand.step()
    leg = world.calls.leg(sid)
    if leg is not None and repr(leg.due) == due:
        happen(world, sid, Passed())


def happen_by_itself(world: World, errand: Errand) -> None:
    """Let a leg come further, or fail, without anybody's hand."""
    _, status, sid = errand.step()
    happen(world, sid, Progress(status) if status in {INITIATED, RINGING} else Declined(status))


def make_ready(world: World, errand: Errand) -> None:
    """Let a recording be there, and tell who watches it."""
    _, state, detail = errand.step()
    wanted = json.loads(detail)
    world.calls.move_recording(wanted["sid"], state)
    if errand.address:
        wire.post(world, wire.Post(errand.address, wanted["fields"], wanted["leg"], method=wanted["method"]))


def _begin(world: World, leg: Leg, steps: Iterable[tuple[float, str, str]] = ()) -> None:
    leg.created = leg.clock = time.time()
    with world.store.writing() as db:
        world.calls.save(db, Call(leg.sid, {leg.sid: leg}))
        put(db, Errand("by_itself", leg.sid, "", list(steps)))


def _now(world: World, call: Call, leg: str, event: Event) -> float:
    """Return the time; where nothing is timed, that is the time of the last event, and what passes has passed."""
    if world.timed:
        return time.time()
    return max(call.clock, call.legs[leg].due) if isinstance(event, Passed) else call.clock


def _carry_out(world: World, db: sqlite3.Connection, call: Call, effects: Iterable[Effect]) -> None:
    for effect in effects:
        if isinstance(effect, Caption):
            world.calls.hear(db, effect)
        elif isinstance(effect, Fetch):
            detail: Mapping[str, Any] = {
                "leg": effect.leg, "number": effect.number, "media": effect.media, "fields": dict(effect.fields),
            }  # fmt: skip
            put(db, Errand("ask", call.sid, effect.address, [(0.0, effect.method, json.dumps(detail))]))
        elif isinstance(effect, Recorded):
            world.calls.record(db, effect)
            detail = {
                "sid": effect.sid, "leg": effect.leg, "method": effect.method, "fields": dict(effect.fields),
            }  # fmt: skip
            put(db, Errand("recording", call.sid, effect.watch, [(world.pace, effect.state, json.dumps(detail))]))


def _see_whether_it_can_ring(world: World, db: sqlite3.Connection, leg: Leg) -> None:
    """Let a leg fail soon whose handset is in another call or has a fault."""
    faults = {row["kind"] for row in db.execute("SELECT kind FROM fault WHERE number = ?", (leg.number,))}
    reasons = [BUSY] if world.calls.is_engaged(db, leg) else []
    reasons += [status for kind, status in UNREACHABLE.items() if kind in faults]
    if reasons:
        put(db, Errand("by_itself", leg.call, "", [(world.pace, reasons[0], leg.sid)]))


def _notes(effects: Iterable[Effect], entry: int) -> list[tuple[int, str]]:
    """Return the carrier's complaints with the entries of the wire log that they are about."""
    return [(entry, effect.text) for effect in effects if isinstance(effect, Noted) and entry]
