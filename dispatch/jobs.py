"""Job entry points: ids in, one operation, out. Any of them may run twice, late, or not at all."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from dispatch import dialling, lessons, phone_dialling, stepping
from dispatch.db import Database, Wake
from dispatch.operations import alarms, digest, people, series
from dispatch.outbox import send_due, settle
from dispatch.ports import Caller, Messenger, Recorder, Shelf
from dispatch.recordings import fetch_due

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Tools:
    """What jobs need from outside; handed over once when a process starts."""

    database: Database
    messenger: Messenger
    caller: Caller
    recorder: Recorder
    shelf: Shelf


_tools: list[Tools] = []


def provide(tools: Tools) -> None:
    """Give this process's jobs their tools."""
    _tools[:] = [tools]


def take_step(request_id: int) -> None:
    """Take a request's next step if it is due, and send what came of it."""
    tools = _tools[0]
    stepping.take_step(tools.database, request_id)
    send_due(tools.database, tools.messenger)


def send_messages() -> None:
    """Send what is queued."""
    tools = _tools[0]
    send_due(tools.database, tools.messenger)


def settle_messages(*message_ids: int) -> None:
    """Look up texts whose outcome nobody knows."""
    tools = _tools[0]
    settle(tools.database, tools.messenger, message_ids)


def place_calls() -> None:
    """Ring the people for whom something waits."""
    tools = _tools[0]
    dialling.place_due(tools.database, tools.caller)


def connect(phone_visit_id: int) -> None:
    """Ring the volunteer of a visit by phone, or see what became of that."""
    tools = _tools[0]
    phone_dialling.connect(tools.database, tools.caller, phone_visit_id)


def settle_calls(*call_ids: int) -> None:
    """Ask the carrier about calls of which nobody has heard."""
    tools = _tools[0]
    dialling.settle_calls(tools.database, tools.caller, call_ids)


def fetch_recordings(*recording_ids: int) -> None:
    """Fetch, delete at the carrier, or erase what is due."""
    tools = _tools[0]
    fetch_due(tools.database, tools.recorder, tools.shelf, recording_ids)


def take_stock() -> None:
    """Work out what the last answers have taught."""
    with _tools[0].database.work() as work:
        lessons.take_stock(work)


def put_out(series_id: int) -> None:
    """Make the request for the next visit of help that comes every week."""
    with _tools[0].database.work() as work:
        series.put_out(work, series_id)


def end_pause(volunteer_id: int) -> None:
    """Let a volunteer be asked again whose pause is over."""
    with _tools[0].database.work() as work:
        people.end_pause(work, volunteer_id)


def sound_alarms() -> None:
    """Tell the operators on duty of every alarm that nobody has answered yet, and send what came of it."""
    tools = _tools[0]
    alarms.sound_due(tools.database, tools.messenger, tools.caller)
    send_due(tools.database, tools.messenger)


def tell_digest() -> None:
    """Tell who is on duty what has no volunteer."""
    tools = _tools[0]
    digest.tell_digest(tools.database, tools.messenger, tools.caller)
    send_due(tools.database, tools.messenger)


def run_here(wakes: Sequence[Wake]) -> None:
    """Do the work of these hints in this very process: the clock's way on while Redis is away."""
    for wake in wakes:
        try:
            JOBS[wake.job](*wake.ids)
        except Exception as error:  # one request that breaks must not stop the others
            log.exception("job_failed", extra={"job": wake.job, "ids": wake.ids, "error": type(error).__name__})


_ALL = (
    take_step, send_messages, settle_messages, place_calls, connect, settle_calls, fetch_recordings, take_stock,
    put_out, end_pause, sound_alarms, tell_digest,
)  # fmt: skip

JOBS: Mapping[str, Callable[..., None]] = {job.__name__: job for job in _ALL}
"""The jobs by the names hints call them by."""
