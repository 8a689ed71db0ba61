"""Spoken messages: announced by the carrier, fetched, deleted there, and erased here once they are no longer needed.

Each deed is done outside any transaction and then recorded, so one that is cut off is done again. Of fetching, that may
leave a file that no row knows, under a random name nobody can guess: the price of never losing a message.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy.exc import IntegrityError

from dispatch import call_store, store
from dispatch.db import Database, Work
from dispatch.errors import SendFailed, SendUnknown
from dispatch.models import Call, HelpRequest, Recording
from dispatch.moves import begin, move
from dispatch.operations.requests import escalate, raise_alarm
from dispatch.ports import GONE, Recorder, Shelf
from dispatch.states import CLOSED_REQUESTS, RECORDING_MOVES, RecordingState

LEASE = timedelta(minutes=2)
"""How long one who fetches or deletes may take."""

PATIENCE = timedelta(days=1)
"""How long the carrier may be unable to give us a message before it counts as lost."""

SHORTEST_PAUSE, LONGEST_PAUSE = 2.0, 1800.0
"""Seconds between two tries."""

LOOK_AGAIN = timedelta(days=1)
"""How long until an old message whose request is still open is looked at again."""

log = logging.getLogger(__name__)


class Deed(StrEnum):
    """What comes next for a recording."""

    FETCH = "fetch"
    DELETE = "delete"  # the carrier's own copy
    ERASE = "erase"  # ours


@dataclass(frozen=True)
class Task:
    """One deed on one recording, detached from the database."""

    deed: Deed
    recording_id: int
    provider_sid: str
    file: str


def announce(work: Work, call: Call, provider_sid: str, seconds: int, *, request_id: int | None = None) -> Recording:
    """Note that the carrier has, or will have, a message of this call's; said again, it adds only what was not known.

    One without a sound in it is never kept: it is lost from the start, and deleted at the carrier.
    """
    known = call_store.find_recording(work.session, provider_sid)
    if known is None:
        recording = Recording(call_id=call.id, call=call, request_id=request_id, provider_sid=provider_sid,
                              seconds=seconds, file="", next_at=work.now, attempts=0, created_at=work.now)
        try:
            with work.session.begin_nested():
                begin(work, recording, "announce")
        except IntegrityError:  # action and status report at the same time: the other one was first
            known = call_store.find_recording(work.session, provider_sid)
            if known is None:
                raise
        else:
            known = recording
            work.wake("fetch_recordings", recording.id)
            if seconds <= 0:
                move(work, recording, "lose")
    known.request_id = known.request_id or request_id
    _is_need(work, known)
    return known


def _is_need(work: Work, recording: Recording) -> None:
    """A message is what its request is about, unless that is told already; it may come after the call is over."""
    request = work.session.get(HelpRequest, recording.request_id) if recording.request_id else None
    if request is not None and request.recording_id is None and recording.state != RecordingState.LOST:
        request.recording_id = recording.id


def lose(work: Work, recording: Recording) -> bool:
    """Take the news that a message will never come. Whoever waits for it learns that he waits in vain."""
    if recording.state != RecordingState.ANNOUNCED or not move(work, recording, "lose", next_at=None):
        return False
    if recording.request_id is None:
        return True
    request = store.get_locked(work.session, HelpRequest, recording.request_id)
    if request.state not in CLOSED_REQUESTS and not escalate(work, request, "recording_lost"):
        raise_alarm(work, request, "recording_lost")
    return True


def fetch_due(database: Database, recorder: Recorder, shelf: Shelf, recording_ids: Sequence[int]) -> int:
    """Do what is due for these recordings. Returns how many deeds were done; what failed waits for its next try."""
    return sum(_do_next(database, recorder, shelf, recording_id) for recording_id in recording_ids)


def _do_next(database: Database, recorder: Recorder, shelf: Shelf, recording_id: int) -> bool:
    task = _claim(database, recording_id)
    if task is None:
        return False
    try:
        file = _do(task, recorder, shelf)
    except (SendFailed, SendUnknown, OSError) as error:
        log.warning("recording_waits", extra={"recording_id": recording_id, "deed": task.deed,
                                              "error": type(error).__name__})
        _wait(database, task)
        return False
    with database.work(actor="carrier") as work:
        is_kept = _record(work, store.get_locked(work.session, Recording, recording_id), task.deed, file)
    if file and not is_kept:  # somebody else was faster
        shelf.erase(file)
    return True


def _claim(database: Database, recording_id: int) -> Task | None:
    with database.work() as work:
        recording = store.get_locked(work.session, Recording, recording_id)
        if recording.next_at is None or recording.next_at > work.now:
            return None
        deed = _next_deed(recording)
        if deed == Deed.ERASE:
            keep_until = _keep_until(work, recording)
            if keep_until > work.now:
                recording.next_at = keep_until
                return None
        recording.next_at, recording.attempts = work.now + LEASE, recording.attempts + 1
        return Task(deed, recording.id, recording.provider_sid, recording.file)


def _next_deed(recording: Recording) -> Deed:
    if recording.state == RecordingState.ANNOUNCED:
        return Deed.FETCH
    return Deed.DELETE if recording.deleted_at is None else Deed.ERASE


def _keep_until(work: Work, recording: Recording) -> datetime:
    """Return when a message may go: some days after its request has ended, or after it was left for nothing."""
    days = timedelta(days=work.tunables.recording_days)
    if recording.request_id is None:
        return recording.created_at + days
    request = work.session.get_one(HelpRequest, recording.request_id)
    if request.state not in CLOSED_REQUESTS:
        return work.now + LOOK_AGAIN
    return (request.closed_at or recording.created_at) + days


def _do(task: Task, recorder: Recorder, shelf: Shelf) -> str:
    """Do a deed, outside any transaction. Returns the name of the file it made, if it made one."""
    if task.deed == Deed.FETCH:
        return shelf.put(recorder.fetch(task.provider_sid))
    if task.deed == Deed.ERASE:
        shelf.erase(task.file)
        return ""
    try:
        recorder.delete(task.provider_sid)
    except SendFailed as error:
        if error.code != GONE:
            raise
    return ""


def _record(work: Work, recording: Recording, deed: Deed, file: str) -> bool:
    """Record a deed that was done. Returns whether `file` is now the recording's."""
    recording.attempts = 0
    if deed == Deed.FETCH and (recording.state, "store") in RECORDING_MOVES:
        move(work, recording, "store", file=file, stored_at=work.now, next_at=work.now)
        work.wake("fetch_recordings", recording.id)  # now the carrier's copy can go
    elif deed == Deed.DELETE:
        recording.deleted_at = work.now
        recording.next_at = _keep_until(work, recording) if recording.state == RecordingState.STORED else None
    elif deed == Deed.ERASE and recording.state != RecordingState.ERASED:
        move(work, recording, "erase", file="", erased_at=work.now, next_at=None)
    return recording.file == file


def _wait(database: Database, task: Task) -> None:
    with database.work(actor="carrier") as work:
        recording = store.get_locked(work.session, Recording, task.recording_id)
        if task.deed == Deed.FETCH and work.now - recording.created_at > PATIENCE:
            log.error("recording_lost", extra={"recording_id": recording.id})
            lose(work, recording)
            return
        seconds = min(SHORTEST_PAUSE * 2.0 ** min(recording.attempts, 20), LONGEST_PAUSE)
        recording.next_at = work.now + timedelta(seconds=seconds)
