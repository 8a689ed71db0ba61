"""Whether texts get answered just now: the database, its revision, Redis, the workers, and how long things wait."""

from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from redis.exceptions import RedisError
from sqlalchemy.exc import SQLAlchemyError

from dispatch.db import Database
from dispatch.queue import find_oldest, list_heartbeats
from hotline import gauges, revisions

if TYPE_CHECKING:
    from hotline.wiring import Context

WORKER_SILENCE = timedelta(seconds=150)
"""A worker that has not been heard of for so long is gone; one job may keep it silent for two minutes."""

OLDEST_JOB = timedelta(seconds=60)
"""A hint that waits longer means too few workers, or stuck ones."""

OLDEST_STEP = timedelta(seconds=120)
"""A request's step that is overdue longer means that the clock or the workers do not work."""

OLDEST_MESSAGE = timedelta(seconds=120)
"""The same for a text that might have left."""


@dataclass(frozen=True)
class Readiness:
    """What was found. Each field is empty when all is well, else says what is wrong."""

    database: str = ""
    migrations: str = ""
    step: str = ""
    message: str = ""
    redis: str = ""
    workers: str = ""
    queue: str = ""

    @property
    def reasons(self) -> list[str]:
        """Everything that is wrong, one line each."""
        found = ((each.name, getattr(self, each.name)) for each in fields(self))
        return [f"{name}: {fault}" for name, fault in found if fault]


def check(context: "Context", now: datetime) -> Readiness:
    """Look at everything. Never raises because of something that is down."""
    return Readiness(**_of_database(context.database, now), **_of_redis(context, now))


def _of_database(database: Database, now: datetime) -> dict[str, str]:
    try:
        if not revisions.head_matches(database.engine):
            return {"migrations": "the database is at another revision than the code; run `hotline db upgrade`"}
        with database.reading() as session:
            due = gauges.oldest_due(session, now)
    except SQLAlchemyError as error:
        return {"database": f"does not answer ({type(error).__name__})"}
    return {
        "step": _late("a request's step", now, due.step, OLDEST_STEP),
        "message": _late("a text", now, due.message, OLDEST_MESSAGE),
    }


def _of_redis(context: "Context", now: datetime) -> dict[str, str]:
    try:
        alive = [beat for beat in list_heartbeats(context.redis) if now - beat < WORKER_SILENCE]
        since = find_oldest(context.queue)
    except RedisError as error:
        return {"redis": f"does not answer ({type(error).__name__})"}
    return {
        "workers": "" if alive else "none is alive; start `hotline worker`",
        "queue": _late("the oldest job", now, since, OLDEST_JOB),
    }


def _late(what: str, now: datetime, since: datetime | None, patience: timedelta) -> str:
    if since is None or now - since <= patience:
        return ""
    return f"{what} has waited {(now - since).total_seconds():.0f} s"
