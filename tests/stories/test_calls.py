"""The whole loop by phone, landline first: the carrier walks our answers, and nobody on a landline is ever texted."""

import re
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from dispatch.models import Call as CallRow
from dispatch.models import Message, Offer, Person, Recording, Visit
from tests.support.cast import eva, farid
from tests.support.factories import a_resident, a_volunteer
from tests.support.line import OPERATORS, Line, until
from tests.support.telephone import Call

ARABIC = re.compile(r"[\u0600-\u06ff]")
KARIN, BERTIL, STRANGER = "+46846500410", "+46846500411", "+46846500412"
"""Landlines that Sweden keeps for fiction."""

OPERATOR = OPERATORS[0]


def _at_home(line: Line, number: str = KARIN, *, name: str = "Karin Ek", language: str = "sv") -> str:
    with line.people() as session:
        a_resident(session, name, language=language, phone=number, can_text=False, can_call=True)
    return number


def _asks(line: Line, number: str, kind: str = "1") -> Call:
    """Call the line and ask for something, up to the confirmation."""
    call = line.telephone(number).dials().presses(kind)
    assert call.state == "recording"
    call.speaks(seconds=4).presses("#")
    call.presses("1")
    return call


def _code_word(line: Line) -> str:
    visit = line.ask(lambda session: session.scalars(sa.select(Visit).order_by(Visit.id.desc()).limit(1)).one())
    return visit.code_word


def _is_told(line: Line, number: str, notice: str) -> None:
    """Wait until somebody has heard a message to the end."""

    def look() -> bool:
        query = sa.select(Message.state).join(Person).where(Person.phone == number, Message.notice == notice)
        return "delivered" in line.ask(lambda session: list(session.scalars(query)))

    until(look, otherwise=line.said)


@pytest.mark.parametrize("language", ["sv", "ar"])
def test_karins_whole_loop_from_a_landline(language: str, line: Line) -> None:
    karin = _at_home(line, language=language)
    with line.people() as session:
        farid_ = line.phone(farid(session).person.phone)

    first = line.telephone(karin).dials()
    assert bool(ARABIC.search(first.words)) == (language == "ar")
    first.hangs_up()
    call = _asks(line, karin)
    call.presses("1")
    assert line.request_of(karin).state == "open"
    call.hangs_up()

    assert farid_.told("offer")
    assert any("Storgatan 1" in text for text in farid_.text("نعم"))
    told = line.telephone(karin).answers()
    assert "Farid" not in told.words
    told.presses("1")
    digits = ", ".join(_code_word(line))
    assert "Farid" in told.words
    assert digits in told.words
    assert "Farid" in told.presses("1").words
    told.hangs_up()
    _is_told(line, karin, "match.resident")

    farid_.text("تم")
    line.telephone(karin).answers().presses("1").presses("1").hangs_up()
    assert line.request_of(karin).state == "done"
    assert line.ask(lambda session: session.scalars(sa.select(Visit)).one()).went_well is True
    assert line.exchange.texts(karin) == []


def test_a_stranger_is_asked_for_her_language_first_and_her_area_last(line: Line) -> None:
    call = line.telephone(STRANGER).dials()
    assert "112" in call.words or "ett ett två" in call.words
    assert len(call.languages) > 1
    keys = {"sv-SE": "", "ar-AE": ""}
    assert set(keys) <= call.languages
    call.presses(_key_of(call, "sv-SE")).presses("1")
    call.speaks(seconds=4).presses("#").presses("1").presses("56131")
    call.presses("1")
    request = line.request_of(STRANGER)
    assert (request.channel, request.kind) == ("call", "shopping")
    assert request.opened_at is not None
    assert request.recording_id is not None


def test_who_is_to_be_gone_along_with_keys_in_the_hour(line: Line) -> None:
    call = line.telephone(STRANGER).dials()
    call.presses(_key_of(call, "sv-SE")).presses("4").presses("3").presses("14")
    call.speaks(seconds=4).presses("#").presses("1").presses("56131")
    assert "klockan fjorton" in call.words or "klockan 14" in call.words
    call.presses("1")
    request = line.request_of(STRANGER)
    assert (request.kind, request.time_precision) == ("escort", "hour")
    assert request.wanted_from is not None
    assert request.wanted_from.astimezone(ZoneInfo("Europe/Stockholm")).hour == 14


def _key_of(call: Call, language: str) -> str:
    """Return the key that a line of the language menu names."""
    said = next(line.text for line in call.hears if line.language == language and re.search(r"\d", line.text))
    return str(re.findall(r"\d", said)[-1])


def test_what_she_said_is_fetched_and_deleted_at_the_carrier_and_heard_by_who_has_the_task(line: Line) -> None:
    karin = _at_home(line)
    with line.people() as session:
        bertil = a_volunteer(session, "Bertil Berg", phone=BERTIL, can_text=False, can_call=True).person.phone
    call = _asks(line, karin)
    call.presses("1").hangs_up()

    def stored() -> bool:
        row = line.ask(lambda session: session.scalars(sa.select(Recording)).one())
        return row.state == "stored" and row.deleted_at is not None

    until(stored, otherwise=line.said)
    assert call.recordings == []
    offered = line.telephone(bertil).answers().presses("1")
    assert "Storgatan" not in offered.words
    taken = offered.presses("1")
    assert "Storgatan 1" in taken.words
    assert "/twilio/audio/recording/" in taken.words


def test_a_volunteer_on_a_landline_wins_the_race_against_one_who_texts(line: Line) -> None:
    karin = _at_home(line)
    with line.people() as session:
        bertil = a_volunteer(session, "Bertil Berg", phone=BERTIL, can_text=False, can_call=True).person.phone
        eva_ = line.phone(eva(session).person.phone)
    _asks(line, karin).presses("1").hangs_up()
    eva_.told("offer")
    line.telephone(bertil).answers().presses("1").presses("1").hangs_up()
    eva_.told("offer.taken")
    assert line.count(Offer, Offer.state == "accepted") == 1
    assert "offer.taken" in line.notices(eva_.number)
    eva_.text("JA")
    assert line.count(Offer, Offer.state == "accepted") == 1


@pytest.mark.parametrize("steps", range(5))
def test_hanging_up_anywhere_after_the_first_key_leaves_a_request_with_what_is_known(steps: int, line: Line) -> None:
    call = line.telephone(STRANGER).dials()
    call.presses(_key_of(call, "sv-SE"))
    for keys in ("2", "#", "1", "56131")[:steps]:
        (call.speaks(seconds=3) if keys == "#" else call).presses(keys)
    call.hangs_up()
    until(lambda: line.count(CallRow, CallRow.state == "ended"), otherwise=line.said)
    request = line.request_of(STRANGER)
    assert (request.state, request.escalation) == ("escalated", "dropped_call")
    assert request.kind == ("pharmacy" if steps else "other")
    assert (request.recording_id is not None) == (steps > 1)


def test_hanging_up_while_she_speaks_keeps_what_she_said(line: Line) -> None:
    karin = _at_home(line)
    call = line.telephone(karin).dials().presses("1")
    call.speaks(seconds=6).hangs_up()
    until(lambda: line.count(CallRow, CallRow.state == "ended"), otherwise=line.said)
    request = line.request_of(karin)
    assert (request.state, request.escalation) == ("escalated", "dropped_call")
    assert request.recording_id is not None


def test_a_call_without_any_key_is_called_back_once(line: Line) -> None:
    karin = _at_home(line)
    line.telephone(karin).dials().hangs_up()
    until(lambda: "missed_call" in line.notices(karin), otherwise=line.said)
    line.hurry_calls()
    back = line.telephone(karin).answers()
    assert back.presses("1").state == "gathering"
    back.hangs_up()
    line.telephone(karin).dials().hangs_up()
    assert line.notices(karin).count("missed_call") == 1


def test_a_machine_that_answers_hears_nothing_private_and_she_is_called_again(line: Line) -> None:
    karin = _at_home(line)
    with line.people() as session:
        farid_ = line.phone(farid(session).person.phone)
    _asks(line, karin).presses("1").hangs_up()
    farid_.told("offer")
    farid_.text("نعم")
    machine = line.telephone(karin).lets_the_machine_answer()
    while not machine.is_over:
        machine.is_silent()
    heard = "\n".join(said.text for said in machine.heard)
    for secret in ("Farid", "Storgatan", _code_word(line), "handl"):
        assert secret not in heard
    line.hurry_calls()
    assert "Farid" in line.telephone(karin).answers().presses("1").words


def test_nobody_answers_again_and_again_and_then_an_operator_is_told(line: Line) -> None:
    karin = _at_home(line)
    with line.people() as session:
        farid_ = line.phone(farid(session).person.phone)
    _asks(line, karin).presses("1").hangs_up()
    farid_.told("offer")
    farid_.text("نعم")
    for take in ("is_busy", "does_not_answer", "is_busy", "does_not_answer"):
        getattr(line.telephone(karin), take)()
        line.hurry_calls()
    until(lambda: line.request_of(karin).state == "escalated", otherwise=line.said)
    assert line.request_of(karin).escalation == "send_failed"


def test_zero_rings_a_person_who_accepts_with_one(line: Line) -> None:
    karin = _at_home(line)
    call = line.telephone(karin).dials().presses("0")
    assert all(call.is_ringing_for(number) for number in OPERATORS)
    operator = line.telephone(OPERATOR).answers()
    assert call.state == "dialling"
    operator.presses("1")
    assert call.state == operator.state == "bridged"
    assert not call.is_ringing_for(OPERATORS[1])
    assert all(leg.sender == line.exchange.number for leg in line.exchange.calls.legs(OPERATOR))
    operator.hangs_up()
    call.goes_on()
    assert call.is_over or call.state == "gathering"


@pytest.mark.parametrize("take", ["is_busy", "does_not_answer", "lets_the_machine_answer"])
def test_zero_with_nobody_there_takes_a_message_for_one(take: str, line: Line) -> None:
    karin = _at_home(line)
    call = line.telephone(karin).dials().presses("0")
    for number in OPERATORS:
        if not call.is_ringing_for(number):  # a machine was first: the others are rung no more
            continue
        leg = getattr(line.telephone(number), take)()
        while not leg.is_over:
            leg.is_silent()
    call.goes_on()
    assert call.state == "recording"
    call.speaks(seconds=5).presses("#")
    request = line.request_of(karin)
    assert (request.state, request.escalation) == ("escalated", "left_message")
    recording = line.ask(lambda session: session.scalars(sa.select(Recording)).one())
    assert recording.request_id == request.id


def test_a_resident_talks_with_her_volunteer_and_neither_sees_the_number(line: Line) -> None:
    karin = _at_home(line)
    with line.people() as session:
        farid_ = line.phone(farid(session).person.phone)
    _asks(line, karin).presses("1").hangs_up()
    farid_.told("offer")
    farid_.text("نعم")
    call = line.telephone(karin).answers().presses("1").presses("3")
    his = line.telephone(farid_.number).answers()
    assert ARABIC.search(his.words)
    his.presses("1")
    assert call.state == his.state == "bridged"
    assert his.leg.sender == line.exchange.number
    call.hangs_up()
    assert his.goes_on().is_over


def test_a_volunteer_that_does_not_suit_her_is_replaced_and_never_asked_again(line: Line) -> None:
    karin = _at_home(line)
    with line.people() as session:
        farid_ = line.phone(farid(session).person.phone)
    _asks(line, karin).presses("1").hangs_up()
    farid_.told("offer")
    farid_.text("نعم")
    with line.people() as session:  # before she refuses him: the next are asked at once
        eva_ = line.phone(eva(session).person.phone)
    line.telephone(karin).answers().presses("1").presses("2").presses("1").hangs_up()
    farid_.told("visit.cancelled.volunteer")
    eva_.told("offer")
    assert line.notices(farid_.number).count("offer") == 1


def test_a_hidden_number_is_served_and_never_called_or_texted(line: Line) -> None:
    call = line.telephone(STRANGER).dials(shown="anonymous")
    call.presses(_key_of(call, "sv-SE")).presses("1")
    call.speaks(seconds=4).presses("#").presses("1").presses("#").presses("1")
    person = line.ask(lambda session: session.scalars(sa.select(Person)).one())
    request = line.request_of(person.phone)
    assert (request.state, request.escalation) == ("escalated", "unreachable")
    assert (person.can_text, person.can_call) == (False, False)


def test_two_calls_at_once_from_one_number_do_not_meddle(line: Line) -> None:
    karin = _at_home(line)
    one, other = line.telephone(karin).dials(), line.telephone(karin).dials()
    one.presses("1").speaks(seconds=4).presses("#")
    other.presses("2").speaks(seconds=4).presses("#")
    one.presses("1").presses("1")
    assert line.request_of(karin).kind in {"shopping", "pharmacy"}
    other.presses("1").presses("1")
    rows = line.ask(lambda session: session.execute(sa.text("SELECT kind, state FROM request ORDER BY kind")).all())
    assert [kind for kind, _ in rows] == ["pharmacy", "shopping"]
    assert {state for _, state in rows} <= {"open", "escalated"}  # one volunteer may be busy with the other


def test_operators_stop_ringing_when_the_caller_leaves(line: Line) -> None:
    karin = _at_home(line)
    call = line.telephone(karin).dials().presses("0")
    assert call.is_ringing_for(OPERATOR)
    call.hangs_up()
    until(lambda: not line.telephone(OPERATOR).is_ringing(), otherwise=line.said)
    until(lambda: line.count(CallRow, CallRow.state == "ended"), otherwise=line.said)
    assert line.request_of(karin).escalation == "dropped_call"


def test_words_are_passed_on_by_text_and_by_call_without_a_number(line: Line) -> None:
    karin = _at_home(line)
    with line.people() as session:
        farid_ = line.phone(farid(session).person.phone)
    _asks(line, karin).presses("1").hangs_up()
    farid_.told("offer")
    farid_.text("نعم")
    line.telephone(karin).answers().presses("1").presses("1").hangs_up()
    _is_told(line, karin, "match.resident")
    assert "Karin" in "".join(farid_.text("TELL jag kommer fem minuter sent"))
    heard = line.telephone(karin).answers().presses("1")
    assert "jag kommer fem minuter sent" in heard.words
    assert "Farid" in heard.words
    assert farid_.number[-6:] not in heard.words


def test_who_prefers_calls_is_called_although_she_could_be_texted(line: Line) -> None:
    with line.people() as session:
        karin = a_resident(session, "Karin Ek", language="sv", prefers_calls=True).person.phone
        farid_ = line.phone(farid(session).person.phone)
    line.text(karin, "Jag behöver hjälp att handla mat")
    line.text(karin, "ja")
    farid_.told("offer")
    farid_.text("نعم")
    assert "Farid" in line.telephone(karin).answers().presses("1").words
