"""What is told to whom, as data: how soon it leaves, how long it is worth sending, whether it holds an address.

Not one word of prose: the edge finds the words for a notice's name in the reader's language.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Notice:
    """How one kind of notice travels.

    priority: 0 leaves first. lifetime: after it the text would only confuse. at_night: a text leaves even in quiet
    hours; nothing rings then. rings_at_night: what cannot be texted rings even then. after_stop: what is still said to
    somebody who said stop. is_courtesy: nobody waits for it, so it is worth no call of its own: it is told in the next
    one.
    """

    priority: int = 5
    lifetime: timedelta = timedelta(hours=24)
    at_night: bool = False
    rings_at_night: bool = False
    after_stop: bool = False
    is_courtesy: bool = False


ORDINARY = Notice()

NOTICES: Mapping[str, Notice] = {
    "emergency": Notice(0, timedelta(minutes=30), at_night=True, after_stop=True),
    "urgency.ask": Notice(0, timedelta(minutes=30), at_night=True, after_stop=True),
    **{
        f"further.{sort}": Notice(0, timedelta(minutes=30), at_night=True, after_stop=True)
        for sort in ("poison", "suicide", "child", "violence", "care", "crime")
    },
    "alarm": Notice(0, timedelta(minutes=30), at_night=True, rings_at_night=True, after_stop=True),
    "alarm.taken": Notice(1, timedelta(hours=2), at_night=True, after_stop=True, is_courtesy=True),
    "alarm.yours": Notice(1, timedelta(hours=2), at_night=True, after_stop=True),
    "digest": Notice(6, timedelta(hours=12), is_courtesy=True),
    "stopped": Notice(1, at_night=True, after_stop=True),
    "match.volunteer": Notice(0),
    "match.details": Notice(1),
    "match.resident": Notice(1),
    "by_phone.volunteer": Notice(0),
    "by_phone.resident": Notice(1),
    "by_phone.silent": Notice(3, is_courtesy=True),
    "by_phone.missed": Notice(2),
    **{f"match.{name}": Notice(1) for name in ("others", "count", "alone", "fewer")},
    "match.ended.resident": Notice(1),
    "visit.cancelled.volunteer": Notice(1, at_night=True),
    "offer": Notice(4, timedelta(hours=4)),
    "offer.taken": Notice(3, is_courtesy=True),
    "offer.gone": Notice(3, is_courtesy=True),
    "kind_corrected": Notice(3, is_courtesy=True),
    "proposal.ask": Notice(1, timedelta(hours=12)),
    "on_way.resident": Notice(0, timedelta(hours=1), at_night=True),
    "at_door.resident": Notice(0, timedelta(hours=1), at_night=True),
    "at_door.told": Notice(0, timedelta(hours=1), at_night=True),
    "relayed": Notice(1, timedelta(hours=12), at_night=True),
    "reminder.resident": Notice(2, timedelta(hours=4)),
    "reminder.volunteer": Notice(2, timedelta(hours=4)),
    "tongues.ask": Notice(6),
    "follow_up.ask": Notice(6),
    "by_phone.follow_up": Notice(6),
    "ask_done": Notice(6),
}

FOLLOW_UPS = ("follow_up.ask", "by_phone.follow_up")
"""How it went: a visit, or a talk that the line connected."""

COURTESIES = frozenset(name for name, notice in NOTICES.items() if notice.is_courtesy)


def travel(notice: str) -> Notice:
    """Return how a notice travels; what is not listed travels in the ordinary way."""
    return NOTICES.get(notice, ORDINARY)
