"""Sending what is queued: claim a row, call the carrier outside any transaction, record what came of it.

A text leaves at most once per claim. When the sender dies or the carrier's answer is lost, the row stays `sending` or
becomes `unknown`, and is looked up at the carrier before anybody sends it again (creating a message is not idempotent).
"""

import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from dispatch import store
from dispatch.db import Database, Work
from dispatch.errors import SendFailed, SendUnknown
from dispatch.models import Message, Person
from dispatch.moves import move
from dispatch.notices import travel
from dispatch.ports import Messenger, Outgoing, Sent
from dispatch.receipts import failed, report
from dispatch.states import MessageState

LEASE = timedelta(seconds=60)
"""How long a sender may hold a row; longer than any call to the carrier may take."""

LOOK_UP_AFTER = timedelta(seconds=30)
"""How long the carrier gets to list a text whose fate we do not know."""

LOOK_UP_AGAIN = timedelta(seconds=5)
"""How long to wait when the carrier could not be asked."""

MOST_PER_RUN = 500
AT_ONCE = 8
"""Texts on their way to the carrier at the same time, from one process."""

log = logging.getLogger(__name__)


class _Budget:
    """What one run may still spend: read once, then counted along; summing a day's texts for each would not scale.

    Several senders at once may pass the ceiling by what each sends in one run.
    """

    def __init__(self) -> None:
        self._spent: int | None = None

    def allows(self, work: Work, parts: int) -> bool:
        """Whether `parts` more keep the day below the ceiling; counts them if so."""
        ceiling = work.tunables.daily_cost_ceiling
        if not ceiling:
            return True
        if self._spent is None:
            self._spent = store.count_parts_since(work.session, _midnight(work))
        if Decimal(self._spent + parts) * work.tunables.part_price > ceiling:
            return False
        self._spent += parts
        return True


def _midnight(work: Work) -> datetime:
    return work.local_now.replace(hour=0, minute=0, second=0, microsecond=0).astimezone(UTC)


def send_due(database: Database, messenger: Messenger) -> int:
    """Send what may leave now, first things first. Returns how many texts the carrier was called for.

    A handful is claimed in one transaction, carried at the same time, and recorded in one transaction: the carrier's
    answer takes longer than all our work on a text.
    """
    calls = 0
    budget = _Budget()
    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="carrier") as pool:
        while calls < MOST_PER_RUN:
            claimed, looked_at = _claim(database, messenger, budget)
            if not looked_at:
                break
            _record(database, list(zip(claimed, pool.map(partial(_carry, messenger), claimed), strict=True)))
            calls += len(claimed)
    return calls


def _claim(database: Database, messenger: Messenger, budget: _Budget) -> tuple[list[Outgoing], int]:
    """Claim the next texts, one to a person, so that what she is told comes in its order.

    Returns them, and how many rows were looked at: some are set aside instead of sent, or wait for the one before.
    """
    with database.work() as work:
        query = select(Message).where(store.is_due(work.now)).order_by(Message.priority, Message.id).limit(AT_ONCE)
        query = query.options(joinedload(Message.person)).with_for_update(of=Message, skip_locked=True)
        messages = work.session.scalars(query).all()
        first: dict[int, Message] = {}
        for message in messages:
            first.setdefault(message.person_id, message)
        claimed = [message for message in first.values() if _claim_one(work, messenger, message, budget)]
        return [outgoing_of(message) for message in claimed], len(messages)


def _claim_one(work: Work, messenger: Messenger, message: Message, budget: _Budget) -> bool:
    reason = _why_not(work, messenger, message)
    if reason:
        _set_aside(work, message, reason)
        return False
    try:
        words = messenger.words(message.language, message.notice, message.facts)
    except (LookupError, TypeError, ValueError) as error:  # one text without words must not hold up all others
        log.error("no_words", extra={"message_id": message.id, "error": type(error).__name__})
        failed(work, message, "no_words")
        return False
    if travel(message.notice).priority > 0 and not budget.allows(work, words.segments):
        message.send_at = work.now + timedelta(minutes=15)
        log.warning("cost_ceiling_reached", extra={"message_id": message.id})
        return False
    return move(work, message, "claim", attempts=message.attempts + 1, lease_until=work.now + LEASE, body=words.body,
                encoding=words.encoding, segments=words.segments)


def outgoing_of(message: Message) -> Outgoing:
    """Return what the carrier needs of a row, detached from the database."""
    return Outgoing(
        message_id=message.id, phone=message.person.phone, body=message.body, created_at=message.created_at
    )


def _why_not(work: Work, messenger: Messenger, message: Message) -> str:
    """Return why a queued text must not leave any more; empty when it may."""
    person: Person = message.person
    if message.expires_at and message.expires_at <= work.now:
        return "too_late"
    if person.blocked or (person.stopped_at and not travel(message.notice).after_stop):
        return "stopped"
    countries = frozenset(work.tunables.allowed_countries)
    if not person.can_text:
        return "no_text"
    return "" if messenger.may_text(person.phone, countries) else "not_allowed"


def _set_aside(work: Work, message: Message, reason: str) -> None:
    if reason in ("no_text", "not_allowed"):
        failed(work, message, reason)
    else:
        move(work, message, "expire", error_code=reason, settled_at=work.now)


Outcome = Sent | SendFailed | SendUnknown


def _carry(messenger: Messenger, outgoing: Outgoing) -> Outcome:
    """Call the carrier, outside any transaction."""
    try:
        return messenger.send(outgoing)
    except (SendFailed, SendUnknown) as outcome:
        return outcome


def _record(database: Database, outcomes: Sequence[tuple[Outgoing, Outcome]]) -> None:
    """Record what came of some texts. Should this fail, they are looked up at the carrier like any unknown ones."""
    if not outcomes:
        return
    with database.work(actor="carrier") as work:
        for outgoing, outcome in outcomes:
            message = store.get_locked(work.session, Message, outgoing.message_id)
            if isinstance(outcome, Sent):
                _record_sent(work, message, outcome)
            elif message.state == MessageState.SENDING:
                _record_trouble(work, message, outcome)


def _record_sent(work: Work, message: Message, sent: Sent) -> None:
    if message.provider_sid is None:
        message.provider_sid = sent.provider_sid
    message.sent_at = message.sent_at or work.now
    report(work, message, "accepted")
    report(work, message, sent.state)


def _record_trouble(work: Work, message: Message, outcome: SendFailed | SendUnknown) -> None:
    if isinstance(outcome, SendUnknown):
        log.warning("send_unknown", extra={"message_id": message.id})
        move(work, message, "lose", lease_until=work.now + LOOK_UP_AFTER)
    elif outcome.permanent:
        failed(work, message, outcome.code)
    else:  # tried again until it arrives or is no longer worth sending
        pause = _pause(work, message.attempts, outcome.retry_after)
        move(work, message, "wait", error_code=outcome.code, lease_until=None, send_at=work.now + pause)


def _pause(work: Work, attempts: int, asked_for: float | None) -> timedelta:
    """Back off: what the carrier asked for, or 2, 4, 8 … seconds up to 5 minutes, with up to half as much by chance."""
    seconds = asked_for if asked_for is not None else min(2.0**attempts, 300.0)
    return timedelta(seconds=seconds * (1 + work.rng.random() / 2))


def settle(database: Database, messenger: Messenger, message_ids: Sequence[int]) -> int:
    """Look up texts whose outcome nobody knows and settle each: adopt what the carrier has, or send it again.

    Returns how many were settled. One that the carrier cannot be asked about waits for the next round.
    """
    return sum(_settle_one(database, messenger, message_id) for message_id in message_ids)


def _settle_one(database: Database, messenger: Messenger, message_id: int) -> bool:
    outgoing = _claim_look_up(database, message_id)
    if outgoing is None:
        return False
    try:
        sent = messenger.look_up(outgoing)
    except (SendFailed, SendUnknown) as error:
        log.warning("look_up_failed", extra={"message_id": message_id, "error": type(error).__name__})
        _look_again(database, message_id)
        return False
    if sent is not None:
        _record(database, [(outgoing, sent)])
        return True
    with database.work(actor="carrier") as work:
        message = store.get_locked(work.session, Message, message_id)
        if message.state == MessageState.UNKNOWN:
            move(work, message, "wait", lease_until=None, send_at=None)
            work.wake("send_messages")
    return True


def _look_again(database: Database, message_id: int) -> None:
    """The carrier did not tell: ask again soon, not only when the lease of this look-up is over."""
    with database.work() as work:
        message = store.get_locked(work.session, Message, message_id)
        if message.state == MessageState.UNKNOWN:
            message.lease_until = work.now + LOOK_UP_AGAIN


def _claim_look_up(database: Database, message_id: int) -> Outgoing | None:
    with database.work() as work:
        now = work.now
        message = store.get_locked(work.session, Message, message_id)
        if message.lease_until is None or message.lease_until > now:
            return None
        if message.state == MessageState.SENDING:
            # The sender died: it may have called the carrier just before. Give the carrier time to list the text.
            move(work, message, "lose", lease_until=now + LOOK_UP_AFTER)
            return None
        if message.state != MessageState.UNKNOWN:
            return None
        message.lease_until = now + LEASE
        return replace(outgoing_of(message), known_sids=store.list_sids_to(work.session, message))
