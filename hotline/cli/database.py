"""`hotline db`: the database's schema."""

import os

import click

from hotline import revisions
from hotline.processes.release import release
from hotline.settings import Settings


@click.group()
def db() -> None:
    """The database's schema.

    Example: hotline db upgrade
    """


@db.command()
def upgrade() -> None:
    """Bring the database to the newest revision; one that is there already stays as it is.

    Example: DATABASE_URL=postgresql+psycopg://hotline@localhost/hotline hotline db upgrade
    """
    settings = Settings.from_env(os.environ)
    release(settings)
    click.echo(revisions.head())
