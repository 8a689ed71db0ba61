"""Visits that are made by phone: found, told to both sides, and called off with their visit."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.db import Work
from dispatch.models import PhoneVisit, Visit
from dispatch.moves import move
from dispatch.states import OPEN_PHONE_VISITS, PhoneVisitState
from dispatch.telling import tell, told_kind, when_of


def list_due(session: Session, now: datetime, limit: int) -> Sequence[int]:
    """Return the ids of those whose time has come, longest due first."""
    query = select(PhoneVisit.id).where(PhoneVisit.next_at <= now).order_by(PhoneVisit.next_at)
    return session.scalars(query.limit(limit)).all()


def find_of(session: Session, visit: Visit) -> PhoneVisit | None:
    """Return the one that makes a visit; None for a visit that somebody walks to."""
    return session.scalars(select(PhoneVisit).where(PhoneVisit.visit_id == visit.id)).one_or_none()


def find_in_call(session: Session, call_id: int) -> PhoneVisit | None:
    """Return the one for which a call goes on."""
    is_calling = PhoneVisit.state == PhoneVisitState.CALLING
    query = select(PhoneVisit).where(PhoneVisit.call_id == call_id, is_calling)
    return session.scalars(query).one_or_none()


def tell_volunteer(work: Work, visit: Visit) -> None:
    """Tell him when the line rings him, and with whom he will talk; no address, since he goes nowhere."""
    request = visit.request
    tell(work, visit.volunteer.person, "by_phone.volunteer", request=request, offer=visit.offer,
         kind=told_kind(request), name=request.resident.person.first_name, when=when_of(request))  # fmt: skip


def tell_resident(work: Work, visit: Visit) -> None:
    """Tell her who will talk with her, and when the line rings her."""
    request, volunteer = visit.request, visit.volunteer
    tell(work, request.resident.person, "by_phone.resident", request=request, offer=visit.offer,
         kind=told_kind(request), name=volunteer.person.first_name, organisation=volunteer.organisation.name,
         when=when_of(request))  # fmt: skip


def call_off(work: Work, visit: Visit, *, is_done: bool) -> None:
    """Ring nobody any more for a visit that has ended. One that is not made goes back to the time she wished."""
    row = find_of(work.session, visit)
    if row is None or row.state not in OPEN_PHONE_VISITS:
        return
    if move(work, row, "cancel", next_at=None, ended_at=work.now) and not is_done:
        _as_wished(work, visit, row.wished)


def _as_wished(work: Work, visit: Visit, wished: dict[str, Any]) -> None:
    if not wished or datetime.fromisoformat(wished["until"]) <= work.now:
        return
    request = visit.request
    request.wanted_from = max(datetime.fromisoformat(wished["from"]), work.now)
    request.wanted_until, request.time_precision = datetime.fromisoformat(wished["until"]), wished["precision"]
