"""Calls of ours that are answered, and people who are rung so that two can talk."""

import pytest
from sqlalchemy import select

from dispatch.models import Call
from dispatch.moves import begin
from hotline.wiring import Context
from tests.hotline.webhooks.caller import Caller
from tests.hotline.webhooks.carrier import Carrier
from tests.support import cast
from tests.support.factories import a_person

OUT = {"Direction": "outbound-api"}
OTHER = "CA" + "2" * 32


@pytest.fixture
def call_id(system: Context) -> int:
    """A call of ours to Karin that the carrier is about to ring."""
    with system.database.work() as work:
        call = Call(
            person=cast.karin(work.session).person, direction="out", talk={}, turn=0, error_code="",
            created_at=work.now,
        )  # fmt: skip
        begin(work, call, "place")
        return call.id


def _call(system: Context, call_id: int) -> Call:
    with system.database.reading() as session:
        return session.scalars(select(Call).where(Call.id == call_id)).one()


def test_whoever_answers_is_asked_for_a_key_before_anything_is_told(
    carrier: Carrier, system: Context, call_id: int
) -> None:
    caller = Caller(carrier, "")
    caller.heard = caller.post(f"/twilio/voice/out?c={call_id}", **OUT)
    assert caller.verbs == ["Gather"]
    call = _call(system, call_id)
    assert (call.state, call.turn, call.provider_sid, call.answered_at is not None) == (
        "talking", 1, caller.sid, True,
    )  # fmt: skip
    assert caller.post(f"/twilio/voice/out?c={call_id}", **OUT) == caller.heard


@pytest.mark.parametrize("machine", ["machine_start", "machine_end_beep", "fax"])
def test_a_machine_hears_nothing_but_who_called(machine: str, carrier: Carrier, system: Context, call_id: int) -> None:
    caller = Caller(carrier, "")
    caller.heard = caller.post(f"/twilio/voice/out?c={call_id}", AnsweredBy=machine, **OUT)
    assert caller.verbs == ["Say", "Hangup"]
    assert caller.words == system.catalogs["sv"].text("phone:gate.machine")
    assert not _call(system, call_id).had_key


@pytest.mark.parametrize("own_id", ["", "999", "x", "-1", "9" * 30])
def test_a_call_of_ours_that_we_do_not_know_is_ended(own_id: str, carrier: Carrier) -> None:
    caller = Caller(carrier, "")
    caller.heard = caller.post(f"/twilio/voice/out?c={own_id}", **OUT)
    assert caller.verbs == ["Hangup"]
    assert carrier.count(Call) == 0


def test_another_call_cannot_pass_for_ours(carrier: Carrier, system: Context, call_id: int) -> None:
    Caller(carrier, "").post(f"/twilio/voice/out?c={call_id}", **OUT)
    other = Caller(carrier, "", sid=OTHER)
    other.heard = other.post(f"/twilio/voice/out?c={call_id}", **OUT)
    assert other.verbs == ["Hangup"]
    assert _call(system, call_id).provider_sid != OTHER


@pytest.mark.parametrize(
    ("language", "prompt", "spoken", "said"),
    [
        ("sv", "whisper.resident", "sv", "whisper.resident"),
        ("ar", "whisper.volunteer", "ar", "whisper.volunteer"),
        ("xx", "match.resident", "sv", "whisper.operator"),
        ("", "", "sv", "whisper.operator"),
    ],
)  # fmt: skip
def test_who_is_rung_hears_what_it_is_about_twice_and_no_name(
    language: str, prompt: str, spoken: str, said: str, carrier: Carrier, system: Context
) -> None:
    callee = Caller(carrier, "", sid=OTHER)
    callee.heard = callee.post(f"/twilio/voice/whisper?c=1&n=2&l={language}&w={prompt}", Direction="outbound-dial")
    words = system.catalogs[spoken].text(f"phone:{said}")
    assert callee.words == f"{words}\n{words}"
    assert callee.step.endswith("/twilio/voice/accepted?c=1&n=2")


class TestAccepting:
    """What comes of the key of somebody who is rung."""

    @pytest.fixture
    def caller(self, carrier: Carrier, system: Context) -> Caller:
        """Somebody who waits on the line."""
        with system.database.work() as work:
            phone = a_person(work.session, language="sv").phone
        return Caller(carrier, phone).dial()

    def _press(self, caller: Caller, key: str, *, turn: int = 1, parent: str = "") -> list[str]:
        callee = Caller(caller.carrier, "", sid=OTHER)
        parent = parent or caller.sid
        path = f"/twilio/voice/accepted?c=1&n={turn}"
        callee.heard = callee.post(path, Digits=key, ParentCallSid=parent, Direction="outbound-dial")
        return callee.verbs

    def test_one_connects_and_again_too(self, caller: Caller) -> None:
        assert self._press(caller, "1") == self._press(caller, "1") == []
        assert _call(caller.carrier.system, 1).talk["accepted"] == 1

    @pytest.mark.parametrize("key", ["", "2", "11", "*", "#", "hangup", "1" * 1000])
    def test_anything_else_lets_him_go(self, key: str, caller: Caller) -> None:
        assert self._press(caller, key) == ["Hangup"]
        assert "accepted" not in _call(caller.carrier.system, 1).talk

    def test_nobody_is_connected_with_a_step_that_is_not_open_or_another_call(self, caller: Caller) -> None:
        assert self._press(caller, "1", turn=2) == ["Hangup"]
        assert self._press(caller, "1", parent="CA9") == ["Hangup"]
        caller.carrier.post("/twilio/status/call", CallSid=caller.sid, CallStatus="completed")
        assert self._press(caller, "1") == ["Hangup"]
        assert "accepted" not in _call(caller.carrier.system, 1).talk
