"""What monitoring is told: 200 while texts get answered, 503 with every reason, figures for those who may see them."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from redis import Redis
from rq import SimpleWorker

from dispatch.db import Database
from dispatch.models import Message
from dispatch.queue import make_queue
from dispatch.states import MessageState
from hotline import health
from hotline.catalogs import Catalogs
from hotline.settings import Settings
from hotline.web.current import CLOCK
from hotline.wiring import Context
from tests.support.factories import a_person, a_request

TOKEN = {"METRICS_TOKEN": "a-long-token"}
LATER = timedelta(minutes=10)


@pytest.fixture
def client(database: Database, redis: Redis) -> FlaskClient:
    """The pages of health alone."""
    app = Flask(__name__)
    settings = Settings.from_env(TOKEN)
    app.extensions["hotline"] = Context(settings, database, Catalogs({}, {}), redis, make_queue(redis))
    app.register_blueprint(health.bp)
    return app.test_client()


@pytest.fixture
def worker(redis: Redis) -> Iterator[SimpleWorker]:
    """A worker that has said it is there."""
    worker = SimpleWorker([make_queue(redis)], connection=redis)
    worker.register_birth()  # type: ignore[no-untyped-call]
    yield worker
    worker.register_death()  # type: ignore[no-untyped-call]


def at(client: FlaskClient, moment: datetime) -> FlaskClient:
    client.application.config[CLOCK] = lambda: moment
    return client


def reasons(client: FlaskClient) -> list[str]:
    answer = client.get("/readyz")
    assert answer.json
    assert (answer.status_code == 200) == answer.json["ready"] == (not answer.json["reasons"])
    return [reason.split(":")[0] for reason in answer.json["reasons"]]


def a_message(database: Database, now: datetime, **more: object) -> None:
    with database.work(now) as work:
        person = a_person(work.session)
        values = {"state": MessageState.QUEUED, "created_at": now, "segments": 2, **more}
        work.session.add(Message(person_id=person.id, **values))


@pytest.mark.usefixtures("worker")
def test_all_is_well(client: FlaskClient) -> None:
    assert reasons(client) == []


def test_no_worker_is_a_reason(client: FlaskClient) -> None:
    assert reasons(client) == ["workers"]


@pytest.mark.usefixtures("worker")
def test_a_worker_that_is_silent_for_long_is_no_worker(client: FlaskClient, worker: SimpleWorker) -> None:
    assert worker.last_heartbeat
    assert reasons(at(client, worker.last_heartbeat + LATER)) == ["workers"]


@pytest.mark.usefixtures("worker")
def test_a_job_that_waits_for_long_is_a_reason(client: FlaskClient, redis: Redis) -> None:
    job = make_queue(redis).enqueue("dispatch.jobs.send_messages")
    assert reasons(client) == []
    assert job.enqueued_at
    assert "queue" in reasons(at(client, job.enqueued_at + LATER))


def test_an_overdue_step_is_a_reason(client: FlaskClient, database: Database, now: datetime) -> None:
    with database.work(now) as work:
        a_request(work.session, next_step_at=now)
    assert "step" not in reasons(at(client, now + timedelta(minutes=1)))
    assert "step" in reasons(at(client, now + LATER))


def test_a_text_that_might_have_left_is_a_reason(client: FlaskClient, database: Database, now: datetime) -> None:
    a_message(database, now, send_at=now + LATER)
    assert "message" not in reasons(at(client, now + LATER))
    assert "message" in reasons(at(client, now + 2 * LATER))


def test_a_redis_that_is_away_is_a_reason_and_no_crash(client: FlaskClient, database: Database) -> None:
    away = Redis.from_url("unix:///nowhere/at/all.sock")
    settings = Settings.from_env({})
    client.application.extensions["hotline"] = Context(settings, database, Catalogs({}, {}), away, make_queue(away))
    assert reasons(client) == ["redis"]


def test_a_database_that_was_never_migrated_is_a_reason(client: FlaskClient, redis: Redis, empty_url: str) -> None:
    empty = Database(empty_url)
    settings = Settings.from_env({})
    client.application.extensions["hotline"] = Context(settings, empty, Catalogs({}, {}), redis, make_queue(redis))
    assert "migrations" in reasons(client)
    empty.dispose()


def test_the_process_answers_whatever_is_away(client: FlaskClient) -> None:
    assert client.get("/healthz").status_code == 200


def test_the_figures_count_what_the_database_holds(client: FlaskClient, database: Database, now: datetime) -> None:
    with database.work(now) as work:
        a_request(work.session, next_step_at=now - LATER)
    a_message(database, now)
    text = at(client, now).get("/metrics").text
    assert 'hotline_requests{state="open"} 1.0' in text
    assert 'hotline_requests{state="done"} 0.0' in text
    assert 'hotline_messages{state="queued"} 1.0' in text
    assert "hotline_oldest_due_step_seconds 600.0" in text
    assert "hotline_segments_today 2.0" in text


@pytest.mark.parametrize(
    ("address", "headers", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("::1", {}, 200),
        ("192.0.2.7", {}, 403),
        ("127.0.0.1", {"X-Forwarded-For": "192.0.2.7"}, 403),
        ("192.0.2.7", {"Authorization": "Bearer a-long-token"}, 200),
        ("192.0.2.7", {"Authorization": "Bearer a-wrong-token"}, 403),
        ("127.0.0.1", {"Authorization": "Bearer a-wrong-token"}, 403),
    ],
)
def test_who_may_see_the_figures(client: FlaskClient, address: str, headers: dict[str, str], status: int) -> None:
    answer = client.get("/metrics", headers=headers, environ_base={"REMOTE_ADDR": address})
    assert answer.status_code == status
