"""The whole loop: a resident asks, a volunteer says yes, both are told, the visit happens, she says how it went."""

import re

import pytest
import sqlalchemy as sa

from dispatch.models import Offer, Visit
from tests.support.cast import eva, farid, karin, olle
from tests.support.factories import a_number, a_resident, a_volunteer
from tests.support.line import Line

ARABIC = re.compile(r"[\u0600-\u06ff]")


def _the_visit(line: Line) -> Visit:
    return line.ask(lambda session: session.scalars(sa.select(Visit).order_by(Visit.id.desc()).limit(1)).one())


def test_karin_asks_in_swedish_and_farid_helps_in_arabic(line: Line) -> None:
    with line.people() as session:
        cast = [person(session).person.phone for person in (karin, farid, eva, olle)]
    karin_, farid_, eva_, olle_ = map(line.phone, cast)

    (summary,) = karin_.text("Hej, jag behöver hjälp att handla mat: mjölk, bröd och kaffe")
    assert "Storgatan 1" in summary
    assert karin_.text("ja")
    assert ARABIC.search(farid_.told("offer"))
    assert not ARABIC.search(eva_.told("offer"))
    farid_.text("نعم")

    code_word = _the_visit(line).code_word
    told = karin_.told("match.resident")
    assert all(words in told for words in ("Farid", "Röda", code_word))
    farid_.wait_for("Karin", "Storgatan 1", code_word)
    farid_.wait_for("mjölk, bröd och kaffe")
    eva_.told("offer.taken")
    assert "offer.taken" in _notices_of(line, eva_.text("JA"), eva_.number)

    assert farid_.text("تم")
    assert "Farid" in karin_.told("follow_up.ask")
    assert karin_.text("1")
    request = line.request_of(karin_.number)
    assert (request.state, request.next_step) == ("done", None)
    assert _the_visit(line).went_well is True
    assert line.count(Offer, Offer.state == "fulfilled") == line.count(Offer, Offer.state == "taken") == 1
    assert olle_.texts() == []


def _notices_of(line: Line, replies: list[str], number: str) -> list[str]:
    """Return the names of the notices whose words these replies are."""
    names = dict.fromkeys(line.notices(number))
    return [name for name in names if any(body in reply for body in line.bodies(number, name) for reply in replies)]


def test_nobody_learns_more_than_he_needs(line: Line) -> None:
    with line.people() as session:
        cast = [person(session).person.phone for person in (karin, farid, eva)]
    karin_, farid_, eva_ = map(line.phone, cast)
    karin_.text("Jag behöver hjälp att handla mat, koden till dörren är 4711")
    karin_.text("ja")
    for phone in (farid_, eva_):
        phone.told("offer")
    farid_.text("نعم")
    farid_.wait_for("Storgatan 1")
    eva_.told("offer.taken")
    for secret in ("Storgatan", "Karin", "4711", karin_.number[-6:]):
        assert secret not in "\n".join(eva_.texts())
    for secret in ("Haddad", farid_.number[-6:]):
        assert secret not in "\n".join(karin_.texts() + eva_.texts())
    assert karin_.number[-6:] not in "\n".join(farid_.texts())


@pytest.mark.parametrize(
    ("language", "words", "yes", "done", "good"),
    [
        ("en", "Hello, I need help to buy groceries", "yes", "done", "1"),
        ("ar", "مرحبا أحتاج مساعدة في شراء الطعام", "نعم", "تم", "1"),
        ("sv", "Hej, kan någon hämta min medicin på apoteket?", "Ja!", "KLART", "1"),
    ],
)
def test_the_loop_in_one_language(
    language: str, words: str, yes: str, done: str, good: str, line: Line
) -> None:
    with line.people() as session:
        resident = line.phone(a_resident(session, "Abeba Tesfay", language=language).person.phone)
        helper = line.phone(a_volunteer(session, "Nora Ali", languages=(language,)).person.phone)
    (summary,) = resident.text(words)
    assert "Storgatan 1" in summary
    resident.text(yes)
    offer = helper.told("offer")
    assert bool(ARABIC.search(offer)) == (language == "ar")
    assert any("Storgatan 1" in reply for reply in helper.text(yes))
    assert "Nora" in resident.told("match.resident")
    helper.text(done)
    resident.told("follow_up.ask")
    resident.text(good)
    assert line.request_of(resident.number).state == "done"
    assert _the_visit(line).went_well is True


def test_somebody_new_gets_there_in_four_exchanges(line: Line) -> None:
    new = line.phone(a_number())
    with line.people() as session:
        helper = line.phone(farid(session).person.phone)
    answers = iter(["Greta Ny, Kyrkogatan 4, Öxnehaga", "1", "ja"])
    first = new.text("Hej! Kan någon handla mat åt mig?")
    assert "112" in "\n".join(first)
    exchanges = 1
    while line.request_of(new.number).state == "draft":
        assert new.text(next(answers))
        exchanges += 1
    assert exchanges <= 4
    assert "Kyrkogatan" not in helper.told("offer")
    helper.text("نعم")
    helper.wait_for("Kyrkogatan 4")
    new.told("match.resident")


def test_a_visit_that_did_not_go_well_reaches_an_operator(line: Line) -> None:
    with line.people() as session:
        karin_, farid_ = (line.phone(person(session).person.phone) for person in (karin, farid))
    karin_.text("Jag behöver hjälp att handla mat")
    karin_.text("ja")
    farid_.told("offer")
    farid_.text("نعم")
    farid_.wait_for("Storgatan 1")
    farid_.text("تم")
    karin_.told("follow_up.ask")
    assert karin_.text("2")
    request = line.request_of(karin_.number)
    assert (request.state, request.escalation, request.next_step) == ("escalated", "visit_failed", "operator")
