"""Made-up places: who lives there, who volunteers, and how many requests come. Everything is drawn from a seed."""

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import accumulate, product
from random import Random
from zoneinfo import ZoneInfo

from dispatch.hours import QuietHours
from dispatch.kinds import RULES, Kind, Vetting
from dispatch.matching import Candidate, Need
from dispatch.paces import pace_of
from dispatch.whatif.people import PARTS_OF_DAY, Nature, Player, Point, Population, Wish

START = datetime(2026, 2, 2, tzinfo=UTC)
"""A Monday, far from the nights in which clocks are changed."""

KINDS: Mapping[Kind, float] = {
    Kind.SHOPPING: 0.30, Kind.PHARMACY: 0.16, Kind.ERRAND: 0.16, Kind.COMPANY: 0.14, Kind.LANGUAGE_HELP: 0.10,
    Kind.ESCORT: 0.06, Kind.HANDIWORK: 0.04, Kind.OTHER: 0.04,
}  # fmt: skip

_STEP = timedelta(minutes=15)
_TIMES = ("08:00-12:00", "12:00-17:00", "17:00-21:00")


@dataclass(frozen=True)
class Scene:
    """One made-up place. requests: in all its days. languages: shares among residents; the first is the place's own.

    second: share of volunteers who speak one of the others too. will, spread: mean and standard deviation of the
    volunteers' willingness, in log-odds. honest: how often stated hours are true. town: kilometres across; centres: of
    so many clusters volunteers live in one (0: anywhere). burst: a day on which so many times as many ask. fatigue: how
    much recent texts lower willingness, in log-odds at most.
    """

    volunteers: int = 400
    requests: int = 400
    days: int = 28
    languages: Mapping[str, float] = field(
        default_factory=lambda: {"sv": 0.62, "ar": 0.12, "so": 0.07, "fa": 0.06, "en": 0.05, "bs": 0.05, "uk": 0.03}
    )
    second: float = 0.5
    will: float = -4.0
    spread: float = 1.7
    honest: float = 0.8
    town: float = 10.0
    centres: int = 0
    organisations: int = 8
    residents: int = 140
    burst: float = 1.0
    patience: float = 1.0
    slowness: float = 1.0
    fatigue: float = 1.0


def make(scene: Scene, seed: int, zone: ZoneInfo, quiet: QuietHours) -> Population:
    """Draw a population for a scene."""
    draw = Random(seed)  # noqa: S311 - a made-up world, not a secret
    town = _Town(scene, draw)
    players = [town.volunteer(number) for number in range(1, scene.volunteers + 1)]
    residents = [town.resident(number) for number in range(1, scene.residents + 1)]
    wishes = sorted((town.wish(number, residents) for number in range(1, scene.requests + 1)), key=lambda each: each.at)
    return Population(players, [_closed(wish, zone, quiet) for wish in wishes], zone, quiet)


@dataclass(frozen=True)
class _Resident:
    number: int
    home: Point
    language: str
    helpers: frozenset[str]


class _Town:
    def __init__(self, scene: Scene, draw: Random) -> None:
        self.scene, self.draw = scene, draw
        self.centres = [self._anywhere() for _ in range(scene.centres)]
        self.days = _Chooser([self._weight(day) for day in range(scene.days)])
        self.kinds = _Chooser(list(KINDS.values()))
        self.tongues = _Chooser(list(scene.languages.values()))
        self.regulars = _Chooser([1 / (number + 3) ** 0.7 for number in range(scene.residents)])

    def volunteer(self, number: int) -> Player:
        draw, scene = self.draw, self.scene
        home = self._home()
        reach = draw.choice((4.0, 8.0, 15.0, 15.0))
        checked = draw.choices((Vetting.NONE, Vetting.INTRODUCED, Vetting.CHECKED), (0.1, 0.3, 0.6))[0]
        kinds = frozenset(str(kind) for kind in Kind if draw.random() < 0.8) or frozenset({str(Kind.SHOPPING)})
        candidate = Candidate(
            volunteer_id=number, person_id=number, organisation_id=self._organisation(),
            languages=self._languages(), areas=_cells(home, reach), kinds=kinds, vetting=checked,
            available=self._hours(), weekly_limit=draw.choice((3, 5, 7)) if draw.random() < 0.15 else None,
            quiet="20:00-10:00" if draw.random() < 0.1 else "",
        )  # fmt: skip
        wrong = frozenset(
            (day, part) for day in range(7) for part in range(PARTS_OF_DAY) if draw.random() > scene.honest
        )
        nature = Nature(
            will=draw.gauss(scene.will, scene.spread), liking={str(kind): draw.gauss(0, 0.5) for kind in Kind},
            wrong=wrong, quick=4 * scene.slowness * draw.lognormvariate(0, 0.4), hurry=draw.betavariate(3, 2),
            slow=80 * scene.slowness * draw.lognormvariate(0, 0.5), manners=draw.betavariate(1.5, 2.5),
            pressed=-abs(draw.gauss(scene.fatigue, 0.5)), patience=scene.patience * draw.gammavariate(1.5, 1 / 1.5),
        )  # fmt: skip
        return Player(candidate, nature, home)

    def resident(self, number: int) -> _Resident:
        tongues = list(self.scene.languages)
        language = tongues[self.tongues.choose(self.draw)]
        gets_by = language != tongues[0] and self.draw.random() < 0.5
        return _Resident(number, self._anywhere(), language, frozenset(tongues[:1]) if gets_by else frozenset())

    def wish(self, number: int, residents: list[_Resident]) -> Wish:
        draw = self.draw
        resident = residents[self.regulars.choose(draw)]
        kind = list(KINDS)[self.kinds.choose(draw)]
        hour = draw.triangular(7, 22, 10.5) if draw.random() > 0.05 else draw.uniform(0, 24)
        at = START + timedelta(days=self.days.choose(draw), hours=hour - 1)
        need = Need(
            request_id=number, resident_person_id=-resident.number, kind=str(kind), language=resident.language,
            areas=frozenset({_cell(resident.home)}), vetting=RULES[kind].vetting, wanted_from=at, wanted_until=at,
            spoken=RULES[kind].spoken, urgent=RULES[kind].urgent, near=kind not in (Kind.COMPANY, Kind.LANGUAGE_HELP),
            helpers=frozenset() if kind in (Kind.COMPANY, Kind.LANGUAGE_HELP) else resident.helpers, opened_at=at,
        )  # fmt: skip
        return Wish(at, need, pace_of(str(kind)).window, resident.home)

    def _weight(self, day: int) -> float:
        weekday = 0.5 if day % 7 > 4 else 1.0
        return weekday * (self.scene.burst if day == self.scene.days // 2 else 1.0)

    def _anywhere(self) -> Point:
        return self.draw.uniform(0, self.scene.town), self.draw.uniform(0, self.scene.town)

    def _home(self) -> Point:
        if not self.centres:
            return self._anywhere()
        east, north = self.draw.choice(self.centres)
        return east + self.draw.gauss(0, 0.8), north + self.draw.gauss(0, 0.8)

    def _organisation(self) -> int:
        return 1 + min(int(self.draw.expovariate(1 / (self.scene.organisations / 3))), self.scene.organisations - 1)

    def _languages(self) -> frozenset[str]:
        own, *others = self.scene.languages
        spoken = {own} if self.draw.random() < 0.9 or not others else set()
        if others and (not spoken or self.draw.random() < self.scene.second):
            spoken.add(self.draw.choices(others, [self.scene.languages[each] + 0.02 for each in others])[0])
        return frozenset(spoken)

    def _hours(self) -> str:
        """Some hours of some days; one in eight has stated none."""
        if self.draw.random() < 0.125:
            return ""
        days = self.draw.choice(("mon-fri", "mon-fri", "mon-sun", "sat-sun", "mon,wed,fri", "tue,thu,sat"))
        times = [hours for hours in _TIMES if self.draw.random() < 0.5] or [self.draw.choice(_TIMES)]
        return f"{days} {','.join(times)}"


class _Chooser:
    def __init__(self, weights: list[float]) -> None:
        self.sums = list(accumulate(weights))

    def choose(self, draw: Random) -> int:
        return bisect_left(self.sums, draw.random() * self.sums[-1])


def _cell(point: Point) -> str:
    return f"{int(point[0])}:{int(point[1])}"


def _cells(home: Point, reach: float) -> frozenset[str]:
    """The squares of a kilometre that somebody goes to."""
    east, north, far = int(home[0]), int(home[1]), int(reach)
    around = product(range(east - far, east + far + 1), range(north - far, north + far + 1))
    return frozenset(f"{x}:{y}" for x, y in around if (x - east) ** 2 + (y - north) ** 2 <= reach * reach)


def _closed(wish: Wish, zone: ZoneInfo, quiet: QuietHours) -> Wish:
    """Give a wish its end: as many hours as its kind may take, not counting the quiet ones."""
    start = quiet.ends_after(wish.at.astimezone(zone)).astimezone(UTC)
    end, left = start, timedelta(hours=RULES[Kind(wish.need.kind)].window_hours)
    while left > timedelta(0):
        end += _STEP
        if not quiet.is_quiet(end.astimezone(zone)):
            left -= _STEP
    return replace(wish, need=replace(wish.need, wanted_from=start, wanted_until=end))
