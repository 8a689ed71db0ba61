"""A volunteer whom an operator has chosen: he gets the task on the word he gave her, or is asked alone."""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from dispatch.db import Work
from dispatch.kinds import VolunteerStatus
from dispatch.models import HelpRequest, Offer, Person, Volunteer, Wave
from dispatch.operations.offers import accept, begin_offers, send_offers
from dispatch.operations.planning import plan_next
from dispatch.operations.suitable import Choice, closed_to_all, judge
from dispatch.states import WINNABLE_OFFERS

POLICY = "operator"
MOST_FOUND = 20
MOST_SUGGESTED = 5


def suggest(work: Work, request: HelpRequest) -> Sequence[Choice]:
    """Return the best of those who fit and have not been asked yet, best first. Nothing is written."""
    if closed_to_all(work, request):
        return ()
    planned = plan_next(work, request)
    ranked = [part["volunteer"] for part in planned.plan.reasons.get("left_out", ())]
    people = sorted(planned.people.values(), key=lambda one: (-one.helped, one.texts_last_week, one.volunteer_id))
    ids = list(dict.fromkeys([*planned.plan.ask, *ranked, *(one.volunteer_id for one in people)]))[:MOST_SUGGESTED]
    found = {one.id: one for one in _with_people(work, Volunteer.id.in_(ids))}
    return judge(work, request, [found[number] for number in ids if number in found])


def search(work: Work, request: HelpRequest, name: str) -> Sequence[Choice]:
    """Return the volunteers with this in their names, those who may be asked first; at most `MOST_FOUND`."""
    spellings = {name, name.lower(), name.upper(), name.title()}  # SQLite knows the two cases of a to z only
    is_named = or_(*(Person.name.contains(spelling, autoescape=True) for spelling in sorted(spellings)))
    return judge(work, request, _with_people(work, is_named))


def has_said_yes(work: Work, request: HelpRequest, volunteer: Volunteer) -> str:
    """Give a locked request's task to a volunteer, as if he had answered yes to an offer: an operator has his word.

    Returns why not (`suitable`), with nothing changed; empty when the task is his.
    """
    choice = judge(work, request, [volunteer])[0]
    if choice.barred:
        return choice.barred
    request.opened_at = request.opened_at or work.now
    offer = _newest(work, request, volunteer, WINNABLE_OFFERS) or _unasked(work, request, volunteer)
    return "" if accept(work, offer) else "full"


def ask_alone(work: Work, request: HelpRequest, volunteer: Volunteer) -> str:
    """Send a locked request's offer to one volunteer now; the waves go on as they were planned.

    Returns why not (`suitable`), with nothing changed; empty when he is asked.
    """
    choice = judge(work, request, [volunteer])[0]
    if choice.not_asked:
        return choice.not_asked
    request.opened_at = request.opened_at or work.now
    _begin_wave(work, request, volunteer)
    send_offers(work, request, {volunteer.id: ()})
    return ""


def _with_people(work: Work, condition: ColumnElement[bool]) -> Sequence[Volunteer]:
    """Some volunteers with all that is asked about them, those who may be asked first."""
    query = (
        select(Volunteer).join(Volunteer.person).where(condition)
        .options(
            contains_eager(Volunteer.person), joinedload(Volunteer.organisation), selectinload(Volunteer.languages),
            selectinload(Volunteer.areas), selectinload(Volunteer.kinds),
        )
        .order_by(Volunteer.status != VolunteerStatus.ACTIVE, Person.name, Volunteer.id).limit(MOST_FOUND)
    )  # fmt: skip
    return work.session.scalars(query).all()


def _unasked(work: Work, request: HelpRequest, volunteer: Volunteer) -> Offer:
    """An offer that he is not told of, since he has answered it already."""
    _begin_wave(work, request, volunteer)
    return begin_offers(work, request, {volunteer.id: ()})[0]


def _begin_wave(work: Work, request: HelpRequest, volunteer: Volunteer) -> None:
    reasons = {"policy": POLICY, "funnel": {}, "asked": [volunteer.id]}
    request.wave += 1
    work.session.add(Wave(request_id=request.id, number=request.wave, planned_at=work.now, reasons=reasons))


def _newest(work: Work, request: HelpRequest, volunteer: Volunteer, states: Collection[str]) -> Offer | None:
    query = select(Offer).where(
        Offer.request_id == request.id, Offer.volunteer_id == volunteer.id, Offer.state.in_(states)
    )
    return work.session.scalars(query.order_by(Offer.id.desc()).limit(1)).one_or_none()
