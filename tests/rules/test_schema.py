"""The migrations make exactly the tables that the models describe, and can be undone."""

import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext

import hotline.models  # noqa: F401 - puts the edge's tables on the metadata
from dispatch.models import Base
from hotline.migrate import alembic_config, current, head, upgrade
from tests.support.sources import ROOT, sources


def _config(url: str) -> Config:
    config = alembic_config()
    config.attributes["url"] = url
    return config


def _shape(url: str) -> dict[str, object]:
    """The database as it says itself: columns, indexes, unique and check constraints of each table."""
    engine = sa.create_engine(url)
    looking = sa.inspect(engine)
    shape: dict[str, object] = {
        table: (
            sorted((column["name"], str(column["type"]), column["nullable"]) for column in looking.get_columns(table)),
            sorted((str(index["name"]), tuple(index["column_names"]), bool(index["unique"]))
                   for index in looking.get_indexes(table)),
            sorted((str(unique["name"]), tuple(unique["column_names"]))
                   for unique in looking.get_unique_constraints(table)),
            sorted((str(check["name"]), "".join(check["sqltext"].split()))
                   for check in looking.get_check_constraints(table)),
            sorted((tuple(key["constrained_columns"]), key["referred_table"])
                   for key in looking.get_foreign_keys(table)),
        )
        for table in looking.get_table_names()
        if table != "alembic_version"
    }  # fmt: skip
    engine.dispose()
    return shape


def test_the_migrations_make_what_the_models_say(database_url: str) -> None:
    engine = sa.create_engine(database_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()


def test_the_migrated_database_looks_like_one_made_from_the_models(database_url: str, empty_url: str) -> None:
    engine = sa.create_engine(empty_url)
    Base.metadata.create_all(engine)
    engine.dispose()
    assert _shape(database_url) == _shape(empty_url)


def test_up_down_and_up_again(empty_url: str) -> None:
    upgrade(empty_url)
    made = _shape(empty_url)
    command.downgrade(_config(empty_url), "base")
    assert _shape(empty_url) == {}
    upgrade(empty_url)
    assert _shape(empty_url) == made


def test_upgrading_twice_changes_nothing(database_url: str) -> None:
    upgrade(database_url)
    engine = sa.create_engine(database_url)
    assert current(engine) == head()
    engine.dispose()


def test_migrations_are_numbered_in_one_line() -> None:
    names = sorted(source.path.name for source in sources("migrations/versions"))
    assert [int(name[:4]) for name in names] == list(range(1, len(names) + 1))
    assert (ROOT / "migrations" / "env.py").exists()
