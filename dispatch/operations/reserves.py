"""Volunteers whose yes came too late: they are asked first, and alone, when whoever has the task cannot after all."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select

from dispatch.db import Work
from dispatch.kinds import VolunteerStatus
from dispatch.models import Apart, HelpRequest, Offer, Person, Volunteer
from dispatch.states import OfferState
from dispatch.telling import after_quiet

MOST = 3
"""Reserves who are asked at one time."""


def keep(work: Work, offer: Offer) -> None:
    """Remember that he said yes to what somebody else has."""
    if offer.state == OfferState.TAKEN:
        offer.reserved_at = work.now


def call_up(work: Work, request: HelpRequest) -> dict[int, Sequence[float]]:
    """Return the volunteers to ask alone now, first come first, with what their chance was reckoned from.

    Each is called up once. Empty at night.
    """
    is_over = request.wanted_until is not None and request.wanted_until <= work.now
    if is_over or not alone_for(work) or after_quiet(work) is not None:
        return {}
    must_not_meet = select(Apart.volunteer_id).where(Apart.person_id == request.resident.person_id)
    query = (
        select(Offer)
        .join(Volunteer, Volunteer.id == Offer.volunteer_id)
        .join(Person, Person.id == Volunteer.person_id)
        .where(
            Offer.request_id == request.id, Offer.state == OfferState.TAKEN, Offer.reserved_at.is_not(None),
            Volunteer.status == VolunteerStatus.ACTIVE, ~Person.blocked, Person.stopped_at.is_(None),
            Offer.volunteer_id.not_in(must_not_meet),
        )
        .order_by(Offer.reserved_at, Offer.id)
        .limit(MOST)
    )
    offers = work.session.scalars(query).all()
    for offer in offers:
        offer.reserved_at = None
    return {offer.volunteer_id: offer.features or () for offer in offers}


def alone_for(work: Work) -> timedelta:
    """Return how long nobody else is asked."""
    return timedelta(minutes=work.tunables.alone_minutes)
