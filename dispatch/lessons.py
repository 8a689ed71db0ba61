"""Learning from answers: a volunteer's own record in the transaction of his answer, what is common to all by the clock.

An answer thus writes one row of his own and one of the log, however many others answer at the same moment.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from dispatch.db import Work
from dispatch.kinds import VolunteerStatus
from dispatch.learning import Knowledge, Outcome, Record, Said, learn, learn_weights, press
from dispatch.matching import WEEK
from dispatch.models import (
    HelpRequest,
    Offer,
    OfferOutcome,
    PolicyState,
    Resident,
    Visit,
    Volunteer,
    VolunteerRecord,
)
from dispatch.states import VisitState

SILENT_AFTER = timedelta(hours=24)
"""A day without an answer counts as a no, for the chance of the next yes; his late yes still wins."""
STOCK_EVERY = timedelta(minutes=10)
MOST_AT_ONCE = 2000
BURDEN_OVER = timedelta(days=28)
_ANSWERED: Sequence[str] = ("asked", "lapsed")
_COMMON = select(PolicyState.knowledge, PolicyState.burdens).where(PolicyState.id == 1)
_COMMON_AND_RESIDENT = (
    select(Resident, PolicyState.knowledge, PolicyState.burdens)
    .outerjoin(PolicyState, PolicyState.id == 1)
    .where(Resident.id == bindparam("resident_id"))
)
_FIELDS = ("lean", "doubt", "pressed", "pressed_at", "delay", "answers", "recent")


def know(session: Session) -> PolicyState | None:
    """Return what the clock worked out last; None before it ever did."""
    return session.get(PolicyState, 1)


def common(session: Session) -> tuple[Knowledge, Mapping[str, float]]:
    """Return what is known of all volunteers together, and what each organisation bears (`PolicyState.burdens`)."""
    found = session.execute(_COMMON).one_or_none()
    return (Knowledge.from_json(found.knowledge), found.burdens) if found else (Knowledge(), {})


def common_for(session: Session, request: HelpRequest) -> tuple[Knowledge, Mapping[str, float]]:
    """Return the same, with the request's resident read along and at hand: one statement for both."""
    resident, knowledge, burdens = session.execute(_COMMON_AND_RESIDENT, {"resident_id": request.resident_id}).one()
    set_committed_value(request, "resident", resident)
    return Knowledge.from_json(knowledge), burdens or {}


def is_stock_due(session: Session, now: datetime) -> bool:
    """Whether it is time to take stock again. Nothing is due while nobody was ever asked."""
    next_at: datetime | None = session.scalar(select(PolicyState.next_at))
    if next_at is not None:
        return next_at <= now
    return session.scalar(select(Offer.id).limit(1)) is not None


def press_down(work: Work, volunteer_ids: Iterable[int]) -> None:
    """Note in their records that these volunteers are sent a text."""
    for row in _records(work, volunteer_ids):
        _keep(row, press(_read(row), work.now))


def hear(work: Work, offer: Offer, said: Said) -> None:
    """Learn from what became of an offer, once; what is said later about the same offer teaches nothing more."""
    known = select(OfferOutcome.id).where(OfferOutcome.offer_id == offer.id).limit(1)
    if work.session.scalar(known) is not None:
        return
    elapsed = (work.now - offer.asked_at).total_seconds() / 60 if said in ("yes", "no") else None
    minutes = elapsed or None  # what an operator was told by word of mouth says nothing of how soon he answers texts
    work.session.add(OfferOutcome(offer_id=offer.id, said=said, minutes=minutes, at=work.now))
    state = know(work.session)
    knowledge = Knowledge.from_json(state.knowledge if state else None)
    outcome = Outcome(tuple(offer.features or ()), said, minutes, work.now)
    for row in _records(work, [offer.volunteer_id]):
        _keep(row, learn(_read(row), outcome, knowledge))


def take_stock(work: Work) -> int:
    """Work out what is common to all decisions: silences of a day, the weights, the load, who bears what.

    Returns how many outcomes were new. Run by the clock; safe to run at any time, and by two at once.
    """
    state = _locked_state(work)
    for offer in _silent_offers(work):
        hear(work, offer, "silent")
    work.session.flush()
    knowledge, last, new = _study(work.session, state)
    load = _texts_per_volunteer(work)
    state.knowledge = {**knowledge.to_json(), "load": load}
    state.learned_to = last
    state.burdens = _burdens(work)
    state.next_at = work.now + STOCK_EVERY
    return new


def _locked_state(work: Work) -> PolicyState:
    state = work.session.get(PolicyState, 1, with_for_update=True)
    if state is None:  # two that are first at once: the second fails on the key, and finds the row a minute later
        state = PolicyState(id=1, knowledge=Knowledge().to_json(), learned_to=0, burdens={}, next_at=work.now)
        work.session.add(state)
        work.session.flush()
    return state


def _records(work: Work, volunteer_ids: Iterable[int]) -> Sequence[VolunteerRecord]:
    """Return their records, locked in one order; newcomers get theirs now."""
    ids = sorted(set(volunteer_ids))
    query = select(VolunteerRecord).where(VolunteerRecord.volunteer_id.in_(ids)).order_by(VolunteerRecord.volunteer_id)
    rows = list(work.session.scalars(query.with_for_update().execution_options(populate_existing=True)))
    for volunteer_id in sorted(set(ids) - {row.volunteer_id for row in rows}):
        row = VolunteerRecord(volunteer_id=volunteer_id)
        _keep(row, Record())
        work.session.add(row)
        rows.append(row)
    return rows


def _read(row: VolunteerRecord) -> Record:
    return Record(**{name: getattr(row, name) for name in _FIELDS})


def _keep(row: VolunteerRecord, record: Record) -> None:
    for name in _FIELDS:
        setattr(row, name, getattr(record, name))


def _silent_offers(work: Work) -> Sequence[Offer]:
    known = select(OfferOutcome.id).where(OfferOutcome.offer_id == Offer.id)
    day = work.now - SILENT_AFTER
    query = select(Offer).where(
        Offer.asked_at <= day, Offer.asked_at > day - WEEK, Offer.answered_at.is_(None), Offer.state.in_(_ANSWERED),
        ~known.exists(),
    )  # fmt: skip
    return work.session.scalars(query.order_by(Offer.id).limit(MOST_AT_ONCE)).all()


def _study(session: Session, state: PolicyState) -> tuple[Knowledge, int, int]:
    knowledge, last, new = Knowledge.from_json(state.knowledge), state.learned_to, 0
    query = (
        select(OfferOutcome, Offer.features, VolunteerRecord)
        .join(Offer, Offer.id == OfferOutcome.offer_id)
        .join(VolunteerRecord, VolunteerRecord.volunteer_id == Offer.volunteer_id)
        .where(OfferOutcome.id > last).order_by(OfferOutcome.id).limit(MOST_AT_ONCE)
    )  # fmt: skip
    for row, features, record in session.execute(query):
        outcome = Outcome(tuple(features or ()), row.said, row.minutes, row.at)
        knowledge, last, new = learn_weights(knowledge, _read(record), outcome), row.id, new + 1
    return knowledge, last, new


def _texts_per_volunteer(work: Work) -> float:
    active = select(func.count()).select_from(Volunteer).where(Volunteer.status == VolunteerStatus.ACTIVE)
    texts = select(func.count()).select_from(Offer).where(Offer.asked_at > work.now - WEEK)
    return (work.session.scalar(texts) or 0) / max(1, work.session.scalar(active) or 0)


def _burdens(work: Work) -> dict[str, float]:
    """Return each organisation's visits per member over the average of all, as the policy's burden wants it."""
    members = dict(work.session.execute(
        select(Volunteer.organisation_id, func.count()).where(Volunteer.status == VolunteerStatus.ACTIVE)
        .group_by(Volunteer.organisation_id)
    ).all())  # fmt: skip
    visits = dict(work.session.execute(
        select(Volunteer.organisation_id, func.count()).join(Visit, Visit.volunteer_id == Volunteer.id)
        .where(Visit.agreed_at > work.now - BURDEN_OVER, Visit.state.in_((VisitState.AGREED, VisitState.DONE)))
        .group_by(Volunteer.organisation_id)
    ).all())  # fmt: skip
    average = sum(visits.values()) / max(1, sum(members.values()))
    if not average:
        return {}
    return {str(code): visits.get(code, 0) / many / average for code, many in members.items()}
