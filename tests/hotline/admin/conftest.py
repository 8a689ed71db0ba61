"""An operator before the real application."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask

from hotline.wiring import Context
from tests.hotline.admin.pages import KEY, Browser, Clock, a_context, an_app, an_operator


@pytest.fixture
def clock(now: datetime) -> Clock:
    """A clock that the test turns."""
    return Clock(now)


@pytest.fixture
def context(database_url: str, redis_url: str, redis: object, tmp_path: Path) -> Iterator[Context]:
    """A line with a fresh database and an empty Redis."""
    context = a_context(database_url, redis_url, tmp_path)
    yield context
    context.database.dispose()
    context.redis.close()


@pytest.fixture
def app(context: Context, clock: Clock) -> Flask:
    """The application."""
    return an_app(context, clock)


@pytest.fixture
def stranger(app: Flask) -> Browser:
    """Somebody who is not logged in."""
    return Browser(app)


@pytest.fixture
def maria(context: Context, now: datetime) -> int:
    """An operator's account."""
    return an_operator(context, now)


@pytest.fixture
def browser(app: Flask, maria: int, now: datetime) -> Browser:
    """The operator, logged in."""
    browser = Browser(app)
    browser.enter(maria, KEY, now)
    return browser
