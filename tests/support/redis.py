"""A real Redis (Valkey) for the tests, started as the help line starts its own; it takes a tenth of a second."""

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import redis

from hotline.processes import redis_server
from tests.support.kept import Kept


@contextmanager
def a_redis() -> Iterator[str]:
    """Run a server in a folder of its own; yield its address."""
    folder = Path(tempfile.mkdtemp(prefix="vkt"))
    server = Kept(redis_server.command(folder), log=folder / "log", remove=folder)
    url = redis_server.embedded_url(folder)
    try:
        _wait(url, server)
        yield url
    finally:
        server.stop()


def _wait(url: str, server: Kept) -> None:
    deadline = time.monotonic() + 15
    with redis.Redis.from_url(url) as client:
        while True:
            try:
                client.ping()
            except redis.RedisError as error:
                if time.monotonic() > deadline:
                    raise OSError(server.said()) from error
                time.sleep(0.01)
            else:
                return
