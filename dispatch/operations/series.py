"""Help that comes every week: begun, put out week by week, one visit left out or moved, and ended by either side.

Not among what `dispatch.operations` hands out: it stands on most of it. A request is locked before its series.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from dispatch import series_store, store
from dispatch.db import Work
from dispatch.models import HelpRequest, Series, Volunteer
from dispatch.moves import begin, move
from dispatch.operations import connecting, standing
from dispatch.operations.matched import step_after_match
from dispatch.operations.offers import decline
from dispatch.operations.requests import cancel, escalate, next_step
from dispatch.operations.visits import cannot_after_all, details_for, hear_of
from dispatch.states import OPEN_OFFERS, RequestState, SeriesState, VisitState
from dispatch.steps import Step
from dispatch.telling import tell
from dispatch.weeks import WEEK, Rhythm, Slot, days_from, put_out_at, rhythm_of

WEEKS_SEEN = 9
"""How far ahead a visit can be named that has no request yet."""


@dataclass(frozen=True)
class Due:
    """One visit to come: its day and hours, and its request, once there is one."""

    day: date
    slot: Slot
    request: HelpRequest | None = None

    @property
    def when(self) -> dict[str, str]:
        """When it is, as a fact for a notice."""
        return when_of(self.slot)


def when_of(slot: Slot) -> dict[str, str]:
    """Return when one visit is, as a fact for a notice."""
    return {"from": slot.start.isoformat(), "until": slot.end.isoformat(), "precision": slot.precision}


def begin_series(work: Work, request: HelpRequest) -> Series | None:
    """Make an open or agreed request the first visit of a series. None, with nothing made, when it cannot be one.

    What comes every week is for one volunteer at a time.
    """
    is_going_on = request.state in (RequestState.OPEN, RequestState.MATCHED, RequestState.DONE)
    if request.places > 1:
        return None
    if request.series_id is not None or not is_going_on or not request.wanted_from or not request.wanted_until:
        return None
    rhythm, day = rhythm_of(Slot(request.wanted_from, request.wanted_until, request.time_precision), work.zone)
    series = Series(
        resident_id=request.resident_id, resident=request.resident, volunteer=None, kind=request.kind,
        organisation_id=request.organisation_id, language=request.language, channel=request.channel,
        address=request.address, area_code=request.area_code, details=request.details, weekday=rhythm.weekday,
        begins=rhythm.begins, ends=rhythm.ends, time_precision=rhythm.precision, next_date=day, skips=[],
        created_at=work.now, ended_by="", by_phone=request.by_phone,
    )  # fmt: skip
    _turn_to(work, series, day + WEEK)
    begin(work, series, "begin")
    request.series_id, request.series_date = series.id, day
    tell(work, request.resident.person, "series.begun", request=request, kind=request.kind)
    visit = store.find_visit(work.session, request.id, VisitState.AGREED, VisitState.DONE)
    if visit is not None:
        standing.note_match(work, request, visit.volunteer)
    return series


def put_out(work: Work, series_id: int) -> bool:
    """Make the request for the next visit if its time has come. Days that passed meanwhile are left out.

    Returns False when nothing was due.
    """
    series = store.get_locked(work.session, Series, series_id)
    if series.state != SeriesState.ACTIVE or series.next_step_at is None or series.next_step_at > work.now:
        return False
    day = series.next_date
    slot = _rhythm(series).on(day, work.zone)
    is_wanted = day.isoformat() not in series.skips and not series_store.was_put_out(work.session, series.id, day)
    if slot.end > work.now and is_wanted:
        _open_visit(work, series, day, slot)
    _turn_to(work, series, day + WEEK)
    return True


def _turn_to(work: Work, series: Series, day: date) -> None:
    """Set the next day that needs a request, and when it is made."""
    rhythm = _rhythm(series)
    while rhythm.on(day, work.zone).end <= work.now:
        day += WEEK
    today = work.local_now.date().isoformat()
    series.skips = [skip for skip in series.skips if skip >= today]
    series.next_date = day
    series.next_step_at = put_out_at(day, work.tunables.series_days, work.zone)


def _rhythm(series: Series) -> Rhythm:
    return Rhythm(series.weekday, series.begins, series.ends, series.time_precision)


def _open_visit(work: Work, series: Series, day: date, slot: Slot) -> HelpRequest | None:
    """Put one visit into the queue; None when that day has its request already."""
    if series_store.find_on(work.session, series.id, day) is not None:
        return None
    resident = series.resident
    request = HelpRequest(
        resident_id=resident.id, resident=resident, kind=series.kind, language=series.language, channel=series.channel,
        address=series.address, area_code=series.area_code, details=series.details,
        wanted_from=max(slot.start, work.now), wanted_until=slot.end, time_precision=slot.precision,
        organisation_id=series.organisation_id, series_id=series.id, series_date=day, wave=0, escalation="",
        by_phone=series.by_phone,
        created_at=work.now, **next_step(Step.CONFIRM, work.now),
    )  # fmt: skip
    begin(work, request, "draft")
    if not resident.person.is_reachable:
        escalate(work, request, "unreachable")
        return request
    work.wake("take_step", request.id)
    step = next_step(Step.ASK_VOLUNTEERS, work.now)
    move(work, request, "open", reason="confirmed", opened_at=work.now, **step)
    return request


def upcoming(work: Work, series: Series, span: tuple[datetime, datetime] | None = None) -> Due:
    """Return the visit that is meant: the first within `span` by the days of the calendar, or else the next one."""
    made = [_due_of(request) for request in series_store.list_ahead(work.session, series.id, work.now)]
    days = islice(days_from(series.next_date, series.skips), WEEKS_SEEN)
    planned = [Due(day, _rhythm(series).on(day, work.zone)) for day in days if day not in {due.day for due in made}]
    every = sorted([*made, *planned], key=lambda due: due.slot.start)
    if span is not None:
        first, last = (moment.astimezone(work.zone).date() for moment in span)
        return next((due for due in every if first <= due.day <= last), every[0])
    return every[0]


def _due_of(request: HelpRequest) -> Due:
    start, end = request.wanted_from or request.created_at, request.wanted_until or request.created_at
    return Due(request.series_date or start.date(), Slot(start, end, request.time_precision), request)


def skip_visit(work: Work, series: Series, due: Due) -> None:
    """Leave out one visit, because the resident wants nobody then. Whoever was to come is told."""
    _call_off(work, series, due)
    tell(work, series.resident.person, "series.skipped", kind=series.kind, when=due.when)


def move_visit(work: Work, series: Series, due: Due, slot: Slot) -> None:
    """Put one visit to another time, as the resident wishes: it is put out anew, to the usual volunteer first.

    A day alone keeps the hours of the series. On a day that has a visit already, there is none besides.
    """
    day = slot.start.astimezone(work.zone).date()
    usual = _rhythm(series).on(day, work.zone)
    if slot.precision != "hour" and usual.start > work.now:
        slot = usual
    _call_off(work, series, due)
    series.skips = [skip for skip in series.skips if skip != day.isoformat() or day == due.day]
    request, person = _open_visit(work, series, day, slot), series.resident.person
    if request is None:
        tell(work, person, "series.skipped", kind=series.kind, when=due.when)
    else:
        tell(work, person, "series.moved", request=request, kind=series.kind, when=_due_of(request).when)


def _call_off(work: Work, series: Series, due: Due) -> None:
    if due.request is not None:
        request = store.get_locked(work.session, HelpRequest, due.request.id)
        cancel(work, request, reason="resident")
    locked = store.get_locked(work.session, Series, series.id)
    locked.skips = sorted({*locked.skips, due.day.isoformat()})


def miss_visit(work: Work, series: Series, due: Due, volunteer: Volunteer) -> None:
    """Leave one visit to others, because the volunteer who has the series cannot come then."""
    request = due.request or _open_visit(work, series, due.day, due.slot)
    if request is None or not _give_back(work, request, volunteer):
        tell(work, volunteer.person, "visit.returned", request=request)


def _give_back(work: Work, request: HelpRequest, volunteer: Volunteer) -> bool:
    """Take back his yes or take his no. Returns False when he had not been asked; then he will not be."""
    visit = store.find_visit(work.session, request.id, VisitState.AGREED)
    if visit is not None and visit.volunteer_id == volunteer.id:
        return cannot_after_all(work, visit)
    offer = series_store.find_offer_to(work.session, request.id, volunteer.id)
    if offer is not None and offer.state in OPEN_OFFERS:
        decline(work, offer)
        return True
    if offer is None:
        standing.decline_unasked(work, request, volunteer)
    return False


def end_series(work: Work, series: Series, *, reason: str) -> bool:
    """End it with all its visits to come and tell both sides. Returns False when it was over already."""
    for request in _locked(work, series_store.list_ahead(work.session, series.id, work.now)):
        cancel(work, request, reason=reason)
    series = store.get_locked(work.session, Series, series.id)
    if series.state != SeriesState.ACTIVE:
        return False
    if not move(work, series, "end", ended_at=work.now, ended_by=reason, next_step_at=None):
        return False
    if series.volunteer is not None:
        tell(work, series.volunteer.person, "series.ended", kind=series.kind)
    tell(work, series.resident.person, "series.ended", kind=series.kind)
    return True


def give_up(work: Work, series: Series, volunteer: Volunteer) -> None:
    """Take a volunteer's word that he can no longer come each week: others are asked, and she is told."""
    if series.volunteer_id != volunteer.id:
        return
    for request in _locked(work, series_store.list_ahead(work.session, series.id, work.now)):
        offer = series_store.find_offer_to(work.session, request.id, volunteer.id)
        if offer is not None:
            _give_back(work, request, volunteer)
    tell(work, volunteer.person, "series.ended", kind=series.kind)
    standing.hand_over(work, store.get_locked(work.session, Series, series.id))


def _locked(work: Work, requests: Sequence[HelpRequest]) -> list[HelpRequest]:
    return [store.get_locked(work.session, HelpRequest, request.id) for request in requests]


def ask_to_move(work: Work, request: HelpRequest, slot: Slot) -> bool:
    """Ask the resident whether her volunteer may come at another time. Until she agrees everything stays as it was.

    Returns False when nobody is agreed for this visit any more.
    """
    visit = store.find_visit(work.session, request.id, VisitState.AGREED)
    if visit is None or slot.end <= work.now:
        return False
    told = tell(work, request.resident.person, "series.move", request=request, name=visit.volunteer.person.first_name,
                when=when_of(slot))  # fmt: skip
    return told is not None


def agree_to_move(work: Work, request: HelpRequest, slot: Slot) -> bool:
    """Take the resident's yes: the visit that is agreed has the new time, and both are told it."""
    request = store.get_locked(work.session, HelpRequest, request.id)
    visit = store.find_visit(work.session, request.id, VisitState.AGREED)
    if visit is None or request.state != RequestState.MATCHED or slot.end <= work.now:
        return False
    request.wanted_from, request.wanted_until, request.time_precision = slot.start, slot.end, slot.precision
    for name, value in step_after_match(work, request).items():
        setattr(request, name, value)
    connecting.plan(work, visit)
    details_for(work, request, visit.volunteer)
    return hear_of(work, request)
