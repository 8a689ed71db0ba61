"""An operator answers an alarm by his own telephone; nobody else can."""

from dataclasses import replace

from sqlalchemy import select

from dispatch.models import Alarm, SettingValue
from hotline.conversation.talk import News
from hotline.wiring import Context
from tests.hotline.conversation.by_phone.test_keypad import CALLER, key, walk
from tests.hotline.conversation.saying import notices
from tests.hotline.conversation.telephone import Line

KARIN, BERIT, ANNA = "+46701740607", "+46701740608", "+46700009901"
CALLED = replace(CALLER, news=(News(61, "alarm", {"code": "107"}, request_id=7),))


def _on_duty(system: Context, line: Line) -> None:
    with system.database.work(line.now) as work:
        work.session.add(SettingValue(name="alarm_numbers", value=ANNA, changed_at=line.now))


def _sounding(line: Line) -> int:
    query = select(Alarm).where(Alarm.acknowledged_at.is_(None))
    return len(line.look(lambda session: session.scalars(query).all()))


def test_only_a_number_on_duty_answers_and_a_bare_ok_only_one_alarm(system: Context, line: Line) -> None:
    _on_duty(system, line)
    line.text(KARIN, "Jag kan inte andas")
    line.text(BERIT, "Det brinner i köket")
    code = line.request_of(KARIN).code
    assert "alarm.yours" not in line.text(BERIT, f"OK {code}")
    assert line.text(ANNA, "OK") == ["alarm", "alarm"]
    assert _sounding(line) == 2
    assert line.text(ANNA, f"Ok {code}!") == ["alarm.yours"]
    assert line.text(ANNA, f"ok {code}") == ["alarm.taken"]
    assert line.text(ANNA, "ok") == ["alarm.yours"]
    assert _sounding(line) == 0


def test_what_is_no_answer_to_an_alarm_is_talked_about_as_ever(system: Context, line: Line) -> None:
    _on_duty(system, line)
    assert "alarm.yours" not in line.text(ANNA, "OK 999")
    assert "emergency" in line.text(ANNA, "Jag kan inte andas")


def test_a_landline_on_duty_takes_it_with_a_key() -> None:
    told = walk(CALLED, key("5"), is_outgoing=True)
    assert notices(told) == ["alarm", "keys.alarm"]
    taken = walk(CALLED, key("5"), key("1"), is_outgoing=True)
    assert [(effect.verb, dict(effect.values)) for effect in taken.effects] == [
        ("heard", {"ids": (61,)}), ("take_alarm", {"id": 7}),
    ]  # fmt: skip
    assert notices(walk(CALLED, key("5"), key("2"), is_outgoing=True)) == ["alarm", "keys.alarm"]
