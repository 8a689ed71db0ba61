"""An emergency finds an operator who says that he takes care of it: by text, by the board, by a landline."""

from dispatch.models import Alarm, HelpRequest
from tests.support.cast import karin
from tests.support.line import ON_DUTY, Line, Phone, until

DANGER = "Jag har ramlat och kan inte andas"


def _in_danger(line: Line) -> tuple[Phone, str]:
    """Karin writes words of danger. Returns her phone and the code of the request."""
    with line.people() as session:
        phone = line.phone(karin(session).person.phone)
    answer = "\n".join(phone.text(DANGER))
    assert "112" in answer[:70]
    assert line.count(HelpRequest, HelpRequest.escalation == "emergency") == 1
    return phone, line.request_of(phone.number).code


def test_an_alarm_is_repeated_until_one_of_those_on_duty_answers(line: Line) -> None:
    karin_, code = _in_danger(line)
    anna, bo = (line.phone(number) for number in ON_DUTY)
    for phone in (anna, bo):
        told = phone.told("alarm")
        assert f"OK {code}" in told
        assert not any(private in told for private in ("Karin", "Ek", karin_.number[3:], "andas"))
    line.hurry_alarms()
    for phone in (anna, bo):
        phone.told("alarm", times=2)
    assert line.count(Alarm, Alarm.acknowledged_at.is_(None)) == 1

    assert line.phone(karin_.number).text(f"OK {code}")  # only from a number on duty
    assert line.count(Alarm, Alarm.acknowledged_at.is_(None)) == 1
    assert bo.text(f"ok {code}")
    assert bo.was_told("alarm.yours")
    assert line.count(Alarm, Alarm.acknowledged_at.is_(None)) == 0
    assert anna.told("alarm.taken")
    before = len(anna.texts())
    line.hurry_alarms()
    assert anna.text(f"OK {code}")
    assert anna.was_told("alarm.taken")
    assert len(anna.texts()) == before + 1


def test_the_alarm_of_a_question_that_stays_without_an_answer(line: Line) -> None:
    with line.people() as session:
        karin_ = line.phone(karin(session).person.phone)
    assert "112" in "\n".join(karin_.text("Jag ramlade igår"))
    assert line.count(Alarm) == 0
    line.hurry(line.request_of(karin_.number).id)
    anna = line.phone(ON_DUTY[0])
    anna.told("alarm")
    assert anna.text("OK")
    until(lambda: line.count(Alarm, Alarm.acknowledged_at.is_not(None)) == 1, otherwise=line.said)


def test_who_has_said_stop_is_still_helped_in_danger(line: Line) -> None:
    with line.people() as session:
        karin_ = line.phone(karin(session).person.phone)
    karin_.text("STOP")
    assert "112" in "\n".join(karin_.text("Jag ramlade igår"))
    assert "112" in "\n".join(karin_.text("Jag kan inte andas"))
    line.phone(ON_DUTY[0]).told("alarm")
