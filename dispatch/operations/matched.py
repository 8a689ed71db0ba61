"""The places of a request: taken one by one, all of them taken, one free again, and fewer than were wished.

A request is matched when each of its places has a volunteer. Until then it stays open, or with its operator.
"""

from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import Table, func, select, update

from dispatch.db import Work
from dispatch.models import HelpRequest, Visit
from dispatch.models.requests import MOST_PLACES
from dispatch.moves import move
from dispatch.operations import holds, together
from dispatch.operations.requests import next_step, release_offers
from dispatch.states import CLOSED_REQUESTS, FREE_REQUESTS, RequestState, VisitState
from dispatch.steps import Step
from dispatch.telling import tell
from dispatch.visit_store import count_taken, list_taken, list_visits

REQUESTS = cast(Table, HelpRequest.__table__)


def step_after_match(work: Work, request: HelpRequest) -> dict[str, Any]:
    """Return the next step of a matched request: a reminder if the visit is some time off, else whether it is done."""
    start = request.wanted_from or work.now
    remind_at = start - timedelta(hours=work.tunables.reminder_hours)
    if request.time_precision != "soon" and remind_at > work.now:
        return next_step(Step.REMIND, remind_at)
    return next_step(Step.ASK_IF_DONE, after_visit(work, request))


def after_visit(work: Work, request: HelpRequest) -> datetime:
    """Return when the visit should be over for some time."""
    end = max(request.wanted_until or work.now, work.now)
    return end + timedelta(hours=work.tunables.follow_up_hours)


def take_place(work: Work, request: HelpRequest) -> int | None:
    """Win a place of a request that is locked, and match it with the last; None when others have them all."""
    taken = set(list_taken(work.session, request.id))
    if len(taken) >= request.places:
        return None
    is_last = len(taken) + 1 == request.places
    won = _match(work, request) if is_last else _has_room(work, request)
    return min(set(range(1, MOST_PLACES + 1)) - taken) if won else None


def _match(work: Work, request: HelpRequest, **values: Any) -> bool:
    step = step_after_match(work, request)
    return move(work, request, "match", matched_at=work.now, escalation="", **values, **step)


def _has_room(work: Work, request: HelpRequest) -> bool:
    """Whether the database agrees that a place is free; it lets nobody else take one until this transaction ends."""
    taken = select(func.count()).where(Visit.request_id == request.id, Visit.has_its_place).scalar_subquery()
    is_free = REQUESTS.c.state.in_(FREE_REQUESTS) & (REQUESTS.c.places > taken)
    query = update(REQUESTS).where(REQUESTS.c.id == request.id, is_free).values(places=REQUESTS.c.places)
    work.session.flush()
    return work.session.execute(query).rowcount == 1  # type: ignore[attr-defined, no-any-return]


def reopen(work: Work, request: HelpRequest, *, reason: str) -> bool:
    """Ask others at once for a place that is free again."""
    work.wake("take_step", request.id)
    step = next_step(Step.ASK_VOLUNTEERS, work.now)
    if request.state == RequestState.OPEN:
        request.next_step, request.next_step_at = step.values()
        return True
    return move(work, request, "open", reason=reason, matched_at=None, escalation="", **step)


def hold_to(work: Work, request: HelpRequest) -> bool:
    """Take a request for which all have said yes out of an operator's hands: what was agreed holds.

    Returns False, with nothing changed, when somebody is still missing.
    """
    if count_taken(work.session, request.id) < request.places:
        return False
    return move(work, request, "match", escalation="", **step_after_match(work, request))


def settle(work: Work, request: HelpRequest) -> bool:
    """Be content with those who have said yes so far: the other places are given up, and who was asked for them told.

    Returns False, with nothing changed, when nobody has said yes, or nothing is free.
    """
    taken = count_taken(work.session, request.id)
    if request.state not in FREE_REQUESTS or not 0 < taken < request.places:
        return False
    if not _match(work, request, places=taken):
        return False
    release_offers(work, request, "take", "offer.taken")
    return True


def go_on(work: Work, request: HelpRequest) -> bool:
    """Go on with those who have said yes so far: an operator's decision. She is told, and so are they."""
    visits = list_visits(work.session, request.id, VisitState.AGREED)
    if not visits or not settle(work, request):
        return False
    tell(work, request.resident.person, "match.fewer", request=request, kind=request.kind,
         others=together.names_of(visits))  # fmt: skip
    for visit in visits:
        together.tell_who_comes(work, request, visit)
    return True


def set_places(work: Work, request: HelpRequest, places: int) -> bool:
    """Change how many volunteers a request is for: an operator's decision.

    Returns False, with nothing changed, when more have said yes than that, when it is over, and for one visit of a
    series, which is for one volunteer.
    """
    taken = count_taken(work.session, request.id)
    is_possible = max(taken, 1) <= places <= MOST_PLACES and request.series_id is None and not request.by_phone
    if not is_possible or request.state in CLOSED_REQUESTS:
        return False
    if places == taken:
        return places == request.places or go_on(work, request)
    if places > 1:
        holds.let_all_go(work, request)  # who comes with others comes at the time she asked for
    is_more = places > request.places
    request.places = places
    if is_more and request.state in (RequestState.MATCHED, RequestState.OPEN):
        reopen(work, request, reason="operator")
        together.tell_others(work, request)
    return True
