from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch.hours import Hours, QuietHours, parse_hours

STOCKHOLM = ZoneInfo("Europe/Stockholm")
NIGHT = QuietHours.parse("21:00-08:00")


def local(text: str, *, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM, fold=fold)


def overlaps(hours: str, start: str, end: str, quiet: QuietHours = NIGHT) -> bool:
    return parse_hours(hours).overlaps(local(start), local(end), STOCKHOLM, quiet)


@pytest.mark.parametrize(("at", "quiet"), [("20:59", False), ("21:00", True), ("03:00", True), ("08:00", False)])
def test_quiet_hours_cross_midnight(at: str, quiet: bool) -> None:
    assert NIGHT.is_quiet(local(f"2026-03-02T{at}")) is quiet


def test_no_quiet_hours_are_never_quiet() -> None:
    none = QuietHours.parse("")
    assert not none.is_quiet(local("2026-03-02T03:00"))
    assert none.ends_after(local("2026-03-02T03:00")) == local("2026-03-02T03:00")
    assert str(none) == ""


@pytest.mark.parametrize(
    ("at", "end"),
    [("2026-03-02T22:00", "2026-03-03T08:00"), ("2026-03-02T07:59", "2026-03-02T08:00"),
     ("2026-03-02T12:00", "2026-03-02T12:00")],
)
def test_quiet_hours_end_in_the_morning(at: str, end: str) -> None:
    assert NIGHT.ends_after(local(at)) == local(end)


def test_the_night_of_summer_time_is_an_hour_shorter() -> None:
    asked = local("2026-03-28T22:00")
    assert NIGHT.ends_after(asked).astimezone(UTC) - asked.astimezone(UTC) == timedelta(hours=9)


def test_an_end_in_the_repeated_hour_lies_ahead_and_one_in_the_missing_hour_exists() -> None:
    early = QuietHours.parse("21:00-02:30")
    second_round = local("2026-10-25T02:15", fold=1)
    assert early.ends_after(second_round).astimezone(UTC) - second_round.astimezone(UTC) == timedelta(minutes=15)
    assert early.ends_after(local("2026-03-29T01:30")).isoformat() == "2026-03-29T03:30:00+02:00"


@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)), st.integers(0, 1439), st.integers(0, 1439))  # noqa: DTZ001
def test_the_end_of_quiet_is_never_quiet_nor_past(at: datetime, start: int, end: int) -> None:
    if start == end:
        return
    quiet = QuietHours((start, end if end > start else end + 1440))
    moment = at.replace(tzinfo=UTC).astimezone(STOCKHOLM)
    ends = quiet.ends_after(moment)
    assert not quiet.is_quiet(ends)
    assert ends.astimezone(UTC) >= moment.astimezone(UTC)


@pytest.mark.parametrize("text", ["21-8", "21:00 - 08:00", "21.00–08.00"])
def test_quiet_hours_are_read_as_people_write_them(text: str) -> None:
    assert str(QuietHours.parse(text)) == "21:00-08:00"


@pytest.mark.parametrize("text", ["21:00", "25:00-08:00", "21:00-08:60", "08:00-08:00", "night", "00:00-24:00"])
def test_faulty_quiet_hours_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        QuietHours.parse(text)


def test_stated_hours_hold_on_their_days_only() -> None:
    hours = parse_hours("Mon-Fri 09:00-17:00; SAT 10:00-14:00")
    assert hours.is_free(local("2026-03-02T09:00"))
    assert not hours.is_free(local("2026-03-02T17:00"))
    assert hours.is_free(local("2026-03-07T13:59"))
    assert not hours.is_free(local("2026-03-08T12:00"))


def test_hours_may_cross_midnight_and_the_end_of_the_week() -> None:
    hours = parse_hours("sun 22:00-02:00")
    assert hours.is_free(local("2026-03-09T01:00"))  # Monday
    assert not hours.is_free(local("2026-03-08T01:00"))  # Sunday
    assert overlaps("sun 22:00-02:00", "2026-03-09T01:00", "2026-03-09T06:00")
    assert overlaps("sun 22:00-02:00", "2026-03-08T20:00", "2026-03-09T00:30")
    assert overlaps("mon 01:00-02:00", "2026-03-08T20:00", "2026-03-09T06:00")


def test_days_and_times_may_be_listed_and_days_pass_the_weeks_end() -> None:
    hours = parse_hours("mon,wed 9-11,13-15; sat-mon 18:00-19:00")
    free = [local(at) for at in ("2026-03-02T10:00", "2026-03-04T14:00", "2026-03-08T18:30", "2026-03-02T18:30")]
    assert all(hours.is_free(moment) for moment in free)
    assert not hours.is_free(local("2026-03-03T18:30"))


def test_a_window_fits_when_one_moment_of_it_does() -> None:
    assert overlaps("mon-fri 09:00-17:00", "2026-03-06T16:59", "2026-03-07T12:00")
    assert not overlaps("mon-fri 09:00-17:00", "2026-03-06T17:00", "2026-03-09T09:00")
    assert overlaps("wed 12:00-13:00", "2026-03-05T00:00", "2026-03-14T00:00")


def test_empty_hours_are_any_time_but_the_quiet_ones() -> None:
    assert parse_hours("") == Hours()
    assert not overlaps("", "2026-03-02T22:00", "2026-03-03T08:00")
    assert overlaps("", "2026-03-02T22:00", "2026-03-03T08:01")
    assert overlaps("", "2026-03-02T22:00", "2026-03-03T07:00", QuietHours())
    assert overlaps("", "2026-03-02T08:00", "2026-03-02T08:30")  # Monday, after a quiet night that began on Sunday


def test_a_window_that_is_one_moment_fits_when_he_is_free_then() -> None:
    assert overlaps("mon 09:00-17:00", "2026-03-02T09:00", "2026-03-02T09:00")
    assert not overlaps("mon 09:00-17:00", "2026-03-02T17:00", "2026-03-02T17:00")


def test_the_hour_that_spring_leaves_out_is_nobodys() -> None:
    assert not overlaps("sun 02:15-02:45", "2026-03-29T00:00", "2026-03-29T12:00")
    assert overlaps("sun 02:15-02:45", "2026-10-25T00:00", "2026-10-25T12:00")
    # 08:00 local is 06:00 UTC after the change and 07:00 before it
    assert overlaps("sun 08:00-09:00", "2026-03-29T08:00", "2026-03-29T08:10")
    assert not overlaps("sun 08:00-09:00", "2026-03-29T07:00", "2026-03-29T08:00")


@given(
    st.datetimes(datetime(2026, 3, 25), datetime(2026, 4, 2)), st.integers(1, 400),  # noqa: DTZ001
    st.sampled_from(["", "sat-sun 01:30-03:30", "fri 22:00-03:15; sun 12:00-24:00"]),
)
def test_overlap_is_what_looking_at_every_minute_finds(start: datetime, minutes: int, text: str) -> None:
    first = start.replace(tzinfo=UTC, second=0, microsecond=0)
    hours, quiet = parse_hours(text), QuietHours.parse("23:00-02:30")
    moments = [(first + timedelta(minutes=n)).astimezone(STOCKHOLM) for n in range(minutes)]
    free = [hours.is_free(m) and (text or not quiet.is_quiet(m)) for m in moments]
    assert hours.overlaps(first, first + timedelta(minutes=minutes), STOCKHOLM, quiet) is any(free)


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        Hours().overlaps(datetime(2026, 3, 2), datetime(2026, 3, 3), STOCKHOLM, NIGHT)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("text", "reason"),
    [("mån-fre 9-17", "days and times"), ("mon", "days and times"), ("09:00-17:00", "days and times"),
     ("monday 9-17", "'monday' is no day"), ("mon 9", "range of times"), ("mon 9-25", "no clock"),
     ("mon 9-9", "same time"), ("mon-tue-wed 9-10", "is not a day"), ("mon 9-10,", "range of times")],
)
def test_faulty_hours_are_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        parse_hours(text)
