"""What a resident can do besides asking, and what happens when nobody can come."""

import pytest

from dispatch.models import HelpRequest, Message, Person
from tests.support.cast import farid, karin, olle
from tests.support.factories import a_number, a_resident
from tests.support.line import Line, Phone

ASK = "Jag behöver hjälp att handla mat"


@pytest.fixture
def karin_(line: Line) -> Phone:
    with line.people() as session:
        return line.phone(karin(session).person.phone)


@pytest.fixture
def farid_(line: Line) -> Phone:
    with line.people() as session:
        return line.phone(farid(session).person.phone)


def _asked(phone: Phone) -> None:
    phone.text(ASK)
    phone.text("ja")


def test_status_says_how_it_stands(karin_: Phone, farid_: Phone) -> None:
    assert karin_.text("status")
    assert karin_.was_told("status.none")
    _asked(karin_)
    farid_.told("offer")
    karin_.text("status")
    assert karin_.was_told("status.open")
    farid_.text("نعم")
    karin_.told("match.resident")
    assert "Farid" in "\n".join(karin_.text("Status?"))


def test_cancel_tells_everybody_who_was_asked(karin_: Phone, farid_: Phone, line: Line) -> None:
    _asked(karin_)
    farid_.told("offer")
    assert karin_.text("avbryt")
    assert line.request_of(karin_.number).state == "cancelled"
    farid_.told("offer.gone")
    assert farid_.text("نعم")
    assert line.request_of(karin_.number).state == "cancelled"
    assert "Storgatan" not in "\n".join(farid_.texts())


def test_cancel_after_the_match_tells_the_volunteer(karin_: Phone, farid_: Phone, line: Line) -> None:
    _asked(karin_)
    farid_.told("offer")
    farid_.text("نعم")
    karin_.told("match.resident")
    karin_.text("avbryt")
    farid_.told("visit.cancelled.volunteer")
    assert line.request_of(karin_.number).state == "cancelled"


def test_a_sentence_that_means_cancel_is_asked_about_first(karin_: Phone, farid_: Phone, line: Line) -> None:
    _asked(karin_)
    farid_.told("offer")
    (which,) = karin_.text("Min dotter har redan handlat, ni behöver inte komma")
    assert "1" in which
    assert line.request_of(karin_.number).state == "open"
    karin_.text("1")
    farid_.told("offer.gone")
    assert line.request_of(karin_.number).state == "cancelled"


def test_how_it_stands_may_be_asked_for_in_a_sentence(karin_: Phone, farid_: Phone) -> None:
    _asked(karin_)
    farid_.told("offer")
    karin_.text("hej, har någon tagit mitt uppdrag än?")
    assert karin_.was_told("status.open")


def test_she_may_change_her_mind_before_she_confirms(karin_: Phone, line: Line) -> None:
    karin_.text(ASK)
    karin_.text("2")
    karin_.text("3")
    (summary,) = karin_.text("Karin Ek, Kyrkogatan 9, Huskvarna")
    assert "Kyrkogatan 9" in summary
    karin_.text("ja")
    request = line.request_of(karin_.number)
    assert request.state != "draft"
    assert "Kyrkogatan 9" in request.address


def test_she_may_let_it_be(karin_: Phone, line: Line) -> None:
    karin_.text(ASK)
    assert karin_.text("3")
    assert line.request_of(karin_.number).state == "cancelled"


def test_same_as_last_time_is_one_word(karin_: Phone, farid_: Phone, line: Line) -> None:
    _asked(karin_)
    farid_.told("offer")
    first = line.request_of(karin_.number)
    karin_.text("avbryt")
    (summary,) = karin_.text("Samma som förra gången")
    assert "Storgatan 1" in summary
    karin_.text("ja")
    second = line.request_of(karin_.number)
    assert (second.id != first.id, second.kind, second.address) == (True, first.kind, first.address)


def test_after_stop_nothing_comes_until_start(karin_: Phone, farid_: Phone, line: Line) -> None:
    _asked(karin_)
    farid_.told("offer")
    assert len(karin_.text("STOP")) == 1
    count = len(karin_.texts())
    farid_.text("نعم")
    farid_.wait_for("Storgatan 1")
    assert len(karin_.texts()) == count
    assert karin_.text("START")
    assert line.count(Person, Person.stopped_at.is_not(None)) == 0


def test_person_is_an_operator_who_calls(karin_: Phone, line: Line) -> None:
    assert karin_.text("person")
    assert line.count(HelpRequest, HelpRequest.state == "escalated", HelpRequest.next_step == "operator") == 1


def test_twice_not_understood_reaches_an_operator(line: Line) -> None:
    resident = line.phone(a_number())
    with line.people() as session:
        resident = line.phone(a_resident(session).person.phone)
    assert "1" in "\n".join(resident.text("blorp fnord"))
    assert line.count(HelpRequest, HelpRequest.state == "escalated") == 0
    assert resident.text("zazzle quux")
    assert line.count(HelpRequest, HelpRequest.state == "escalated") == 1


def test_danger_gets_the_emergency_text_at_once_and_an_operator(karin_: Phone, line: Line) -> None:
    assert "112" in "\n".join(karin_.text("Jag har ramlat och kan inte andas"))
    assert line.count(HelpRequest, HelpRequest.escalation == "emergency") == 1


def test_when_nobody_fits_an_operator_has_it_and_she_is_told(karin_: Phone, line: Line) -> None:
    with line.people() as session:
        stranger = line.phone(olle(session).person.phone)
    _asked(karin_)
    karin_.told("escalated.resident")
    request = line.request_of(karin_.number)
    assert (request.state, request.next_step) == ("escalated", "operator")
    assert stranger.texts() == []


def test_when_nobody_answers_the_clock_goes_on_and_an_operator_has_it(karin_: Phone, farid_: Phone, line: Line) -> None:
    _asked(karin_)
    farid_.told("offer")
    request = line.request_of(karin_.number)
    assert request.next_step == "ask_volunteers"
    line.hurry(request.id)
    karin_.told("escalated.resident")
    assert farid_.text("نعم")
    karin_.told("match.resident")
    assert line.request_of(karin_.number).state == "matched"


def test_a_language_by_its_name_switches_to_it(karin_: Phone, line: Line) -> None:
    assert karin_.text("English")
    assert "groceries" in "\n".join(karin_.text("help")).lower() or karin_.was_told("help.resident")
    assert line.count(Person, Person.phone == karin_.number, Person.language == "en") == 1


def test_every_text_of_hers_is_kept(karin_: Phone, line: Line) -> None:
    for words in ("Hej", "hjälp", "tack"):
        karin_.text(words)
    assert line.count(Message, Message.state == "received") == 3
