"""A spoken message is fetched, deleted at the carrier, kept as long as it is needed, and never lost in silence."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from dispatch.db import Database, Work
from dispatch.errors import DispatchError, SendFailed, SendUnknown
from dispatch.models import HelpRequest, Recording
from dispatch.recordings import announce, fetch_due, lose
from tests.dispatch.exchange import Drawer, Tapes, a_call, a_recording
from tests.support.factories import a_request

DAY = timedelta(days=1)
WAV = b"RIFF...."
AWAY: list[DispatchError | OSError] = [
    SendFailed("20404", permanent=True), SendUnknown("no answer"), OSError("disk full")
]  # fmt: skip


def _row(database: Database, recording_id: int) -> Recording:
    with database.reading() as session:
        return session.get_one(Recording, recording_id)


def _make_due(database: Database, recording_id: int, change: Callable[[Work, Recording], object] | None = None) -> None:
    with database.work() as work:
        recording = work.session.get_one(Recording, recording_id)
        recording.next_at = work.now
        if change:
            change(work, recording)


@pytest.fixture
def recording_id(database: Database) -> int:
    """A message about an open request, just announced."""
    with database.work() as work:
        request = a_request(work.session, now=work.now)
        call = a_call(work.session, request.resident.person, created_at=work.now)
        return announce(work, call, "RE1", 12, request_id=request.id).id


def _request_of(database: Database, recording_id: int) -> HelpRequest:
    with database.reading() as session:
        return session.get_one(HelpRequest, session.get_one(Recording, recording_id).request_id)


def test_it_is_fetched_then_deleted_at_the_carrier(recording_id: int, database: Database) -> None:
    woken: list[object] = []
    database.on_commit = woken.extend
    tapes, drawer = Tapes({"RE1": WAV}), Drawer()
    assert fetch_due(database, tapes, drawer, [recording_id]) == 1
    row = _row(database, recording_id)
    assert (row.state, row.file, drawer.files) == ("stored", "0.wav", {"0.wav": WAV})
    assert tapes.deleted == [], "only once our own is safe"
    assert [getattr(wake, "job", "") for wake in woken] == ["fetch_recordings"]
    assert fetch_due(database, tapes, drawer, [recording_id]) == 1
    assert tapes.deleted == ["RE1"]
    assert _row(database, recording_id).deleted_at is not None
    assert fetch_due(database, tapes, drawer, [recording_id]) == 0


def test_it_is_announced_once_however_often_we_hear_of_it(database: Database, now: datetime) -> None:
    with database.work(now) as work:
        call = a_call(work.session)
        first = announce(work, call, "RE1", 5)
        request = a_request(work.session)
        second = announce(work, call, "RE1", 5, request_id=request.id)
        assert second is first
        assert (first.request_id, first.state) == (request.id, "announced")


def test_one_without_a_sound_is_never_kept_and_makes_no_noise(database: Database) -> None:
    with database.work() as work:
        request = a_request(work.session, now=work.now)
        recording = announce(work, a_call(work.session), "RE1", 0, request_id=request.id)
        assert (recording.state, request.state) == ("lost", "open")
        recording_id = recording.id
    tapes, drawer = Tapes({"RE1": WAV}), Drawer()
    assert fetch_due(database, tapes, drawer, [recording_id]) == 1
    assert (tapes.fetched, tapes.deleted, drawer.files) == (0, ["RE1"], {})
    assert _row(database, recording_id).next_at is None


@pytest.mark.parametrize("trouble", AWAY)
def test_what_cannot_be_had_yet_is_tried_again_with_growing_pauses(
    trouble: DispatchError | OSError, recording_id: int, database: Database
) -> None:
    tapes, drawer = Tapes({"RE1": WAV}), Drawer()
    pauses = []
    for _ in range(4):
        _make_due(database, recording_id)
        tapes.troubles.append(trouble)
        before = datetime.now(UTC)
        assert fetch_due(database, tapes, drawer, [recording_id]) == 0
        pauses.append(((_row(database, recording_id).next_at or before) - before).total_seconds())
    assert pauses == sorted(pauses)
    assert pauses[-1] > pauses[0] * 3
    _make_due(database, recording_id)
    assert fetch_due(database, tapes, drawer, [recording_id]) == 1


def test_after_a_day_it_is_lost_and_an_operator_knows(recording_id: int, database: Database) -> None:
    def age(work: Work, recording: Recording) -> None:
        recording.created_at = work.now - DAY - timedelta(minutes=1)

    _make_due(database, recording_id, age)
    assert fetch_due(database, Tapes(), Drawer(), [recording_id]) == 0
    row = _row(database, recording_id)
    assert (row.state, row.next_at) == ("lost", None)
    request = _request_of(database, recording_id)
    assert (request.state, request.escalation) == ("escalated", "recording_lost")


def test_that_nothing_will_come_is_said_once(recording_id: int, database: Database) -> None:
    with database.work() as work:
        recording = work.session.get_one(Recording, recording_id)
        assert lose(work, recording)
        assert not lose(work, recording)
    assert _request_of(database, recording_id).escalation == "recording_lost"


def test_who_died_between_keeping_and_noting_does_it_again(recording_id: int, database: Database) -> None:
    class Dying(Drawer):
        def put(self, data: bytes) -> str:
            super().put(data)
            raise KeyboardInterrupt

    tapes, drawer = Tapes({"RE1": WAV}), Dying()
    with pytest.raises(KeyboardInterrupt):
        fetch_due(database, tapes, drawer, [recording_id])
    assert _row(database, recording_id).state == "announced"
    assert fetch_due(database, tapes, Drawer(), [recording_id]) == 0, "its lease still runs"
    _make_due(database, recording_id)
    assert fetch_due(database, tapes, Drawer(), [recording_id]) == 1
    assert _row(database, recording_id).state == "stored"


def test_of_two_who_fetched_it_one_keeps_it(recording_id: int, database: Database) -> None:
    drawer = Drawer()

    class Slow(Tapes):
        def fetch(self, provider_sid: str) -> bytes:
            if self.fetched == 0:
                self.fetched += 1
                _make_due(database, recording_id)  # so slow that its lease ran out
                fetch_due(database, self, drawer, [recording_id])
            return WAV

    fetch_due(database, Slow(), drawer, [recording_id])
    assert drawer.files == {_row(database, recording_id).file: WAV}


def test_what_the_carrier_has_deleted_already_counts_as_deleted(database: Database) -> None:
    with database.work() as work:
        recording_id = a_recording(work.session, state="stored", came_from="announced", file="0.wav").id
    assert fetch_due(database, Tapes(), Drawer(), [recording_id]) == 1
    assert _row(database, recording_id).deleted_at is not None


class TestOfRetention:
    """Kept while it is needed, and no longer."""

    @pytest.fixture
    def stored(self, recording_id: int, database: Database) -> int:
        def keep(work: Work, recording: Recording) -> None:
            recording.state, recording.came_from, recording.file = "stored", "announced", "0.wav"
            recording.deleted_at = work.now

        _make_due(database, recording_id, keep)
        return recording_id

    def _end_request(self, database: Database, recording_id: int, days: int) -> None:
        def end(work: Work, recording: Recording) -> None:
            request = work.session.get_one(HelpRequest, recording.request_id)
            request.state, request.came_from, request.closed_at = "cancelled", "open", work.now - days * DAY

        _make_due(database, recording_id, end)

    def test_while_the_request_is_open_it_stays(self, stored: int, database: Database) -> None:
        drawer = Drawer({"0.wav": WAV})
        assert fetch_due(database, Tapes(), drawer, [stored]) == 0
        assert drawer.files
        assert (_row(database, stored).next_at or datetime.now(UTC)) > datetime.now(UTC) + DAY / 2

    def test_some_days_after_its_end_it_goes(self, stored: int, database: Database) -> None:
        drawer = Drawer({"0.wav": WAV})
        self._end_request(database, stored, 29)
        assert fetch_due(database, Tapes(), drawer, [stored]) == 0
        self._end_request(database, stored, 31)
        assert fetch_due(database, Tapes(), drawer, [stored]) == 1
        row = _row(database, stored)
        assert (row.state, row.file, row.next_at, drawer.files) == ("erased", "", None, {})
        assert row.erased_at is not None

    def test_without_a_request_it_goes_some_days_after_it_was_left(self, database: Database) -> None:
        with database.work() as work:
            recording = a_recording(work.session, state="stored", came_from="announced", deleted_at=work.now)
            recording.created_at = work.now - 31 * DAY
            recording_id = recording.id
        assert fetch_due(database, Tapes(), Drawer(), [recording_id]) == 1
        assert _row(database, recording_id).state == "erased"
