"""Ringing the volunteer of a visit by phone at its time: claimed, rung outside any transaction, recorded."""

from datetime import timedelta

from dispatch import call_store
from dispatch.db import Database, Work
from dispatch.dialling import new_call, outgoing_of, record, ring
from dispatch.models import Person
from dispatch.operations import connecting
from dispatch.ports import Caller, OutgoingCall
from dispatch.states import PhoneVisitState

NO_ROOM = timedelta(seconds=10)
"""How long one waits while as many calls go on as may be."""


def connect(database: Database, caller: Caller, phone_visit_id: int) -> bool:
    """Ring the volunteer if it is time. Returns whether he was rung.

    Whoever dies here leaves a call that is looked up at the carrier, and a row that is looked at again.
    """
    outgoing = _claim(database, caller, phone_visit_id)
    if outgoing is None:
        return False
    record(database, outgoing.call_id, ring(caller, outgoing))
    return True


def _claim(database: Database, caller: Caller, phone_visit_id: int) -> OutgoingCall | None:
    with database.work() as work:
        row = connecting.lock_due(work, phone_visit_id)
        if row is None:
            return None
        if row.state == PhoneVisitState.CALLING:
            connecting.look_again(work, row)
            return None
        both = (row.visit.volunteer.person, row.visit.request.resident.person)
        if connecting.is_past(work, row) or not all(_may_be_rung(work, caller, person) for person in both):
            connecting.give_up(work, row)
            return None
        pause = _pause(work, both)
        if pause is not None:
            row.next_at = work.now + pause
            return None
        call = new_call(work, both[0])
        connecting.begin_call(work, row, call)
        return outgoing_of(call)


def _may_be_rung(work: Work, caller: Caller, person: Person) -> bool:
    is_open = person.can_call and not person.blocked and person.stopped_at is None
    return is_open and caller.may_call(person.phone, frozenset(work.tunables.allowed_countries))


def _pause(work: Work, people: tuple[Person, Person]) -> timedelta | None:
    """How long to wait with a call, because one of the two talks with us or because too many calls go on."""
    if any(call_store.is_in_a_call(work.session, person.id) for person in people):
        return connecting.BUSY
    is_full = call_store.count_calls_out(work.session) >= work.tunables.calls_at_once
    return NO_ROOM if is_full else None
