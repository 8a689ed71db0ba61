"""What the carrier brings of a step, whatever stands in it."""

from collections.abc import Mapping

import pytest

from dispatch.db import Database
from dispatch.models import Call, Recording
from dispatch.operations.calls import take_call
from hotline.calls import answers
from hotline.calls.script import Pressed
from tests.support.factories import a_person

SID = "RE" + "a" * 32


def _read(database: Database, form: Mapping[str, str], *, accepted: int | None = None) -> Pressed:
    with database.work() as work:
        call = take_call(work, a_person(work.session), "CA1")
        call.turn = 3
        if accepted:
            answers.accept(call, accepted)
        return answers.read(work, call, form)


def _recordings(database: Database) -> list[tuple[str, str, int]]:
    with database.reading() as session:
        return [(row.provider_sid, row.state, row.seconds) for row in session.query(Recording)]


FORMS: list[tuple[Mapping[str, str], Pressed]] = [
    ({}, Pressed()),
    ({"Digits": "4"}, Pressed(digits="4")),
    ({"Digits": "*#"}, Pressed(digits="*#")),
    ({"Digits": "1" * 1000}, Pressed(digits="1" * 20)),
    ({"Digits": "٤x<>4"}, Pressed(digits="4")),
    ({"Digits": "hangup"}, Pressed()),
    ({"Digits": "", "FinishedOnKey": "#"}, Pressed(digits="#")),
    ({"Digits": "12", "FinishedOnKey": "#"}, Pressed(digits="12")),
    ({"SpeechResult": " handla "}, Pressed(speech="handla")),
    ({"SpeechResult": "handla", "Confidence": "much"}, Pressed(speech="handla")),
    ({"Unheard": "of"}, Pressed()),
]


@pytest.mark.parametrize(("form", "pressed"), FORMS)
def test_keys_and_words(form: Mapping[str, str], pressed: Pressed, database: Database) -> None:
    assert _read(database, form) == pressed


@pytest.mark.parametrize(
    "form",
    [
        {"RecordingSid": SID, "RecordingDuration": "12", "Digits": "#"},
        {"RecordingUrl": f"https://api.example/2010-04-01/Accounts/AC1/Recordings/{SID}", "RecordingDuration": "12"},
        {"RecordingUrl": f"https://api.example/Recordings/{SID}.wav?x=1", "RecordingDuration": " 12 "},
    ],
)
def test_a_message_is_announced_and_its_key_is_none_of_hers(form: Mapping[str, str], database: Database) -> None:
    pressed = _read(database, form)
    assert (pressed.digits, pressed.recording_id is not None) == ("", True)
    assert _recordings(database) == [(SID, "announced", 12)]


@pytest.mark.parametrize("duration", ["0", "-1"])
def test_a_message_of_no_length_is_none(duration: str, database: Database) -> None:
    assert _read(database, {"RecordingSid": SID, "RecordingDuration": duration}) == Pressed()
    assert [state for _, state, _ in _recordings(database)] == ["lost"]


@pytest.mark.parametrize("form", [{"RecordingDuration": "5"}, {"RecordingSid": "../x"}, {"RecordingUrl": "https://x/"}])
def test_a_message_without_an_id_is_none(form: Mapping[str, str], database: Database) -> None:
    assert _read(database, form) == Pressed()
    assert _recordings(database) == []


def test_a_message_whose_length_is_not_said_counts(database: Database) -> None:
    assert _read(database, {"RecordingSid": SID}).recording_id is not None


def test_another_calls_message_is_not_hers(database: Database) -> None:
    with database.work() as work:
        other = take_call(work, a_person(work.session), "CA2")
        answers.read(work, other, {"RecordingSid": SID, "RecordingDuration": "5"})
    assert _read(database, {"RecordingSid": SID, "RecordingDuration": "5"}).recording_id is None


@pytest.mark.parametrize(("accepted", "connected"), [(3, True), (2, False), (None, False)])
def test_two_are_connected_only_when_one_said_so_in_this_step(
    accepted: int | None, connected: bool, database: Database
) -> None:
    assert _read(database, {"DialCallStatus": "completed"}, accepted=accepted).connected is connected


def test_when_she_has_hung_up() -> None:
    gone = ({"Digits": "hangup"}, {"CallStatus": "completed"}, {"CallStatus": " Canceled "})
    there: tuple[dict[str, str], ...] = ({}, {"CallStatus": "in-progress"}, {"Digits": "1"})
    assert all(answers.has_hung_up(form) for form in gone)
    assert not any(answers.has_hung_up(form) for form in there)


def test_the_same_answer_later_is_the_same() -> None:
    first = {"Digits": "1", "CallStatus": "in-progress"}
    assert answers.essence(first) == answers.essence({**first, "CallStatus": "completed", "New": "1"})
    assert answers.essence(first) != answers.essence({**first, "Digits": "2"})


def test_what_is_accepted_leaves_the_rest_of_the_talk(database: Database) -> None:
    call = Call(talk={"question": "connect"}, turn=4)
    answers.accept(call, 4)
    assert call.talk == {"question": "connect", "accepted": 4}
