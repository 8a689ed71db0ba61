"""What the measurements share: databases, a process tree's CPU time, a steady stream of posts, medians."""

import http.client
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from tests.support.databases import KINDS, PostgresDatabases, SqliteFiles
from tests.support.line import Line, a_line
from tests.support.postgres import Databases, NoPostgres, PostgresServer
from tests.support.redis import a_redis
from tests.support.signed import signature

_TICKS = os.sysconf("SC_CLK_TCK")

Post = tuple[str, bytes, dict[str, str]]
"""Path, body and headers of one form post."""


@contextmanager
def lines(kinds: Sequence[str]) -> Iterator[Iterator[tuple[str, Line]]]:
    """Yield (kind of database, running line) one after the other, on the named kinds, or on every one there is."""
    with ExitStack() as everything:
        folder = Path(everything.enter_context(tempfile.TemporaryDirectory(prefix="bench")))
        redis_url = everything.enter_context(a_redis())

        def each() -> Generator[tuple[str, Line], None, None]:
            for kind in kinds or KINDS:
                with ExitStack() as stack:
                    try:
                        url = a_database(kind, folder, stack)
                    except NoPostgres as why:
                        print(f"{kind}: left out, {why}")  # noqa: T201 - a program for the terminal
                        continue
                    place = folder / kind
                    place.mkdir()
                    yield kind, stack.enter_context(a_line(url, redis_url, place))

        yield everything.enter_context(closing(each()))


def a_database(kind: str, folder: Path, stack: ExitStack) -> str:
    """Return the address of a fresh database of a kind, gone with the stack."""
    if kind == "sqlite":
        return stack.enter_context(SqliteFiles(folder).migrated())
    server = stack.enter_context(PostgresServer())
    return stack.enter_context(PostgresDatabases(Databases(server.url), "bench").migrated())


def cpu_seconds(pid: int) -> float:
    """Return the CPU time of a process and all its living descendants so far. Reads /proc, so Linux only."""
    user, system = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return (int(user) + int(system)) / _TICKS + sum(cpu_seconds(int(child)) for child in children)


def signed_post(address: str, path: str, fields: Sequence[tuple[str, str]], token: str) -> Post:
    """Return a form post that the carrier could have made, ready to be sent."""
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Twilio-Signature": signature(token, address + path, fields),
    }
    return path, urlencode(fields).encode(), headers


def send_all(address: str, posts: Sequence[Post], *, connections: int = 8) -> float:
    """Send the posts over a few kept connections; return the seconds it took. Every answer must be a 2xx."""
    with ThreadPoolExecutor(connections) as pool:
        began = time.perf_counter()
        list(pool.map(lambda part: _send_part(address, part), [posts[n::connections] for n in range(connections)]))
        return time.perf_counter() - began


def _send_part(address: str, posts: Sequence[Post]) -> None:
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
    for path, body, headers in posts:
        connection.request("POST", path, body, headers)
        answer = connection.getresponse()
        answer.read()
        assert answer.status < 300, answer.status
    connection.close()


def percentile(values: Sequence[float], share: int) -> float:
    """Return the value below which `share` per cent lie."""
    return statistics.quantiles(values, n=100, method="inclusive")[share - 1]


def say(text: str) -> None:
    """Print a line at once."""
    print(text, flush=True)  # noqa: T201 - a program for the terminal


def timed(work: Callable[[], object]) -> float:
    """Return the seconds that `work` takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
