"""Waves: who is asked first, how many, when the next are, and what is told of it."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from dispatch.chances import features
from dispatch.hours import QuietHours
from dispatch.kinds import Kind, Vetting
from dispatch.learning import FEATURES, Knowledge, Record
from dispatch.matching import Candidate, Fitting, Need
from dispatch.paces import pace_of
from dispatch.policy import Limits, OpenOffer, WavePlan, plan_wave
from dispatch.waves import Hope, hasten, texting_minutes

ZONE = ZoneInfo("Europe/Stockholm")
TEN = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)  # ten o'clock in Jönköping, a Thursday
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
LIMITS = Limits(ZONE, QuietHours.parse("21:00-08:00"), 3, 15, Knowledge(answers=500), exploring=0.0)
NEED = Need(
    1, 1, "shopping", "sv", frozenset({"huskvarna"}), Vetting.NONE, TEN, TEN + 2 * DAY, opened_at=TEN
)  # fmt: skip
EAGER, IDLE = Record(lean=1.5, doubt=0.3), Record(lean=-1.5, doubt=0.3)


def _person(number: int, **more: object) -> Candidate:
    some = Candidate(number, number + 100, 1, frozenset({"sv"}), frozenset(), frozenset(), Vetting.NONE, km=1.0)
    return replace(some, **more)  # type: ignore[arg-type]


def _crowd(size: int = 30, **more: object) -> list[Candidate]:
    return [_person(number, **more) for number in range(1, size + 1)]


def _plan(
    people: Sequence[Candidate], offers: Sequence[OpenOffer] = (), *, now: datetime = TEN, limits: Limits = LIMITS,
    later: datetime | None = None, **need: object,
) -> WavePlan:  # fmt: skip
    asked = replace(NEED, **{"was_asked": bool(offers), **need})  # type: ignore[arg-type]
    fitting = Fitting(tuple(people), {"active": len(people)}, later=later)
    return plan_wave(now, asked, fitting, offers, limits=limits, rng=Random(1))


def test_the_rotation_goes_on_until_enough_is_known() -> None:
    few = replace(LIMITS, knowledge=Knowledge(answers=199))
    assert _plan(_crowd(), limits=few).reasons["policy"] == "rotation"
    assert _plan(_crowd()).reasons["policy"] == "waves"


def test_the_rotation_takes_over_when_one_cannot_reckon() -> None:
    broken = replace(LIMITS, knowledge=Knowledge(weights=(float("nan"),) * len(FEATURES), answers=500))
    assert _plan(_crowd(), limits=broken).reasons["policy"] == "rotation"


@pytest.mark.parametrize(
    "better",
    [{"record": EAGER}, {"available": "thu 09:00-12:00"}, {"km": 0.0}, {"texts_last_week": 0}, {"helped": 1},
     {"record": Record(delay=1.0, answers=9)}, {"burden": 0.7}],
)  # fmt: skip
def test_who_is_likelier_nearer_rested_or_known_comes_first(better: dict[str, object]) -> None:
    people = [_person(1, texts_last_week=3, available="sat 09:00-12:00"),
              replace(_person(2, texts_last_week=3, available="sat 09:00-12:00"), **better)]  # type: ignore[arg-type]  # fmt: skip
    assert _plan(people).ask[0] == 2


def test_who_speaks_her_own_language_comes_before_who_does_not() -> None:
    assert _plan([_person(1, languages=frozenset({"en"})), _person(2)]).ask[0] == 2


def test_a_newcomer_gets_his_chance_at_random() -> None:
    curious = replace(LIMITS, exploring=1.0)
    people = [_person(1, record=Record(lean=0.3, doubt=0.1)), *_crowd(8)[1:]]
    first = {plan_wave(TEN, NEED, Fitting(tuple(people), {}), (), limits=curious, rng=Random(seed)).ask[0]
             for seed in range(30)}  # fmt: skip
    assert len(first) > 3


def test_medicine_asks_more_people_and_sooner_again() -> None:
    medicine, errand = _plan(_crowd(), kind=Kind.PHARMACY, urgent=True), _plan(_crowd(), kind=Kind.ERRAND)
    assert len(medicine.ask) > len(errand.ask) >= 1
    assert medicine.next_at is not None
    assert errand.next_at is not None
    assert medicine.next_at < errand.next_at


def test_the_likelier_a_yes_the_fewer_are_asked() -> None:
    assert len(_plan(_crowd(record=EAGER), kind=Kind.PHARMACY).ask) < len(_plan(_crowd(), kind=Kind.PHARMACY).ask)


def test_two_places_ask_more_than_one() -> None:
    assert len(_plan(_crowd(), places=2).ask) > len(_plan(_crowd()).ask)


def test_the_later_it_is_the_more_are_asked_and_the_sooner_the_next() -> None:
    early, late = _plan(_crowd()), _plan(_crowd(), now=TEN + 7 * HOUR)
    assert len(late.ask) > len(early.ask)
    assert hasten(TEN + 7 * HOUR, NEED, LIMITS).gap < hasten(TEN, NEED, LIMITS).gap


def test_when_all_are_overburdened_everything_slows_down() -> None:
    full = replace(LIMITS, knowledge=Knowledge(answers=500, load=6.0))
    slow, usual = hasten(TEN, NEED, full), hasten(TEN, NEED, LIMITS)
    assert (slow.gap, slow.price) == (2 * usual.gap, 2 * usual.price)
    assert slow.target < usual.target


def test_whom_she_knows_is_asked_alone_for_a_while() -> None:
    people = [*_crowd(), _person(50, helped=2, record=EAGER)]
    plan = _plan(people)
    assert (plan.ask, plan.next_at) == ((50,), TEN + 20 * MINUTE)
    assert len(_plan(people, kind=Kind.PHARMACY).ask) > 1
    assert not _plan(people, was_asked=True).reasons["alone"]


def test_whom_she_knows_is_asked_alone_also_when_others_are_likelier() -> None:
    people = [*_crowd(record=EAGER, km=0.0), _person(50, helped=1)]
    plan = _plan(people)
    assert plan.ask == (50,)
    assert 50 not in [each["volunteer"] for each in plan.reasons["left_out"]]
    tired = _person(50, helped=1, record=IDLE, texts_last_week=6)
    assert len(_plan([*_crowd(), tired]).ask) > 1, "not if it is not worth a text"


def test_who_has_stated_other_hours_is_kept_for_them() -> None:
    taught = Knowledge(weights=(-1.3, 0.0, *Knowledge().weights[2:]), answers=500)  # hours say nothing of the chance
    people = [_person(1, available="sat 09:00-12:00"), _person(2, available="thu 09:00-12:00", texts_last_week=1)]
    assert _plan(people, limits=replace(LIMITS, knowledge=taught)).ask[0] == 2


def test_medicine_begins_with_more_than_it_goes_on_with() -> None:
    eager = _crowd(record=Record(lean=4.0, doubt=0.1, delay=0.5, answers=20))
    first, next_one = (_plan(eager, kind=Kind.PHARMACY, was_asked=asked) for asked in (False, True))
    assert len(first.ask) == pace_of(Kind.PHARMACY).first > len(next_one.ask) == pace_of(Kind.PHARMACY).least


def test_on_a_refusal_the_next_are_asked_only_if_little_is_left_to_hope_for() -> None:
    eager = [OpenOffer(90 + each, TEN - MINUTE, _person(90 + each, record=EAGER)) for each in range(3)]
    hopeful = _plan(_crowd(), eager)
    assert (hopeful.ask, hopeful.next_at) == ((), TEN - MINUTE + pace_of(NEED.kind).gap * MINUTE)
    assert _plan(_crowd(), [OpenOffer(90, TEN - MINUTE, _person(90, record=IDLE))]).ask != ()


def test_a_refused_early_look_waits_no_longer_than_the_time_is_over() -> None:
    eager = [OpenOffer(90 + each, TEN, _person(90 + each, record=EAGER)) for each in range(3)]
    assert _plan(_crowd(), eager, now=TEN + MINUTE, wanted_until=TEN + 3 * MINUTE).next_at == TEN + 3 * MINUTE


@pytest.mark.parametrize(
    ("held", "rule"),
    [({"quiet": "09:00-11:00"}, "own_quiet"), ({"texts_last_week": 2, "weekly_limit": 2}, "budget"),
     ({"texts_last_week": 10}, "budget"), ({"asked_at": TEN - HOUR}, "resting"),
     ({"asked_at": TEN - 40 * MINUTE, "open_offers": 1}, "open_offer")],
)  # fmt: skip
def test_nobody_is_asked_against_his_wish_or_without_rest(held: dict[str, object], rule: str) -> None:
    plan = _plan([_person(1, **held), *_crowd(9)[1:]], kind=Kind.SHOPPING)
    assert 1 not in plan.ask
    assert plan.reasons["held"] == {rule: 1}


def test_his_own_limit_stands_for_that_of_the_kind() -> None:
    assert _plan([_person(1, texts_last_week=11, weekly_limit=20)]).ask == (1,)


def test_who_can_be_asked_later_is_waited_for() -> None:
    plan = _plan([_person(1, asked_at=TEN - HOUR)], was_asked=True)
    assert (plan.ask, plan.escalate, plan.next_at) == ((), None, TEN + 15 * MINUTE)
    assert _plan([], later=TEN + HOUR, was_asked=True).next_at == TEN + HOUR


def test_nobody_is_waited_for_beyond_the_time_she_wanted() -> None:
    assert _plan([], later=TEN + 3 * DAY).escalate == "nobody_fits"
    assert _plan([], later=TEN + 3 * DAY, was_asked=True).escalate == "nobody_answered"


def test_a_lapsed_offer_is_waited_for_as_long_as_there_is_hope() -> None:
    assert _plan([], [OpenOffer(9, TEN - 20 * MINUTE)]).next_at is not None
    assert _plan([], [OpenOffer(9, TEN - 20 * HOUR)]).escalate == "nobody_answered"


def test_an_operator_hears_at_once_when_few_fit() -> None:
    plan = _plan(_crowd(2))
    assert (plan.alarm, len(plan.ask)) == ("few_fit", 2)
    assert _plan(_crowd(3)).alarm is None


def test_an_operator_hears_of_medicine_that_is_late_while_people_are_asked_on() -> None:
    late = _plan(_crowd(), now=TEN + 3 * HOUR, kind=Kind.PHARMACY, was_asked=True)
    assert (late.alarm, late.escalate) == ("late", None)
    assert late.ask
    assert _plan(_crowd(), now=TEN + 3 * HOUR, was_asked=True).alarm is None


def test_medicine_at_night_is_told_to_an_operator_and_asked_in_the_morning() -> None:
    night = datetime(2026, 11, 26, 23, 0, tzinfo=ZONE).astimezone(UTC)
    plan = _plan(_crowd(), now=night, opened_at=night, kind=Kind.PHARMACY, urgent=True)
    assert (plan.alarm, plan.ask) == ("night_urgent", ())
    assert plan.next_at == datetime(2026, 11, 27, 8, 0, tzinfo=ZONE)


def test_the_night_does_not_make_a_request_late() -> None:
    evening = datetime(2026, 11, 26, 20, 0, tzinfo=ZONE)
    assert texting_minutes(evening, evening + timedelta(hours=13), LIMITS) == 120
    assert texting_minutes(evening, evening - HOUR, LIMITS) == 0
    assert texting_minutes(evening, evening + 7 * DAY, LIMITS) == 7 * 13 * 60


@pytest.mark.parametrize("quiet", ["", "21:00-08:00", "00:00-06:30", "12:00-13:00", "23:00-24:00"])
def test_minutes_in_which_one_may_text_are_counted_one_by_one(quiet: str) -> None:
    limits, start = replace(LIMITS, quiet=QuietHours.parse(quiet)), datetime(2026, 11, 26, 5, 10, tzinfo=ZONE)
    for minutes in (0, 40, 200, 700, 1500, 4000):
        each = (start + minute * MINUTE for minute in range(minutes))
        counted = sum(not limits.quiet.is_quiet(moment) for moment in each)
        assert texting_minutes(start, start + minutes * MINUTE, limits) == counted


def test_every_place_must_be_filled() -> None:
    one, two = Hope(1), Hope(2)
    for hope in (one, two):
        hope.add(0.5)
        hope.add(0.5)
    assert (one.enough, two.enough) == (0.75, 0.25)


def test_what_was_weighed_is_told_small_and_plain() -> None:
    plan = _plan(_crowd(400), kind=Kind.PHARMACY, now=TEN + 2 * HOUR)
    told = json.dumps(plan.reasons)
    assert len(told) < 4000
    assert {"policy", "seed", "q", "target", "price", "load", "late", "funnel"} <= set(plan.reasons)
    assert [each["volunteer"] for each in plan.reasons["chosen"]] == list(plan.ask)[:12]
    assert len(plan.reasons["left_out"]) == 5
    assert {each["why"] for each in plan.reasons["left_out"]} <= {"target", "price"}


def test_the_same_seed_plans_the_same_wave() -> None:
    assert _plan(_crowd()) == _plan(_crowd())


def test_every_feature_has_a_name() -> None:
    assert len(features(NEED, _person(1), TEN, TEN.astimezone(ZONE))) == len(FEATURES)
