"""What a command works with: the database that the environment names, at the newest revision."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import click

from dispatch.db import Database
from hotline.migrate import head_matches
from hotline.settings import Settings


@contextmanager
def open_database() -> Iterator[Database]:
    """Open the database of the environment.

    Raises `BadConfiguration`, and `click.ClickException` when the database is not at the newest revision.
    """
    settings = Settings.from_env(os.environ)
    database = Database(settings.database_url, zone=settings.timezone, presets=settings.presets)
    try:
        if not head_matches(database.engine):
            raise click.ClickException("the database is not at the newest revision; run: hotline db upgrade")
        yield database
    finally:
        database.dispose()
