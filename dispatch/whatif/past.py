"""A period as it was: its requests and what came of them, and the volunteers with what is known of how they answer."""

import math
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from random import Random

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from dispatch.db import Database
from dispatch.kinds import EVERYWHERE, Vetting, VolunteerStatus
from dispatch.learning import FEATURES, Knowledge, Record, usual_delay
from dispatch.matching import Candidate
from dispatch.models import Apart, HelpRequest, Message, Offer, PolicyState, Volunteer, VolunteerRecord
from dispatch.operations.planning import need_of
from dispatch.paces import pace_of
from dispatch.places import Places, read_areas
from dispatch.policy import Limits
from dispatch.tunables import Tunables
from dispatch.waves import texting_minutes
from dispatch.whatif.people import Nature, Player, Point, Population, Wish
from dispatch.whatif.report import Course

DEGREE_KM = 111.2
"""From one degree of latitude to the next."""


@dataclass(frozen=True)
class Past:
    """Requests that were opened in a period, who could be asked, what is known of all, and what really happened.

    parts: parts of an offer's text per language, as sent.
    """

    population: Population
    knowledge: Knowledge
    courses: Sequence[Course]
    parts: Mapping[str, float]


def read_past(database: Database, tunables: Tunables, start: datetime, end: datetime, *, seed: int) -> Past:
    """Return what was opened from `start` until before `end`. The volunteers are those who may be asked today."""
    draw = Random(seed)  # noqa: S311 - draws what we are in doubt of, not a secret
    with database.reading() as session:
        state, places, apart = session.get(PolicyState, 1), read_areas(session), _apart(session)
        knowledge = Knowledge.from_json(state.knowledge if state else None)
        requests = _requests(session, start, end)
        players = [
            _player(row, record, places, apart.get(row.id, ()), nature=_nature(record, knowledge, draw))
            for row, record in _volunteers(session)
        ]
        population = Population(
            players, [_wish(request, places) for request in requests], database.zone, tunables.quiet_hours
        )
        limits = Limits.of(tunables, database.zone, knowledge)
        courses = [_course(request, limits) for request in requests]
        return Past(population, knowledge, courses, _parts(session, [request.id for request in requests]))


def _requests(session: Session, start: datetime, end: datetime) -> Sequence[HelpRequest]:
    query = select(HelpRequest).where(HelpRequest.opened_at >= start, HelpRequest.opened_at < end)
    query = query.options(joinedload(HelpRequest.resident), selectinload(HelpRequest.offers))
    return session.scalars(query.order_by(HelpRequest.opened_at, HelpRequest.id)).all()


def _volunteers(session: Session) -> Sequence[tuple[Volunteer, VolunteerRecord | None]]:
    query = (
        select(Volunteer, VolunteerRecord)
        .outerjoin(VolunteerRecord, VolunteerRecord.volunteer_id == Volunteer.id)
        .where(Volunteer.status == VolunteerStatus.ACTIVE)
        .options(selectinload(Volunteer.languages), selectinload(Volunteer.areas), selectinload(Volunteer.kinds),
                 joinedload(Volunteer.organisation))
        .order_by(Volunteer.id)
    )  # fmt: skip
    return [(volunteer, record) for volunteer, record in session.execute(query).all()]


def _apart(session: Session) -> Mapping[int, Collection[int]]:
    """The persons whom each volunteer must not meet."""
    found: dict[int, set[int]] = defaultdict(set)
    for volunteer_id, person_id in session.execute(select(Apart.volunteer_id, Apart.person_id)):
        found[volunteer_id].add(person_id)
    return found


def _wish(request: HelpRequest, places: Places) -> Wish:
    opened_at = request.opened_at or request.created_at
    need = replace(need_of(request, places), opened_at=opened_at, was_asked=False)
    return Wish(opened_at, need, pace_of(need.kind).window, _home(places, [request.area_code or ""]))


def _player(
    row: Volunteer, known: VolunteerRecord | None, places: Places, apart: Collection[int], *, nature: Nature
) -> Player:
    areas = [area.area_code for area in row.areas]
    candidate = Candidate(
        volunteer_id=row.id, person_id=row.person_id, organisation_id=row.organisation_id,
        languages=frozenset(each.language for each in row.languages), areas=frozenset(areas),
        kinds=frozenset(each.kind for each in row.kinds), vetting=Vetting(row.vetting), available=row.available,
        quiet=row.quiet, weekly_limit=row.weekly_limit, own_only=row.organisation.own_only, apart=frozenset(apart),
        record=_record(known),
    )  # fmt: skip
    return Player(candidate, nature, _home(places, areas))


def _record(known: VolunteerRecord | None) -> Record:
    return Record(known.lean, known.doubt, delay=known.delay, answers=known.answers) if known else Record()


def _nature(known: VolunteerRecord | None, knowledge: Knowledge, draw: Random) -> Nature:
    """Draw how he really is from what is known of him: the less, the wider."""
    record, recent = _record(known), known.recent if known else ""
    weight = dict(zip(FEATURES, knowledge.weights, strict=True))
    minutes = math.exp(usual_delay(record))
    return Nature(
        will=weight["always"] + draw.gauss(record.lean, math.sqrt(record.doubt)), free=weight["free_now"],
        km=weight["km"], tongue=weight["language"], known=weight["known"], pressed=weight["pressed"],
        tasks=weight["tasks"], medicine=weight["medicine"], quick=minutes / 2, slow=minutes * 4,
        manners=(recent.count("n") + 1) / (recent.count("n") + recent.count("s") + 2),
    )  # fmt: skip


def _home(places: Places, areas: Collection[str]) -> Point | None:
    """Where an area lies, in kilometres from where the equator meets Greenwich; only differences are used."""
    for code in areas:
        at = places[code].at if code != EVERYWHERE and code in places.areas else None
        if at:
            return at[1] * DEGREE_KM * math.cos(math.radians(at[0])), at[0] * DEGREE_KM
    return None


def _course(request: HelpRequest, limits: Limits) -> Course:
    opened_at = request.opened_at or request.created_at
    wait = texting_minutes(opened_at, request.matched_at, limits) if request.matched_at else None
    asked = tuple(offer.volunteer_id for offer in request.offers)
    return Course(request.language, wait, wait is not None and wait <= pace_of(request.kind).window, asked)


def _parts(session: Session, request_ids: Sequence[int]) -> Mapping[str, float]:
    query = (
        select(HelpRequest.language, func.avg(Message.segments))
        .join(Message, Message.request_id == HelpRequest.id).join(Offer, Offer.id == Message.offer_id)
        .where(HelpRequest.id.in_(request_ids), Message.notice == "offer", Message.segments > 0)
        .group_by(HelpRequest.language)
    )  # fmt: skip
    found: dict[str, float] = defaultdict(float)
    for language, parts in session.execute(query):
        found[language] = float(parts)
    return found
