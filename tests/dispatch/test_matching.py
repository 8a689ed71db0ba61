"""Who fits, and what the funnel says when nobody does."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch.hours import QuietHours
from dispatch.kinds import EVERYWHERE, Vetting
from dispatch.matching import RULES, WAITS, Candidate, Need, who_fits

ZONE = ZoneInfo("Europe/Stockholm")
QUIET = QuietHours.parse("21:00-08:00")
TEN = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)  # Thursday, ten o'clock in Jönköping
NEED = Need(
    request_id=1, resident_person_id=1, kind="pharmacy", language="ar", areas=frozenset({"huskvarna", "oxnehaga"}),
    vetting=Vetting.INTRODUCED, wanted_from=TEN, wanted_until=TEN + timedelta(hours=8),
)  # fmt: skip
FARID = Candidate(
    volunteer_id=7, person_id=2, organisation_id=1, languages=frozenset({"ar", "sv"}), areas=frozenset({"oxnehaga"}),
    kinds=frozenset({"pharmacy", "shopping"}), vetting=Vetting.CHECKED,
)  # fmt: skip


def _fits(need: Need = NEED, **changes: Any) -> bool:
    return bool(who_fits(need, [replace(FARID, **changes)], ZONE, QUIET).people)


def test_who_has_everything_fits() -> None:
    fitting = who_fits(NEED, [FARID], ZONE, QUIET)
    assert fitting.people == (FARID,)
    assert fitting.emptied_by is None
    assert set(fitting.funnel) == {"active", *RULES, "hours", *WAITS}
    assert set(fitting.funnel.values()) == {1}


@pytest.mark.parametrize(
    ("rule", "changes"),
    [
        ("not_herself", {"person_id": 1}),
        ("kind", {"kinds": frozenset({"shopping"})}),
        ("language", {"languages": frozenset({"sv"})}),
        ("area", {"areas": frozenset({"granna-visingso"})}),
        ("vetting", {"vetting": Vetting.NONE}),
        ("organisation", {"own_only": True}),
        ("apart", {"apart": frozenset({1})}),
        ("hours", {"available": "sat 10:00-12:00"}),
        ("out", {"out_until": TEN + timedelta(hours=1)}),
        ("limit", {"may_ask_from": TEN + timedelta(days=1)}),
    ],
)
def test_the_rule_that_leaves_nobody_is_named(rule: str, changes: dict[str, Any]) -> None:
    fitting = who_fits(NEED, [replace(FARID, **changes)], ZONE, QUIET)
    assert fitting.people == ()
    assert fitting.emptied_by == rule


def test_who_is_barred_for_a_while_is_waited_for() -> None:
    back = TEN + timedelta(hours=1)
    rested = TEN + timedelta(hours=2)
    fitting = who_fits(NEED, [replace(FARID, out_until=back, may_ask_from=rested)], ZONE, QUIET, now=TEN)
    assert (fitting.people, fitting.later) == ((), rested)
    assert fitting.barred == {"out": (FARID.volunteer_id,)}
    assert who_fits(NEED, [replace(FARID, out_until=back)], ZONE, QUIET, now=back).people


def test_her_own_organisation_may_send_its_people() -> None:
    assert _fits(replace(NEED, organisation_id=1), own_only=True)


def test_a_helper_tongue_is_as_good_as_none_unless_she_takes_it() -> None:
    assert not _fits(languages=frozenset({"en"}))
    assert _fits(replace(NEED, helpers=frozenset({"en"})), languages=frozenset({"en"}))


def test_company_by_phone_needs_no_nearness() -> None:
    assert _fits(replace(NEED, near=False), areas=frozenset({"granna-visingso"}))


def test_nobody_at_all_is_named_too() -> None:
    assert who_fits(NEED, [], ZONE, QUIET).emptied_by == "active"


def test_who_goes_everywhere_goes_there() -> None:
    assert _fits(areas=frozenset({EVERYWHERE}))


def test_where_nothing_is_spoken_the_language_does_not_matter() -> None:
    assert _fits(replace(NEED, spoken=False), languages=frozenset({"sv"}))


def test_the_least_level_is_enough_and_one_below_is_not() -> None:
    assert _fits(vetting=Vetting.INTRODUCED)
    assert not _fits(replace(NEED, vetting=Vetting.CHECKED), vetting=Vetting.INTRODUCED)


def test_hours_that_touch_the_time_are_enough() -> None:
    assert _fits(available="thu 17:00-20:00")
    assert not _fits(available="thu 18:00-20:00")


def test_without_stated_hours_the_night_is_not_his() -> None:
    night = replace(NEED, wanted_from=TEN + timedelta(hours=12), wanted_until=TEN + timedelta(hours=20))
    assert not _fits(night)
    assert _fits(night, available="thu 21:00-23:00")


@given(st.lists(st.builds(replace, st.just(FARID), person_id=st.integers(1, 3), vetting=st.sampled_from(Vetting))))
def test_the_funnel_never_widens_and_nobody_is_invented(candidates: list[Candidate]) -> None:
    fitting = who_fits(NEED, candidates, ZONE, QUIET)
    counts = list(fitting.funnel.values())
    assert counts == sorted(counts, reverse=True)
    assert counts[0] == len(candidates)
    assert counts[-1] == len(fitting.people)
    assert set(fitting.people) <= set(candidates)
