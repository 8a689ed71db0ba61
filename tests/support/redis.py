"""A real Redis (Valkey) for the tests, started as the help line starts its own; it takes a tenth of a second."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hotline.processes import redis_server


@contextmanager
def a_redis() -> Iterator[str]:
    """Run a server in a folder of its own; yield its address."""
    folder = Path(tempfile.mkdtemp(prefix="vkt"))
    server = subprocess.Popen(redis_server.command(folder), stdin=subprocess.DEVNULL)
    url = redis_server.embedded_url(folder)
    try:
        assert redis_server.wait_until_ready(url, server)
        yield url
    finally:
        server.terminate()
        server.wait()
        shutil.rmtree(folder, ignore_errors=True)
