"""What the carrier tells us about a call, in whatever order it comes and however often."""

from collections.abc import Mapping

from dispatch import call_store
from dispatch.db import Work
from dispatch.models import Call
from dispatch.moves import move
from dispatch.operations.calls import end_call, touch
from dispatch.states import CALL_MOVES

EVENTS: Mapping[str, str] = {
    "queued": "ring",
    "initiated": "ring",
    "ringing": "ring",
    "answered": "answer",
    "in-progress": "answer",
    "completed": "end",
    "busy": "miss",
    "no-answer": "miss",
    "failed": "miss",
    "canceled": "miss",
}
"""The carriers' common words for where a call is, and the event that leads there."""

ENDS = frozenset({"end", "miss"})
MACHINES = ("machine", "fax")


def identify(work: Work, provider_sid: str | None, own_id: str) -> Call | None:
    """Return the call a report or step is about, locked: by the carrier's id, else by ours, which is in the address.

    A call of ours whose id of the carrier's we did not know yet learns it here.
    """
    call = call_store.find_call(work.session, provider_sid) if provider_sid else None
    if call is not None or not (own_id.isdecimal() and own_id.isascii() and len(own_id) < 10):
        return call
    call = call_store.find_own_call(work.session, int(own_id))
    if call is None or call.direction != call_store.OUT or call.provider_sid not in (None, provider_sid):
        return None
    if provider_sid:
        call.provider_sid = provider_sid
    return call


def report_call(work: Work, call: Call, status: str, *, code: str = "", answered_by: str = "") -> bool:
    """Take a reported status. An earlier or repeated one, or one after the end, changes nothing.

    code: the carrier's for what went wrong. answered_by: its guess who took the call, kept and never acted on: an old
    voice that says its name at length is taken for a machine.
    """
    event = EVENTS.get(status)
    if event is None or (call.state, event) not in CALL_MOVES:
        return False
    if answered_by.startswith(MACHINES):
        call.error_code = answered_by[:16]
    if event in ENDS:
        return end_call(work, call, event=event, code=code or ("" if event == "end" else status))
    touch(work, call)
    if event == "answer":
        return move(work, call, event, answered_at=work.now)
    return move(work, call, event)
