"""Reports on calls and recordings: in any order, again and again, never an error."""

from itertools import permutations

import pytest
from sqlalchemy import select

from dispatch.models import Call, HelpRequest, Recording
from hotline.wiring import Context
from tests.hotline.webhooks.caller import Caller
from tests.hotline.webhooks.carrier import Carrier

CALL, RECORDING = "/twilio/status/call", "/twilio/status/recording"
SID = "RE" + "a" * 32
LANDLINE = "+4684650045"


@pytest.fixture
def caller(carrier: Carrier) -> Caller:
    return Caller(carrier, LANDLINE).dial()


def _state(system: Context) -> str:
    with system.database.reading() as session:
        return session.scalars(select(Call.state)).one()


def _recordings(system: Context) -> list[Recording]:
    with system.database.reading() as session:
        return list(session.scalars(select(Recording)))


def _said(caller: Caller, status: str, duration: str = "9", **more: str) -> None:
    fields = {"RecordingSid": SID, "CallSid": caller.sid, "RecordingStatus": status, "RecordingDuration": duration}
    assert caller.carrier.post(RECORDING, **{**fields, **more}).status_code == 204


def test_a_call_that_came_in_is_found_by_the_carriers_id(caller: Caller) -> None:
    answer = caller.carrier.post(CALL, CallSid=caller.sid, CallStatus="completed")
    assert (answer.status_code, answer.data) == (204, b"")
    assert _state(caller.carrier.system) == "ended"


def test_in_every_order_the_end_stays(carrier: Carrier) -> None:
    for number, order in enumerate(permutations(["ringing", "in-progress", "completed"])):
        caller = Caller(carrier, LANDLINE, sid=f"CA{number}").dial()
        for status in (*order, *order):
            assert carrier.post(CALL, CallSid=caller.sid, CallStatus=status).status_code == 204
    with carrier.system.database.reading() as session:
        assert set(session.scalars(select(Call.state))) == {"ended"}


ODD: tuple[dict[str, str], ...] = (
    {}, {"CallSid": "CA1"}, {"CallStatus": "completed"}, {"CallSid": "CA1", "CallStatus": "teleported"},
    {"CallSid": "\x00", "CallStatus": "\x00"},
    {"CallSid": "x" * 9000, "CallStatus": "completed", "ErrorCode": "9" * 99},
    {"RecordingSid": "RE1"}, {"RecordingSid": "x" * 9000, "RecordingStatus": "completed", "CallSid": "CA1"},
    {"RecordingSid": "RE1", "RecordingStatus": "completed", "RecordingDuration": "long", "CallSid": "CA1"},
    {"RecordingSid": "RE1", "RecordingStatus": "absent"}, {"RecordingStatus": "failed", "RecordingSid": "\x00"},
)  # fmt: skip


@pytest.mark.parametrize("query", ["", "?c=", "?c=999999", "?c=-1", "?c=%00", "?c=1e9", "?c=%D9%A3", "?c=9999999999"])
def test_whatever_a_report_says_it_is_never_an_error(query: str, carrier: Carrier) -> None:
    for fields in ODD:
        assert carrier.post(CALL + query, **fields).status_code == 204, fields
        assert carrier.post(RECORDING + query, **fields).status_code == 204, fields
    assert carrier.count(Call) == carrier.count(Recording) == 0


def test_a_message_is_announced_once_whoever_tells_first(caller: Caller) -> None:
    caller.press("1")
    for tells_first in (True, False):
        if tells_first:
            _said(caller, "completed")
        else:
            caller.does(RecordingSid=SID, RecordingDuration="9")
        _said(caller, "completed")
    (recording,) = _recordings(caller.carrier.system)
    assert (recording.state, recording.seconds) == ("announced", 9)


@pytest.mark.parametrize("status", ["absent", "failed"])
def test_a_message_that_never_comes_is_lost(status: str, caller: Caller) -> None:
    _said(caller, status)
    assert _recordings(caller.carrier.system) == [], "nobody was told of it before"
    _said(caller, "completed")
    for _ in range(2):
        _said(caller, status)
    _said(caller, "completed")
    assert [row.state for row in _recordings(caller.carrier.system)] == ["lost"]


def test_a_message_of_no_length_makes_no_request_and_no_noise(caller: Caller) -> None:
    _said(caller, "completed", "0")
    assert [row.state for row in _recordings(caller.carrier.system)] == ["lost"]
    assert caller.carrier.count(HelpRequest) == 0


def test_a_message_of_an_unknown_call_is_none_of_ours(caller: Caller) -> None:
    _said(caller, "completed", CallSid="CA9")
    assert _recordings(caller.carrier.system) == []
