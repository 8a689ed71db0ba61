"""Who fits a request. Pure: values in, values out.

Each rule has a name, and the funnel says how many are left after each, so that "nobody fits" always says why. What
bars somebody for good (his kinds, his languages) and what bars him for a while (a visit he is out on, his rest after
texts) are two tables: who is barred for a while is waited for.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache, partial
from zoneinfo import ZoneInfo

from dispatch.hours import QuietHours, parse_hours
from dispatch.kinds import EVERYWHERE, Vetting
from dispatch.learning import Record

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Need:
    """What a request demands of a volunteer. `areas` holds its own area and all that contain it or lie in it."""

    request_id: int
    resident_person_id: int
    kind: str
    language: str
    areas: frozenset[str]
    vetting: Vetting
    wanted_from: datetime
    wanted_until: datetime
    spoken: bool = True
    urgent: bool = False
    was_asked: bool = False
    """Whether anybody has been asked before."""
    near: bool = True
    """Whether somebody has to go there; company by phone needs no nearness."""
    helpers: frozenset[str] = frozenset()
    """Further languages the resident can make do with."""
    organisation_id: int | None = None
    """The organisation she belongs to, when one brought her."""
    opened_at: datetime | None = None
    """When it was first put to anybody; how late it is counts from here."""
    places: int = 1
    """How many volunteers are still needed."""


@dataclass(frozen=True)
class Candidate:
    """What is known of a volunteer when somebody has to be asked."""

    volunteer_id: int
    person_id: int
    organisation_id: int
    languages: frozenset[str]
    areas: frozenset[str]
    kinds: frozenset[str]
    vetting: Vetting
    available: str = ""
    texts_last_week: int = 0
    open_offers: int = 0
    visits_ahead: int = 0
    asked_at: datetime | None = None
    quiet: str = ""
    """His own quiet hours, added to the line's."""
    weekly_limit: int | None = None
    """The most texts he wants in seven days; None leaves it to the policy."""
    may_ask_from: datetime | None = None
    """When his texts of the last seven days fall below his limit again."""
    out_until: datetime | None = None
    """When the visit he is out on, or about to leave for, is over."""
    own_only: bool = False
    """His organisation lends its volunteers to nobody else's residents."""
    apart: frozenset[int] = frozenset()
    """Persons he must not meet."""
    km: float | None = None
    """From him to the place of the request; None where it is not known or does not matter."""
    helped: int = 0
    """Visits to this very resident that he made."""
    tasks_last_week: int = 0
    burden: float = 1.0
    """His organisation's visits per member in the last weeks, over the average of all organisations."""
    record: Record = field(default_factory=Record)


def _speak(need: Need, candidate: Candidate) -> bool:
    return not need.spoken or not candidate.languages.isdisjoint({need.language, *need.helpers})


def _is_near(need: Need, candidate: Candidate) -> bool:
    return not need.near or EVERYWHERE in candidate.areas or not need.areas.isdisjoint(candidate.areas)


_RANKS = {level: level.rank for level in Vetting}

Rule = Callable[[Need, Candidate], bool]

RULES: Mapping[str, Rule] = {
    "not_herself": lambda need, candidate: candidate.person_id != need.resident_person_id,
    "kind": lambda need, candidate: need.kind in candidate.kinds,
    "language": _speak,
    "area": _is_near,
    "vetting": lambda need, candidate: _RANKS[candidate.vetting] >= _RANKS[need.vetting],
    "organisation": lambda need, candidate: not candidate.own_only or candidate.organisation_id == need.organisation_id,
    "apart": lambda need, candidate: need.resident_person_id not in candidate.apart,
}
"""What bars somebody from a request for good."""

Wait = Callable[[Candidate], datetime | None]

WAITS: Mapping[str, Wait] = {
    "out": lambda candidate: candidate.out_until,
    "limit": lambda candidate: candidate.may_ask_from,
}
"""What bars somebody for a while: until when."""


@dataclass(frozen=True)
class Fitting:
    """Who fits, how many were left after each rule in the order they were asked, and who was barred by which.

    later: when somebody who is barred only for a while can be asked, at the earliest.
    """

    people: tuple[Candidate, ...]
    funnel: Mapping[str, int]
    barred: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    later: datetime | None = None

    @property
    def emptied_by(self) -> str | None:
        """The rule after which nobody was left, or None."""
        return next((rule for rule, left in self.funnel.items() if left == 0), None)


def who_fits(
    need: Need, candidates: Sequence[Candidate], zone: ZoneInfo, quiet: QuietHours, *, now: datetime | None = None
) -> Fitting:
    """Return those who fit `need` at `now`. All candidates are expected to be active and free to be texted."""
    moment = now or need.wanted_from
    tests: dict[str, Callable[[Candidate], bool]] = {name: partial(rule, need) for name, rule in RULES.items()}
    tests["hours"] = lambda person: _is_free(need, person, zone, quiet)
    tests |= {name: partial(_is_over, wait, moment) for name, wait in WAITS.items()}
    left, funnel, barred = list(candidates), {"active": len(candidates)}, {}
    for name, fits in tests.items():
        out = tuple(person for person in left if not fits(person))
        if out:
            left = [person for person in left if fits(person)]
            barred[name] = out
        funnel[name] = len(left)
    waiting = [max(until for wait in WAITS.values() if (until := wait(person)))
               for name in WAITS for person in barred.get(name, ())]  # fmt: skip
    ids = {name: tuple(person.volunteer_id for person in out) for name, out in barred.items()}
    return Fitting(tuple(left), funnel, ids, min(waiting, default=None))


def _is_free(need: Need, candidate: Candidate, zone: ZoneInfo, quiet: QuietHours) -> bool:
    return _overlaps(candidate.available, (need.wanted_from, need.wanted_until), zone, quiet)


@lru_cache(maxsize=4096)
def _overlaps(stated: str, window: tuple[datetime, datetime], zone: ZoneInfo, quiet: QuietHours) -> bool:
    """Remembered, since many have stated the same hours."""
    return parse_hours(stated).overlaps(*window, zone, quiet)


def _is_over(wait: Wait, now: datetime, candidate: Candidate) -> bool:
    until = wait(candidate)
    return until is None or until <= now
