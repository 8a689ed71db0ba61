from dataclasses import fields
from decimal import Decimal

import pytest

from dispatch.errors import BadSetting
from dispatch.hours import Hours, QuietHours
from dispatch.tunables import DOCS, Tunables, effective, faults, load, parse, show


def test_without_values_the_defaults_hold() -> None:
    tunables = load({})
    assert tunables == Tunables()
    assert str(tunables.quiet_hours) == "21:00-08:00"
    assert (tunables.wave_size, tunables.wave_minutes) == (3, 15)
    assert tunables.daily_cost_ceiling == Decimal(1000)
    assert tunables.allowed_countries == ("SE",)


def test_every_setting_is_explained_and_read_back_as_written() -> None:
    assert list(DOCS) == [each.name for each in fields(Tunables)]
    for name in DOCS:
        value = getattr(Tunables(), name)
        assert DOCS[name].endswith(".")
        assert parse(name, show(name, value)) == value


@pytest.mark.parametrize(
    ("name", "raw", "value"),
    [("quiet_hours", "", QuietHours()), ("wave_size", " 20 ", 20), ("part_price", "0,62", Decimal("0.62")),
     ("allowed_countries", "se, no;DK", ("SE", "NO", "DK")), ("municipality_number", "+46 36-10 50 00", "+4636105000"),
     ("daily_cost_ceiling", "0", Decimal(0)), ("opening_hours", "", Hours(())),
     ("opening_hours", "Mon-Tue 09:00-16:00", Hours(((540, 960), (1980, 2400)))),
     ("operator_numbers", "+46 36-10 50 00; +4636105001", ("+4636105000", "+4636105001")), ("operator_numbers", "", ()),
     ("centre_name", " Röda Korset ", "Röda Korset")],
)
def test_values_are_read_as_people_write_them(name: str, raw: str, value: object) -> None:
    assert parse(name, raw) == value


@pytest.mark.parametrize(
    ("name", "raw", "reason"),
    [("wave_size", "0", "too small.*from 1 to"), ("wave_size", "501", "too large"),
     ("wave_size", "3.5", "whole number"), ("wave_size", "", "whole number"), ("wave_minutes", "1441", "1 to 1440"),
     ("daily_cost_ceiling", "-1", "negative"),
     ("part_price", "nan", "amount"), ("part_price", "1e2", "amount"), ("allowed_countries", "", "SE"),
     ("allowed_countries", "Sweden", "two letters"), ("allowed_countries", "UK", "GB"),
     ("municipality_number", "036-105000", "country code"), ("operator_numbers", "+4636105000;112", "country code"),
     ("opening_hours", "9-16", "days and times"), ("centre_name", "a\nb", "60 characters"),
     ("centre_name", "x" * 401, "too long"), ("quiet_hours", "night", "21:00-08:00"),
     ("quiet_hours", "00:00-24:00", "all day")],
)
def test_what_does_not_fit_is_refused_with_name_value_and_what_would(name: str, raw: str, reason: str) -> None:
    with pytest.raises(BadSetting, match=reason) as refusal:
        parse(name, raw)
    assert str(refusal.value).startswith(f"{name}: {raw[:20].strip()!r}"[:20])


def test_an_unknown_name_is_refused_and_the_known_ones_named() -> None:
    with pytest.raises(BadSetting, match=r"wave_szie: no such setting.*wave_size"):
        load({"wave_szie": "3"})


def test_the_database_wins_over_presets_and_presets_over_defaults() -> None:
    tunables = effective({"wave_size": "5"}, {"wave_size": "4", "wave_minutes": "10"})
    assert (tunables.wave_size, tunables.wave_minutes, tunables.lapse_minutes) == (5, 10, 45)


def test_a_setting_left_behind_by_another_version_does_no_harm() -> None:
    assert effective({"gone": "1"}, {}) == Tunables()


def test_all_faults_are_found_at_once() -> None:
    found = faults({"wave_size": "0", "nonsense": "1", "wave_minutes": "15"})
    assert len(found) == 2
    assert found[0].startswith("wave_size")
    assert found[1].startswith("nonsense")


@pytest.mark.parametrize(
    "written", ["mon,tue,fri 09:00-16:00;sat 10:00-12:00", "sun 22:00-02:00", "mon 00:00-24:00", ""]
)
def test_opening_hours_are_written_back_as_they_are_read(written: str) -> None:
    assert show("opening_hours", parse("opening_hours", written)) == written
