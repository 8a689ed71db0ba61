"""Why these were asked and those were not, as it was decided: read from the waves, not reconstructed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from dispatch.learning import Record, explain
from dispatch.models import Offer, OfferOutcome, Organisation, Visit, Volunteer, VolunteerRecord, Wave
from dispatch.states import VisitState

LATELY = timedelta(days=14)
MOST_WAVES = 200
MOST_OFFERS = 20


@dataclass(frozen=True)
class Weighed:
    """One volunteer as he was weighed for a wave. chance: of a yes, in per cent. why: target or price; empty if asked.

    barred: the rule that kept him out, when he was not weighed at all.
    """

    volunteer_id: int
    name: str
    chance: int | None = None
    texts: int = 0
    helped: int = 0
    why: str = ""
    barred: str = ""


@dataclass(frozen=True)
class Reasons:
    """A wave's decision in parts: who was chosen and why, who was next, who was kept out for a while."""

    policy: str
    alone: bool
    chosen: Sequence[Weighed]
    left_out: Sequence[Weighed]
    barred: Sequence[Weighed]
    held: Mapping[str, int]
    funnel: Mapping[str, int]


@dataclass(frozen=True)
class Passed:
    """A wave of the last days in which a volunteer was not asked, and why."""

    at: datetime
    request_id: int
    why: str


@dataclass(frozen=True)
class Willing:
    """What the line knows of one volunteer: his record in numbers, his last offers, the waves that passed him by."""

    volunteer: Volunteer
    organisation: str
    record: Mapping[str, Any]
    offers: Sequence[tuple[Offer, str]]
    passed: Sequence[Passed]
    missed: frozenset[int] = frozenset()
    """The numbers of the offers to which he said yes and did not come."""


def names_in(session: Session, waves: Sequence[Wave]) -> dict[int, str]:
    """Return the first names of everybody the waves weighed."""
    wanted = {part["volunteer"] for wave in waves for part in _weighed(wave)}
    wanted |= {number for wave in waves for ids in wave.reasons.get("barred", {}).values() for number in ids}
    query = select(Volunteer).where(Volunteer.id.in_(wanted)).options(joinedload(Volunteer.person))
    return {volunteer.id: volunteer.person.first_name for volunteer in session.scalars(query)} if wanted else {}


def reasons_of(wave: Wave, names: Mapping[int, str]) -> Reasons:
    """Return a wave's reasons with names in place of numbers."""
    known = wave.reasons

    def told(part: Mapping[str, Any]) -> Weighed:
        number = part["volunteer"]
        return Weighed(number, names.get(number, str(number)), round(100 * part["p"]), part.get("texts", 0),
                       part.get("helped", 0), part.get("why", ""))  # fmt: skip

    barred = [Weighed(number, names.get(number, str(number)), barred=rule)
              for rule, ids in known.get("barred", {}).items() for number in ids]  # fmt: skip
    return Reasons(
        policy=known.get("policy", ""), alone=bool(known.get("alone")),
        chosen=[told(part) for part in known.get("chosen", ())],
        left_out=[told(part) for part in known.get("left_out", ())],
        barred=barred, held=known.get("held", {}), funnel=known.get("funnel", {}),
    )  # fmt: skip


def look_at(session: Session, volunteer_id: int, now: datetime) -> Willing | None:
    """Return what is known of a volunteer, or None when there is none of that number."""
    with_people = [joinedload(Volunteer.person), joinedload(Volunteer.organisation)]
    volunteer = session.get(Volunteer, volunteer_id, options=with_people)
    if volunteer is None:
        return None
    organisation: Organisation = volunteer.organisation
    return Willing(volunteer, organisation.name, _record(session, volunteer_id, now), _offers(session, volunteer_id),
                   _passed(session, volunteer_id, now), _missed(session, volunteer_id))  # fmt: skip


def _weighed(wave: Wave) -> list[Mapping[str, Any]]:
    return [*wave.reasons.get("chosen", ()), *wave.reasons.get("left_out", ())]


def _record(session: Session, volunteer_id: int, now: datetime) -> Mapping[str, Any]:
    row = session.get(VolunteerRecord, volunteer_id)
    if row is None:
        return explain(Record(), now)
    return explain(
        Record(row.lean, row.doubt, row.pressed, row.pressed_at, row.delay, row.answers, row.recent), now
    )


def _offers(session: Session, volunteer_id: int) -> Sequence[tuple[Offer, str]]:
    query = (
        select(Offer, OfferOutcome.said)
        .outerjoin(OfferOutcome, OfferOutcome.offer_id == Offer.id)
        .where(Offer.volunteer_id == volunteer_id)
        .options(joinedload(Offer.request))
        .order_by(Offer.id.desc()).limit(MOST_OFFERS)
    )  # fmt: skip
    return [(offer, said or "") for offer, said in session.execute(query)]


def _missed(session: Session, volunteer_id: int) -> frozenset[int]:
    query = select(Visit.offer_id).where(Visit.volunteer_id == volunteer_id, Visit.state == VisitState.MISSED)
    return frozenset(session.scalars(query))


def _passed(session: Session, volunteer_id: int, now: datetime) -> Sequence[Passed]:
    query = select(Wave).where(Wave.planned_at > now - LATELY).order_by(Wave.id.desc()).limit(MOST_WAVES)
    found = []
    for wave in session.scalars(query):
        left_out = {part["volunteer"]: part.get("why", "") for part in wave.reasons.get("left_out", ())}
        barred = {number: rule for rule, ids in wave.reasons.get("barred", {}).items() for number in ids}
        if why := left_out.get(volunteer_id) or barred.get(volunteer_id):
            found.append(Passed(wave.planned_at, wave.request_id, why))
    return found[:MOST_OFFERS]
