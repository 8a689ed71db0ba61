"""An operator changes when and where help is wanted and what she said of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from dispatch import store
from dispatch.db import Work
from dispatch.models import Area, HelpRequest
from dispatch.moves import record
from dispatch.operations.corrections import can_change_kind
from dispatch.operations.requests import release_offers, soon
from dispatch.operations.visits import details_for
from dispatch.states import OfferState, RequestState, VisitState
from dispatch.steps import Step
from dispatch.telling import kind_of, tell, when_of
from dispatch.visit_store import list_visits

EVENT = "change"
CHANGEABLE = frozenset({RequestState.OPEN, RequestState.ESCALATED, RequestState.MATCHED})
SAME = "same"
MOST_ADDRESS = 200
MOST_DETAILS = 1000
"""Characters of each."""


@dataclass(frozen=True)
class Terms:
    """What is to stand from now on. `wanted_from` None: as soon as possible. Times are aware."""

    address: str
    area_code: str | None
    details: str
    wanted_from: datetime | None = None
    wanted_until: datetime | None = None


def can_change(request: HelpRequest) -> bool:
    """Whether anything of a request can be changed in this way."""
    return request.state in CHANGEABLE


def time_stays(work: Work, request: HelpRequest) -> str:
    """Return why a request's time cannot be changed: promised or weekly; empty when it can."""
    if request.series_id is not None:
        return "weekly"
    return "" if can_change_kind(work.session, request) else "promised"


def change(work: Work, request: HelpRequest, terms: Terms, *, with_time: bool) -> str:
    """Change a locked request and tell whom it concerns: her, who comes, and who was asked about another time or area.

    with_time: whether its time is to be changed too. Returns why not, with nothing changed: over, promised, weekly,
    order, past, area, long, or `SAME` when it was as `terms` say; empty when it is so now.
    """
    why = _why_not(work, request, terms, with_time=with_time)
    if why:
        return why
    may_move = with_time and not time_stays(work, request)
    changed = [*(_change_time(work, request, terms) if may_move else ()), *_change_place(request, terms)]
    if not changed:
        return SAME
    record(work, request, old=request.state, event=EVENT, reason="changed", details={"changed": changed})
    if "time" in changed or "area" in changed:
        _ask_anew(work, request)
    if changed != ["details"]:
        _tell_resident(work, request)
    for visit in list_visits(work.session, request.id, VisitState.AGREED):
        details_for(work, request, visit.volunteer)
    return ""


def _why_not(work: Work, request: HelpRequest, terms: Terms, *, with_time: bool) -> str:
    if not can_change(request):
        return "over"
    if terms.area_code is not None and work.session.get(Area, terms.area_code) is None:
        return "area"
    if len(terms.address) > MOST_ADDRESS or len(terms.details) > MOST_DETAILS:
        return "long"
    return _wrong_time(work, request, terms) if with_time else ""


def _wrong_time(work: Work, request: HelpRequest, terms: Terms) -> str:
    start, end = terms.wanted_from, terms.wanted_until
    if start is not None and end is not None:
        if end <= start:
            return "order"
        if end <= work.now:
            return "past"
    return time_stays(work, request) if _is_other_time(request, terms) else ""


def _is_other_time(request: HelpRequest, terms: Terms) -> bool:
    """Whether a time is meant that is not the request's; one that was soon and is over by now is soon anew."""
    if terms.wanted_from is None:
        return request.time_precision != "soon"
    return _minutes(terms.wanted_from, terms.wanted_until) != _minutes(request.wanted_from, request.wanted_until)


def _minutes(*times: datetime | None) -> Sequence[datetime | None]:
    """Times as a form holds them."""
    return [time and time.replace(second=0, microsecond=0) for time in times]


def _change_time(work: Work, request: HelpRequest, terms: Terms) -> Sequence[str]:
    start, end = terms.wanted_from, terms.wanted_until
    if start is None or end is None:
        is_over = request.wanted_until is None or request.wanted_until <= work.now
        if request.time_precision == "soon" and not is_over:
            return ()
        request.wanted_from, request.wanted_until = soon(work, request.kind)
        request.time_precision = "soon"
        return ("time",)
    if not _is_other_time(request, terms) and request.time_precision != "soon":
        return ()
    request.wanted_from, request.wanted_until = start, end
    request.time_precision = "hour" if _is_within_a_day(work, start, end) else "day"
    return ("time",)


def _is_within_a_day(work: Work, start: datetime, end: datetime) -> bool:
    """Whether it is some hours of one day by the clock of the place, and not all of it."""
    first, last = start.astimezone(work.zone), end.astimezone(work.zone)
    return first.date() == last.date() and end - start < timedelta(hours=23)


def _change_place(request: HelpRequest, terms: Terms) -> Sequence[str]:
    """Change what is said of the place and the task; where she lives is remembered for the next times."""
    changed = []
    lives_there = [request, request.resident, *([request.series] if request.series else ())]
    if not request.by_phone and terms.address != request.address:
        changed.append("address")
        for each in lives_there:
            each.address = terms.address
    if not request.by_phone and terms.area_code != request.area_code:
        changed.append("area")
        for each in lives_there:
            each.area_code = terms.area_code
    if terms.details != request.details:
        request.details = terms.details
        changed.append("details")
    return changed


def _ask_anew(work: Work, request: HelpRequest) -> None:
    """Take back what was asked about another time or place, and plan a new wave at once."""
    release_offers(work, request, "withdraw", "offer.gone")
    for offer in store.list_offers_to(work.session, request.id, OfferState.TAKEN):
        offer.reserved_at = None  # his yes that came too late was to something else
    if request.state == RequestState.OPEN:
        request.next_step, request.next_step_at = Step.ASK_VOLUNTEERS, work.now
        work.wake("take_step", request.id)


def _tell_resident(work: Work, request: HelpRequest) -> None:
    """Tell her what stands now."""
    person, kind, when = request.resident.person, kind_of(request), when_of(request)
    if request.by_phone:
        notice = "status.open" if request.state == RequestState.OPEN else "status.escalated"
        tell(work, person, notice, request=request, kind=kind, when=when)
    else:
        tell(work, person, "request.changed", request=request, kind=kind, when=when, address=request.address)
