"""What came of requests, per language: waits, texts, people disturbed and kronor."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from dispatch.policy import Limits
from dispatch.whatif.measures import quantile, wait_of
from dispatch.whatif.world import World

ALL = "all"
"""The line that sums up every language."""

USUAL_PARTS = 2.0
"""Parts of an offer's text, where none has been sent yet."""


@dataclass(frozen=True)
class Course:
    """What became of one request. wait: texting minutes until somebody said yes; None: nobody did.

    asked: the volunteers who were texted, one by one.
    """

    language: str
    wait: float | None
    in_time: bool
    asked: tuple[int, ...]


@dataclass(frozen=True)
class Line:
    """One language's figures. Minutes count only while people may be texted; volunteers: how many were texted."""

    language: str
    requests: int
    matched: int
    in_time: float
    median: float | None
    p95: float | None
    texts: int
    volunteers: int
    kronor: Decimal


def courses_of(world: World, limits: Limits) -> Sequence[Course]:
    """Return what became of each request of a world that has run."""
    found = []
    for case in world.cases:
        wait = wait_of(case, limits) if case.helpers else None
        asked = tuple(sorted(case.barred))
        found.append(Course(case.need.language, wait, wait is not None and wait <= case.wish.window, asked))
    return found


def lines(courses: Sequence[Course], part_price: Decimal, parts: Mapping[str, float]) -> Sequence[Line]:
    """Return a line for each language, the most frequent first, and one for all."""
    languages = [language for language, _ in Counter(course.language for course in courses).most_common()]
    costs = {
        language: sum(len(course.asked) for course in courses if course.language == language)
        * Decimal(str(parts.get(language) or USUAL_PARTS)) * part_price
        for language in languages
    }  # fmt: skip
    every = [
        _line(language, [each for each in courses if each.language == language], costs[language])
        for language in languages
    ]
    return [*every, _line(ALL, courses, sum(costs.values(), Decimal(0)))]


def _line(language: str, courses: Sequence[Course], kronor: Decimal) -> Line:
    waits = [course.wait for course in courses if course.wait is not None]
    return Line(
        language, len(courses), len(waits),
        in_time=sum(course.in_time for course in courses) / len(courses) if courses else 0.0,
        median=quantile(waits, 50) if waits else None, p95=quantile(waits, 95) if waits else None,
        texts=sum(len(course.asked) for course in courses),
        volunteers=len({each for course in courses for each in course.asked}), kronor=kronor.quantize(Decimal("0.01")),
    )  # fmt: skip
