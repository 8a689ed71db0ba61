"""People and what they ask for, built in one line each. Numbers are from the series that Sweden keeps for fiction."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.kinds import RULES, Kind, Vetting, VolunteerStatus
from dispatch.models import (
    EVERYWHERE,
    Area,
    HelpRequest,
    Offer,
    Organisation,
    Person,
    Resident,
    Volunteer,
    VolunteerArea,
    VolunteerKind,
    VolunteerLanguage,
)
from dispatch.places import Places
from dispatch.states import NEW, OfferState, RequestState
from dispatch.steps import Step

LONG_AGO = datetime(2026, 10, 1, 8, 0, tzinfo=UTC)
"""When everybody in the tests came to the line."""

_FICTION = 46701740605
_FICTION_SIZE = 90  # the last ones belong to the line itself and to strangers
_ZEROS = 46700000000  # where the series is too short: numbers nobody could mistake for somebody's
_numbers = count()


def a_number() -> str:
    """Return a mobile number that nobody has: first those kept for fiction."""
    used = next(_numbers)
    return f"+{_FICTION + used}" if used < _FICTION_SIZE else f"+{_ZEROS + used % 10000}"


def an_area(session: Session, code: str) -> Area:
    """Return an area of the place, stored with all that hold it if it is not there yet."""
    found = session.get(Area, code)
    if found:
        return found
    place = Places.load()[code]
    if place.parent:
        an_area(session, place.parent)
    area = Area(code=code, name=place.name, parent_code=place.parent, position=place.position)
    session.add(area)
    session.flush()
    return area


def an_organisation(session: Session, code: str = "rk", *, name: str = "Röda Korset Huskvarna") -> Organisation:
    """Return the organisation with this code, made if it is not there."""
    found = session.scalars(select(Organisation).where(Organisation.code == code)).one_or_none()
    if found:
        return found
    organisation = Organisation(code=code, name=name, created_at=LONG_AGO)
    session.add(organisation)
    session.flush()
    return organisation


def a_person(session: Session, name: str = "", *, language: str | None = None, **more: Any) -> Person:
    """Return a new person with a number of her own."""
    values = {"phone": a_number(), "can_text": True, "can_call": True, "created_at": LONG_AGO, **more}
    person = Person(name=name, language=language, **values)
    session.add(person)
    session.flush()
    return person


def a_resident(
    session: Session, name: str = "Karin Ek", *, language: str = "sv", area: str | None = "huskvarna", **more: Any
) -> Resident:
    """Return a new resident with an address. `more` goes to her person."""
    if area:
        an_area(session, area)
    person = a_person(session, name, language=language, **more)
    resident = Resident(person=person, address="Storgatan 1", area_code=area, created_at=LONG_AGO)
    session.add(resident)
    session.flush()
    return resident


def a_volunteer(
    session: Session,
    name: str = "Farid Haddad",
    *,
    languages: Sequence[str] = ("sv",),
    areas: Sequence[str] = (EVERYWHERE,),
    kinds: Sequence[str] = tuple(Kind),
    vetting: str = Vetting.CHECKED,
    available: str = "",
    status: str = VolunteerStatus.ACTIVE,
    organisation: str = "rk",
    **more: Any,
) -> Volunteer:
    """Return a new volunteer who fits everything that is not said. `more` goes to his person."""
    person = a_person(session, name, language=languages[0], **more)
    volunteer = Volunteer(
        person=person,
        organisation=an_organisation(session, organisation),
        status=status, vetting=vetting, available=available, created_at=LONG_AGO,
        languages=[VolunteerLanguage(language=language) for language in languages],
        areas=[VolunteerArea(area_code=area) for area in areas],
        kinds=[VolunteerKind(kind=kind) for kind in kinds],
    )
    session.add(volunteer)
    session.flush()
    return volunteer


def a_request(
    session: Session,
    resident: Resident | None = None,
    *,
    kind: Kind = Kind.SHOPPING,
    now: datetime = LONG_AGO,
    state: str = RequestState.OPEN,
    **more: Any,
) -> HelpRequest:
    """Return a new request that waits for its first wave at `now`."""
    resident = resident or a_resident(session)
    values: dict[str, Any] = {
        "language": resident.person.language or "sv", "channel": "sms",
        "area_code": resident.area_code, "address": resident.address, "details": "Mjölk och bröd",
        "wanted_from": now, "wanted_until": now + timedelta(hours=RULES[kind].window_hours),
        "came_from": NEW if state == RequestState.DRAFT else RequestState.DRAFT,
        "next_step": Step.ASK_VOLUNTEERS, "next_step_at": now, "created_at": now, "opened_at": now,
    }  # fmt: skip
    request = HelpRequest(resident=resident, kind=kind, state=state, **{**values, **more})
    session.add(request)
    session.flush()
    return request


def an_offer(session: Session, request: HelpRequest, volunteer: Volunteer | None = None, **more: Any) -> Offer:
    """Return a new offer of `request`, asked when the request was opened and not answered."""
    values: dict[str, Any] = {
        "wave": 1, "code": "A2", "came_from": NEW, "state": OfferState.ASKED, "asked_at": request.created_at,
    }  # fmt: skip
    volunteer = volunteer or a_volunteer(session)
    offer = Offer(request=request, volunteer=volunteer, **{**values, **more})
    session.add(offer)
    session.flush()
    return offer
