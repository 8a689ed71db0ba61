"""A fresh, migrated database for each test that asks, cheaply: copied from one that the migrations made once."""

import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import count
from pathlib import Path
from typing import Protocol

from hotline.migrate import upgrade
from tests.support.postgres import Databases

KINDS = ("sqlite", "postgresql")


class Maker(Protocol):
    """Makes databases of one kind: contexts that yield an address and remove the database afterwards."""

    def empty(self) -> AbstractContextManager[str]:
        """A database without any table."""

    def migrated(self) -> AbstractContextManager[str]:
        """A database at the newest revision."""


class SqliteFiles:
    """Files in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = count(1)
        self._template = folder / "template.db"

    @contextmanager
    def empty(self) -> Iterator[str]:
        """A file that does not exist yet."""
        path = self._folder / f"test-{next(self._numbers)}.db"
        try:
            yield f"sqlite:///{path}"
        finally:
            for suffix in ("", "-wal", "-shm"):
                path.with_name(path.name + suffix).unlink(missing_ok=True)

    @contextmanager
    def migrated(self) -> Iterator[str]:
        """A copy of the file that the migrations made."""
        if not self._template.exists():
            upgrade(f"sqlite:///{self._template}")
        with self.empty() as url:
            shutil.copyfile(self._template, url.removeprefix("sqlite:///"))
            yield url


class PostgresDatabases:
    """Databases on one server. `prefix` keeps those who share the server apart."""

    def __init__(self, server: Databases, prefix: str) -> None:
        self._server = server
        self._prefix = prefix
        self._numbers = count(1)
        self._template: str | None = None

    @contextmanager
    def empty(self) -> Iterator[str]:
        """A new database."""
        with self._made("template0") as url:
            yield url

    @contextmanager
    def migrated(self) -> Iterator[str]:
        """A copy of the database that the migrations made."""
        if self._template is None:
            self._template = f"{self._prefix}_template"
            upgrade(self._server.make(self._template))
        with self._made(self._template) as url:
            yield url

    @contextmanager
    def _made(self, template: str) -> Iterator[str]:
        name = f"{self._prefix}_{next(self._numbers)}"
        try:
            yield self._server.make(name, template=template)
        finally:
            self._server.drop(name)

    def clean_up(self) -> None:
        """Drop the template; a server that is not ours must look as it did before."""
        if self._template:
            self._server.drop(self._template)
