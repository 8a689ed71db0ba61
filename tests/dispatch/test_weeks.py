"""A visit each week keeps its hours by the clock of the place, also where the clocks are changed."""

from datetime import UTC, date, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from dispatch.weeks import Rhythm, Slot, days_from, put_out_at, rhythm_of

ZONE = ZoneInfo("Europe/Stockholm")
AT_TWO = Rhythm(6, 14 * 60, 15 * 60, "hour")


def _utc(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2027, month, day, hour, minute, tzinfo=UTC)


def test_an_hour_stays_that_hour_when_summer_time_begins_and_ends() -> None:
    before, after = AT_TWO.on(date(2027, 3, 21), ZONE), AT_TWO.on(date(2027, 3, 28), ZONE)
    assert (before.start, after.start) == (_utc(3, 21, 13), _utc(3, 28, 12))
    before, after = AT_TWO.on(date(2027, 10, 24), ZONE), AT_TWO.on(date(2027, 10, 31), ZONE)
    assert (before.start, after.start) == (_utc(10, 24, 12), _utc(10, 31, 13))


def test_the_day_on_which_the_clocks_change_is_as_long_as_its_hours() -> None:
    slot = Rhythm(6, 0, 6 * 60, "hour").on(date(2027, 3, 28), ZONE)
    assert slot.end - slot.start == timedelta(hours=5)


def test_an_hour_that_spring_leaves_out_is_still_a_moment_of_that_day() -> None:
    slot = Rhythm(6, 2 * 60 + 30, 3 * 60 + 30, "hour").on(date(2027, 3, 28), ZONE)
    assert slot.start.astimezone(ZONE).date() == date(2027, 3, 28)
    assert slot.start <= slot.end


def test_what_was_said_to_the_hour_keeps_its_hours() -> None:
    rhythm, day = rhythm_of(Slot(_utc(1, 7, 13, 30), _utc(1, 7, 15), "hour"), ZONE)
    assert (rhythm, day) == (Rhythm(3, 14 * 60 + 30, 16 * 60, "hour"), date(2027, 1, 7))
    assert rhythm.on(date(2027, 7, 8), ZONE).start == _utc(7, 8, 12, 30)


def test_a_visit_past_midnight_ends_on_the_next_day() -> None:
    rhythm, day = rhythm_of(Slot(_utc(1, 7, 22), _utc(1, 8, 0), "hour"), ZONE)
    assert (rhythm.weekday, day) == (3, date(2027, 1, 7))
    assert rhythm.on(day, ZONE) == Slot(_utc(1, 7, 22), _utc(1, 8, 0), "hour")


def test_a_day_alone_is_all_of_that_day() -> None:
    late = Slot(_utc(1, 7, 17, 12), _utc(1, 7, 20), "day")
    rhythm, _ = rhythm_of(late, ZONE)
    assert rhythm.on(date(2027, 1, 14), ZONE) == Slot(_utc(1, 14, 7), _utc(1, 14, 20), "day")


def test_as_soon_as_possible_is_the_day_by_which_it_must_be() -> None:
    rhythm, day = rhythm_of(Slot(_utc(1, 7, 15), _utc(1, 8, 9), "soon"), ZONE)
    assert (rhythm.weekday, rhythm.precision, day) == (4, "day", date(2027, 1, 8))


def test_it_is_put_out_in_the_morning_some_days_ahead() -> None:
    assert put_out_at(date(2027, 3, 30), 3, ZONE) == _utc(3, 27, 9)
    assert put_out_at(date(2027, 3, 31), 3, ZONE) == _utc(3, 28, 8)


def test_days_that_are_left_out_are_passed_over() -> None:
    days = islice(days_from(date(2027, 12, 16), {"2027-12-23", "2027-12-30"}), 2)
    assert list(days) == [date(2027, 12, 16), date(2028, 1, 6)]
