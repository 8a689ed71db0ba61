"""The application in this process, and a carrier that signs."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from dispatch.places import seed_places
from hotline.app import create_app
from hotline.wiring import Context, build
from tests.hotline.webhooks.carrier import Carrier
from tests.support.app import settings_for


@pytest.fixture
def system(database_url: str, redis_url: str, tmp_path: Path) -> Iterator[Context]:
    """What the web process works with; nobody is known."""
    system = build(settings_for(database_url, redis_url, tmp_path))
    with system.database.work() as work:
        seed_places(work.session)
    yield system
    system.database.dispose()
    system.redis.close()


@pytest.fixture
def carrier(system: Context) -> Carrier:
    """The carrier before our webhooks."""
    return Carrier(create_app(system), system)
