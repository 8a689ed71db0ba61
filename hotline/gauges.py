"""Figures read from the database when somebody asks: no process has to count, and every process gives the same ones."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dispatch import store
from dispatch.db import Database
from dispatch.models import HelpRequest, Message, PhoneVisit
from dispatch.operations import alarms
from dispatch.states import MessageState, RequestState


@dataclass(frozen=True)
class Due:
    """Since when the oldest overdue thing of each sort has been due; None when nothing is."""

    step: datetime | None
    message: datetime | None


def oldest_due(session: Session, now: datetime) -> Due:
    """Return since when a request's step (or the time of a visit by phone) and a queued text have been due at `now`."""
    steps = (HelpRequest.next_step_at, PhoneVisit.next_at)
    due = [at for step in steps if (at := session.scalar(select(func.min(step)).where(step <= now))) is not None]
    since = func.coalesce(Message.send_at, Message.created_at)
    message = session.scalar(select(func.min(since)).where(store.is_due(now)))
    return Due(min(due, default=None), message)


class Gauges(Collector):
    """The figures at one moment, for one answer to Prometheus."""

    def __init__(self, database: Database, now: datetime) -> None:
        self.database = database
        self.now = now

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Read everything in one transaction."""
        midnight = datetime.combine(self.now.astimezone(self.database.zone), time.min, self.database.zone)
        with self.database.reading() as session:
            requests = _counts(session, HelpRequest)
            messages = _counts(session, Message)
            due = oldest_due(session, self.now)
            parts = store.count_parts_since(session, midnight)
            sounding, since = alarms.count_open(session)
            told = len(alarms.numbers_on_duty(self.database.settings.read(session)))
        yield _by_state("hotline_requests", "Requests by state.", requests, list(RequestState))
        yield _by_state("hotline_messages", "Texts by state.", messages, list(MessageState))
        yield _age("hotline_oldest_due_step_seconds", "How long a request's step is overdue.", self.now, due.step)
        yield _age("hotline_oldest_due_message_seconds", "How long a text might have left.", self.now, due.message)
        yield GaugeMetricFamily("hotline_alarms", "Emergencies that no operator has answered yet.", value=sounding)
        yield _age("hotline_oldest_alarm_seconds", "How long the oldest of them has sounded.", self.now, since)
        yield GaugeMetricFamily("hotline_alarm_numbers", "Telephones that are told of an emergency.", value=told)
        yield GaugeMetricFamily("hotline_segments_today", "Parts of texts sent since midnight.", value=parts)


def _counts(session: Session, table: type[HelpRequest] | type[Message]) -> dict[str, int]:
    rows = session.execute(select(table.state, func.count()).group_by(table.state)).all()
    return {state: int(count) for state, count in rows}


def _by_state(name: str, doc: str, counts: dict[str, int], states: list[str]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, doc, labels=["state"])
    for state in states:
        family.add_metric([str(state)], counts.get(state, 0))
    return family


def _age(name: str, doc: str, now: datetime, since: datetime | None) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, doc, value=(now - since).total_seconds() if since else 0)
