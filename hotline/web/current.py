"""What the running request can reach: the system's context and its clock."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, cast

from flask import current_app, g

if TYPE_CHECKING:
    from hotline.wiring import Context

CLOCK = "CLOCK"
"""Name in `app.config` of a function that tells the time; the real clock when it is not set."""


def context() -> "Context":
    """Return the context of the app that answers this request."""
    return cast("Context", current_app.extensions["hotline"])


def now() -> datetime:
    """Return the moment this request is answered at, in UTC: the same one however often it is asked."""
    if "now" not in g:
        clock = cast("Callable[[], datetime] | None", current_app.config.get(CLOCK))
        g.now = clock() if clock else datetime.now(UTC)
    return cast(datetime, g.now)
