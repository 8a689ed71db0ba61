"""What volunteers write instead of a plain yes, and what follows when a yes does not hold."""

import re
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from dispatch.models import Message, Offer, Person, Proposal, SettingValue, StateChange
from tests.support.cast import abeba, farid
from tests.support.factories import a_resident, a_volunteer
from tests.support.line import Line, Phone, until

KARIN_AT_HOME = "+46846500413"
ASK = "Jag behöver hjälp att handla mat"
SETTINGS_READ = 2.3
"""Seconds after which every process has read a changed setting."""


def _residents(line: Line, *names: str) -> list[Phone]:
    with line.people() as session:
        return [line.phone(a_resident(session, name).person.phone) for name in names]


def _volunteers(line: Line, *names: str) -> Sequence[Phone]:
    with line.people() as session:
        return [line.phone(a_volunteer(session, name).person.phone) for name in names]


def _ask(resident: Phone, words: str = ASK) -> None:
    resident.text(words)
    resident.text("ja")


def _is_in_two_hours(line: Line) -> bool:
    start = line.ask(lambda session: session.scalars(sa.select(Proposal.wanted_from)).one())
    return abs(start - datetime.now(UTC) - timedelta(hours=2)) < timedelta(minutes=10)


def test_a_yes_in_two_hours_in_arabic_is_put_to_her_and_told_to_both(line: Line) -> None:
    with line.people() as session:
        abeba_ = line.phone(abeba(session).person.phone)
        helper = line.phone(a_volunteer(session, "Nora Ali", languages=("ar",)).person.phone)
    abeba_.text("أحتاج مساعدة في شراء الطعام")
    abeba_.text("نعم")
    helper.told("offer")
    assert helper.text("نعم بعد ساعتين")
    assert helper.was_told("proposal.thanks")
    question = abeba_.told("proposal.ask")
    assert "Nora" in question
    assert line.count(Offer, Offer.state == "accepted") == 0
    assert _is_in_two_hours(line)

    told = "\n".join(abeba_.text("نعم"))
    assert "Nora" in told
    assert (line.request_of(abeba_.number).state, line.request_of(abeba_.number).time_precision) == ("matched", "hour")
    hour = re.search(r"\d\d:\d\d", question)
    assert hour is not None
    assert hour[0] in told
    assert hour[0] in helper.told("match.volunteer")


def test_the_same_to_somebody_with_a_landline_by_call(line: Line) -> None:
    with line.people() as session:
        a_resident(session, "Karin Ek", language="ar", phone=KARIN_AT_HOME, can_text=False, can_call=True)
        helper = line.phone(farid(session).person.phone)
    call = line.telephone(KARIN_AT_HOME).dials().presses("1")
    call.speaks(seconds=4).presses("#").presses("1").presses("1").hangs_up()
    helper.told("offer")
    helper.text("نعم بعد ساعتين")
    asked = line.telephone(KARIN_AT_HOME).answers()
    assert "Farid" not in asked.words
    assert "Farid" in asked.presses("1").words
    assert line.request_of(KARIN_AT_HOME).state == "open"
    assert "Farid" in asked.presses("3").words, "once more"
    told = asked.presses("1").words
    asked.hangs_up()
    assert "Farid" in told
    assert line.request_of(KARIN_AT_HOME).state == "matched"
    assert helper.told("match.volunteer")
    assert line.exchange.texts(KARIN_AT_HOME) == []


def test_a_time_that_does_not_suit_her_is_thanked_for_and_others_are_asked(line: Line) -> None:
    (karin,), (eva,) = _residents(line, "Karin Ek"), _volunteers(line, "Eva Lind")
    _ask(karin)
    eva.told("offer")
    eva.text("ja men om två timmar")
    karin.told("proposal.ask")
    (nils,) = _volunteers(line, "Nils Ek")
    assert karin.text("2")
    eva.told("proposal.over")
    nils.told("offer")
    nils.text("ja")
    assert "Nils" in karin.told("match.resident")


def test_a_condition_is_asked_about_and_later_leaves_it_open(line: Line) -> None:
    (karin,), (eva,) = _residents(line, "Karin Ek"), _volunteers(line, "Eva Lind")
    _ask(karin)
    eva.told("offer")
    eva.text("kanske senare")
    assert eva.was_told("offer.later")
    eva.text("ja om någon kör mig")
    assert eva.was_told("offer.condition")
    assert line.count(Offer, Offer.state == "asked") == 1
    eva.text("om en timme")
    assert "Eva" in karin.told("proposal.ask")
    karin.text("ja")
    karin.told("match.resident")


def test_two_offers_are_answered_in_one_text(line: Line) -> None:
    (karin, berit), (eva,) = _residents(line, "Karin Ek", "Berit Al"), _volunteers(line, "Eva Lind")
    for resident in (karin, berit):
        _ask(resident)
        line.hurry(line.request_of(resident.number).id)
    until(lambda: line.count(Offer) == 2, otherwise=line.said)
    first, second = line.ask(lambda session: list(session.scalars(sa.select(Offer.code).order_by(Offer.id))))
    eva.told("offer", times=2)
    replies = eva.text(f"{first} nej {second} ja")
    assert "OK, tack för svaret" in replies[0]
    assert any("Storgatan 1" in reply for reply in replies)
    matched = {line.request_of(phone.number).state for phone in (karin, berit)}
    assert "matched" in matched
    assert line.count(Offer, Offer.state == "declined") == line.count(Offer, Offer.state == "accepted") == 1


def test_when_nobody_came_another_is_asked_and_an_operator_knows(line: Line) -> None:
    (karin,), (eva,) = _residents(line, "Karin Ek"), _volunteers(line, "Eva Lind")
    _ask(karin)
    eva.told("offer")
    eva.text("ja")
    karin.told("match.resident")
    eva.text("på väg")
    karin.told("on_way.resident")
    eva.text("klar")
    karin.told("follow_up.ask")
    (nils,) = _volunteers(line, "Nils Ek")
    karin.text("3")
    assert karin.was_told("no_show.resident")
    nils.told("offer")
    request = line.request_of(karin.number)
    assert (request.state, request.escalation) == ("open", "no_show")
    eva.told("no_show.volunteer")
    eva.text("Förlåt, jag hittade inte dit och hade inget nummer")
    assert eva.was_told("noted")
    query = sa.select(Message.request_id).join(Person).where(Person.phone == eva.number)
    last = query.where(Message.state == "received").order_by(Message.id.desc()).limit(1)
    assert line.ask(lambda session: session.scalar(last)) == request.id
    nils.text("ja")
    assert "Nils" in karin.told("match.resident", times=2)
    assert len(line.bodies(eva.number, "offer")) == 1


def test_when_nobody_opens_she_is_told_and_then_a_person_sees_to_it(line: Line) -> None:
    (karin,), (eva,) = _residents(line, "Karin Ek"), _volunteers(line, "Eva Lind")
    _ask(karin)
    eva.told("offer")
    eva.text("ja")
    karin.told("match.resident")
    eva.text("Bussen är försenad, jag är där om tio minuter")
    assert "Bussen är försenad" in karin.told("relayed")
    assert "Karin" in eva.text("jag har stått utanför ett tag men ingen öppnar")[0]
    assert "Eva" in karin.told("at_door.resident")
    assert line.request_of(karin.number).state == "matched"
    assert "112" in eva.text("ingen öppnar")[0]
    assert eva.was_told("person_coming")
    assert len(line.bodies(karin.number, "at_door.resident")) == 1
    assert line.request_of(karin.number).escalation == "nobody_opens"


def test_nobody_opened_and_nobody_came_by_keypad(line: Line) -> None:
    with line.people() as session:
        a_resident(session, "Karin Ek", phone=KARIN_AT_HOME, can_text=False, can_call=True)
        helper = line.phone(farid(session).person.phone)
    call = line.telephone(KARIN_AT_HOME).dials().presses("1")
    call.speaks(seconds=4).presses("#").presses("1").presses("1").hangs_up()
    helper.told("offer")
    helper.text("نعم")
    line.telephone(KARIN_AT_HOME).answers().presses("1").hangs_up()
    helper.text("ما حدا بيفتح")
    rung = line.telephone(KARIN_AT_HOME).answers().presses("1")
    assert "Farid" in rung.words, "he stands at her door"
    rung.hangs_up()
    helper.text("تم")
    asked = line.telephone(KARIN_AT_HOME).answers().presses("1")
    asked.presses("3").hangs_up()
    helper.told("no_show.volunteer")
    assert line.count(StateChange, StateChange.event == "alarm", StateChange.reason == "no_show") == 1


def test_a_late_yes_is_kept_and_asked_first_when_the_other_cannot(line: Line) -> None:
    (karin,), (eva, nils) = _residents(line, "Karin Ek"), _volunteers(line, "Eva Lind", "Nils Ek")
    _ask(karin)
    for phone in (eva, nils):
        phone.told("offer")
    eva.text("ja")
    nils.told("offer.taken")
    nils.text("ja")
    (per,) = _volunteers(line, "Per Al")
    eva.text("kan inte")
    nils.told("offer", times=2)
    assert not per.was_told("offer")
    nils.text("ja")
    assert "Nils" in karin.told("match.resident", times=2)


@contextmanager
def _night(line: Line) -> Iterator[None]:
    """Let it be night for a while, by the clock of the place."""
    here = datetime.now(UTC).astimezone(line.database.zone)
    span = f"{here - timedelta(hours=1):%H:%M}-{here + timedelta(hours=2):%H:%M}"
    with line.people() as session:
        session.add(SettingValue(name="quiet_hours", value=span, changed_at=here, changed_by="test"))
    time.sleep(SETTINGS_READ)
    try:
        yield
    finally:
        with line.people() as session:
            session.execute(sa.delete(SettingValue).where(SettingValue.name == "quiet_hours"))
        time.sleep(SETTINGS_READ)


def test_who_cannot_at_night_wakes_nobody_and_in_the_morning_all_goes_on(line: Line) -> None:
    (karin,), (eva,) = _residents(line, "Karin Ek"), _volunteers(line, "Eva Lind")
    _ask(karin, "Kan någon följa med mig till läkaren i övermorgon kl 14?")
    eva.told("offer")
    eva.text("ja")
    karin.told("match.resident")
    (nils,) = _volunteers(line, "Nils Ek")
    with _night(line):
        assert eva.text("jag kan inte komma")
        request = line.request_of(karin.number)
        soon = datetime.now(UTC) + timedelta(hours=1)
        until(lambda: (line.request_of(karin.number).next_step_at or soon) > soon, otherwise=line.said)
        ended = sa.select(Message.send_at).where(Message.notice == "match.ended.resident")
        assert (line.ask(lambda session: session.scalars(ended).one()) or datetime.now(UTC)) > datetime.now(UTC)
        assert not nils.was_told("offer")
    line.hurry_texts()
    line.hurry(request.id)
    assert "Eva" in karin.told("match.ended.resident")
    nils.told("offer")
    nils.text("ja")
    assert "Nils" in karin.told("match.resident", times=2)
