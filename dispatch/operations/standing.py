"""The volunteer who usually comes: asked first about each visit, and let go of when he no longer can."""

from datetime import datetime, timedelta
from typing import Any

from dispatch import series_store
from dispatch.db import Work
from dispatch.kinds import VolunteerStatus
from dispatch.models import HelpRequest, Offer, Series, Volunteer
from dispatch.moves import begin, move
from dispatch.states import SeriesState
from dispatch.telling import after_quiet, tell, when_of

SHORTEST_PATIENCE = timedelta(minutes=30)


def usual_volunteer(work: Work, request: HelpRequest) -> Volunteer | None:
    """Return who is asked first, and alone, about a visit of a series; None when nobody has it or he was asked already.

    Who can no longer be asked at all is let go of, and the resident is told; who is away for a while is not.
    """
    series = _series_of(work, request)
    volunteer = series.volunteer if series is not None else None
    if series is None or volunteer is None:
        return None
    if volunteer.status != VolunteerStatus.ACTIVE or not volunteer.person.is_reachable:
        if not volunteer.is_back_later:
            hand_over(work, series)
        return None
    if series_store.are_apart(work.session, volunteer.id, request.resident.person_id):
        series.volunteer = None
        return None
    last = series_store.find_last_visit(work.session, request)
    if last is not None and last.volunteer_id == volunteer.id and last.went_well is False:
        series.volunteer = None  # an operator has her word on it
        return None
    asked = series_store.find_offer_to(work.session, request.id, volunteer.id)
    return volunteer if asked is None else None


def alone_until(work: Work, request: HelpRequest) -> datetime:
    """Return until when only he is asked: some hours, but never beyond half of the time that is left."""
    asked_at = after_quiet(work) or work.now
    left = (request.wanted_from or asked_at) - asked_at
    patience = min(timedelta(hours=work.tunables.series_hours), max(left / 2, SHORTEST_PATIENCE))
    return asked_at + patience


def when_offered(work: Work, request: HelpRequest) -> dict[str, Any]:
    """Return when a request is wanted, as a fact for its offers: every week, while nobody has its series."""
    series = _series_of(work, request)
    when = when_of(request)
    return {**when, "weekly": True} if series is not None and series.volunteer_id is None else when


def note_match(work: Work, request: HelpRequest, volunteer: Volunteer) -> None:
    """A visit of a series has found somebody: he is asked first from now on, if nobody else has the series.

    Who comes twice in a row instead of the one who has it, has it from now on.
    """
    series = _series_of(work, request)
    if series is None or series.volunteer_id == volunteer.id:
        return
    if series.volunteer_id is not None:
        last = series_store.find_last_visit(work.session, request)
        if last is None or last.volunteer_id != volunteer.id:
            return
    series.volunteer = volunteer
    tell(work, volunteer.person, "series.yours", request=request, kind=series.kind)


def hand_over(work: Work, series: Series) -> None:
    """Let go of the volunteer who has a series: the next visit is put to others, and the resident is told."""
    volunteer = series.volunteer
    if volunteer is None:
        return
    series.volunteer = None
    tell(work, series.resident.person, "series.handed_over", kind=series.kind, name=volunteer.person.first_name)


def let_go(work: Work, volunteer: Volunteer | None) -> None:
    """Hand over every series of a volunteer who stops or takes a pause."""
    if volunteer is None:
        return
    for series in series_store.list_series_of(work.session, volunteer_id=volunteer.id):
        hand_over(work, series)


def decline_unasked(work: Work, request: HelpRequest, volunteer: Volunteer) -> None:
    """Keep that he cannot come to this visit before anybody has asked him, so that nobody does."""
    offer = Offer(request_id=request.id, volunteer_id=volunteer.id, wave=0, code="", asked_at=work.now)
    begin(work, offer, "ask")
    move(work, offer, "decline", answered_at=work.now)


def forget(work: Work, request: HelpRequest, volunteer_id: int) -> None:
    """She does not want this volunteer: he is not asked about her next visits either."""
    series = _series_of(work, request)
    if series is not None and series.volunteer_id == volunteer_id:
        series.volunteer = None


def _series_of(work: Work, request: HelpRequest) -> Series | None:
    """The series a request is a visit of, while it goes on."""
    series = work.session.get(Series, request.series_id) if request.series_id is not None else None
    return series if series is not None and series.state == SeriesState.ACTIVE else None
