"""Which revision the database is at and which one the code knows, without the migration library and its weight."""

from pathlib import Path

import sqlalchemy as sa

ROOT = Path(__file__).resolve().parent.parent
VERSIONS = ROOT / "migrations" / "versions"


def head() -> str:
    """Return the newest revision the code knows. A revision is named like its file, and the names are in order."""
    return max((path.stem for path in VERSIONS.glob("[0-9]*.py")), default="")


def current(engine: sa.Engine) -> str:
    """Return the revision the database is at, empty when it was never migrated."""
    version = sa.table("alembic_version", sa.column("version_num"))
    with engine.connect() as connection:
        if not sa.inspect(connection).has_table(version.name):
            return ""
        return connection.execute(sa.select(version.c.version_num)).scalar() or ""


def head_matches(engine: sa.Engine) -> bool:
    """Whether the database is at the newest revision."""
    return current(engine) == head()
