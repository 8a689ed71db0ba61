"""Volunteers while the virtual clock runs: their texts, tasks and moods."""

from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from dispatch.learning import press, pressure
from dispatch.matching import WEEK, Candidate, Need
from dispatch.whatif.people import Asked, Player

TASK = timedelta(minutes=90)
"""How long somebody who said yes is out on it."""

LAPSE = timedelta(minutes=45)

_LOAD_LASTS = timedelta(hours=1)

MOOD = 0.5
"""Standard deviation of what a day adds to everybody's willingness each for himself."""

SLEEP = range(7, 23)
"""Hours in which people answer; what they would answer at night they answer in the morning."""


@dataclass(frozen=True)
class Answer:
    """What a volunteer will say, and when."""

    yes: bool
    at: datetime


class Member:
    """A volunteer, and what has happened to him."""

    def __init__(self, player: Player) -> None:
        self.player, self.record = player, player.candidate.record
        self.texts: list[datetime] = []
        self.tasks: deque[datetime] = deque()
        self.out_until: datetime | None = None
        self.left = False
        self.most_in_a_week = 0
        self._week: deque[datetime] = deque()

    @property
    def number(self) -> int:
        """His id."""
        return self.player.candidate.volunteer_id

    def is_out(self, now: datetime) -> bool:
        """Whether he is out on a task."""
        return self.out_until is not None and self.out_until > now

    def candidate(self, now: datetime, *, helped: int, km: float | None, burden: float) -> Candidate:
        """Return what the policy may know of him."""
        week, tasks, base = self._recent(self._week, now), self._recent(self.tasks, now), self.player.candidate
        asked_at = self.texts[-1] if self.texts else None
        limit = base.weekly_limit
        full = limit is not None and limit <= len(week)
        person = object.__new__(Candidate)  # by hand: `replace` and `copy` are slow, and this is half of a world's time
        vars(person).update(
            vars(base), texts_last_week=len(week), asked_at=asked_at, tasks_last_week=len(tasks),
            out_until=self.out_until, open_offers=1 if asked_at and asked_at + LAPSE > now else 0, helped=helped,
            km=km, burden=burden, may_ask_from=week[len(week) - limit] + WEEK if full and limit else None,
            record=self.record,
        )  # fmt: skip
        return person

    def asked(
        self, now: datetime, need: Need, person: Candidate, *, local: datetime, draw: Random
    ) -> Answer | None:
        """Take a text; return the answer that will come, if any will. He may leave for good instead."""
        nature = self.player.nature
        asked = Asked(
            need.kind, (person.km or 0.0) if need.near else 0.0, nature.is_free(person.available, local),
            need.language in person.languages, person.helped > 0, pressure(self.record, now), len(self.tasks),
        )  # fmt: skip
        self._take_text(now)
        chance = nature.says_yes(asked, draw.gauss(0, MOOD))
        yes, speaks = draw.random() < chance, draw.random() < nature.manners
        after, leaves = nature.answers_after(draw), nature.leaves(len(self._week), draw)
        self.left = self.left or leaves
        if self.left or not (yes or speaks):
            return None
        return Answer(yes, now + timedelta(minutes=after + _asleep(local + timedelta(minutes=after))))

    def _take_text(self, now: datetime) -> None:
        self.texts.append(now)
        self._week.append(now)
        self.record = press(self.record, now)
        self.most_in_a_week = max(self.most_in_a_week, len(self._recent(self._week, now)))

    def count_texts(self, now: datetime) -> int:
        """Return his texts of the last seven days."""
        return len(self._recent(self._week, now))

    @staticmethod
    def _recent(moments: deque[datetime], now: datetime) -> deque[datetime]:
        while moments and moments[0] <= now - WEEK:
            moments.popleft()
        return moments


def _asleep(local: datetime) -> float:
    """Minutes until the morning, for an answer that would come at night."""
    if local.hour in SLEEP:
        return 0.0
    hours = SLEEP[0] - local.hour if local.hour < SLEEP[0] else 24 + SLEEP[0] - local.hour
    return hours * 60.0


class Crowd:
    """All volunteers, and what they have done together."""

    def __init__(self, players: Sequence[Player]) -> None:
        self._members = {player.candidate.volunteer_id: Member(player) for player in players}
        self.visits: Counter[tuple[int, int]] = Counter()
        self.sizes = Counter(player.candidate.organisation_id for player in players)
        self.tasks: Counter[int] = Counter()
        self.tasks_of: Counter[int] = Counter()
        self._all_tasks = 0
        self._helped: set[int] = set()
        self._load = 0.0
        self._load_at: datetime | None = None

    def __getitem__(self, number: int) -> Member:
        return self._members[number]

    def __iter__(self) -> Iterator[Member]:
        return iter(self._members.values())

    def load(self, now: datetime) -> float:
        """Return the texts per volunteer in the last seven days."""
        if self._load_at is None or now - self._load_at > _LOAD_LASTS:
            here = [member for member in self if not member.left]
            self._load = sum(member.count_texts(now) for member in here) / max(1, len(here))
            self._load_at = now
        return self._load

    def burden(self, member: Member) -> float:
        """Return his organisation's tasks per member, over the average."""
        organisation = member.player.candidate.organisation_id
        average = (self._all_tasks + 1) / len(self._members)
        return ((self.tasks[organisation] + average) / self.sizes[organisation]) / average if average else 1.0

    def matched(self, now: datetime, member: Member, resident: int) -> tuple[bool, bool]:
        """Note a task taken. Return whether she had been helped before, and whether by him."""
        before, same = resident in self._helped, self.visits[member.number, resident] > 0
        self._helped.add(resident)
        self.visits[member.number, resident] += 1
        self.tasks[member.player.candidate.organisation_id] += 1
        self.tasks_of[member.number] += 1
        self._all_tasks += 1
        member.tasks.append(now)
        member.out_until = now + TASK
        return before, same

    def returned(self, member: Member, resident: int) -> None:
        """Undo it: he cannot after all."""
        self.visits[member.number, resident] -= 1
        self.tasks[member.player.candidate.organisation_id] -= 1
        self.tasks_of[member.number] -= 1
        self._all_tasks -= 1
        member.out_until = None
