"""CPU per signed, stored and answered inbound text, against a bare Flask view in the same run.

    .venv/bin/python -m tests.benchmarks.bench_inbound [rounds [sqlite|postgresql]]

The ratio is the bare view's CPU per request divided by ours: 0.33 is the aim, below 0.20 is a defect. CPU, not time,
because it does not depend on what else the machine does. Rounds alternate; the median counts.
"""

import statistics
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

from tests.benchmarks.measuring import Post, cpu_seconds, lines, say, send_all, signed_post
from tests.support.factories import a_resident
from tests.support.kept import Kept
from tests.support.line import Line, until
from tests.support.serving import a_free_port
from tests.support.signed import a_text

TEXTS = 400
"""Texts in one round."""

PEOPLE = 80
BODIES = {"a word (status)": "status", "a need (groceries)": "Jag behöver hjälp att handla mat"}
_sids = count(1)


def posts(line: Line, numbers: list[str], body: str) -> list[Post]:
    """Return a round of texts from people in turn, each with an id of its own."""
    texts = [a_text(line.exchange, numbers[n % PEOPLE], body, f"SM{next(_sids):032x}") for n in range(TEXTS)]
    return [signed_post(line.address, "/twilio/sms", fields, line.exchange.auth_token) for fields in texts]


def per_text(pid: int, address: str, round_: list[Post]) -> tuple[float, float]:
    """Return (CPU milliseconds, wall milliseconds) per post."""
    before = cpu_seconds(pid)
    wall = send_all(address, round_)
    return (cpu_seconds(pid) - before) / len(round_) * 1000, wall / len(round_) * 1000


@contextmanager
def bare(line: Line) -> Iterator[tuple[int, str]]:
    """Serve the bare view; yield (process id, address)."""
    port = a_free_port()
    address = f"http://127.0.0.1:{port}"
    command = (sys.executable, "-m", "tests.benchmarks.bare", str(port))
    kept = Kept(command, log=line.folder / "bare.log", environ=line.environ)
    try:
        until(lambda: _serves(address), otherwise=kept.said)
        yield kept.pid, address
    finally:
        kept.stop()


def _serves(address: str) -> bool:
    try:
        return bool(urllib.request.urlopen(address + "/healthz", timeout=2).status == 200)  # noqa: S310 - loopback
    except OSError:
        return False


def medians(rounds: list[tuple[float, float]]) -> tuple[float, float]:
    """Return the median of each of the two figures."""
    return statistics.median(cpu for cpu, _ in rounds), statistics.median(wall for _, wall in rounds)


def measure(kind: str, line: Line, rounds: int) -> None:
    """Print the ratios on one kind of database."""
    with line.people() as session:
        numbers = [a_resident(session).person.phone for _ in range(PEOPLE)]
    with bare(line) as (bare_pid, bare_address):
        web_pid = line.programs["web"].pid
        for name, body in BODIES.items():
            send_all(line.address, posts(line, numbers, body))  # warm up
            send_all(bare_address, posts(line, numbers, body))
            ours, limit = [], []
            for _ in range(rounds):
                limit.append(per_text(bare_pid, bare_address, posts(line, numbers, body)))
                ours.append(per_text(web_pid, line.address, posts(line, numbers, body)))
            (bare_cpu, bare_wall), (cpu, wall) = medians(limit), medians(ours)
            say(f"{kind:11} {name:20} bare {bare_cpu:5.2f} ms CPU   ours {cpu:6.2f} ms CPU   ratio {bare_cpu / cpu:.2f}"
                f"   ({1000 / wall:4.0f} texts/s, bare {1000 / bare_wall:4.0f})")


def main() -> None:
    """Measure on every kind of database."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    with lines(sys.argv[2:]) as each:
        for kind, line in each:
            measure(kind, line, rounds)


if __name__ == "__main__":
    main()
