"""The queries about visits. Like `dispatch.store`, none of them commits."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from dispatch.models import Visit, Volunteer
from dispatch.states import VisitState

NOT_CALLED_OFF = (VisitState.AGREED, VisitState.DONE)
"""The states of a visit that was agreed and has not been called off since."""


def list_visits(session: Session, request_id: int, *states: VisitState) -> Sequence[Visit]:
    """Return a request's visits in some states, oldest first, with who comes."""
    query = select(Visit).where(Visit.request_id == request_id, Visit.state.in_(states))
    query = query.options(joinedload(Visit.volunteer).joinedload(Volunteer.person))
    return session.scalars(query.order_by(Visit.id)).all()


def find_visit_of(session: Session, offer_id: int, *states: VisitState) -> Visit | None:
    """Return the visit that came of an offer, if it is in one of `states` (any when none is named)."""
    query = select(Visit).where(Visit.offer_id == offer_id).options(joinedload(Visit.volunteer))
    if states:
        query = query.where(Visit.state.in_(states))
    return session.scalars(query.order_by(Visit.id.desc()).limit(1)).one_or_none()


def list_taken(session: Session, request_id: int) -> Sequence[int]:
    """Return the places of a request that have a volunteer, or had one who has been there and done well."""
    return session.scalars(select(Visit.place).where(Visit.request_id == request_id, Visit.has_its_place)).all()


def count_taken(session: Session, request_id: int) -> int:
    """Return how many places of a request are taken."""
    return len(list_taken(session, request_id))
