"""What it costs to plan a wave, and how it grows: 1,000, 10,000 and 100,000 volunteers, 5,000 open requests.

    .venv/bin/python -m tests.benchmarks.bench_planning [sqlite|postgresql [most volunteers]]

A plan is what `plan_next` does: who is eligible is read, judged and chosen from; it writes nothing, and its unit of
work is left as a step leaves it. A step is that whole unit of work, with the offers written and their texts in the
outbox, and is rolled back: on PostgreSQL it is then slower than in earnest, since the driver throws its prepared
statements away with every rollback. Requests are of every kind, in Swedish and
in rarer languages, in every working area. Each size says the median and the 95th percentile over 60 requests, this
thread's own CPU time (which on PostgreSQL leaves out the server), and the statements, counted in a run that is not
timed; `learn` is one answer heard.
"""

import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import sqlalchemy as sa

from dispatch import lessons, operations, store
from dispatch.db import Database, Work
from dispatch.kinds import Kind
from dispatch.learning import Knowledge
from dispatch.models import (
    EVERYWHERE,
    HelpRequest,
    Offer,
    Organisation,
    Person,
    PolicyState,
    Resident,
    Volunteer,
    VolunteerArea,
    VolunteerKind,
    VolunteerLanguage,
    VolunteerRecord,
)
from dispatch.operations.planning import plan_next
from dispatch.places import Places, seed_places
from tests.benchmarks.measuring import a_database, percentile, say

NOON = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)
LONG_AGO = NOON - timedelta(days=100)
SIZES = (1_000, 10_000, 100_000)
OPEN = 5_000
PLANS = 60
LANGUAGES = {"sv": 0.8, "en": 0.5, "ar": 0.1, "so": 0.03, "uk": 0.03, "ti": 0.005}
"""The share of volunteers who speak each."""


class Undone(Exception):
    """Leaves a unit of work without keeping it."""


def fill(database: Database, volunteers: int) -> None:
    """Store so many volunteers with what is known of them, and the open requests of as many residents."""
    rng = random.Random(volunteers)
    areas = [place.code for place in Places.load().choices()]
    with database.work(NOON) as work:
        seed_places(work.session)
        add = work.session.execute
        add(sa.insert(Organisation), [
            {"id": n, "code": f"o{n}", "name": f"O {n}", "created_at": LONG_AGO} for n in range(1, 21)])  # fmt: skip
        people = volunteers + OPEN
        add(sa.insert(Person), [
            {"id": n, "phone": f"+467{n:08}", "can_text": True, "name": "A B", "language": "sv", "created_at": LONG_AGO}
            for n in range(1, people + 1)])  # fmt: skip
        add(sa.insert(Volunteer), [
            {"id": n, "person_id": n, "organisation_id": rng.randint(1, 20), "status": "active", "created_at": LONG_AGO,
             "vetting": rng.choice(["none", "introduced", "checked"]), "turn_at": _ago(rng), "asked_at": _ago(rng),
             "available": rng.choice(["", "mon-fri 08:00-18:00", "mon,wed,fri 09:00-21:00"])}
            for n in range(1, volunteers + 1)])  # fmt: skip
        add(sa.insert(VolunteerRecord), [
            {"volunteer_id": n, "lean": rng.gauss(0, 1), "doubt": 0.6, "pressed": rng.random() * 3, "pressed_at": NOON,
             "delay": 2.5, "answers": 4, "recent": "nsyn"} for n in range(1, volunteers + 1)])  # fmt: skip
        _fill_sets(work, volunteers, areas, rng)
        _fill_requests(work, volunteers, areas, rng)
        knowledge = replace(Knowledge(), answers=5000, load=1.0).to_json()
        work.session.add(PolicyState(id=1, knowledge=knowledge, learned_to=0, burdens={}, next_at=NOON))


def _ago(rng: random.Random) -> datetime:
    return NOON - timedelta(hours=rng.uniform(2, 24 * 30))


def _fill_sets(work: Work, volunteers: int, areas: list[str], rng: random.Random) -> None:
    sets: dict[Any, list[dict[str, Any]]] = {VolunteerLanguage: [], VolunteerArea: [], VolunteerKind: []}
    for n in range(1, volunteers + 1):
        spoken = [tag for tag, share in LANGUAGES.items() if rng.random() < share] or ["sv"]
        there = [EVERYWHERE] if rng.random() < 0.1 else rng.sample(areas, rng.randint(1, 3))
        kinds = rng.sample([kind.value for kind in Kind], rng.randint(2, 6))
        sets[VolunteerLanguage] += [{"volunteer_id": n, "language": tag} for tag in spoken]
        sets[VolunteerArea] += [{"volunteer_id": n, "area_code": code} for code in there]
        sets[VolunteerKind] += [{"volunteer_id": n, "kind": kind} for kind in kinds]
    for table, rows in sets.items():
        work.session.execute(sa.insert(table), rows)


def _fill_requests(work: Work, volunteers: int, areas: list[str], rng: random.Random) -> None:
    add = work.session.execute
    add(sa.insert(Resident), [
        {"id": n, "person_id": volunteers + n, "address": "Storgatan 1", "area_code": rng.choice(areas),
         "created_at": LONG_AGO} for n in range(1, OPEN + 1)])  # fmt: skip
    add(sa.insert(HelpRequest), [
        {"id": n, "resident_id": n, "kind": rng.choice(list(Kind)).value, "area_code": rng.choice(areas), "wave": 1,
         "language": rng.choices(list(LANGUAGES), [8, 2, 4, 2, 2, 1])[0], "address": "Storgatan 1", "details": "",
         "channel": "sms", "wanted_from": NOON, "wanted_until": NOON + timedelta(hours=24), "time_precision": "soon",
         "next_step": "ask_volunteers", "next_step_at": NOON, "escalation": "", "created_at": NOON, "opened_at": NOON,
         "state": "open", "came_from": "draft"} for n in range(1, OPEN + 1)])  # fmt: skip
    offers = [{"request_id": n, "volunteer_id": rng.randint(1, volunteers), "wave": 1, "code": f"A{k}",
               "asked_at": NOON - timedelta(minutes=rng.randint(5, 9000)), "state": "asked", "came_from": "new"}
              for n in range(1, OPEN + 1) for k in (1, 2, 3)]  # fmt: skip
    unique = {(offer["volunteer_id"], offer["code"]): offer for offer in offers}
    unique = {(offer["volunteer_id"], offer["request_id"]): offer for offer in unique.values()}
    add(sa.insert(Offer), list(unique.values()))


Took = tuple[float, float]
"""Milliseconds by the clock, and of this thread's CPU."""


def plan_one(database: Database, request_id: int) -> Took:
    """Return what one plan took. The request is at hand, as it is in a step, which has locked it."""
    with database.work(NOON) as work:
        return _timed(work, request_id, plan_next)


def step_one(database: Database, request_id: int) -> Took:
    """Return what one wave took from the locked request to the last message, all of it then undone."""
    try:
        with database.work(NOON) as work:
            took = _timed(work, request_id, _step)
            raise Undone
    except Undone:
        return took


def _step(work: Work, request: HelpRequest) -> None:
    operations.ask_volunteers(work, request)
    work.session.flush()


def _timed(work: Work, request_id: int, deed: Callable[[Work, HelpRequest], object]) -> Took:
    request = store.get_locked(work.session, HelpRequest, request_id)
    began, used = time.perf_counter(), time.thread_time()
    deed(work, request)
    return (time.perf_counter() - began) * 1000, (time.thread_time() - used) * 1000


def statements(database: Database, deed: Callable[[Database, int], Took], request_ids: Sequence[int]) -> int:
    """Return the median of how many statements a deed takes, the one that locks the request among them."""
    many = 0

    def count(*_: object) -> None:
        nonlocal many
        many += 1

    counts = []
    sa.event.listen(database.engine, "before_cursor_execute", count)
    for request_id in request_ids:
        many = 0
        deed(database, request_id)
        counts.append(many)
    sa.event.remove(database.engine, "before_cursor_execute", count)
    return int(median(counts))


def hear_one(database: Database, offer_id: int) -> float:
    """Return the milliseconds of learning from one answer, which is then undone."""
    try:
        with database.work(NOON) as work:
            offer = work.session.get_one(Offer, offer_id)
            began = time.perf_counter()
            lessons.hear(work, offer, "no")
            work.session.flush()
            taken = (time.perf_counter() - began) * 1000
            raise Undone
    except Undone:
        return taken


@contextmanager
def filled(kind: str, volunteers: int) -> Iterator[Database]:
    """A database with so many volunteers."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="bench")))
        database = Database(a_database(kind, folder, stack), presets={"quiet_hours": ""})
        stack.callback(database.dispose)
        fill(database, volunteers)
        if kind == "postgresql":
            with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.execute(sa.text("VACUUM ANALYZE"))  # as its own clock would within minutes
        yield database


def main() -> None:
    """Measure each size on the named kind of database."""
    kind = sys.argv[1] if len(sys.argv) > 1 else "sqlite"
    most = int(sys.argv[2]) if len(sys.argv) > 2 else SIZES[-1]
    ids = random.Random(7).sample(range(1, OPEN + 1), PLANS)
    for volunteers in (size for size in SIZES if size <= most):
        with filled(kind, volunteers) as database:
            for name, deed in {"plan": plan_one, "step": step_one}.items():
                many = [statements(database, deed, ids) for _ in range(3)][-1]  # until PostgreSQL has them prepared
                walls, cpu = zip(*(deed(database, request_id) for request_id in ids), strict=True)
                say(f"{kind} {volunteers:7,}: {name} {median(walls):6.1f} ms, p95 {percentile(walls, 95):6.1f}"
                    f" ms; CPU {median(cpu):5.1f} ms; {many} statements")  # fmt: skip
            learned = [hear_one(database, offer_id) for offer_id in range(1, 30)]
        say(f"{kind} {volunteers:7,}: learn {median(learned):5.1f} ms")


if __name__ == "__main__":
    main()
