"""An emergency is told to the operators on duty, again and again until one of them says that he takes care of it.

Not held back by quiet hours, by the cost ceiling or by a stop. Nothing private stands in it: a number to answer with.
"""

import logging
from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import Table, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, joinedload

from dispatch import store
from dispatch.db import Database, Work
from dispatch.kinds import Channel
from dispatch.models import Alarm, HelpRequest, Message, Person
from dispatch.models.requests import FIRST_CODE
from dispatch.moves import move, record
from dispatch.operations.people import meet
from dispatch.ports import Caller, Messenger
from dispatch.states import MessageState
from dispatch.telling import tell
from dispatch.tunables import Tunables

ALARMING = frozenset({"emergency"})
"""Reasons for which an operator must answer; all others wait on the board."""

NOTICE = "alarm"

_OPEN = select(Alarm).where(Alarm.acknowledged_at.is_(None)).options(joinedload(Alarm.request))

ALARMS = cast(Table, Alarm.__table__)

log = logging.getLogger(__name__)


def sound(work: Work, request: HelpRequest, reason: str) -> None:
    """Raise the alarm for a request if the reason is alarming, unless one sounds for it already."""
    if reason not in ALARMING or find_open(work.session, request.id) is not None:
        return
    alarm = Alarm(request_id=request.id, reason=reason, raised_at=work.now, next_at=work.now, rounds=0)
    try:
        with work.session.begin_nested():
            work.session.add(alarm)
    except IntegrityError:  # somebody else raised it at the same moment
        return
    work.wake("sound_alarms")


def numbers_on_duty(tunables: Tunables) -> tuple[str, ...]:
    """Return the numbers that are told of an alarm, and may answer it."""
    return tunables.alarm_numbers or tunables.operator_numbers


def find_open(session: Session, request_id: int) -> Alarm | None:
    """Return the alarm of a request that nobody has taken yet."""
    query = select(Alarm).where(Alarm.request_id == request_id, Alarm.acknowledged_at.is_(None))
    return session.scalars(query.limit(1)).one_or_none()


def find_by_code(session: Session, code: int) -> Alarm | None:
    """Return the newest alarm of the request with this code."""
    return find_newest(session, code - FIRST_CODE)


def find_newest(session: Session, request_id: int) -> Alarm | None:
    """Return the newest alarm of a request, taken or not."""
    query = select(Alarm).where(Alarm.request_id == request_id)
    return session.scalars(query.order_by(Alarm.id.desc()).limit(1)).one_or_none()


def list_open(session: Session) -> Sequence[Alarm]:
    """Return the alarms that nobody has taken yet, oldest first."""
    return session.scalars(_OPEN.order_by(Alarm.id)).all()


def list_due(session: Session, now: datetime) -> Sequence[int]:
    """Return the ids of the alarms that must sound (again)."""
    return session.scalars(select(Alarm.id).where(Alarm.next_at <= now).order_by(Alarm.next_at)).all()


def count_open(session: Session) -> tuple[int, datetime | None]:
    """Return how many alarms nobody has taken yet, and when the oldest of them was raised."""
    query = select(func.count(), func.min(Alarm.raised_at)).where(Alarm.acknowledged_at.is_(None))
    number, since = session.execute(query).one()
    return int(number), since


def sound_due(database: Database, messenger: Messenger, caller: Caller, now: datetime | None = None) -> int:
    """Tell everybody on duty of every alarm that is due. Returns how many sounded."""
    with database.work(now) as work:
        due = list_due(work.session, work.now)
    return sum(_sound_one(database.work(now), alarm_id, messenger, caller) for alarm_id in due)


def _sound_one(unit: AbstractContextManager[Work], alarm_id: int, messenger: Messenger, caller: Caller) -> bool:
    """Tell of one alarm and set the time of its next round, in one transaction; False when somebody was first."""
    with unit as work:
        people = on_duty(work, messenger, caller)  # locked before the alarm is, as when one of them answers
        alarm = store.get_locked(work.session, Alarm, alarm_id)
        if alarm.next_at is None or alarm.next_at > work.now:
            return False
        alarm.rounds += 1
        alarm.next_at = work.now + timedelta(minutes=work.tunables.alarm_minutes)
        told = [_tell_one(work, alarm, person) for person in people]
        if not any(told):
            log.error("alarm_told_to_nobody", extra={"alarm_id": alarm.id, "rounds": alarm.rounds})
        return True


def on_duty(work: Work, messenger: Messenger, caller: Caller) -> list[Person]:
    """Return who is behind the numbers on duty, met if need be and locked, always in the same order."""
    countries = frozenset(work.tunables.allowed_countries)
    return [
        meet(work, number, can_text=messenger.may_text(number, countries), can_call=caller.may_call(number, countries))
        for number in sorted(numbers_on_duty(work.tunables))
    ]


def _tell_one(work: Work, alarm: Alarm, person: Person) -> bool:
    """Tell one operator, or bring forward what still waits to be told to him. Returns whether he can be told."""
    waiting = _list_told(work.session, alarm, MessageState.QUEUED, person_id=person.id)
    for message in waiting:
        message.send_at = None
        work.wake("send_messages" if message.channel == Channel.SMS else "place_calls")
    return bool(waiting) or tell(work, person, NOTICE, request=alarm.request, code=alarm.request.code) is not None


def _list_told(session: Session, alarm: Alarm, *states: str, person_id: int | None = None) -> Sequence[Message]:
    query = select(Message).where(
        Message.notice == NOTICE, Message.request_id == alarm.request_id, Message.created_at >= alarm.raised_at
    )
    if states:
        query = query.where(Message.state.in_(states))
    if person_id is not None:
        query = query.where(Message.person_id == person_id)
    return session.scalars(query.order_by(Message.id)).all()


def acknowledge(work: Work, alarm: Alarm, *, name: str, person: Person | None = None) -> bool:
    """Take an alarm: it sounds no more, and all others who heard it are told by whom it is taken.

    name: what the operator is called. person: who he is, when he answers by his own telephone.
    Returns False, with nothing changed, when somebody else was first.
    """
    taken = update(ALARMS).where(ALARMS.c.id == alarm.id, ALARMS.c.acknowledged_at.is_(None))
    values = {"acknowledged_at": work.now, "acknowledged_by": name[:200], "next_at": None}
    work.session.flush()
    result = work.session.execute(taken.values(values))
    work.session.refresh(alarm)
    if result.rowcount == 0:  # type: ignore[attr-defined]
        return False
    request = alarm.request
    record(work, request, old=request.state, event="acknowledge", reason="alarm_taken")
    heard = {}
    for message in _list_told(work.session, alarm):
        if message.state == MessageState.QUEUED:  # nobody need hear an alarm that is over
            move(work, message, "expire", error_code="taken", settled_at=work.now)
        elif message.state != MessageState.EXPIRED and (person is None or message.person_id != person.id):
            heard[message.person_id] = message.person
    for other in heard.values():
        tell(work, other, "alarm.taken", request=request, code=request.code, name=name)
    return True
