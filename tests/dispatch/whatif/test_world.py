"""The policy let loose on invented places: what must hold in every one of them."""

from dataclasses import replace
from datetime import timedelta
from random import Random
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dispatch.hours import QuietHours
from dispatch.matching import WEEK
from dispatch.paces import PACES
from dispatch.policy import Limits
from dispatch.whatif.measures import gini, jain, measure
from dispatch.whatif.people import Population
from dispatch.whatif.scenes import Scene, make
from dispatch.whatif.strategies import WAYS
from dispatch.whatif.world import World, settle

ZONE = ZoneInfo("Europe/Stockholm")
MOST = max(pace.cap for pace in PACES.values())
SMALL = Scene(volunteers=25, requests=20, days=3, residents=8, will=-1.5)


def _world(seed: int, scene: Scene, way: str = "waves", *, quiet: str = "21:00-08:00", waves_from: int = 0) -> World:
    hours = QuietHours.parse(quiet)
    population = _with_pairs(make(scene, seed, ZONE, hours), seed)
    return settle(World(population, WAYS[way], Limits(ZONE, hours, 3, 15, waves_from=waves_from), seed))


def _with_pairs(population: Population, seed: int) -> Population:
    """Let every fourth request need two volunteers."""
    draw = Random(seed)
    wishes = [replace(wish, need=replace(wish.need, places=2)) if draw.random() < 0.25 else wish
              for wish in population.wishes]  # fmt: skip
    return replace(population, wishes=wishes)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.integers(0, 10**6),
    st.builds(Scene, volunteers=st.integers(1, 40), requests=st.integers(1, 20), days=st.integers(1, 5),
              residents=st.just(8), will=st.floats(-3, 1), burst=st.sampled_from([1.0, 8.0])),
    st.sampled_from(["waves", "rotation"]), st.sampled_from(["21:00-08:00", "", "12:00-13:00"]),
    st.sampled_from([0, 20]),
)  # fmt: skip
def test_in_every_place_the_promises_are_kept(seed: int, scene: Scene, way: str, quiet: str, waves_from: int) -> None:
    world = _world(seed, scene, way, quiet=quiet, waves_from=waves_from)
    for case in world.cases:
        assert len(case.helpers) == len(set(case.helpers)) <= case.wish.need.places, "one winner a place"
        assert case.barred <= set(world.population.fits.get(case.need.request_id, ())), "nobody who does not fit"
        _goes_on(case.plans)
        assert case.need.places == 0 or case.escalation, "it ends, or an operator has it"
    for member in world.crowd:
        texts, person = member.texts, member.player.candidate
        for line in (world.population.quiet, QuietHours.parse(person.quiet)):
            assert not any(line.is_quiet(text.astimezone(ZONE)) for text in texts), "nobody at night"
        most = MOST if person.weekly_limit is None else person.weekly_limit
        assert all(sum(start <= text < start + WEEK for text in texts) <= most for start in texts), "nobody too often"


def _goes_on(plans: list) -> None:  # type: ignore[type-arg]
    for now, plan in plans:
        assert (plan.next_at is None) == (plan.escalate is not None), "either the clock goes on or an operator does"
        assert plan.next_at is None or plan.next_at > now


def test_the_same_seed_makes_the_same_world() -> None:
    one, other = _world(5, SMALL), _world(5, SMALL)
    assert [case.plans for case in one.cases] == [case.plans for case in other.cases]
    assert measure(one) == measure(other)


def test_the_baselines_do_what_their_names_say() -> None:
    fewest = {name: _world(2, SMALL, name).cases for name in ("broadcast", "one at a time", "nearest five")}
    asked = {name: {len(plan.ask) for case in cases for _, plan in case.plans} for name, cases in fewest.items()}
    assert asked["one at a time"] <= {0, 1}
    assert max(asked["nearest five"]) == 5
    assert max(asked["broadcast"]) > 5


def test_the_policy_learns_while_the_world_runs() -> None:
    world = _world(3, replace(SMALL, requests=60, days=6))
    assert world.knowledge.answers > 50
    assert any(member.record.recent for member in world.crowd)


def test_a_visit_given_back_is_asked_about_again_soon(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr("dispatch.whatif.world.RETURNED", 1.0)
    world = _world(4, SMALL)
    again = [case for case in world.cases if case.matched_at and any(
        plan.ask and now > case.matched_at for now, plan in case.plans)]  # fmt: skip
    tried = [case for case in world.cases if any(now - case.wish.at > timedelta(hours=1) for now, _ in case.plans)]
    assert again or tried


def test_evenness_is_measured() -> None:
    assert (jain([2, 2, 2]), jain([3, 0, 0])) == (1.0, 1 / 3)
    assert gini([1, 1, 1]) == 0
    assert gini([0, 0, 0, 4]) == 0.75
