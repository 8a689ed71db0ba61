"""What came of a world, in figures."""

import statistics
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields

from dispatch.kinds import Kind
from dispatch.policy import Limits
from dispatch.waves import texting_minutes
from dispatch.whatif.world import Case, World


@dataclass(frozen=True)
class Figures:
    """One world's outcome. Minutes count only while people may be texted.

    in_time: share of requests matched within their kind's window; matched: before their end. evenness: Jain's index of
    tasks per member over organisations (1: all alike). gini: of tasks over volunteers (0: all alike). tongue: share of
    matches in the resident's own language; again: share of those helped before who get somebody they know.
    """

    in_time: float
    matched: float
    median: float
    p95: float
    medicine: float
    texts: float
    most: float
    left: float
    evenness: float
    gini: float
    tongue: float
    again: float


def measure(world: World) -> Figures:
    """Return the figures of a world that has run."""
    limits, cases = world.limits, world.cases
    waits = {id(case): wait_of(case, limits) for case in cases if case.helpers}
    done = [case for case in cases if case.helpers]
    tasks = [world.crowd.tasks_of[member.number] for member in world.crowd]
    per_member = [world.crowd.tasks[each] / size for each, size in world.crowd.sizes.items()]
    medicine = [waits[id(case)] for case in done if case.need.kind == Kind.PHARMACY]
    return Figures(
        in_time=_share(waits[id(case)] <= case.wish.window if case.helpers else False for case in cases),
        matched=len(done) / max(1, len(cases)),
        median=quantile(list(waits.values()), 50), p95=quantile(list(waits.values()), 95),
        medicine=quantile(medicine, 50), texts=sum(case.texts for case in cases) / max(1, len(done)),
        most=max((member.most_in_a_week for member in world.crowd), default=0),
        left=sum(member.left for member in world.crowd),
        evenness=jain(per_member), gini=gini(tasks),
        tongue=_share(_speaks(world, case) for case in done),
        again=_share(case.same_again for case in done if case.helped_before),
    )  # fmt: skip


def average(figures: Sequence[Figures]) -> Figures:
    """Return the mean of several worlds' figures."""
    return Figures(*(statistics.fmean(getattr(each, name.name) for each in figures) for name in fields(Figures)))


def wait_of(case: Case, limits: Limits) -> float:
    """Return the minutes from a request's coming until somebody said yes."""
    return texting_minutes(case.wish.at, case.matched_at, limits) if case.matched_at else float("inf")


def quantile(values: Sequence[float], share: int) -> float:
    """Return the value below which `share` per cent lie; nan for none."""
    if len(values) < 2:
        return values[0] if values else float("nan")
    return statistics.quantiles(values, n=100, method="inclusive")[share - 1]


def jain(values: Sequence[float]) -> float:
    """Return how even values are, from 1/n (one has all) to 1 (all alike)."""
    squares = sum(value * value for value in values)
    return sum(values) ** 2 / (len(values) * squares) if squares else 1.0


def gini(values: Sequence[float]) -> float:
    """Return how uneven values are, from 0 (all alike) to nearly 1 (one has all)."""
    total, ordered = sum(values), sorted(values)
    if not total:
        return 0.0
    weighted = sum(place * value for place, value in enumerate(ordered, 1))
    return 2 * weighted / (len(ordered) * total) - (len(ordered) + 1) / len(ordered)


def _speaks(world: World, case: Case) -> bool:
    return case.need.language in world.crowd[case.helpers[-1]].player.candidate.languages


def _share(facts: Iterable[bool]) -> float:
    counted = Counter(facts)
    return counted[True] / counted.total() if counted else float("nan")
