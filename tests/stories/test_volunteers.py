"""What a volunteer can answer, and what follows from it."""

from collections.abc import Sequence

import pytest
import sqlalchemy as sa

from dispatch.models import Offer, Volunteer
from tests.support.factories import a_resident, a_volunteer
from tests.support.line import Line, Phone, until

ASK = "Jag behöver hjälp att handla mat"


def _resident(line: Line, name: str = "Karin Ek") -> Phone:
    with line.people() as session:
        return line.phone(a_resident(session, name).person.phone)


def _volunteers(line: Line, *names: str) -> Sequence[Phone]:
    with line.people() as session:
        return [line.phone(a_volunteer(session, name).person.phone) for name in names]


def _ask(resident: Phone) -> None:
    resident.text(ASK)
    resident.text("ja")


def test_no_is_thanked_and_the_next_is_asked(line: Line) -> None:
    karin, (eva, nils, ola, per) = _resident(line), _volunteers(line, "Eva", "Nils", "Ola", "Per")
    _ask(karin)
    asked = _the_asked(line, (eva, nils, ola, per), 3)
    for phone in asked:
        assert phone.text("nej")
    (last,) = [phone for phone in (eva, nils, ola, per) if phone not in asked]
    last.told("offer")
    assert line.count(Offer, Offer.state == "declined") == 3


def _the_asked(line: Line, phones: Sequence[Phone], count: int) -> list[Phone]:
    """Return those who got an offer, once `count` have."""
    until(lambda: line.count(Offer) == count, otherwise=line.said)
    asked = [phone for phone in phones if phone.was_told("offer")]
    for phone in asked:
        phone.told("offer")
    return asked


def test_who_cannot_after_all_sends_it_out_again_and_she_is_told(line: Line) -> None:
    karin, (eva, nils) = _resident(line), _volunteers(line, "Eva Lind", "Nils Ek")
    _ask(karin)
    for phone in (eva, nils):
        phone.told("offer")
    eva.text("JA")
    karin.told("match.resident")
    nils.told("offer.taken")
    assert eva.text("kan inte")
    assert "Eva" in karin.told("match.ended.resident")
    nils.told("offer", times=2)
    nils.text("ja")
    assert "Nils" in karin.told("match.resident", times=2)
    assert len(line.bodies(eva.number, "offer")) == 1


def test_with_two_offers_a_bare_yes_is_asked_about_and_a_code_is_clear(line: Line) -> None:
    first, second, (eva,) = _resident(line, "Karin Ek"), _resident(line, "Berit Al"), _volunteers(line, "Eva Lind")
    _ask(first)
    eva.told("offer")
    _ask(second)
    eva.told("offer", times=2)
    eva.text("ja")
    assert eva.was_told("offer.which")
    assert line.count(Offer, Offer.state == "accepted") == 0
    newest = sa.select(Offer.code).order_by(Offer.id.desc()).limit(1)
    code = line.ask(lambda session: session.scalar(newest)) or ""
    eva.text(f"Ja {code.lower()}")
    second.told("match.resident")
    assert line.request_of(first.number).state == "open"


@pytest.mark.parametrize("answer", ["ja men först kl 5", "kanske", "Vad är det för något?", "👍👎"])
def test_an_unclear_answer_is_asked_about_and_never_a_yes(answer: str, line: Line) -> None:
    karin, (eva,) = _resident(line), _volunteers(line, "Eva Lind")
    _ask(karin)
    eva.told("offer")
    assert eva.text(answer)
    assert line.count(Offer, Offer.state == "accepted") == 0
    assert line.request_of(karin.number).state == "open"


@pytest.mark.parametrize("answer", ["ja", "JA!", " Ja. ", "👍", "yes", "نعم"])
def test_a_clear_yes_is_a_yes_however_it_is_written(answer: str, line: Line) -> None:
    karin, (eva,) = _resident(line), _volunteers(line, "Eva Lind")
    _ask(karin)
    eva.told("offer")
    eva.text(answer)
    karin.told("match.resident")


def test_another_volunteers_code_gives_nothing(line: Line) -> None:
    karin, (eva, nils) = _resident(line), _volunteers(line, "Eva Lind", "Nils Ek")
    _ask(karin)
    nils.told("offer")
    eva.told("offer")
    nils.text("nej")
    eva.text("ja Z9")
    assert line.count(Offer, Offer.state == "accepted") == 0


def test_a_paused_volunteer_is_not_asked(line: Line) -> None:
    karin, (eva,) = _resident(line), _volunteers(line, "Eva Lind")
    assert eva.text("paus")
    _ask(karin)
    karin.told("escalated.resident")
    assert not eva.was_told("offer")
    assert eva.text("återuppta")
    assert line.count(Volunteer, Volunteer.status == "active") == 1


def test_who_said_stop_is_not_asked(line: Line) -> None:
    karin, (eva,) = _resident(line), _volunteers(line, "Eva Lind")
    assert len(eva.text("STOPP")) == 1
    _ask(karin)
    karin.told("escalated.resident")
    assert len(eva.texts()) == 1


def test_yes_twice_is_one_yes(line: Line) -> None:
    karin, (eva,) = _resident(line), _volunteers(line, "Eva Lind")
    _ask(karin)
    eva.told("offer")
    eva.text("ja")
    eva.text("ja")
    assert line.count(Offer, Offer.state == "accepted") == 1
    karin.told("match.resident")
    assert len(line.bodies(karin.number, "match.resident")) == 1


def test_a_reminder_comes_before_a_visit_at_an_hour(line: Line) -> None:
    karin, (eva,) = _resident(line), _volunteers(line, "Eva Lind")
    karin.text("Kan någon följa med mig till läkaren i övermorgon kl 14?")
    karin.text("ja")
    eva.told("offer")
    eva.text("ja")
    karin.told("match.resident")
    request = line.request_of(karin.number)
    assert request.next_step == "remind"
    line.hurry(request.id)
    assert "Eva" in karin.told("reminder.resident")
    assert "Storgatan 1" in eva.told("reminder.volunteer")
    assert line.request_of(karin.number).next_step == "ask_if_done"
    line.hurry(request.id)
    eva.told("ask_done")
    eva.text("1")
    karin.told("follow_up.ask")


def test_a_pause_until_a_day_ends_by_itself(line: Line) -> None:
    (eva,) = _volunteers(line, "Eva Lind")
    (said,) = eva.text("pausa 2 veckor")
    assert "Vi frågar igen från: " in said
    with line.people() as session:
        session.execute(sa.update(Volunteer).values(paused_until=Volunteer.created_at))
    eva.told("resumed")
    _ask(_resident(line))
    eva.told("offer")
