"""What understanding costs: time per text in each language, time and memory to load all of them.

    .venv/bin/python -m tests.benchmarks.bench_understanding [rounds]

The texts are the examples of every language, each read with its language known and unknown. The bars: a median of
5 ms a text, 3 s of processor time to load, 150 MB more memory. Ends with status 1 when one is broken.
"""

import os
import statistics
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from hotline import catalogs
from hotline.catalogs import Catalog
from hotline.understanding import Lexicons, Places, understand
from tests.benchmarks.measuring import percentile, say

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
ZONE = ZoneInfo("Europe/Stockholm")
MOST_MILLISECONDS, MOST_SECONDS, MOST_MEGABYTES = 5.0, 3.0, 150.0


def memory() -> float:
    """Return the megabytes this process holds. Reads /proc, so Linux only."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def texts(catalog: Catalog) -> list[str]:
    """Return every example of a language, and the longest text that is read."""
    lines = [line for key in catalog.family("example:") for line in catalog.lines(key)]
    return [*lines, " ".join(lines)[:1600]]


def times(catalog: Catalog, lexicons: Lexicons, rounds: int) -> list[float]:
    """Return the milliseconds each reading took."""
    took = []
    for _ in range(rounds):
        for text in texts(catalog):
            for language in (catalog.tag, None):
                began = time.perf_counter()
                understand(text, language=language, lexicons=lexicons, now=NOW, zone=ZONE, places=Places())
                took.append((time.perf_counter() - began) * 1000)
    return took


def main(rounds: int = 3) -> int:
    """Measure and print; return 1 when a bar is broken."""
    before, began, busy = memory(), time.perf_counter(), time.process_time()
    spoken = catalogs.load(catalogs.LOCALES)
    read_at = time.process_time()
    lexicons = Lexicons(spoken)
    seconds, wall, megabytes = time.process_time() - busy, time.perf_counter() - began, memory() - before
    say(
        f"{len(spoken)} languages: {seconds:.2f} s of the processor to load ({read_at - busy:.2f} s of it files),"
        f" {wall:.2f} s by the clock, {megabytes:.0f} MB"
    )
    medians = []
    for tag, catalog in spoken.items():
        took = times(catalog, lexicons, rounds)
        medians.append(statistics.median(took))
        say(f"{tag:4} median {medians[-1] * 1000:6.0f} us, 95 % {percentile(took, 95):6.2f} ms")
    broken = seconds > MOST_SECONDS or megabytes > MOST_MEGABYTES or max(medians) > MOST_MILLISECONDS
    return int(broken)


if __name__ == "__main__":
    sys.exit(main(*(int(argument) for argument in sys.argv[1:])))
