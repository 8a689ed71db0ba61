"""How Alembic runs here: on SQLite with batch changes, on PostgreSQL one migrator at a time, never long behind a lock.

The address of the database comes from `hotline.migrate`, from `-x url=...`, or from DATABASE_URL.
"""

import os
from typing import Any, Literal

import sqlalchemy as sa
from alembic import context
from alembic.autogenerate.api import AutogenContext

import hotline.models  # noqa: F401 - puts the edge's tables on the metadata
from dispatch.models import Base, UtcDateTime
from hotline.migrate import migration_engine

MIGRATION_LOCK = 7_424_001
"""Any number, as long as every migrator takes the same."""


def database_url() -> str:
    """Return the address to migrate."""
    given = context.config.attributes.get("url") or context.get_x_argument(as_dictionary=True).get("url")
    return str(given or os.environ["DATABASE_URL"])


def render_item(kind: str, item: Any, _autogen: AutogenContext) -> str | Literal[False]:
    """Write our own column types as plain ones: a migration must not change when the code does."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def take_turn(connection: sa.Connection) -> None:
    """Wait for any other migrator, then refuse to wait long for tables in use."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": MIGRATION_LOCK})
        connection.execute(sa.text("SET LOCAL lock_timeout = '10s'"))


def migrate() -> None:
    """Run the migrations in one transaction."""
    engine = migration_engine(database_url())
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_item=render_item,
            # SQLite cannot alter most things in place; the first revision (-x plain=yes) only creates.
            render_as_batch="plain" not in context.get_x_argument(as_dictionary=True),
            transactional_ddl=True,
            compare_type=True,
        )
        with context.begin_transaction():
            take_turn(connection)
            context.run_migrations()
    engine.dispose()


migrate()
