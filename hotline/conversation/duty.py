"""An operator on duty answers an alarm by his own telephone: "OK 123", or a key."""

import re

from dispatch.db import Work
from dispatch.models import Alarm, Message, Person
from dispatch.operations import alarms
from dispatch.telling import tell
from hotline.numbers import national
from hotline.understanding.words import latin_digits

_ANSWER = re.compile(r"\W*(?:ok|okay|okej|ок|окей)\W*([0-9]{1,9})?\W*", re.IGNORECASE)


def answered(work: Work, person: Person, message: Message) -> bool:
    """Take a text that answers an alarm. False, with nothing done, when it is none, or not from a number on duty.

    A bare "OK" is the answer to the only alarm that sounds; of several, each is told again with its number. From a
    volunteer it may be the answer to something else.
    """
    found = _ANSWER.fullmatch(latin_digits(message.body))
    if found is None or person.phone not in alarms.numbers_on_duty(work.tunables):
        return False
    if found[1]:
        alarm = alarms.find_by_code(work.session, int(found[1]))
        return alarm is not None and _take(work, person, alarm)
    if person.volunteer is not None:
        return False
    sounding = alarms.list_open(work.session)
    if len(sounding) == 1:
        return _take(work, person, sounding[0])
    for alarm in sounding:
        tell(work, person, "alarm", request=alarm.request, code=alarm.request.code)
    return bool(sounding)


def take_by_key(work: Work, person: Person, request_id: int) -> None:
    """Take the alarm of a request that he was just told of in a call."""
    alarm = alarms.find_newest(work.session, request_id)
    if alarm is not None and person.phone in alarms.numbers_on_duty(work.tunables):
        _take(work, person, alarm)


def _take(work: Work, person: Person, alarm: Alarm) -> bool:
    work.actor = "operator"
    name = person.first_name or national(person.phone)
    code = alarm.request.code
    if alarms.acknowledge(work, alarm, name=name, person=person):
        tell(work, person, "alarm.yours", request=alarm.request, code=code)
    else:
        tell(work, person, "alarm.taken", request=alarm.request, code=code, name=alarm.acknowledged_by)
    return True
