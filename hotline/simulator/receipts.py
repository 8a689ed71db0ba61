"""What the carrier reports about a text it took: which states, in which order, how long apart."""

import sqlite3
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from hotline.simulator import errands, wire
from hotline.simulator.faults import DELAY, LOST
from hotline.simulator.records import Draft, Text
from hotline.simulator.world import World


@dataclass(frozen=True)
class Step:
    """One report. `wait`: seconds since the step before it."""

    wait: float
    state: str
    error_code: str = ""


def plan(faults: Mapping[str, float], pace: float) -> list[Step]:
    """Return the reports on a text to a handset with these faults. `pace`: seconds between two of them."""
    steps = [Step(pace, "sent"), Step(pace, "delivered")]
    for kind, (state, code) in LOST.items():
        if kind in faults:
            last = Step(pace, state, str(code))
            steps = [last] if state == "failed" else [steps[0], last]
    if "silent" in faults:
        steps = [step for step in steps if step.state == "sent"]
    if "disordered" in faults:
        steps.reverse()
    if "doubled" in faults:
        steps = [replace(step, wait=step.wait * first) for step in steps for first in (1, 0)]
    if "delayed" in faults and steps:
        steps[0] = replace(steps[0], wait=steps[0].wait + faults.get("delayed", DELAY))
    return steps


def promise(db: sqlite3.Connection, sid: str, draft: Draft, steps: Sequence[Step]) -> None:
    """Write down, with the text itself, what will be reported about it."""
    plain = [(step.wait, step.state, step.error_code) for step in steps]
    errands.put(db, errands.Errand("receipt", sid, draft.callback, plain))


def report(exchange: World, errand: errands.Errand) -> None:
    """Take one step: the carrier's own state first, then the signed post, if somebody wants to know."""
    _, state, error_code = errand.step()
    text = exchange.ledger.text(errand.subject)
    if text is None:
        return
    exchange.ledger.move(text.sid, state, error_code)
    if errand.address:
        wire.post(exchange, wire.Post(errand.address, fields(exchange, text, state, error_code), text.sid))


def fields(exchange: World, text: Text, state: str, error_code: str) -> dict[str, str]:
    """Return the form fields of a message status callback."""
    said = {
        "SmsSid": text.sid,
        "SmsStatus": state,
        "MessageStatus": state,
        "To": text.recipient,
        "MessageSid": text.sid,
        "AccountSid": exchange.account_sid,
        "From": text.sender,
        "ApiVersion": wire.API_VERSION,
    }
    if error_code:
        said["ErrorCode"] = error_code
    if state in {"delivered", "undelivered"}:
        said["RawDlrDoneDate"] = datetime.fromtimestamp(time.time(), UTC).strftime("%y%m%d%H%M")
    return said
