"""Volunteers who share a request: each is told how many they are and, once it is known, who the others are."""

from collections.abc import Iterable

from dispatch.db import Work
from dispatch.models import HelpRequest, Visit
from dispatch.states import VisitState
from dispatch.telling import tell
from dispatch.visit_store import list_visits


def names_of(visits: Iterable[Visit]) -> str:
    """Return the first names of those who come."""
    return ", ".join(name for visit in visits if (name := visit.volunteer.person.first_name))


def tell_who_comes(work: Work, request: HelpRequest, visit: Visit) -> None:
    """Tell a volunteer who has said yes how many are needed and who else comes, or that nobody else does after all."""
    others = names_of(each for each in list_visits(work.session, request.id, VisitState.AGREED) if each.id != visit.id)
    notice = "match.alone" if request.places == 1 else "match.others" if others else "match.count"
    tell(work, visit.volunteer.person, notice, request=request, offer=visit.offer,
         kind=request.kind, name=request.resident.person.first_name, count=request.places, others=others)  # fmt: skip


def tell_others(work: Work, request: HelpRequest, *, but: Visit | None = None) -> None:
    """Tell everybody who comes, `but` one, who the others are now."""
    if request.places == 1:
        return
    for visit in list_visits(work.session, request.id, VisitState.AGREED):
        if but is None or visit.id != but.id:
            tell_who_comes(work, request, visit)
