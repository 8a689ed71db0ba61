"""Trying again what lost against another transaction: a deadlock, or a lock that took too long. It left no trace."""

import logging
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.exc import OperationalError

MOST_TRIES = 3

Value = TypeVar("Value")

log = logging.getLogger(__name__)


def patiently(attempt: Callable[[], Value]) -> Value:
    """Return what `attempt` returns. Raises OperationalError when the database is away, or after `MOST_TRIES`."""
    for _ in range(MOST_TRIES - 1):
        try:
            return attempt()
        except OperationalError as error:
            if error.connection_invalidated:
                raise
            log.warning("tried_again")
    return attempt()
