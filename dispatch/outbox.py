"""Sending what is queued: claim a row, call the carrier outside any transaction, record what came of it.

A text leaves at most once per claim. When the sender dies or the carrier's answer is lost, the row stays `sending` or
becomes `unknown`, and is looked up at the carrier before anybody sends it again (creating a message is not idempotent).
"""

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from sqlalchemy import select

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

MOST_ATTEMPTS = 8
MOST_PER_RUN = 500

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
    """Send what may leave now, first things first. Returns how many texts the carrier was called for."""
    calls = 0
    budget = _Budget()
    for _ in range(MOST_PER_RUN):
        outgoing, more = _claim_next(database, messenger, budget)
        if outgoing is None and not more:
            break
        if outgoing is not None:
            _send(database, messenger, outgoing)
            calls += 1
    return calls


def _claim_next(database: Database, messenger: Messenger, budget: _Budget) -> tuple[Outgoing | None, bool]:
    """Claim the next text. Returns (None, True) when one was set aside instead of sent and there may be more."""
    with database.work() as work:
        query = select(Message).where(store.is_due(work.now)).order_by(Message.priority, Message.id).limit(1)
        message = work.session.scalars(query.with_for_update(skip_locked=True)).one_or_none()
        if message is None:
            return None, False
        reason = _why_not(work, messenger, message)
        if reason:
            _set_aside(work, message, reason)
            return None, True
        try:
            words = messenger.words(message.language, message.notice, message.facts)
        except (LookupError, TypeError, ValueError) as error:  # one text without words must not hold up all others
            log.error("no_words", extra={"message_id": message.id, "error": type(error).__name__})
            failed(work, message, "no_words")
            return None, True
        if travel(message.notice).priority > 0 and not budget.allows(work, words.segments):
            message.send_at = work.now + timedelta(minutes=15)
            log.warning("cost_ceiling_reached", extra={"message_id": message.id})
            return None, True
        move(work, message, "claim", attempts=message.attempts + 1, lease_until=work.now + LEASE, body=words.body,
             encoding=words.encoding, segments=words.segments)
        return outgoing_of(message), True


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


def _send(database: Database, messenger: Messenger, outgoing: Outgoing) -> None:
    try:
        sent = messenger.send(outgoing)
    except SendFailed as failure:
        _record_failure(database, outgoing.message_id, failure)
    except SendUnknown:
        log.warning("send_unknown", extra={"message_id": outgoing.message_id})
        _record_unknown(database, outgoing.message_id)
    else:
        _record_sent(database, outgoing.message_id, sent)


def _record_sent(database: Database, message_id: int, sent: Sent) -> None:
    with database.work(actor="carrier") as work:
        message = store.get_locked(work.session, Message, message_id)
        if message.provider_sid is None:
            message.provider_sid = sent.provider_sid
        message.sent_at = message.sent_at or work.now
        report(work, message, "accepted")
        report(work, message, sent.state)


def _record_failure(database: Database, message_id: int, failure: SendFailed) -> None:
    with database.work(actor="carrier") as work:
        message = store.get_locked(work.session, Message, message_id)
        if message.state != MessageState.SENDING:
            return
        is_over = message.attempts >= MOST_ATTEMPTS and failure.retry_after is None
        if failure.permanent or is_over:  # who says when to come back is waited for until the text is too old
            failed(work, message, failure.code)
            return
        move(work, message, "wait", error_code=failure.code, lease_until=None,
             send_at=work.now + _pause(work, message.attempts, failure.retry_after))


def _pause(work: Work, attempts: int, asked_for: float | None) -> timedelta:
    """Back off: what the carrier asked for, or 2, 4, 8 … seconds up to 5 minutes, with up to half as much by chance."""
    seconds = asked_for if asked_for is not None else min(2.0**attempts, 300.0)
    return timedelta(seconds=seconds * (1 + work.rng.random() / 2))


def _record_unknown(database: Database, message_id: int) -> None:
    with database.work(actor="carrier") as work:
        message = store.get_locked(work.session, Message, message_id)
        if message.state == MessageState.SENDING:
            move(work, message, "lose", lease_until=work.now + LOOK_UP_AFTER)


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
    except (SendFailed, SendUnknown):
        return False
    if sent is not None:
        _record_sent(database, message_id, sent)
        return True
    with database.work(actor="carrier") as work:
        message = store.get_locked(work.session, Message, message_id)
        if message.state == MessageState.UNKNOWN:
            move(work, message, "wait", lease_until=None, send_at=None)
            work.wake("send_messages")
    return True


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
