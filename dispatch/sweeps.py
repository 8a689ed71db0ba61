"""What the clock finds: steps that are due, pauses that are over, texts, calls, recordings and visits by phone that
wait or that nobody knows the outcome of.

Safe to run any time.
"""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from dispatch import call_store, lessons, store
from dispatch.db import Database, Wake
from dispatch.operations import alarms, digest, phone_visits
from dispatch.series_store import list_due_series

MOST_AT_ONCE = 200
AGAIN_AFTER = {
    "send_messages": timedelta(seconds=2),
    "settle_messages": timedelta(seconds=3),
    "place_calls": timedelta(seconds=3),
    "sound_alarms": timedelta(seconds=3),
    "take_stock": timedelta(minutes=1),
    "tell_digest": timedelta(minutes=1),
}
LATER = timedelta(seconds=10)
"""How long a hint gets to be acted on before the clock gives it again."""


class Sweeper:
    """Finds due work again and again, and remembers for a few seconds what it has already pointed at."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._pointed_at: dict[Wake, datetime] = {}

    def sweep(self, now: datetime) -> list[Wake]:
        """Return hints for all that is due at `now` and has not been pointed at just before."""
        with self._database.reading() as session:
            found = [Wake("take_step", (request_id,)) for request_id in
                     store.list_due_requests(session, now, MOST_AT_ONCE)]
            found += [Wake("settle_messages", (message_id,)) for message_id in
                      store.list_unsettled(session, now, MOST_AT_ONCE)]
            if store.has_due_messages(session, now):
                found.append(Wake("send_messages"))
            found += _about_calls(session, now)
            if alarms.list_due(session, now):
                found.append(Wake("sound_alarms"))
            found += [Wake("put_out", (series_id,)) for series_id in list_due_series(session, now, MOST_AT_ONCE)]
            found += [Wake("end_pause", (volunteer_id,)) for volunteer_id in
                      store.list_ended_pauses(session, now, MOST_AT_ONCE)]
            if lessons.is_stock_due(session, now):
                found.append(Wake("take_stock"))
            if digest.is_due(session, now, self._database.settings.read(session), self._database.zone):
                found.append(Wake("tell_digest"))
        # A clock that was set back must not silence the sweep, hence the absolute difference.
        recent = {wake: at for wake, at in self._pointed_at.items() if abs(now - at) < AGAIN_AFTER.get(wake.job, LATER)}
        new = [wake for wake in found if wake not in recent]
        self._pointed_at = recent | dict.fromkeys(new, now)
        return new


def _about_calls(session: Session, now: datetime) -> list[Wake]:
    found = [Wake("settle_calls", (call_id,)) for call_id in
             call_store.list_calls_to_look_at(session, now, MOST_AT_ONCE)]
    found += [Wake("fetch_recordings", (recording_id,)) for recording_id in
              call_store.list_due_recordings(session, now, MOST_AT_ONCE)]
    found += [Wake("connect", (phone_visit_id,)) for phone_visit_id in
              phone_visits.list_due(session, now, MOST_AT_ONCE)]
    if call_store.list_people_to_call(session, now, 1):
        found.append(Wake("place_calls"))
    return found
