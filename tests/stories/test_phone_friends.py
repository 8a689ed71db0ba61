"""Company by phone: the line rings both at the agreed time, nobody sees a number, and two minutes make the visit."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from dispatch.models import HelpRequest, PhoneVisit, Series, Visit
from tests.support.cast import farid, karin
from tests.support.factories import a_resident
from tests.support.line import Line, Phone, until
from tests.support.telephone import Call

LANDLINE = "+46846500420"


def _friends(line: Line) -> tuple[Phone, Phone]:
    """Karin's and Farid's telephones, once he has said yes to a talk with her."""
    with line.people() as session:
        karin_, farid_ = line.phone(karin(session).person.phone), line.phone(farid(session).person.phone)
    (summary,) = karin_.text("Jag är ensam och vill ha någon att prata i telefon med imorgon kl 15")
    assert "Telefonsällskap" in summary
    assert "Storgatan" not in summary
    karin_.text("ja")
    farid_.told("offer")
    farid_.text("نعم")
    karin_.told("by_phone.resident")
    return karin_, farid_


def _it_is_time(line: Line) -> None:
    """Let the agreed hour, or the next try, come; the clock finds it."""
    with line.database.work() as work:
        past = work.now - timedelta(seconds=1)
        work.session.execute(sa.update(PhoneVisit).where(PhoneVisit.next_at.is_not(None)).values(next_at=past))


def _they_have_talked_for(line: Line, minutes: int) -> None:
    with line.database.work() as work:
        row = work.session.scalars(sa.select(PhoneVisit)).one()
        assert row.connected_at is not None
        row.connected_at -= timedelta(minutes=minutes)


def _state(line: Line) -> str:
    return line.ask(lambda session: session.scalars(sa.select(PhoneVisit.state)).one())


def _connected(line: Line, karin_: str, farid_: str) -> tuple[Call, Call]:
    _it_is_time(line)
    his = line.telephone(farid_).answers()
    assert "Karin" in his.words
    his.presses("1")
    hers = line.telephone(karin_).answers()
    assert "Farid" in hers.words
    assert hers.leg.sender == line.exchange.number
    hers.presses("1")
    his.goes_on()
    assert his.state == hers.state == "bridged"
    return his, hers


def test_two_talk_at_the_agreed_time_and_the_visit_is_made(line: Line) -> None:
    karin_, farid_ = _friends(line)
    told = farid_.told("by_phone.volunteer")
    assert "Karin" in told
    assert not any("Storgatan" in text for text in farid_.texts())
    his, hers = _connected(line, karin_.number, farid_.number)
    _they_have_talked_for(line, minutes=3)
    hers.hangs_up()
    assert his.goes_on().is_over
    karin_.told("by_phone.follow_up")
    assert farid_.was_told("visit.done")
    assert (_state(line), line.request_of(karin_.number).state) == ("talked", "done")
    karin_.text("1")
    assert line.ask(lambda session: session.scalars(sa.select(Visit)).one()).went_well is True


def test_he_hangs_up_first_and_it_counts_all_the_same(line: Line) -> None:
    karin_, farid_ = _friends(line)
    his, hers = _connected(line, karin_.number, farid_.number)
    _they_have_talked_for(line, minutes=3)
    his.hangs_up()
    karin_.told("by_phone.follow_up")
    assert hers.goes_on().is_over


@pytest.mark.parametrize("take", ["does_not_answer", "lets_the_machine_answer"])
def test_she_does_not_answer_twice_and_an_operator_sees_it(take: str, line: Line) -> None:
    karin_, farid_ = _friends(line)
    for _ in range(2):
        _it_is_time(line)
        his = line.telephone(farid_.number).answers().presses("1")
        hers = getattr(line.telephone(karin_.number), take)()
        while not hers.is_over:
            hers.is_silent()
        assert "Karin" in "".join(said.text for said in his.goes_on().heard)
        until(lambda: _state(line) in ("waiting", "missed"), otherwise=line.said)
    until(lambda: line.request_of(karin_.number).state == "escalated", otherwise=line.said)
    assert line.request_of(karin_.number).escalation == "not_connected"
    assert line.ask(lambda session: session.scalars(sa.select(Visit)).one()).state == "agreed"
    karin_.told("by_phone.silent")


def test_he_does_not_answer_and_she_is_never_rung(line: Line) -> None:
    karin_, farid_ = _friends(line)
    for _ in range(2):
        _it_is_time(line)
        line.telephone(farid_.number).does_not_answer()
        until(lambda: _state(line) in ("waiting", "missed"), otherwise=line.said)
    assert "Farid" in karin_.told("by_phone.missed")
    farid_.told("by_phone.silent")
    assert line.exchange.calls.legs(karin_.number) == []


def _asks_by_keys(line: Line, *keys: str) -> Call:
    """Karin's landline, from the menu of kinds; # is a message. Farid can be asked, so that her request stays open."""
    with line.people() as session:
        farid(session)
        a_resident(session, "Karin Ek", phone=LANDLINE, can_text=False, can_call=True)
    call = line.telephone(LANDLINE).dials()
    for key in keys:
        (call.speaks(seconds=3) if key == "#" else call).presses(key)
    return call


def test_a_weekly_friend_is_asked_for_with_keys_from_a_landline(line: Line) -> None:
    call = _asks_by_keys(line, "5", "2", "#", "3", "2")
    assert "telefonsällskap" in call.words
    call.presses("1").hangs_up()
    request = line.request_of(LANDLINE)
    assert (request.state, request.kind, request.by_phone, request.address) == ("open", "company", True, "")
    series = line.ask(lambda session: session.scalars(sa.select(Series)).one())
    assert (series.by_phone, request.series_id) == (True, series.id)
    assert line.ask(lambda session: session.get_one(HelpRequest, request.id).resident.address) == "Storgatan 1"


def test_weekly_groceries_are_asked_for_and_ended_with_keys(line: Line) -> None:
    _asks_by_keys(line, "1", "#", "3", "2", "1").hangs_up()
    assert line.count(Series, Series.state == "active") == 1
    call = line.telephone(LANDLINE).dials()
    key = next(said.text for said in call.hears if "varje vecka" in said.text)[-2]
    call.presses(key).presses("2").hangs_up()
    until(lambda: line.count(Series, Series.state == "ended") == 1, otherwise=line.said)
    assert line.request_of(LANDLINE).state == "cancelled"


def test_once_is_once(line: Line) -> None:
    _asks_by_keys(line, "1", "#", "3", "1", "1").hangs_up()
    assert line.request_of(LANDLINE).state == "open"
    assert line.count(Series) == 0
