"""Texts on their way to a handset: taken or refused, and what will be reported about them."""

import secrets

from hotline.simulator import receipts, rules
from hotline.simulator.errands import Errand, put
from hotline.simulator.records import Draft
from hotline.simulator.world import World


def new_sid() -> str:
    """Return a text's id as the carrier makes them."""
    return f"SM{secrets.token_hex(16)}"


def take(exchange: World, draft: Draft, *, action: str = "") -> tuple[str, rules.Refusal | None]:
    """Take a text to a handset or refuse it: (sid, None) or ("", why). `action`: an address that is told once."""
    faults = exchange.faults.of(draft.recipient)
    refused = rules.refusal(draft, faults, exchange.number)
    if refused:
        return "", refused
    sid = new_sid()
    with exchange.store.writing() as db:
        exchange.ledger.add_text(db, sid, draft, state="queued")
        receipts.promise(db, sid, draft, receipts.plan(faults, exchange.pace))
        if action:
            put(db, Errand("receipt", sid, action, [(exchange.pace, "sent", "")]))
    exchange.postman.wake()
    return sid, None


def fail(exchange: World, draft: Draft, code: int) -> str:
    """Write down a text of the application's answer that the carrier would not send; report it and return its sid."""
    sid = new_sid()
    with exchange.store.writing() as db:
        exchange.ledger.add_text(db, sid, draft, state="failed", error_code=str(code))
        if draft.callback:
            receipts.promise(db, sid, draft, [receipts.Step(exchange.pace, "failed", str(code))])
    exchange.postman.wake()
    return sid


def announce(exchange: World, draft: Draft) -> None:
    """Send what the carrier says in its own name, past every rule."""
    sid = new_sid()
    with exchange.store.writing() as db:
        exchange.ledger.add_text(db, sid, draft, state="queued")
        receipts.promise(db, sid, draft, receipts.plan({}, exchange.pace))
    exchange.postman.wake()
