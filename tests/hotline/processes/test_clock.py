"""The clock goes on whatever is away."""

import pytest
import redis
from sqlalchemy.exc import OperationalError

from hotline.processes.clock import BEAT, INTERVAL, LONGEST_PAUSE, beat, tick_for_ever


class Enough(BaseException):
    """Ends the loop of a test."""


def pauses_of(outcomes: list[bool]) -> list[float]:
    """Run the loop over ticks that work (True) or find the database away, and return how long it waited after each."""
    waited: list[float] = []
    left = iter(outcomes)

    def tick() -> None:
        if not next(left):
            raise OperationalError("SELECT 1", {}, Exception("away"))

    def pause(seconds: float) -> None:
        waited.append(round(seconds))
        if len(waited) == len(outcomes):
            raise Enough

    with pytest.raises(Enough):
        tick_for_ever(tick, pause=pause)
    return waited


def test_it_ticks_each_second() -> None:
    assert pauses_of([True, True]) == [INTERVAL, INTERVAL]


def test_it_waits_longer_while_the_database_is_away_and_recovers_at_once() -> None:
    assert pauses_of([False] * 7 + [True]) == [2, 4, 8, 16, LONGEST_PAUSE, LONGEST_PAUSE, LONGEST_PAUSE, INTERVAL]


def test_it_lives_without_redis() -> None:
    beat(redis.Redis.from_url("unix:///nowhere/at/all.sock"))


def test_its_beat_passes_when_it_stops(redis: redis.Redis) -> None:
    beat(redis)
    assert 0 < redis.ttl(BEAT) <= 60
