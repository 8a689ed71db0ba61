"""Hints on a real Redis, and what happens without one."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from redis import Redis
from rq.registry import FailedJobRegistry

from dispatch import jobs
from dispatch.db import Database, Wake
from dispatch.queue import enqueue, find_oldest, list_heartbeats, make_queue, run_worker, waker
from tests.dispatch.carrier import Carrier
from tests.dispatch.exchange import Drawer, Ringer, Tapes
from tests.support.factories import a_request, a_volunteer
from tests.support.serving import a_free_port

WAKE = Wake("take_step", (7,))


def test_a_hint_names_a_job_and_ids(redis: Redis) -> None:
    queue = make_queue(redis)
    assert enqueue(queue, [WAKE, Wake("send_messages")])
    assert [(job.func_name, job.args) for job in queue.get_jobs()] == [
        ("dispatch.jobs.take_step", (7,)), ("dispatch.jobs.send_messages", ()),
    ]  # fmt: skip


def test_without_redis_nothing_is_raised_and_nothing_is_promised() -> None:
    away = Redis(port=a_free_port(), socket_connect_timeout=0.2)
    assert not enqueue(make_queue(away), [WAKE])
    waker(make_queue(away))([WAKE])


def test_the_oldest_hint_says_how_long_we_are_behind(redis: Redis) -> None:
    queue = make_queue(redis)
    assert find_oldest(queue) is None
    enqueue(queue, [WAKE])
    oldest = find_oldest(queue)
    assert oldest is not None
    assert timedelta(0) <= datetime.now(UTC) - oldest < timedelta(seconds=30)


def test_without_workers_there_are_no_heartbeats(redis: Redis) -> None:
    assert list_heartbeats(redis) == []


@pytest.fixture
def at_work(database_url: str) -> Iterator[Database]:
    database = Database(database_url, presets={"quiet_hours": ""})
    yield database
    database.dispose()


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_worker_takes_the_step_and_sends_what_came_of_it(redis: Redis, at_work: Database) -> None:
    carrier = Carrier()
    jobs.provide(jobs.Tools(at_work, carrier, Ringer(), Tapes(), Drawer()))
    queue = make_queue(redis)
    at_work.on_commit = waker(queue)
    with at_work.work() as work:
        a_volunteer(work.session)
        request = a_request(work.session, now=work.now)
        work.wake("take_step", request.id)
    run_worker(redis, burst=True)
    assert len(carrier.taken) == 1
    assert queue.count == 0
    assert FailedJobRegistry(queue=queue).count == 0


def test_the_clock_can_do_the_same_by_itself(at_work: Database) -> None:
    carrier = Carrier()
    jobs.provide(jobs.Tools(at_work, carrier, Ringer(), Tapes(), Drawer()))
    with at_work.work() as work:
        a_volunteer(work.session)
        request_id = a_request(work.session, now=work.now).id
    jobs.run_here([Wake("take_step", (request_id,)), Wake("send_messages"), Wake("settle_messages", (1,))])
    assert len(carrier.taken) == 1
