"""What every test may ask for. A test that asks for a database runs twice: on SQLite and on PostgreSQL."""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from typing import Any, cast
from zoneinfo import ZoneInfo

import pytest
import redis as redis_client
from sqlalchemy.orm import Session

from dispatch.db import Database
from dispatch.places import Places
from hotline.catalogs import Catalogs, load
from tests.support.databases import KINDS, Maker, PostgresDatabases, SqliteFiles
from tests.support.guard import stay_inside
from tests.support.postgres import Databases, NoPostgres, PostgresServer
from tests.support.redis import a_redis
from tests.support.sources import ROOT

STOCKHOLM = ZoneInfo("Europe/Stockholm")
A_THURSDAY = datetime(2026, 11, 26, 10, 0, tzinfo=STOCKHOLM).astimezone(UTC)

_stack = ExitStack()
_NO_POSTGRES = "NOTHING WAS TRIED ON POSTGRESQL"


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """With several test processes: the first one's controller starts the one server that all share."""
    config = node.config
    if not hasattr(config, "shared_postgres"):
        config.shared_postgres = _server_address()
    node.workerinput["postgres"] = config.shared_postgres


def pytest_unconfigure() -> None:
    """Stop what was started, however the tests ended."""
    _stack.close()


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say loudly when PostgreSQL could not be had, because half of the database tests then mean nothing."""
    skipped = terminalreporter.stats.get("skipped", [])
    if any(_NO_POSTGRES in str(report.longrepr) for report in skipped):
        terminalreporter.write_sep("!", _NO_POSTGRES, red=True, bold=True)


def _server_address() -> str:
    """Return the address of a server we may make databases on; empty, after a line of why, when there is none."""
    if os.environ.get("TEST_DATABASE_URL"):
        return os.environ["TEST_DATABASE_URL"]
    try:
        return _stack.enter_context(PostgresServer()).url
    except NoPostgres as why:
        return f"none: {why}"


@pytest.fixture(autouse=True)
def stays_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse every connection that leaves this machine."""
    stay_inside(monkeypatch)


@pytest.fixture(scope="session")
def postgresql(request: pytest.FixtureRequest) -> Iterator[Maker]:
    """Databases on PostgreSQL; the tests that need it are skipped when there is no server."""
    given = getattr(request.config, "workerinput", None)
    address = given["postgres"] if given else _server_address()
    if address.startswith("none: "):
        pytest.skip(f"{_NO_POSTGRES}: {address}")
    worker = given["workerid"] if given else "main"
    databases = PostgresDatabases(Databases(address), f"hotline_test_{worker}_{os.getpid()}")
    yield databases
    databases.clean_up()


@pytest.fixture(scope="session")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> Maker:
    """Databases as SQLite files."""
    return SqliteFiles(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(params=KINDS)
def maker(request: pytest.FixtureRequest) -> Maker:
    """Makes databases, of each kind in turn."""
    return cast(Maker, request.getfixturevalue(request.param))


@pytest.fixture
def empty_url(maker: Maker) -> Iterator[str]:
    """The address of a database without any table."""
    with maker.empty() as url:
        yield url


@pytest.fixture
def database_url(maker: Maker) -> Iterator[str]:
    """The address of a fresh database at the newest revision."""
    with maker.migrated() as url:
        yield url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A fresh database with units of work."""
    database = Database(database_url, settings_fresh=0)
    yield database
    database.dispose()


@pytest.fixture
def session(database: Database, now: datetime) -> Iterator[Session]:
    """The session of one unit of work at `now`."""
    with database.work(now) as work:
        yield work.session


@pytest.fixture
def now() -> datetime:
    """Thursday 26 November 2026, ten in the morning in Jönköping, as UTC."""
    return A_THURSDAY


@pytest.fixture(scope="session")
def places() -> Places:
    """The areas and postal codes of the place."""
    return Places.load()


@pytest.fixture(scope="session")
def catalogs() -> Catalogs:
    """The words of every language."""
    return load(ROOT / "locales")


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """The address of a real Redis."""
    with a_redis() as url:
        yield url


@pytest.fixture
def redis(redis_url: str) -> Iterator["redis_client.Redis"]:
    """A connection to a real Redis that holds nothing."""
    connection = redis_client.Redis.from_url(redis_url)
    connection.flushall()
    yield connection
    connection.close()
