"""Where help is missing: needs against active volunteers by language, area and kind, with how long people wait."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from dispatch.kinds import EVERYWHERE, VolunteerStatus
from dispatch.models import (
    HelpRequest,
    Organisation,
    Volunteer,
    VolunteerArea,
    VolunteerKind,
    VolunteerLanguage,
)
from dispatch.places import Places, read_areas
from dispatch.states import CLOSED_REQUESTS, RequestState

OVER = timedelta(days=28)
FEW = 3
"""Fewer active volunteers than this, where anybody asked at all, is a gap."""
SLOW = timedelta(hours=12)
"""A gap also where half of all wait longer than this until somebody says yes."""

Asked = Row[Any]
"""language, area_code, kind, state, created_at, matched_at"""


@dataclass(frozen=True)
class Blip:
    """One language, area or kind: requests of the last weeks, those without a volunteer now, and who could help.

    waited: what half of the matched waited at most; None when none was matched. oldest: how long the longest open
    one has waited.
    """

    key: str
    name: str
    needs: int
    unclaimed: int
    volunteers: int
    waited: timedelta | None
    oldest: timedelta | None

    @property
    def is_gap(self) -> bool:
        """Whether help is missing here."""
        return self.needs > 0 and (self.volunteers < FEW or (self.waited or timedelta(0)) > SLOW)


@dataclass(frozen=True)
class Unclaimed:
    """Requests without a volunteer in one area and language."""

    area: str
    language: str
    number: int
    oldest: timedelta


@dataclass(frozen=True)
class Radar:
    """One look around. organisations: whom an appeal can go to, as name and address."""

    languages: Sequence[Blip]
    areas: Sequence[Blip]
    kinds: Sequence[Blip]
    unclaimed: Sequence[Unclaimed]
    organisations: Sequence[Organisation]


def look_around(session: Session, now: datetime) -> Radar:
    """Return needs and volunteers as they are at `now`, gaps first."""
    asked: Sequence[Any] = session.execute(
        select(HelpRequest.language, HelpRequest.area_code, HelpRequest.kind, HelpRequest.state,
               HelpRequest.created_at, HelpRequest.matched_at)
        .where((HelpRequest.created_at > now - OVER) | HelpRequest.state.not_in(CLOSED_REQUESTS))
        .where(HelpRequest.state.not_in((RequestState.DRAFT, RequestState.REFERRED)))
        .where(HelpRequest.opened_at.is_not(None))  # else it is no wish for help, but a volunteer's question, say
    ).all()  # fmt: skip
    places = read_areas(session)
    by_area = _helpers_by_area(session, {_choice(row.area_code, places) for row in asked}, places)
    organisations = session.scalars(select(Organisation).order_by(Organisation.name)).all()
    return Radar(
        languages=_blips(asked, lambda row: row.language, _helpers(session, VolunteerLanguage.language), now=now),
        areas=_blips(asked, lambda row: _choice(row.area_code, places), by_area, now=now,
                     name_of=lambda key: _name(key, places)),
        kinds=_blips(asked, lambda row: row.kind, _helpers(session, VolunteerKind.kind), now=now),
        unclaimed=_unclaimed(asked, places, now),
        organisations=organisations,
    )


def _blips(
    asked: Iterable[Asked],
    key_of: Callable[[Asked], str],
    helpers: Mapping[str, int],
    *,
    now: datetime,
    name_of: Callable[[str], str] = str,
) -> list[Blip]:
    groups: dict[str, list[Asked]] = defaultdict(list)
    for row in asked:
        groups[key_of(row)].append(row)
    blips = []
    for key, rows in groups.items():
        waits = [row.matched_at - row.created_at for row in rows if row.matched_at]
        open_ = [now - row.created_at for row in rows if _is_unclaimed(row)]
        blips.append(Blip(key, name_of(key), len(rows), len(open_), helpers.get(key, 0),
                          median(waits) if waits else None, max(open_, default=None)))  # fmt: skip
    return sorted(blips, key=lambda blip: (not blip.is_gap, blip.volunteers / blip.needs, blip.name))


def _is_unclaimed(row: Asked) -> bool:
    return row.state in (RequestState.OPEN, RequestState.ESCALATED)


def _helpers(session: Session, column) -> dict[str, int]:  # type: ignore[no-untyped-def]  # SQLAlchemy's own column type
    query = select(column, func.count()).join(Volunteer, Volunteer.id == column.class_.volunteer_id)
    query = query.where(Volunteer.status == VolunteerStatus.ACTIVE).group_by(column)
    return dict(session.execute(query).all())


def _helpers_by_area(session: Session, wanted: Iterable[str], places: Places) -> dict[str, int]:
    """Return how many active volunteers go to each of these areas, by whatever name they stated it.

    As when they are asked: to all that contain it or lie in it, and who goes everywhere; an area that is not known
    stands for the whole municipality.
    """
    near = {code: places.related(code) if code in places.areas else frozenset(places.areas) for code in wanted}
    query = select(VolunteerArea.volunteer_id, VolunteerArea.area_code).join(Volunteer)
    goes: dict[str, set[int]] = defaultdict(set)
    for volunteer_id, stated in session.execute(query.where(Volunteer.status == VolunteerStatus.ACTIVE)):
        for code, areas in near.items():
            if stated == EVERYWHERE or stated in areas:
                goes[code].add(volunteer_id)
    return {code: len(ids) for code, ids in goes.items()}


def _choice(code: str | None, places: Places) -> str:
    """Return the area of the choice that an area lies in; its own code when there is none, nothing when not known."""
    if not code or code not in places.areas:
        return code or ""
    return next((each for each in (code, *places.ancestors(code)) if places[each].position), code)


def _name(code: str, places: Places) -> str:
    return places[code].name if code in places.areas else code


def _unclaimed(asked: Iterable[Asked], places: Places, now: datetime) -> list[Unclaimed]:
    groups: dict[tuple[str, str], list[timedelta]] = defaultdict(list)
    for row in asked:
        if _is_unclaimed(row):
            groups[_choice(row.area_code, places), row.language].append(now - row.created_at)
    found = [Unclaimed(_name(area, places), tag, len(ages), max(ages)) for (area, tag), ages in groups.items()]
    return sorted(found, key=lambda one: one.oldest, reverse=True)
