"""Calling people: claim what waits for one of them, ring her outside any transaction, record what came of it.

As with texts (`dispatch.outbox`), to place a call is not idempotent: when the caller dies or the carrier's answer is
lost, the call is looked up at the carrier before anybody rings again.
"""

import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from functools import partial

from dispatch import call_store, store
from dispatch.call_reports import report_call
from dispatch.db import Database, Work
from dispatch.errors import SendFailed, SendUnknown
from dispatch.models import Call, Message, Offer, Person
from dispatch.moves import begin, move
from dispatch.notices import travel
from dispatch.operations.calls import end_call
from dispatch.ports import Caller, Fate, OutgoingCall
from dispatch.receipts import failed
from dispatch.states import OPEN_CALLS, OPEN_OFFERS, CallState
from dispatch.telling import after_quiet

LEASE = timedelta(seconds=60)
"""How long a caller may hold a call it is placing; longer than the carrier's answer may take."""

LOOK_UP_AFTER = timedelta(seconds=30)
"""How long the carrier gets to list a call whose fate we do not know."""

NO_NEWS = timedelta(minutes=2)
"""How long a call of ours may ring without any news; the carrier stops ringing long before."""

AT_ONCE = 4
MOST_PER_RUN = 40
SHORTEST_PAUSE, LONGEST_PAUSE = timedelta(seconds=4), timedelta(minutes=5)

log = logging.getLogger(__name__)

Outcome = Fate | SendFailed | SendUnknown


def place_due(database: Database, caller: Caller) -> int:
    """Ring the people for whom something waits, as many at one time as may be. Returns how many were rung.

    Several processes at once may pass that number by what each places at the same moment.
    """
    rung = 0
    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="caller") as pool:
        while rung < MOST_PER_RUN:
            people = _next_people(database)
            claimed = [call for call in (_claim(database, caller, person_id) for person_id in people) if call]
            for outgoing, outcome in zip(claimed, pool.map(partial(ring, caller), claimed), strict=True):
                record(database, outgoing.call_id, outcome)
            if not people:
                break
            rung += len(claimed)
    return rung


def _next_people(database: Database) -> Sequence[int]:
    """Return whom to call next; nobody while as many calls are open as may be."""
    with database.work() as work:
        room = work.tunables.calls_at_once - call_store.count_calls_out(work.session)
        return call_store.list_people_to_call(work.session, work.now, min(room, AT_ONCE)) if room > 0 else ()


def _claim(database: Database, caller: Caller, person_id: int) -> OutgoingCall | None:
    """Begin a call that tells a person what waits for her. None when nothing does, or somebody was first."""
    with database.work() as work:
        person = store.get_locked(work.session, Person, person_id)
        if call_store.is_in_a_call(work.session, person_id):
            return None
        waiting = call_store.list_waiting(work.session, person_id, work.now)
        messages = [message for message in waiting if _may_be_told(work, caller, message, person)]
        if all(travel(message.notice).is_courtesy for message in messages):
            return None
        night = after_quiet(work)
        is_urgent = any(travel(message.notice).rings_at_night for message in messages)
        if night is not None and not is_urgent:  # it was to leave by day, but nothing rings now
            for message in messages:
                message.send_at = night
            return None
        call = new_call(work, person)
        for message in messages:
            message.call_id, message.attempts = call.id, message.attempts + 1
        return outgoing_of(call)


def new_call(work: Work, person: Person) -> Call:
    """Return a call that is about to be placed; whoever dies before it is, leaves it to be looked up."""
    call = Call(person_id=person.id, person=person, direction=call_store.OUT, language=person.language, talk={}, turn=0,
                had_key=False, is_unfinished=False, error_code="", look_at=work.now + LEASE, created_at=work.now)
    begin(work, call, "place")
    return call


def outgoing_of(call: Call) -> OutgoingCall:
    """Return what the carrier needs of a row, detached from the database."""
    return OutgoingCall(call_id=call.id, phone=call.person.phone, created_at=call.created_at)


def _may_be_told(work: Work, caller: Caller, message: Message, person: Person) -> bool:
    """Whether a waiting message is still worth a call; one that is not is settled here."""
    if message.expires_at is not None and message.expires_at <= work.now:
        failed(work, message, "too_late")
        return False
    if person.blocked or (person.stopped_at and not travel(message.notice).after_stop):
        move(work, message, "expire", error_code="stopped", settled_at=work.now)
        return False
    if not person.can_call or not caller.may_call(person.phone, frozenset(work.tunables.allowed_countries)):
        failed(work, message, "not_allowed")
        return False
    if message.notice == "offer" and not _is_open(work, message):
        move(work, message, "expire", error_code="gone", settled_at=work.now)
        return False
    return True


def _is_open(work: Work, message: Message) -> bool:
    offer = work.session.get(Offer, message.offer_id) if message.offer_id is not None else None
    return offer is None or offer.state in OPEN_OFFERS


def ring(caller: Caller, outgoing: OutgoingCall) -> Outcome:
    """Call the carrier, outside any transaction."""
    try:
        return caller.call(outgoing)
    except (SendFailed, SendUnknown) as outcome:
        return outcome


def record(database: Database, call_id: int, outcome: Outcome) -> None:
    """Record what came of placing a call. Should this fail, it is looked up at the carrier like any unknown one."""
    with database.work(actor="carrier") as work:
        call = store.get_locked(work.session, Call, call_id)
        if isinstance(outcome, Fate):
            _adopt(work, call, outcome)
        elif call.state == CallState.PLACING:
            _record_trouble(work, call, outcome)


def _adopt(work: Work, call: Call, fate: Fate) -> None:
    call.provider_sid = call.provider_sid or fate.provider_sid
    if call.state in (CallState.PLACING, CallState.UNKNOWN):
        move(work, call, "ring", look_at=work.now + NO_NEWS)
    report_call(work, call, fate.status)


def _record_trouble(work: Work, call: Call, outcome: SendFailed | SendUnknown) -> None:
    if isinstance(outcome, SendUnknown):
        log.warning("call_unknown", extra={"call_id": call.id})
        move(work, call, "lose", look_at=work.now + LOOK_UP_AFTER)
        return
    messages = call_store.list_unheard(work.session, call.id)
    move(work, call, "miss", error_code=outcome.code[:16], look_at=None, ended_at=work.now)
    for message in messages:
        if outcome.permanent:
            failed(work, message, outcome.code[:16])
        else:
            _give_back(message)
            message.send_at = work.now + _pause(work, message, outcome.retry_after)


def _give_back(message: Message) -> None:
    """She was not rung after all, so it counts as no attempt."""
    message.call_id, message.attempts = None, max(0, message.attempts - 1)


def _pause(work: Work, message: Message, asked_for: float | None) -> timedelta:
    """Back off: what the carrier asked for, or as long again as it has waited, with up to half as much by chance."""
    pause = min(max(work.now - message.created_at, SHORTEST_PAUSE), LONGEST_PAUSE)
    if asked_for is not None:
        pause = timedelta(seconds=asked_for)
    return pause * (1 + work.rng.random() / 2)


def settle_calls(database: Database, caller: Caller, call_ids: Sequence[int]) -> int:
    """Ask the carrier about calls of which we have heard nothing for too long. Returns how many it told us about."""
    return sum(_settle_one(database, caller, call_id) for call_id in call_ids)


def _settle_one(database: Database, caller: Caller, call_id: int) -> bool:
    asked = _claim_question(database, call_id)
    if asked is None:
        return False
    outgoing, provider_sid = asked
    try:
        fate = caller.fetch_call(provider_sid) if provider_sid else caller.look_up_call(outgoing)
    except (SendFailed, SendUnknown) as error:
        log.warning("call_not_looked_up", extra={"call_id": call_id, "error": type(error).__name__})
        return False  # the lease of the question runs out, and it is asked again
    with database.work(actor="carrier") as work:
        call = store.get_locked(work.session, Call, call_id)
        if fate is not None:
            _adopt(work, call, fate)
        elif call.state == CallState.UNKNOWN and call.provider_sid is None:
            _was_never_placed(work, call)
        elif provider_sid is not None:
            end_call(work, call, code="unknown")
    return True


def _claim_question(database: Database, call_id: int) -> tuple[OutgoingCall, str | None] | None:
    """Return what to ask the carrier by, and hold the call while it is asked; None when there is nothing to ask."""
    with database.work() as work:
        call = store.get_locked(work.session, Call, call_id)
        if call.look_at is None or call.look_at > work.now or call.state not in OPEN_CALLS:
            return None
        if call.state == CallState.PLACING:
            # Whoever placed it died, perhaps just after the carrier took it. Give the carrier time to list it.
            move(work, call, "lose", look_at=work.now + LOOK_UP_AFTER)
            return None
        call.look_at = work.now + (LEASE if call.state == CallState.UNKNOWN else NO_NEWS)
        sids = call_store.list_call_sids(work.session, call)
        return replace(outgoing_of(call), known_sids=sids), call.provider_sid


def _was_never_placed(work: Work, call: Call) -> None:
    messages = call_store.list_unheard(work.session, call.id)
    move(work, call, "miss", error_code="never_placed", look_at=None, ended_at=work.now)
    for message in messages:
        _give_back(message)
        message.send_at = None
    work.wake("place_calls")
