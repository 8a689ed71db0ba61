"""Until when somebody wants a pause: "pause two weeks", "no questions until Monday"."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from hotline.understanding.lists.lexicon import Hit
from hotline.understanding.times.days import Days
from hotline.understanding.times.delays import within
from hotline.understanding.times.when import When
from hotline.understanding.words import Word

PAUSE = "pause"
_TWO_WEEKS, _TOO_LATE = "lasting:two_weeks", "time:before_day"
_DAYS = {_TWO_WEEKS: 14, "lasting:weeks": 7, "lasting:days": 1, "lasting:months": 30}
_LONGEST = timedelta(days=366)


def back_on(
    words: Sequence[Word], hits: Iterable[Hit], when: When | None, days: Days, *, now: datetime, zone: ZoneInfo
) -> date | None:
    """The day on which the pause a text asks for is over, at most a year from now; None when it does not say.

    Of "two weeks from Friday" both count; of a limit ("until Monday") its last day, or the first beyond it ("not until
    after"). Two weekdays ("from Friday to Monday") leave it open.
    """
    hits, today = tuple(hits), now.astimezone(zone).date()
    if days.names_several(words):
        return None
    length, places = _lasting(words, hits, days)
    said = when if when is not None and when.names_day and when.precision != "soon" else None
    weekdays = days.weekdays_in(words)
    if said is None or (weekdays and places.issuperset(weekdays)):  # a week is called "Sunday" in Serbian
        day = today + length
    elif said.told_at:
        day = said.end.astimezone(zone).date() + timedelta(days=any(hit.name == _TOO_LATE for hit in hits))
    else:
        day = said.start.astimezone(zone).date() + length
    return day if today < day <= today + _LONGEST else None


def _lasting(words: Sequence[Word], hits: Sequence[Hit], days: Days) -> tuple[timedelta, frozenset[int]]:
    """How long it lasts, zero when it is not said, and the places of the words that say so.

    The number stands within the phrase; without any it is one.
    """
    longest = max((hit for hit in hits if hit.name in _DAYS), key=lambda hit: len(hit.at), default=None)
    if longest is None:
        return timedelta(), frozenset()
    count = 1 if longest.name == _TWO_WEEKS else within(words, longest.at, days.numbers) or 1
    return timedelta(days=count * _DAYS[longest.name]), frozenset(longest.at)
