"""How many are asked, whom first and when the next: with examples, and for every input there is."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from dispatch.hours import QuietHours
from dispatch.kinds import Kind, Vetting
from dispatch.learning import Knowledge
from dispatch.matching import Candidate, Fitting, Need
from dispatch.policy import Limits, OpenOffer, WavePlan, plan_wave

ZONE = ZoneInfo("Europe/Stockholm")
TEN = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)  # ten o'clock in Jönköping
LIMITS = Limits(ZONE, QuietHours.parse("21:00-08:00"), wave_size=3, wave_minutes=15)
NEED = Need(1, 1, "shopping", "sv", frozenset({"huskvarna"}), Vetting.NONE, TEN, TEN + timedelta(hours=24))
MINUTE = timedelta(minutes=1)


def _person(volunteer_id: int, **more: object) -> Candidate:
    some = Candidate(volunteer_id, volunteer_id + 100, 1, frozenset(), frozenset(), frozenset(), Vetting.NONE)
    return replace(some, **more)  # type: ignore[arg-type]


def _fitting(people: Sequence[Candidate]) -> Fitting:
    return Fitting(tuple(people), {"active": len(people)})


def _plan(
    people: Sequence[Candidate] = (), *, now: datetime = TEN, offers: Sequence[OpenOffer] = (), until: int = 24 * 60
) -> WavePlan:
    need = replace(NEED, wanted_from=now, wanted_until=now + until * MINUTE, was_asked=bool(offers))
    return plan_wave(now, need, _fitting(people), offers, limits=LIMITS, rng=Random(1))


def _local(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 26, hour, minute, tzinfo=ZONE).astimezone(UTC)


def test_a_few_are_asked_and_the_next_after_a_quarter() -> None:
    plan = _plan([_person(number) for number in range(1, 10)])
    assert len(set(plan.ask)) == 3
    assert (plan.next_at, plan.escalate) == (TEN + 15 * MINUTE, None)
    assert plan.reasons["considered"] == 9


def test_it_looks_again_no_later_than_the_time_is_over() -> None:
    assert _plan([_person(1)], until=5).next_at == TEN + 5 * MINUTE


def test_who_has_been_texted_least_comes_first() -> None:
    people = [_person(1, texts_last_week=6), _person(2), _person(3, texts_last_week=4), _person(4)]
    assert set(_plan(people).ask) == {2, 4, 3}


def test_who_has_visits_or_offers_waits_for_those_who_have_none() -> None:
    people = [_person(1, visits_ahead=1), _person(2, open_offers=1), _person(3), _person(4, texts_last_week=9)]
    assert _plan(people).ask == (3, 4, 2)


def test_who_is_free_just_now_comes_before_who_is_free_later() -> None:
    people = [_person(1, available="thu 18:00-20:00"), _person(2, available="thu 09:00-12:00", texts_last_week=3)]
    assert _plan(people).ask == (2, 1)


def test_at_night_nobody_is_asked_until_the_morning() -> None:
    plan = _plan([_person(1)], now=_local(22))
    assert (plan.ask, plan.escalate) == ((), None)
    assert plan.next_at == _local(8) + timedelta(days=1)


def test_what_cannot_wait_for_the_morning_is_an_operators_at_night() -> None:
    assert _plan([_person(1)], now=_local(22), until=60).escalate == "night_urgent"


def test_the_first_minute_of_the_day_is_day_and_the_first_of_the_night_is_night() -> None:
    assert _plan([_person(1)], now=_local(8)).ask == (1,)
    assert _plan([_person(1)], now=_local(20, 59), offers=[OpenOffer(9, _local(20))]).ask == (1,)
    assert _plan([_person(1)], now=_local(21), offers=[OpenOffer(9, _local(20))]).ask == ()


def test_a_first_wave_shortly_before_the_night_waits_for_the_morning_if_it_can() -> None:
    assert _plan([_person(1)], now=_local(20, 39)).ask == (1,)
    late = _plan([_person(1)], now=_local(20, 41))
    assert (late.ask, late.next_at) == ((), _local(8) + timedelta(days=1))
    assert _plan([_person(1)], now=_local(20, 41), until=60).ask == (1,)


def test_those_who_may_still_answer_are_waited_for() -> None:
    offers = [OpenOffer(1, TEN - 20 * MINUTE), OpenOffer(2, TEN - 5 * MINUTE)]
    plan = _plan(offers=offers)
    assert (plan.ask, plan.escalate, plan.next_at) == ((), None, TEN + 10 * MINUTE)


def test_when_all_have_been_silent_long_enough_an_operator_has_it() -> None:
    assert _plan(offers=[OpenOffer(1, TEN - 15 * MINUTE)]).escalate == "nobody_answered"


def test_when_there_is_nobody_an_operator_has_it_at_once() -> None:
    assert _plan().escalate == "nobody_fits"


def test_when_the_time_is_over_nobody_is_asked_any_more() -> None:
    assert _plan([_person(1)], until=0) == WavePlan(escalate="too_late", reasons={"funnel": {"active": 1}})


PEOPLE = st.lists(
    st.builds(
        _person,
        st.integers(1, 10_000),
        texts_last_week=st.integers(0, 9),
        open_offers=st.integers(0, 3),
        visits_ahead=st.integers(0, 3),
        available=st.sampled_from(["", "mon-fri 09:00-17:00", "sat-sun 22:00-02:00"]),
        quiet=st.sampled_from(["", "07:00-15:00"]),
        weekly_limit=st.sampled_from([None, 0, 3]),
        helped=st.integers(0, 1),
    ),
    max_size=12,
    unique_by=lambda person: person.volunteer_id,
)
NOWS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
LIMITS_ = st.builds(
    Limits,
    st.just(ZONE),
    st.sampled_from(["", "21:00-08:00", "00:00-06:30", "02:10-02:50", "12:00-13:00"]).map(QuietHours.parse),
    wave_size=st.integers(1, 6),
    wave_minutes=st.integers(1, 1440),
    knowledge=st.builds(Knowledge, answers=st.sampled_from([0, 500]), load=st.floats(0, 20)),
)


NEEDS = st.builds(
    replace,
    st.just(NEED),
    kind=st.sampled_from(Kind),
    urgent=st.booleans(),
    was_asked=st.booleans(),
    places=st.integers(1, 3),
)


@given(NOWS, PEOPLE, st.lists(st.integers(-3000, 30), max_size=5), LIMITS_, NEEDS, st.integers(-60, 6000))
def test_every_plan_keeps_the_rules(
    now: datetime, people: list[Candidate], asked: list[int], limits: Limits, need: Need, until: int
) -> None:
    opened_at, seed = now - timedelta(minutes=max(0, 600 - until)), until
    need = replace(need, wanted_from=now, wanted_until=now + until * MINUTE, opened_at=opened_at)
    offers = [OpenOffer(-1 - number, now + minutes * MINUTE) for number, minutes in enumerate(asked)]
    plan, again = (
        plan_wave(now, need, _fitting(people), offers, limits=limits, rng=Random(seed)) for _ in range(2)
    )
    assert plan == again
    assert (plan.next_at is None) == (plan.escalate is not None), "either the clock goes on or an operator does"
    if plan.next_at is not None:
        assert plan.next_at > now, "or the step would repeat at once"
    if plan.reasons.get("policy") == "rotation":
        assert len(plan.ask) <= limits.wave_size + need.places - 1
    asked_now = [person for person in people if person.volunteer_id in plan.ask]
    assert all(person.weekly_limit is None or person.texts_last_week < person.weekly_limit for person in asked_now)
    assert not any(QuietHours.parse(person.quiet).is_quiet(now.astimezone(ZONE)) for person in asked_now)
    assert len(json.dumps(plan.reasons)) < 4000
    assert len(set(plan.ask)) == len(plan.ask)
    assert set(plan.ask) <= {person.volunteer_id for person in people}
    if limits.quiet.is_quiet(now.astimezone(ZONE)) or plan.escalate:
        assert plan.ask == ()
