"""Every query about help that comes every week."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dispatch.models import Apart, HelpRequest, Offer, Series, Visit
from dispatch.states import CLOSED_REQUESTS, RequestState, SeriesState, VisitState


def list_due_series(session: Session, now: datetime, limit: int) -> Sequence[int]:
    """Return the ids of series whose next visit is to be put out, longest due first."""
    query = select(Series.id).where(Series.next_step_at <= now).order_by(Series.next_step_at)
    return session.scalars(query.limit(limit)).all()


def list_series_of(
    session: Session, *, resident_id: int | None = None, volunteer_id: int | None = None
) -> Sequence[Series]:
    """Return the series that go on for a resident, or that a volunteer has, oldest first."""
    whose = Series.resident_id == resident_id if resident_id is not None else Series.volunteer_id == volunteer_id
    query = select(Series).where(whose, Series.state == SeriesState.ACTIVE)
    return session.scalars(query.order_by(Series.id)).all()


def find_on(session: Session, series_id: int, day: date) -> HelpRequest | None:
    """Return the request of a series for a day, unless it was called off."""
    query = select(HelpRequest).where(
        HelpRequest.series_id == series_id, HelpRequest.series_date == day, HelpRequest.state != RequestState.CANCELLED
    )
    return session.scalars(query.limit(1)).one_or_none()


def was_put_out(session: Session, series_id: int, day: date) -> bool:
    """Whether a series ever had a request for a day, whatever became of it."""
    query = select(HelpRequest.id).where(HelpRequest.series_id == series_id, HelpRequest.series_date == day)
    return session.scalar(query.limit(1)) is not None


def list_ahead(session: Session, series_id: int, now: datetime) -> Sequence[HelpRequest]:
    """Return the requests of a series that are neither closed nor over, soonest first."""
    query = select(HelpRequest).where(
        HelpRequest.series_id == series_id, HelpRequest.state.not_in(CLOSED_REQUESTS), HelpRequest.wanted_until > now
    )
    return session.scalars(query.order_by(HelpRequest.wanted_from, HelpRequest.id)).all()


def find_offer_to(session: Session, request_id: int, volunteer_id: int) -> Offer | None:
    """Return the newest offer of a request to one volunteer."""
    query = select(Offer).where(Offer.request_id == request_id, Offer.volunteer_id == volunteer_id)
    return session.scalars(query.order_by(Offer.id.desc()).limit(1)).one_or_none()


def find_last_visit(session: Session, request: HelpRequest) -> Visit | None:
    """Return the newest visit that was made, or is agreed, of the series a request belongs to, before that request."""
    query = (
        select(Visit).join(HelpRequest, HelpRequest.id == Visit.request_id)
        .where(HelpRequest.series_id == request.series_id, HelpRequest.series_date < request.series_date,
               Visit.state.in_((VisitState.AGREED, VisitState.DONE)))
    )  # fmt: skip
    return session.scalars(query.order_by(HelpRequest.series_date.desc(), Visit.id.desc()).limit(1)).one_or_none()


def are_apart(session: Session, volunteer_id: int, person_id: int) -> bool:
    """Whether these two must not meet."""
    query = select(func.count()).where(Apart.volunteer_id == volunteer_id, Apart.person_id == person_id)
    return bool(session.scalar(query))
