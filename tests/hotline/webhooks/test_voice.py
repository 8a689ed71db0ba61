"""A call at the webhooks: each step has one effect and one answer, and no address decides what is heard."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from dispatch.models import Call, HelpRequest, Message, Person, Recording
from dispatch.states import CallState
from hotline.app import create_app
from hotline.conversation.by_phone import calling
from hotline.models import InboundEvent
from hotline.wiring import Context, build
from tests.hotline.webhooks.caller import Caller, step_in
from tests.hotline.webhooks.carrier import Carrier
from tests.support import cast
from tests.support.app import settings_for
from tests.support.factories import a_number, a_person

RECORDING = {"RecordingSid": "RE" + "a" * 32, "RecordingDuration": "9"}
LANDLINE = "+4684650045"


@pytest.fixture
def karin(system: Context) -> str:
    with system.database.work() as work:
        return cast.karin(work.session).person.phone


@pytest.fixture
def caller(carrier: Carrier, karin: str) -> Caller:
    """Karin, who hears the first words of her call."""
    return Caller(carrier, karin).dial()


def _calls(system: Context) -> list[Call]:
    with system.database.reading() as session:
        return list(session.scalars(select(Call).order_by(Call.id)))


def _people(system: Context) -> list[Person]:
    with system.database.reading() as session:
        return list(session.scalars(select(Person).order_by(Person.id)))


def test_a_caller_hears_112_first_and_has_time_to_press_a_key(carrier: Carrier) -> None:
    caller = Caller(carrier, LANDLINE).dial()
    assert caller.verbs == ["Gather"]
    assert caller.attribute("Gather", "timeout") == "10"
    (call,) = _calls(carrier.system)
    assert (call.state, call.direction, call.turn, call.provider_sid) == ("talking", "in", 1, caller.sid)


def test_each_step_leads_to_the_next(caller: Caller) -> None:
    first = caller.step
    caller.press("1")
    assert caller.verbs[-1] == "Record"
    assert caller.step != first
    assert [call.turn for call in _calls(caller.carrier.system)] == [2]


def test_the_same_step_again_gets_the_same_answer_and_does_nothing(caller: Caller) -> None:
    assert caller.post("/twilio/voice") == caller.heard
    step = caller.step
    answer = caller.press("1").heard
    for _ in range(3):
        assert caller.post(step, Digits="1", CallStatus="in-progress", Extra="1") == answer
    assert [call.turn for call in _calls(caller.carrier.system)] == [2]
    assert caller.carrier.count(InboundEvent) == 2


def test_twins_at_the_same_moment_are_one_call_and_one_step(carrier: Carrier, karin: str) -> None:
    caller = Caller(carrier, karin)
    with ThreadPoolExecutor(6) as pool:
        answers = set(pool.map(lambda _: caller.post("/twilio/voice"), range(6)))
        assert len(answers) == 1
        caller.heard = answers.pop()
        assert len(set(pool.map(lambda _: caller.post(caller.step, Digits="1"), range(6)))) == 1
    assert [call.turn for call in _calls(carrier.system)] == [2]


def test_different_keys_at_the_same_moment_are_one_key(caller: Caller) -> None:
    step = caller.step
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda key: caller.post(step, Digits=str(key)), range(1, 7)))
    assert [call.turn for call in _calls(caller.carrier.system)] == [2]


@pytest.mark.parametrize("number", ["2", "7", "999999", "-1", "", "x", "%00", "%D9%A3", "9" * 40])
def test_a_step_that_was_never_put_gets_the_one_that_is_open(number: str, caller: Caller) -> None:
    (call,) = _calls(caller.carrier.system)
    assert step_in(caller.post(f"/twilio/voice/step?c={call.id}&n={number}", Digits="1")) == caller.step
    assert [each.turn for each in _calls(caller.carrier.system)] == [1]
    assert caller.press("1").verbs[-1] == "Record", "and the real one still counts"


def test_a_step_long_past_with_another_key_gets_the_one_that_is_open(caller: Caller) -> None:
    first = caller.step
    caller.press("1")
    assert step_in(caller.post(first, Digits="3")) == caller.step != first
    assert [call.turn for call in _calls(caller.carrier.system)] == [2]


def test_an_address_that_was_never_given_leads_to_what_is_open(caller: Caller) -> None:
    for path in ("/twilio/voice/any/step", "/twilio/voice/step"):
        assert step_in(caller.post(path, Digits="1")) == caller.step
    assert [call.turn for call in _calls(caller.carrier.system)] == [1]


def test_a_call_may_begin_at_any_address(carrier: Carrier) -> None:
    caller = Caller(carrier, LANDLINE)
    for path in ("/twilio/voice/any/step", "/twilio/voice/step?c=77&n=4"):
        assert "Gather" in caller.post(path, Digits="1")
    assert [call.turn for call in _calls(carrier.system)] == [1]


def test_a_step_of_another_call_moves_neither(carrier: Carrier, karin: str) -> None:
    one = Caller(carrier, karin).dial()
    two = Caller(carrier, LANDLINE, sid="CA2").dial()
    assert step_in(two.post(one.step.replace("n=1", "n=2"), Digits="1")) == two.step
    assert [call.turn for call in _calls(carrier.system)] == [1, 1]


def test_two_calls_at_once_from_one_number_are_two_talks(carrier: Carrier, karin: str) -> None:
    one, two = Caller(carrier, karin).dial(), Caller(carrier, karin, sid="CA2").dial()
    one.press("1")
    assert (one.verbs[-1], two.verbs[-1]) == ("Record", "Gather")
    assert [call.turn for call in _calls(carrier.system)] == [2, 1]
    assert two.press("1").verbs[-1] == "Record"


@pytest.mark.parametrize(
    "shown", ["anonymous", "+266696687", "", "unknown", "Restricted", "\x00", "x" * 999, "112", "+46", "+46701"]
)
def test_who_hides_her_number_is_served_and_never_texted_or_called(shown: str, carrier: Carrier) -> None:
    one, two = Caller(carrier, shown).dial(), Caller(carrier, shown, sid="CA2").dial()
    assert (one.press("1").verbs, two.verbs) == (["Gather"], ["Gather"])
    people = _people(carrier.system)
    assert [(each.phone, each.can_text, each.can_call) for each in people] == [
        (one.sid, False, False), (two.sid, False, False),
    ]  # fmt: skip
    carrier.post("/twilio/status/call", CallSid=one.sid, CallStatus="completed")
    assert carrier.count(Message, Message.state == "queued") == 0


def test_who_calls_from_a_number_can_be_called_there(carrier: Carrier, system: Context) -> None:
    with system.database.work() as work:
        phone = a_person(work.session, can_text=False, can_call=False).phone
    Caller(carrier, phone).dial()
    assert [each.can_call for each in _people(system)] == [True]


def test_a_blocked_number_is_not_even_taken(carrier: Carrier, system: Context) -> None:
    with system.database.work() as work:
        phone = a_person(work.session, blocked=True).phone
    caller = Caller(carrier, phone).dial()
    assert caller.verbs == ["Reject"]
    assert caller.post("/twilio/voice") == caller.heard
    assert carrier.count(Call) == 0


ODD: tuple[dict[str, str], ...] = (
    {}, {"Digits": "1" * 1000}, {"Digits": "*#"}, {"Digits": "\x00"}, {"SpeechResult": "å" * 9000},
    {"SpeechResult": "handla"}, {"Digits": "1", "Confidence": ""}, {"DialCallStatus": "completed"},
    {"RecordingUrl": "javascript:1"}, {"RecordingSid": "RE1", "RecordingDuration": "0"}, {"Unheard": "of"},
)  # fmt: skip


@pytest.mark.parametrize("fields", ODD)
def test_whatever_a_step_brings_the_call_goes_on(fields: dict[str, str], caller: Caller) -> None:
    for _ in range(2):
        caller.does(**fields)
        assert "Hangup" not in caller.verbs
    assert [call.turn for call in _calls(caller.carrier.system)] == [3]
    assert caller.carrier.count(HelpRequest, HelpRequest.state == "escalated") == 0


@pytest.mark.parametrize("sid", ["", "x" * 41, "CA\x00", "å"])
def test_a_call_without_an_id_of_the_carriers_hears_where_help_is(sid: str, carrier: Carrier) -> None:
    caller = Caller(carrier, LANDLINE, sid=sid)
    if sid == "CA\x00":  # what cannot be stored is left out, and the rest is an id
        assert caller.dial().verbs == ["Gather"]
        return
    assert caller.dial().verbs[-1] == "Hangup"
    assert carrier.count(Person) == 0


def test_a_message_that_a_hang_up_ends_counts_and_the_call_is_over(caller: Caller) -> None:
    caller.press("1")
    caller.does(**RECORDING, Digits="hangup", CallStatus="completed")
    (call,) = _calls(caller.carrier.system)
    assert call.state == CallState.ENDED
    with caller.carrier.system.database.reading() as session:
        recording = session.scalars(select(Recording)).one()
        request = session.scalars(select(HelpRequest)).one()
    assert (recording.state, recording.request_id, request.state) == ("announced", request.id, "escalated")


def test_a_message_that_comes_after_the_end_of_the_call_counts_too(caller: Caller) -> None:
    step = caller.press("1").step
    caller.carrier.post("/twilio/status/call", CallSid=caller.sid, CallStatus="completed")
    for _ in range(2):
        caller.heard = caller.post(step, **RECORDING, Digits="hangup", CallStatus="completed")
        assert caller.verbs == ["Hangup"]
    with caller.carrier.system.database.reading() as session:
        recording = session.scalars(select(Recording)).one()
        request = session.scalars(select(HelpRequest)).one()
    assert (recording.request_id, request.state) == (request.id, "escalated")


def test_a_message_of_no_length_is_no_request_of_hers(carrier: Carrier) -> None:
    caller = Caller(carrier, "anonymous").dial()
    caller.does(RecordingSid="RE1", RecordingDuration="0", Digits="hangup", CallStatus="completed")
    assert carrier.count(HelpRequest) == 0


def test_a_call_that_is_over_is_over(caller: Caller) -> None:
    caller.carrier.post("/twilio/status/call", CallSid=caller.sid, CallStatus="completed")
    for path in (caller.step, "/twilio/voice/any"):
        assert Caller(caller.carrier, "", heard=caller.post(path, Digits="1")).verbs == ["Hangup"]
    assert [call.turn for call in _calls(caller.carrier.system)] == [1]


def test_what_breaks_inside_becomes_an_operators_and_she_hears_so(
    caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(*_: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(calling, "take", break_down)
    step = caller.step
    assert caller.press("1").verbs == ["Say", "Hangup"]
    assert caller.post(step, Digits="1") == caller.heard
    with caller.carrier.system.database.reading() as session:
        request = session.scalars(select(HelpRequest)).one()
    assert (request.state, request.escalation, request.channel) == ("escalated", "trouble", "call")


def test_even_when_nothing_works_she_hears_where_help_is(carrier: Carrier, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(*_: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(calling, "begin", break_down)
    monkeypatch.setattr("dispatch.operations.ask_operator", break_down)
    caller = Caller(carrier, LANDLINE).dial()
    assert caller.verbs[-1] == "Hangup"
    assert "112" in caller.words or "ett ett två" in caller.words
    assert carrier.count(Call) == 0


@pytest.fixture
def cut_off(redis_url: str, tmp_path: Path) -> Iterator[Carrier]:
    """The carrier before a system whose database is away."""
    system = build(settings_for("sqlite:////nowhere/at/all.db", redis_url, tmp_path))
    yield Carrier(create_app(system), system)
    system.redis.close()


@pytest.mark.parametrize("path", ["", "/out?c=1", "/step?c=1&n=1", "/any", "/fallback"])
def test_without_a_database_she_hears_where_help_is_in_every_language_with_a_voice(path: str, cut_off: Carrier) -> None:
    caller = Caller(cut_off, LANDLINE)
    caller.heard = caller.post(f"/twilio/voice{path}")
    assert caller.verbs == ["Say"] * (len(caller.verbs) - 1) + ["Hangup"]
    catalogs = cut_off.system.catalogs
    for tag in ("sv", "en", "ar"):
        assert catalogs[tag].text("phone:not_emergency") in caller.words
        assert catalogs[tag].text("phone:call_again") in caller.words
    assert caller.words.startswith(catalogs["sv"].text("phone:not_emergency"))


@pytest.mark.parametrize("path", ["/whisper?c=1&n=1&l=sv&w=whisper.operator", "/accepted?c=1&n=1"])
def test_without_a_database_who_is_rung_is_let_go(path: str, cut_off: Carrier) -> None:
    caller = Caller(cut_off, LANDLINE)
    caller.heard = caller.post(f"/twilio/voice{path}", Digits="1")
    assert caller.verbs == ["Hangup"]


@pytest.mark.parametrize("path", ["", "/out", "/step", "/whisper", "/accepted", "/fallback", "/any"])
def test_what_the_carrier_did_not_sign_leaves_no_trace(path: str, carrier: Carrier) -> None:
    phone = a_number()
    assert carrier.post(f"/twilio/voice{path}", token="another", CallSid="CA1", From=phone).status_code == 403
    assert carrier.app.test_client().post(f"/twilio/voice{path}", json={"CallSid": "CA1"}).status_code == 403
    assert [carrier.count(table) for table in (Person, Call, InboundEvent)] == [0, 0, 0]
