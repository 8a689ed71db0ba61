"""Figures for everybody. They count people and requests, and say nothing about any one of them."""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dispatch.kinds import VolunteerStatus
from dispatch.models import HelpRequest, Organisation, Volunteer, VolunteerLanguage
from dispatch.states import RequestState

PERIOD = timedelta(days=30)
FEW = 5
"""Below this a number could point at somebody, so it is only called few."""


def figures(session: Session, now: datetime) -> dict[str, str]:
    """Return the figures by name, each as it may be shown: requests and helped in the last 30 days, the rest now."""
    since = now - PERIOD
    active = select(Volunteer.id).where(Volunteer.status == VolunteerStatus.ACTIVE)
    # A volunteer's question, or a text that nobody understood, was never opened: no help is asked for.
    is_asked_for = HelpRequest.opened_at.is_not(None) | (HelpRequest.state == RequestState.REFERRED)
    requests = select(func.count()).where(
        HelpRequest.created_at >= since, HelpRequest.state != RequestState.DRAFT, is_asked_for
    )
    helped = select(func.count(func.distinct(HelpRequest.resident_id))).where(
        HelpRequest.closed_at >= since, HelpRequest.state == RequestState.DONE
    )
    queries = {
        "requests": requests,
        "helped": helped,
        "organisations": select(func.count()).select_from(Organisation),
        "volunteers": select(func.count()).select_from(active.subquery()),
        "languages": select(func.count(func.distinct(VolunteerLanguage.language))).where(
            VolunteerLanguage.volunteer_id.in_(active)
        ),
    }
    return {name: blurred(session.scalar(query) or 0) for name, query in queries.items()}


def blurred(number: int) -> str:
    """Return a number that points at nobody: "<5" for what is under 5."""
    return f"<{FEW}" if number < FEW else str(number)
