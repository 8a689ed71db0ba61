"""Who fits a request. Pure: values in, values out.

Each rule has a name, and the funnel says how many are left after each, so that "nobody fits" always says why.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from dispatch.hours import QuietHours, parse_hours
from dispatch.kinds import EVERYWHERE, Vetting


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


def _free(need: Need, candidate: Candidate, zone: ZoneInfo, quiet: QuietHours) -> bool:
    hours = parse_hours(candidate.available)
    return hours.overlaps(need.wanted_from, need.wanted_until, zone, quiet)


Rule = Callable[[Need, Candidate], bool]

RULES: Mapping[str, Rule] = {
    "not_herself": lambda need, candidate: candidate.person_id != need.resident_person_id,
    "kind": lambda need, candidate: need.kind in candidate.kinds,
    "language": lambda need, candidate: not need.spoken or need.language in candidate.languages,
    "area": lambda need, candidate: EVERYWHERE in candidate.areas or not need.areas.isdisjoint(candidate.areas),
    "vetting": lambda need, candidate: candidate.vetting.rank >= need.vetting.rank,
}


@dataclass(frozen=True)
class Fitting:
    """Who fits, and how many were left after each rule, in the order the rules were asked."""

    people: tuple[Candidate, ...]
    funnel: Mapping[str, int]

    @property
    def emptied_by(self) -> str | None:
        """The rule after which nobody was left, or None."""
        return next((rule for rule, left in self.funnel.items() if left == 0), None)


def who_fits(need: Need, candidates: Sequence[Candidate], zone: ZoneInfo, quiet: QuietHours) -> Fitting:
    """Return those who fit `need`. All candidates are expected to be active and free to be texted."""
    left = list(candidates)
    funnel = {"active": len(left)}
    for name, rule in RULES.items():
        left = [candidate for candidate in left if rule(need, candidate)]
        funnel[name] = len(left)
    left = [candidate for candidate in left if _free(need, candidate, zone, quiet)]
    funnel["hours"] = len(left)
    return Fitting(tuple(left), funnel)
