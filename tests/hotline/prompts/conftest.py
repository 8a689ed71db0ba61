"""A line that speaks Swedish with a voice, and a small language for which everything must be recorded."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from hotline import wiring
from hotline.catalogs import Catalog, Catalogs
from hotline.wiring import Context
from tests.support.app import settings_for

SOMALI = {
    "language:name": "Soomaali",
    "phone:goodbye": "Nabadgelyo.",
    "phone:match.resident": "{name} oo ka socda {organisation} ayaa imanaya. {when}.",
    "phone:record.kept": "Kept.",
}
"""As much of a language as a test can record; not checked by anybody who speaks it."""


@pytest.fixture
def system(database_url: str, redis_url: str, tmp_path: Path) -> Iterator[Context]:
    """What a process works with, and Somali besides the languages there are."""
    whole = wiring.build(settings_for(database_url, redis_url, tmp_path))
    system = replace(whole, catalogs=Catalogs({**whole.catalogs, "so": Catalog("so", SOMALI)}, {}))
    yield system
    system.database.dispose()
    system.redis.close()
