"""Company by phone: the hour it is set to, the two who are rung, and what came of it.

Not among what `dispatch.operations` hands out: calls stand on it. A call is locked before its request, and a request
before the row of its visit by phone.
"""

from datetime import datetime, time, timedelta

from dispatch import store
from dispatch.db import Work
from dispatch.models import Call, HelpRequest, Person, PhoneVisit, Visit
from dispatch.moves import begin, move
from dispatch.operations.matched import step_after_match
from dispatch.operations.phone_visits import find_in_call, find_of
from dispatch.operations.requests import escalate
from dispatch.operations.visits import complete
from dispatch.states import OPEN_CALLS, PhoneVisitState, VisitState
from dispatch.telling import tell, when_of

SOONEST = timedelta(minutes=10)
"""Nobody is rung sooner after the yes, so that both have been told by then."""

ROUND = 5
"""Minutes: an hour that nobody has said is set to a round one."""

USUAL_HOUR = time(14)
"""When the two are connected on a day for which no hour was said, by the clock of the place."""

LASTS = timedelta(hours=1)
"""So long after its hour a visit by phone is still worth a try."""

AGAIN_AFTER = timedelta(minutes=10)
MOST_TRIES = 2
LOOK_AGAIN = timedelta(minutes=2)
"""How often somebody looks whether a call still goes on, if nothing is heard of it."""

BUSY = timedelta(minutes=1)

ENOUGH = timedelta(minutes=2)
"""Who has talked so long has made the visit."""

NOT_CONNECTED = "not_connected"
"""Why an operator gets a visit by phone that could not be made."""


def plan(work: Work, visit: Visit) -> None:
    """Set the hour of an agreed visit by phone, and the time at which the line rings; nothing for any other visit."""
    request = visit.request
    if not request.by_phone:
        return
    wished = when_of(request)
    start = _hour_of(work, request)
    request.wanted_from, request.wanted_until, request.time_precision = start, start + LASTS, "hour"
    for name, value in step_after_match(work, request).items():
        setattr(request, name, value)
    row = find_of(work.session, visit)
    if row is None:
        keeps = wished if wished["from"] and wished["until"] else {}
        row = PhoneVisit(visit_id=visit.id, visit=visit, next_at=start, tries=0, seconds=0, wished=keeps,
                         created_at=work.now)  # fmt: skip
        begin(work, row, "plan")
    elif row.state == PhoneVisitState.WAITING:
        row.next_at, row.tries = start, 0


def _hour_of(work: Work, request: HelpRequest) -> datetime:
    """The hour that was agreed; of a day that alone was said the usual one, else as soon as both can know of it."""
    wanted = request.wanted_from
    if request.time_precision == "hour" and wanted is not None and wanted > work.now:
        return wanted
    soonest = work.now + SOONEST
    soonest += timedelta(minutes=-soonest.minute % ROUND) - timedelta(
        seconds=soonest.second, microseconds=soonest.microsecond
    )
    quiet = work.tunables.quiet_hours
    if quiet.is_quiet(soonest.astimezone(work.zone)):
        soonest = quiet.ends_after(soonest.astimezone(work.zone))
    if request.time_precision != "day" or wanted is None:
        return soonest
    usual = datetime.combine(wanted.astimezone(work.zone).date(), USUAL_HOUR, work.zone).astimezone(work.now.tzinfo)
    return max(usual, soonest)


def lock_due(work: Work, phone_visit_id: int) -> PhoneVisit | None:
    """Return a visit by phone whose time has come, locked with its volunteer and its request; None when it has not."""
    row = work.session.get(PhoneVisit, phone_visit_id)
    if row is None:
        return None
    store.get_locked(work.session, Person, row.visit.volunteer.person_id)
    return _locked(work, row, until=work.now)


def _locked(work: Work, row: PhoneVisit, *, until: datetime | None = None) -> PhoneVisit | None:
    """The row with its request, if it is still open, and due by `until` where that is given."""
    store.get_locked(work.session, HelpRequest, row.visit.request_id)
    row = store.get_locked(work.session, PhoneVisit, row.id)
    if row.next_at is None or (until is not None and row.next_at > until):
        return None
    work.session.refresh(row.visit)
    return row


def is_past(work: Work, row: PhoneVisit) -> bool:
    """Whether it is too late to ring anybody: the line did not work for a while."""
    until = row.visit.request.wanted_until
    patience = 2 * AGAIN_AFTER if row.tries else timedelta()
    return row.visit.state != VisitState.AGREED or until is None or until + patience <= work.now


def begin_call(work: Work, row: PhoneVisit, call: Call) -> None:
    """The volunteer is about to be rung."""
    call.request_id = row.visit.request_id
    move(work, row, "call", call_id=call.id, tries=row.tries + 1, next_at=work.now + LOOK_AGAIN, connected_at=None)


def look_again(work: Work, row: PhoneVisit) -> None:
    """See what became of a call of which nothing was heard."""
    call = work.session.get(Call, row.call_id) if row.call_id is not None else None
    if call is not None and call.state in OPEN_CALLS:
        row.next_at = work.now + LOOK_AGAIN
    else:
        settle(work, row, silent=row.visit.volunteer.person)


def note_connected(work: Work, call: Call) -> None:
    """She has pressed the key that connects the two."""
    row = find_in_call(work.session, call.id)
    if row is not None and row.connected_at is None:
        row.connected_at = work.now


def after_call(work: Work, call: Call) -> None:
    """A call of ours has ended; if it was to connect two, see what comes next for them."""
    row = find_in_call(work.session, call.id)
    row = _locked(work, row) if row is not None else None
    if row is not None and row.state == PhoneVisitState.CALLING:
        settle(work, row, silent=row.visit.volunteer.person)


def over(work: Work, visit: Visit) -> None:
    """The connection has ended, or never came about because she did not answer, while he is still on the line."""
    row = find_of(work.session, visit)
    row = _locked(work, row) if row is not None else None
    if row is not None and row.state == PhoneVisitState.CALLING:
        settle(work, row, silent=visit.request.resident.person)


def settle(work: Work, row: PhoneVisit, *, silent: Person) -> None:
    """Take the end of a call: they have talked, or `silent` did not answer and is rung once more some minutes later."""
    if row.connected_at is not None:
        _talked(work, row, row.connected_at)
        return
    if row.tries < MOST_TRIES and row.visit.state == VisitState.AGREED:
        move(work, row, "wait", next_at=work.now + AGAIN_AFTER)
        return
    if not give_up(work, row):
        return
    request = row.visit.request
    both = (request.resident.person, row.visit.volunteer.person)
    other = both[1] if silent.id == both[0].id else both[0]
    tell(work, silent, "by_phone.silent", request=request, name=other.first_name)
    tell(work, other, "by_phone.missed", request=request, name=silent.first_name)


def give_up(work: Work, row: PhoneVisit) -> bool:
    """Ring nobody any more: the visit is kept, and an operator sees to it. Returns False for one that has ended."""
    if row.visit.state != VisitState.AGREED:
        move(work, row, "cancel", next_at=None, ended_at=work.now)
        return False
    move(work, row, "miss", next_at=None, ended_at=work.now)
    escalate(work, row.visit.request, NOT_CONNECTED)
    return True


def _talked(work: Work, row: PhoneVisit, since: datetime) -> None:
    """Whoever talked long enough has made the visit; after less he is asked later whether it is done."""
    lasted = min(work.now - since, timedelta(minutes=work.tunables.talk_minutes))
    move(work, row, "talk", next_at=None, ended_at=work.now, seconds=int(lasted.total_seconds()))
    if lasted >= ENOUGH and row.visit.state == VisitState.AGREED:
        complete(work, row.visit)
