"""Our policy against simpler ways to ask, in made-up places that differ much; and what one decision costs.

    .venv/bin/python -m tests.benchmarks.bench_dispatch [seeds [place ...]]

Every way gets the same people and the same requests (paired seeds), begins with nothing learned, and sees nothing of
how people really are. The waves' numbers come from research and were then changed while looking at results in SEEN and
in other made-up places, with other seeds; the rest were looked at three times, between the last steps. The places were
changed too: how willing, honest about hours, mobile and easily tired people are, after looking at "base", "scarce",
"languages" and "tired". "tired" keeps the less favourable fatigue and honesty that "base" had before.
"""

import statistics
import sys
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import fields, replace
from datetime import timedelta
from random import Random
from zoneinfo import ZoneInfo

from dispatch.hours import QuietHours
from dispatch.learning import Knowledge, Record
from dispatch.matching import Fitting
from dispatch.policy import Limits, plan_wave
from dispatch.whatif.measures import Figures, average, measure
from dispatch.whatif.scenes import Scene, make
from dispatch.whatif.strategies import WAYS
from dispatch.whatif.world import World, settle
from tests.benchmarks.measuring import percentile, say

ZONE, QUIET = ZoneInfo("Europe/Stockholm"), QuietHours.parse("21:00-08:00")
LIMITS = Limits(ZONE, QUIET, wave_size=3, wave_minutes=15)

FIRST_SEED = 201
"""Seeds below were looked at while the places were being made."""

PLACES: Mapping[str, Scene] = {
    "base": Scene(),
    "scarce": Scene(volunteers=200),
    "languages": Scene(languages={"sv": 0.4, "ar": 0.3, "so": 0.12, "fa": 0.1, "uk": 0.08}, second=0.25),
    "twice": Scene(requests=800),
    "burst": Scene(burst=8.0),
    "clustered": Scene(centres=3, town=14.0),
    "slow": Scene(slowness=3.0, honest=0.6),
    "tired": Scene(fatigue=1.8, honest=0.75),
    "alike": Scene(spread=0.7, will=-2.6),
    "big": Scene(volunteers=1500, requests=1200, days=14, residents=500, town=16.0),
}
SEEN = ("base", "scarce", "languages", "tired", "twice", "alike")
"""Places whose results were looked at before people and policy took their last shape."""

BARS: Sequence[tuple[str, str, str, float]] = (
    # What is measured, against which way (nothing: as it is), whether it may be at most or at least, and how much.
    ("texts", "broadcast", "<=", 0.06), ("texts", "one at a time", "<=", 0.50), ("texts", "nearest five", "<=", 0.40),
    ("texts", "rotation", "<=", 0.80), ("median", "one at a time", "<=", 0.25), ("median", "nearest five", "<=", 0.90),
    ("medicine", "nearest five", "<=", 0.35), ("p95", "one at a time", "<=", 0.30), ("in_time", "", ">=", 0.92),
    ("left", "one at a time", "<=", 0.50), ("most", "", "<=", 11), ("evenness", "", ">=", 0.98),
    ("gini", "", "<=", 0.69),
    ("tongue", "", ">=", 0.85), ("again", "", ">=", 0.33), ("in_time", "rotation", ">=", 1.0),
)  # fmt: skip


def run(job: tuple[str, int]) -> Mapping[str, Figures]:
    """Return each way's figures in one place with one seed."""
    place, seed = job
    population = make(PLACES[place], seed, ZONE, QUIET)
    return {name: measure(settle(World(population, way, LIMITS, seed))) for name, way in WAYS.items()}


def table(place: str, found: Mapping[str, Figures]) -> None:
    """Print what each way came to in a place, and which bars the waves reach there."""
    say(f"\n{place}{'  (seen)' if place in SEEN else ''}")
    say(f"{'':15}" + "".join(f"{each.name:>10}" for each in fields(Figures)))
    for name, figures in found.items():
        say(f"{name:15}" + "".join(f"{getattr(figures, each.name):10.2f}" for each in fields(Figures)))
    for what, against, sign, bar in BARS:
        mine = getattr(found["waves"], what)
        value = mine / getattr(found[against], what) if against else mine
        reached = value <= bar if sign == "<=" else value >= bar
        beside = f"{what} / {against}" if against else what
        say(f"  {'reached' if reached else 'MISSED ':8} {beside:26} {value:6.2f} {sign} {bar}")


def cost(people: int) -> None:
    """Print how long one decision takes with so many candidates."""
    population = make(Scene(volunteers=people), 1, ZONE, QUIET)
    wish, draw = population.wishes[0], Random(1)
    candidates = tuple(
        replace(player.candidate, km=draw.uniform(0, 9), texts_last_week=draw.randrange(6), weekly_limit=None, quiet="",
                record=Record(draw.gauss(0, 1), 0.6, 2.0, wish.at - timedelta(days=2), 3.0, 4))
        for player in population.players
    )  # fmt: skip
    limits, fitting = replace(LIMITS, knowledge=Knowledge(answers=999)), Fitting(candidates, {})
    now = QUIET.ends_after(wish.at.astimezone(ZONE)) + timedelta(hours=1)
    times = []
    for seed in range(60):
        began = time.process_time()
        plan_wave(now, wish.need, fitting, (), limits=limits, rng=Random(seed))
        times.append((time.process_time() - began) * 1000)
    middle, high = statistics.median(times), percentile(times, 95)
    say(f"{people:5} candidates: median {middle:.1f} ms, p95 {high:.1f} ms of CPU a decision")


def main() -> None:
    """Run every way in every place, or in those that are named."""
    seeds = int(sys.argv[1]) if len(sys.argv) > 1 else 4
    places = sys.argv[2:] or list(PLACES)
    for people in (100, 400):
        cost(people)
    jobs = [(place, seed) for place in places for seed in range(FIRST_SEED, FIRST_SEED + seeds)]
    with ProcessPoolExecutor() as pool:
        results = pool.map(run, jobs)
        for place in places:
            runs = [next(results) for _ in range(seeds)]
            table(place, {name: average([found[name] for found in runs]) for name in WAYS})


if __name__ == "__main__":
    main()
