"""A call from its first ring to its end, and what its end means for people.

Not among what `dispatch.operations` hands out: it stands on `dispatch.receipts`, which stands on operations itself.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.exc import IntegrityError

from dispatch import call_store, store
from dispatch.call_store import IN, OUT
from dispatch.db import Work
from dispatch.kinds import Channel
from dispatch.models import Call, HelpRequest, Message, Person
from dispatch.moves import begin, move
from dispatch.operations.connecting import after_call
from dispatch.operations.people import become_resident
from dispatch.operations.requests import Wish, ask_operator, escalate
from dispatch.receipts import failed
from dispatch.states import OPEN_CALLS, MessageState, RequestState
from dispatch.telling import tell

STALE = timedelta(minutes=5)
"""After so long without news the carrier is asked whether a call still goes on."""

MISSED_CALL = "missed_call"
"""The notice for somebody who hung up before she could say anything."""

CALL_BACK_AFTER = timedelta(seconds=20)
"""Who has just hung up still has the receiver in her hand, or is dialling again."""

CALL_BACK_ONCE_IN = timedelta(hours=24)

HEARD_AFTER = timedelta(seconds=10)
"""Who opened our call with a key and listened so long to a message has heard it, also when she then hangs up."""

AFTER_BUSY = timedelta(minutes=3)
AFTER_NOBODY: Sequence[timedelta] = tuple(timedelta(minutes=minutes) for minutes in (20, 60, 180))
"""Pauses after the first, the second and every later call that nobody took, or in which nobody listened."""


def take_call(work: Work, person: Person, provider_sid: str) -> Call:
    """Return the call in which she calls us, made if the carrier's id is new."""
    known = call_store.find_call(work.session, provider_sid)
    if known is not None:
        return known
    call = Call(person_id=person.id, person=person, direction=IN, provider_sid=provider_sid, language=person.language,
                talk={}, turn=0, had_key=False, is_unfinished=False, error_code="", look_at=work.now + STALE,
                created_at=work.now, answered_at=work.now)
    try:
        with work.session.begin_nested():
            begin(work, call, "take")
    except IntegrityError:  # the same step at the same time: the other one was first
        found = call_store.find_call(work.session, provider_sid)
        if found is None:
            raise
        return found
    return call


def touch(work: Work, call: Call) -> None:
    """Something was heard of a call that goes on: the clock need not ask for a while."""
    if call.state in OPEN_CALLS:
        call.look_at = work.now + STALE


def heard(work: Work, message: Message, call: Call | None = None) -> bool:
    """She has been told this, in `call`. Returns whether it was still to be told."""
    if message.state != MessageState.QUEUED:
        return False
    call_id = call.id if call is not None else message.call_id
    return move(work, message, "deliver", call_id=call_id, sent_at=work.now, settled_at=work.now)


def end_call(work: Work, call: Call, *, event: str = "end", code: str = "") -> bool:
    """End a call (event: "end", or "miss" when nobody took it) and see that nothing is lost by it.

    code: why nobody was reached. Returns False, with nothing changed, when it was over already.
    """
    if call.state not in OPEN_CALLS:
        return False
    code = code or call.error_code
    if not move(work, call, event, error_code=code[:16], look_at=None, ended_at=work.now):
        return False
    if call.is_unfinished:
        _hand_over(work, call)
    if call.direction == OUT:
        after_call(work, call)
        _try_again(work, call)
    elif call.had_key:
        _forget_call_back(work, call)
    else:
        _call_back(work, call.person)
    work.wake("place_calls")  # there is room for another, and she is free again
    return True


def _hand_over(work: Work, call: Call) -> None:
    """She hung up, or the line broke, in the middle of something: an operator gets what is known."""
    if call.request_id is not None:
        request = store.get_locked(work.session, HelpRequest, call.request_id)
        if request.state == RequestState.DRAFT:
            escalate(work, request, request.escalation or "dropped_call")
            return
    wish = Wish(channel=Channel.CALL, language=call.language or call.person.language or Wish.language)
    call.request_id = ask_operator(work, become_resident(work, call.person), wish, reason="dropped_call").id


def _call_back(work: Work, person: Person) -> None:
    """Call back, once, whoever hung up before the first key: perhaps a minute costs her, perhaps she was cut off."""
    if call_store.find_latest(work.session, person.id, MISSED_CALL, work.now - CALL_BACK_ONCE_IN):
        return
    message = tell(work, person, MISSED_CALL, by=Channel.CALL)
    if message is not None and message.send_at is None:
        message.send_at = work.now + CALL_BACK_AFTER


def _forget_call_back(work: Work, call: Call) -> None:
    """She has called again and got through, so nobody calls her back."""
    message = call_store.find_latest(work.session, call.person_id, MISSED_CALL, work.now - CALL_BACK_ONCE_IN)
    if message is not None and message.state == MessageState.QUEUED:
        move(work, message, "expire", error_code="called", settled_at=work.now)


def _try_again(work: Work, call: Call) -> None:
    """What nobody heard in this call of ours is told in a later one, or an operator learns that she is not reached."""
    unheard = call_store.list_unheard(work.session, call.id)
    came_since = [message for message in call_store.list_waiting(work.session, call.person_id, work.now)
                  if message.call_id != call.id]
    for message in unheard:
        if message.sent_at is not None and work.now - message.sent_at >= HEARD_AFTER:
            heard(work, message, call)
        elif message.notice == MISSED_CALL:  # called back once is enough
            move(work, message, "expire", error_code="no-answer", settled_at=work.now)
        else:
            _try_one_again(work, message, _next_try(work, call, message.attempts))
    for message in came_since:  # what came up while it rang must not ring again at once
        message.send_at = _next_try(work, call, 1)


def _try_one_again(work: Work, message: Message, again_at: datetime) -> None:
    is_too_late = message.expires_at is not None and message.expires_at <= again_at
    if message.attempts >= work.tunables.call_attempts or is_too_late:
        failed(work, message, "no-answer")
    else:
        message.send_at, message.sent_at = again_at, None


def _next_try(work: Work, call: Call, attempts: int) -> datetime:
    """Return when she is rung again after so many attempts, outside the quiet hours."""
    pause = AFTER_BUSY if call.error_code == "busy" else AFTER_NOBODY[min(max(attempts, 1), len(AFTER_NOBODY)) - 1]
    return work.tunables.quiet_hours.ends_after((work.now + pause).astimezone(work.zone))
