"""What this system can play: a resident's message only when it is here."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from dispatch.models import Recording
from dispatch.moves import begin, move
from dispatch.operations.calls import take_call
from hotline.calls.addresses import message_of
from hotline.calls.rendering import render
from hotline.calls.script import HangUp, Line, Script
from hotline.wiring import Context, build
from tests.support.app import settings_for
from tests.support.factories import a_person
from tests.support.twiml_check import faults


@pytest.fixture
def system(database_url: str, redis_url: str, tmp_path: Path) -> Iterator[Context]:
    """What the web process works with."""
    system = build(settings_for(database_url, redis_url, tmp_path))
    yield system
    system.database.dispose()
    system.redis.close()


def _heard(system: Context, *events: str) -> str:
    """Return the answer that plays a message which has come so far."""
    with system.database.work() as work:
        call = take_call(work, a_person(work.session), "CA1")
        recording = Recording(call_id=call.id, provider_sid="RE1", created_at=work.now)
        begin(work, recording, "announce")
        for event in events:
            file = system.shelf.put(b"RIFF") if event == "store" else ""
            move(work, recording, event, file=file)
        script = Script((Line("recording", {"id": recording.id}),), HangUp(), "sv")
        return render(system, work, script, call_id=call.id, turn=1)


def test_a_message_that_is_here_is_played_from_a_signed_address(system: Context) -> None:
    xml = _heard(system, "store")
    assert faults(xml, public_url=system.settings.public_url) == []
    address = xml.partition("<Play>")[2].partition("</Play>")[0]
    assert message_of(system.settings.secret_key, address.rpartition("/")[2]) == 1


@pytest.mark.parametrize("events", [(), ("lose",), ("store", "erase")])
def test_a_message_that_is_not_here_is_left_out(events: tuple[str, ...], system: Context) -> None:
    assert "<Play>" not in _heard(system, *events)
