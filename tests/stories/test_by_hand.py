"""An operator finds somebody herself, mends what was misunderstood, and writes to both."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest

from dispatch.db import Work
from dispatch.models import Area, HelpRequest, Person, Volunteer
from dispatch.operations import by_hand, changes, writing
from dispatch.operations.changes import Terms
from dispatch.store import get_locked
from tests.support.factories import a_request, a_resident, a_volunteer, an_offer
from tests.support.line import Line, Phone


@pytest.fixture
def karin(line: Line) -> Phone:
    with line.people() as session:
        return line.phone(a_resident(session, "Karin Ek").person.phone)


def _volunteer(line: Line, name: str, *areas: str) -> Phone:
    with line.people() as session:
        return line.phone(a_volunteer(session, name, areas=areas or ("*",)).person.phone)


@contextmanager
def _operator(line: Line) -> Iterator[Work]:
    """An operator at work, whatever the hour is."""
    with line.database.work(actor="operator:1") as work:
        yield work
    line.hurry_texts()


def _id(line: Line, phone: Phone) -> int:
    return line.ask(lambda s: s.query(Volunteer).join(Person).filter(Person.phone == phone.number).one().id)


def test_nobody_fits_and_an_operator_talks_somebody_into_it(line: Line, karin: Phone) -> None:
    olle = _volunteer(line, "Olle Berg", "granna-visingso")
    karin.text("Behöver hjälp att handla mat")
    karin.text("ja")
    karin.told("escalated.resident")
    number = line.request_of(karin.number).id
    with _operator(line) as work:
        row = get_locked(work.session, HelpRequest, number)
        assert by_hand.has_said_yes(work, row, work.session.get_one(Volunteer, _id(line, olle))) == ""
    assert "Storgatan 1" in olle.told("match.volunteer")
    assert "Olle" in karin.told("match.resident")
    assert not olle.was_told("offer")

    with _operator(line) as work:
        row = get_locked(work.session, HelpRequest, number)
        changes.change(work, row, Terms("Storgatan 3", row.area_code, row.details), with_time=False)
        writing.write(work, row, row.resident.person, "Olle har en röd jacka")
    assert "Storgatan 3" in olle.told("match.volunteer", times=2)
    assert "Storgatan 3" in karin.told("request.changed")
    assert karin.told("operator.message") == "Frivilligcentralen: Olle har en röd jacka"

    olle.text("kan inte")
    assert "Olle" in karin.told("match.ended.resident")


def test_who_was_asked_about_another_time_hears_that_it_is_gone_and_others_are_asked(line: Line, karin: Phone) -> None:
    eva = _volunteer(line, "Eva Lind")
    with line.database.work() as work:
        resident = work.session.query(Person).filter_by(phone=karin.number).one().resident
        request = a_request(work.session, resident, now=work.now, next_step_at=work.now + timedelta(hours=9), wave=1)
        volunteer = work.session.get_one(Volunteer, _id(line, eva))
        number = request.id
        an_offer(work.session, request, volunteer)
        assert work.session.get(Area, request.area_code)
    with _operator(line) as work:
        row, start = get_locked(work.session, HelpRequest, number), work.now + timedelta(days=2)
        terms = Terms(row.address, row.area_code, row.details, start, start + timedelta(hours=2))
        assert changes.change(work, row, terms, with_time=True) == ""
    eva.told("offer.gone")
    karin.told("request.changed")
    eva.told("offer")
    eva.text("JA")
    assert "Eva" in karin.told("match.resident")


def test_one_is_asked_alone_and_says_yes(line: Line, karin: Phone) -> None:
    eva = _volunteer(line, "Eva Lind")
    with _operator(line) as work:
        resident = work.session.query(Person).filter_by(phone=karin.number).one().resident
        request = a_request(work.session, resident, now=work.now, next_step_at=work.now + timedelta(hours=9))
        volunteer = work.session.get_one(Volunteer, _id(line, eva))
        assert by_hand.ask_alone(work, request, volunteer) == ""
    eva.told("offer")
    eva.text("JA")
    assert "Storgatan 1" in eva.wait_for("Storgatan 1")
    karin.told("match.resident")
