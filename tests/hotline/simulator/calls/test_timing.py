"""Calls in real time, as the page has them, shared by several processes."""

import time

import pytest

from hotline.simulator.calls import switchboard
from hotline.simulator.calls.happenings import HungUp, Keys
from hotline.simulator.exchange import Exchange
from tests.hotline.simulator.calls.conftest import ELSA, Script, say
from tests.support.line import until


@pytest.fixture
def timed(exchange: Exchange) -> Exchange:
    exchange.timed = True
    return exchange


def doing(exchange: Exchange, sid: str) -> str:
    """Return what a leg does, or its status when it has ended."""
    leg = exchange.calls.leg(sid)
    assert leg is not None
    return leg.doing or leg.status


def test_what_takes_time_passes_by_itself(timed: Exchange, script: Script) -> None:
    script.says("/twilio/voice", '<Pause length="1"/>', '<Gather timeout="1" actionOnEmptyResult="true" action="/a"/>')
    began = time.monotonic()
    switchboard.dial(timed, ELSA)
    until(lambda: script.told("/a"))
    assert 1.8 < time.monotonic() - began < 6
    assert script.told("/a")[0]["Digits"] == ""


def test_what_was_broken_off_does_not_pass_later(timed: Exchange, script: Script) -> None:
    script.says("/twilio/voice", '<Gather timeout="1" numDigits="1" action="/a"/>')
    script.says("/a", '<Pause length="2"/>')
    sid = switchboard.dial(timed, ELSA)
    until(lambda: doing(timed, sid) == "gathering")
    switchboard.happen(timed, sid, Keys("1"))
    time.sleep(1.3)
    assert doing(timed, sid) == "pausing"


def test_another_process_goes_on_with_a_call(timed: Exchange, script: Script) -> None:
    script.says("/twilio/voice", say("Hej"))
    sid = switchboard.dial(timed, ELSA)
    timed.close()
    other = Exchange(timed.store.path, public_url=timed.public_url, pace=0.0)
    other.postman.wake()
    until(lambda: doing(other, sid) == "completed")
    assert other.settle()
    switchboard.happen(other, sid, HungUp())  # too late, and nothing comes of it
    assert len(script.told("/twilio/status/call")) == 1
    other.close()
