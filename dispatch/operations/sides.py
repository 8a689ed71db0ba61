"""The two sides of a visit: who is whose other side, and whether he can be reached now."""

from dataclasses import dataclass

from dispatch.models import Person, Visit
from dispatch.states import VisitState


@dataclass(frozen=True)
class Sides:
    """One side of a visit and the other."""

    own: Person
    other: Person


def sides_of(visit: Visit, person: Person) -> Sides | None:
    """Return the sides of an agreed visit as `person` sees them; None when it is not hers, or no longer agreed."""
    resident, volunteer = visit.request.resident.person, visit.volunteer.person
    if visit.state != VisitState.AGREED or person.id not in (resident.id, volunteer.id):
        return None
    return Sides(resident, volunteer) if person.id == resident.id else Sides(volunteer, resident)
