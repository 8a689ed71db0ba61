"""A fresh, migrated database for each test that asks, cheaply: copied from one that the migrations made once."""

import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import count
from pathlib import Path
from typing import Protocol

import psycopg

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
    """Databases on one server. `prefix` keeps those who share the server apart.

    To make a database costs a tenth of a second and hundreds of files, so one that a test has left as it should be is
    emptied and lent again.
    """

    def __init__(self, server: Databases, prefix: str) -> None:
        self._server = server
        self._prefix = prefix
        self._numbers = count(1)
        self._template: str | None = None
        self._free: list[str] = []
        self._lent: set[str] = set()
        self._shape: object = None

    @contextmanager
    def empty(self) -> Iterator[str]:
        """A new database."""
        name = self._name()
        try:
            yield self._server.make(name)
        finally:
            self._server.drop(name)

    @contextmanager
    def migrated(self) -> Iterator[str]:
        """A database that looks like a copy of the one the migrations made."""
        if self._template is None:
            self._template = f"{self._prefix}_template"
            upgrade(self._server.make(self._template))
            self._shape = self._server.shape(self._template)
        name = self._free.pop() if self._free else self._name()
        try:
            yield self._server.make(name, template=self._template) if name not in self._lent else self._server.at(name)
        finally:
            self._take_back(name)

    def _take_back(self, name: str) -> None:
        if self._is_as_new(name):
            self._lent.add(name)
            self._free.append(name)
        else:
            self._server.drop(name)
            self._lent.discard(name)

    def _is_as_new(self, name: str) -> bool:
        """Whether emptying made it so. It cannot after a test that changed more than rows, nor without the right to."""
        try:
            self._server.empty(name)
            return self._server.shape(name) == self._shape
        except psycopg.Error:
            return False

    def _name(self) -> str:
        return f"{self._prefix}_{next(self._numbers)}"

    def clean_up(self) -> None:
        """Drop what is left; a server that is not ours must look as it did before."""
        for name in (*self._free, *filter(None, [self._template])):
            self._server.drop(name)
