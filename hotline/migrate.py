"""Migrations: bring a database to the newest revision.

The first revision may be written anew while nothing is in production yet:

    rm migrations/versions/0001_create_tables.py
    .venv/bin/alembic -x url=sqlite:// -x plain=yes revision --autogenerate \\
        --rev-id 0001_create_tables -m "Create the tables."

Later ones the same way against an upgraded database, with the next number, and then read and tidied by hand.
"""

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from hotline.revisions import ROOT, current, head, head_matches

__all__ = ["alembic_config", "current", "head", "head_matches", "migration_engine", "upgrade"]


def upgrade(database_url: str) -> None:
    """Apply the migrations that are missing. Raises `sqlalchemy.exc.SQLAlchemyError` when the database refuses."""
    config = alembic_config()
    config.attributes["url"] = database_url
    database = sa.make_url(database_url)
    if database.drivername.startswith("sqlite") and database.database:
        # Holds names and addresses: nobody else on this machine may look in.
        Path(database.database).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    command.upgrade(config, "head")


def alembic_config() -> Config:
    """Return the configuration in pyproject.toml, wherever the process was started."""
    return Config(toml_file=ROOT / "pyproject.toml")


def migration_engine(database_url: str) -> sa.Engine:
    """Return an engine whose transactions hold schema changes too; SQLite's driver would leave them outside."""
    engine = sa.create_engine(database_url, poolclass=sa.NullPool if database_url != "sqlite://" else None)
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine, "connect", _leave_transactions_to_us)
        sa.event.listen(engine, "begin", _begin_writing)
    return engine


def _leave_transactions_to_us(connection: object, _record: object) -> None:
    connection.isolation_level = None  # type: ignore[attr-defined]
    connection.execute("PRAGMA journal_mode=WAL")  # type: ignore[attr-defined]


def _begin_writing(connection: sa.Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
