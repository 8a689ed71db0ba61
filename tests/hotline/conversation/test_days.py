"""Days and hours by key: what a number means by the clock of the place."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from hotline.conversation.days import at_hour

NOW = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
TODAY, TOMORROW = date(2026, 11, 26), date(2026, 11, 27)
HERE = ZoneInfo("Europe/Stockholm")


@pytest.mark.parametrize(("keyed", "hour"), [(14, 14), (9, 9), (3, 15), (12, 12)])
def test_an_hour_is_one_of_the_day_as_people_say_it(keyed: int, hour: int) -> None:
    when = at_hour(keyed, TOMORROW, NOW, HERE)
    assert when is not None
    assert (when.start.astimezone(HERE).hour, when.precision) == (hour, "hour")


@pytest.mark.parametrize(("keyed", "day"), [(24, TOMORROW), (77, TOMORROW), (9, TODAY)])
def test_what_is_no_hour_or_over_is_none(keyed: int, day: date) -> None:
    assert at_hour(keyed, day, NOW, HERE) is None
