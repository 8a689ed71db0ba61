"""The clock process: looks each second for what is due and hands it on. It dies of nothing but a signal."""

import logging
import signal
import time
from collections.abc import Callable
from datetime import UTC, datetime
from types import FrameType

import redis
from redis.exceptions import RedisError
from sqlalchemy.exc import SQLAlchemyError

from dispatch import jobs
from dispatch.queue import enqueue
from dispatch.sweeps import Sweeper
from hotline import logs, wiring
from hotline.settings import Settings
from hotline.webhooks.adopting import adopt

INTERVAL = 1.0
"""Seconds between two sweeps."""

ADOPT_EVERY = 180.0
"""Seconds between two questions to the carrier for texts that no webhook brought."""

LONGEST_PAUSE = 30.0
"""Seconds between two attempts while the database is away."""

BEAT = "hotline:clock"
"""Key in Redis that lives as long as the clock does, for `hotline doctor`."""

BEAT_SECONDS = 60

log = logging.getLogger(__name__)


class Stop(BaseException):
    """Somebody asked the clock to stop; raised wherever it is, since a sweep may be cut off anywhere."""


def run(settings: Settings) -> None:
    """Sweep each second until SIGTERM or SIGINT."""
    logs.configure()
    context = wiring.build(settings)
    context.equip_jobs()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _stop)
    sweeper = Sweeper(context.database)
    adoption = Rounds(ADOPT_EVERY)

    def tick() -> None:
        sweep_once(context, sweeper)
        if adoption.is_time(time.monotonic()):
            adopt(context)

    try:
        tick_for_ever(tick, pause=time.sleep)
    except Stop:
        context.database.dispose()


class Rounds:
    """Says once every `seconds` that it is time. Counted on a clock that never jumps."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._last: float | None = None

    def is_time(self, now: float) -> bool:
        """Whether a round is due at `now`; the first one comes after a whole interval."""
        if self._last is None:
            self._last = now
        is_due = now - self._last >= self._seconds
        if is_due:
            self._last = now
        return is_due


def tick_for_ever(tick: Callable[[], None], *, pause: Callable[[float], None]) -> None:
    """Call `tick` each second; wait longer and longer while the database is away."""
    wait = INTERVAL
    while True:
        began = time.monotonic()
        try:
            tick()
            wait = INTERVAL
        except SQLAlchemyError as error:
            wait = min(wait * 2, LONGEST_PAUSE)
            log.exception("sweep_failed", extra={"error": type(error).__name__, "pause": wait})
        pause(max(0.0, wait - (time.monotonic() - began)))


def sweep_once(context: wiring.Context, sweeper: Sweeper) -> None:
    """Hand on what is due now, and say that the clock is alive."""
    wakes = sweeper.sweep(datetime.now(UTC))
    if wakes and not enqueue(context.queue, wakes):
        jobs.run_here(wakes)
    beat(context.redis)


def beat(connection: redis.Redis) -> None:
    """Leave a sign of life. Without Redis there is none, and the sweep goes on all the same."""
    try:
        connection.set(BEAT, datetime.now(UTC).isoformat(), ex=BEAT_SECONDS)
    except RedisError:
        log.warning("redis_away")


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise Stop
