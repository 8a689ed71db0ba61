"""Once a day, who is on duty is told what has no volunteer, by area and language."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dispatch.db import Database, Work
from dispatch.models import Area, HelpRequest, Person, PolicyState
from dispatch.operations.alarms import on_duty
from dispatch.ports import Caller, Messenger
from dispatch.states import RequestState
from dispatch.telling import tell
from dispatch.tunables import Tunables

MOST = 4
"""Groups that are named; a text is short, and the page has them all."""
UNCLAIMED = (RequestState.OPEN, RequestState.ESCALATED)


def is_due(session: Session, now: datetime, tunables: Tunables, zone: ZoneInfo) -> bool:
    """Whether today's digest has not been told and its hour has come."""
    local = now.astimezone(zone)
    told = session.scalar(select(PolicyState.digest_on))
    return told is not None and told != str(local.date()) and local.hour >= tunables.digest_hour


def tell_digest(database: Database, messenger: Messenger, caller: Caller, now: datetime | None = None) -> int:
    """Tell today's digest if it is due, once however many ask for it. Returns how many were told."""
    with database.work(now) as work:
        state = work.session.get(PolicyState, 1, with_for_update=True)
        if state is None or not is_due(work.session, work.now, work.tunables, work.zone):
            return 0
        state.digest_on = str(work.local_now.date())
        groups = unclaimed(work.session)
        if not groups:
            return 0
        people = on_duty(work, messenger, caller)
        count = sum(number for *_, number in groups)
        return sum(_tell_one(work, person, count, groups) for person in people)


def unclaimed(session: Session) -> list[tuple[str, str, int]]:
    """Return area, language and number of the requests without a volunteer, most first."""
    number = func.count()
    query = (
        select(func.coalesce(Area.name, ""), HelpRequest.language, number)
        .outerjoin(Area, Area.code == HelpRequest.area_code)
        .where(HelpRequest.state.in_(UNCLAIMED))
        .group_by(Area.name, HelpRequest.language)
        .order_by(number.desc(), Area.name)
    )
    return [(area, language, many) for area, language, many in session.execute(query)]


def _tell_one(work: Work, person: Person, count: int, groups: list[tuple[str, str, int]]) -> bool:
    message = tell(work, person, "digest", count=count, groups=[list(group) for group in groups[:MOST]])
    return message is not None
