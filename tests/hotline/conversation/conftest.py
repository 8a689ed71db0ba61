"""One telephone after another before the real conversation, with the real words and a real database."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from dispatch.places import seed_places
from hotline import wiring
from hotline.wiring import Context
from tests.hotline.conversation.telephone import Line
from tests.support.app import settings_for


@pytest.fixture
def system(database_url: str, redis_url: str, tmp_path: Path) -> Iterator[Context]:
    """What a process works with; nobody is known and no worker runs."""
    system = wiring.build(settings_for(database_url, redis_url, tmp_path))
    with system.database.work() as work:
        seed_places(work.session)
    yield system
    system.database.dispose()
    system.redis.close()


@pytest.fixture
def line(system: Context) -> Line:
    """The line."""
    return Line(system)
