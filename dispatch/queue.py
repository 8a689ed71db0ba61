"""The hints: the only importer of RQ. Work lives in the database; a queue entry only says where to look first."""

import logging
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from redis import Redis
from redis.exceptions import RedisError
from rq import Queue, SimpleWorker, Worker
from rq.job import Job

from dispatch.db import Wake

__all__ = ["HelpLineWorker", "Queue", "enqueue", "find_oldest", "list_heartbeats", "make_queue", "run_worker", "waker"]

QUEUE = "hotline"
"""One queue for every worker: with several, a kill between pop and start loses the entry."""

JOB_TIMEOUT = 120
"""Seconds a job may take; a text in it has its own, shorter limit."""

log = logging.getLogger(__name__)


def make_queue(redis: Redis) -> Queue:
    """Return the queue on this connection."""
    return Queue(QUEUE, connection=redis, default_timeout=JOB_TIMEOUT)


def enqueue(queue: Queue, wakes: Sequence[Wake]) -> bool:
    """Put hints on the queue. Returns False, after a log line, when Redis is away: the clock will find the work."""
    try:
        for wake in wakes:
            queue.enqueue(f"dispatch.jobs.{wake.job}", *wake.ids, result_ttl=0, failure_ttl=86_400)
    except RedisError:
        log.warning("queue_unreachable", extra={"hints": len(wakes)})
        return False
    return True


def waker(queue: Queue) -> Callable[[Sequence[Wake]], None]:
    """Return what a `Database` calls after each commit."""

    def wake(wakes: Sequence[Wake]) -> None:
        enqueue(queue, wakes)

    return wake


class HelpLineWorker(SimpleWorker):
    """Runs jobs in its own process: a fork costs about 20 ms, more than most of our jobs.

    A job's heartbeat is short, so that another worker takes over soon after a kill.
    """

    def get_heartbeat_ttl(self, job: Job, working_time: float = 0.0) -> int:
        """Seconds after which this worker counts as gone while it runs `job`."""
        return JOB_TIMEOUT + 10


def run_worker(redis: Redis, *, burst: bool = False) -> None:
    """Work the queue until told to stop (or, with `burst`, until it is empty)."""
    worker = HelpLineWorker(
        [make_queue(redis)],
        connection=redis,
        worker_ttl=30,
        maintenance_interval=15,
        job_monitoring_interval=5,
        log_job_description=False,
    )
    worker.work(burst=burst, with_scheduler=False, logging_level="WARNING")




def list_heartbeats(redis: Redis) -> list[datetime]:
    """Return when each registered worker was last heard of. Raises `RedisError`."""
    beats = [worker.last_heartbeat for worker in Worker.all(connection=redis)]
    return [_aware(beat) for beat in beats if beat]


def find_oldest(queue: Queue) -> datetime | None:
    """Return since when the oldest hint waits, or None when none does. Raises `RedisError`."""
    first = queue.get_jobs(0, 1)
    return _aware(first[0].enqueued_at) if first and first[0].enqueued_at else None


def _aware(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
