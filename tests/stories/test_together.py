"""Two for a sofa: each has his own place, and one who cannot leaves only his."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from dispatch.kinds import Kind
from dispatch.models import HelpRequest, Message, Offer, Person, Visit, Volunteer
from tests.support.factories import a_request, a_resident, a_volunteer, an_offer
from tests.support.line import Line, Phone

SOFA = "Kan någon hjälpa mig att lyfta en tung soffa på lördag? Två starka personer"

LANDLINE = "+46846500410"


@pytest.fixture
def karin(line: Line) -> Phone:
    with line.people() as session:
        return line.phone(a_resident(session, "Karin Ek").person.phone)


@pytest.fixture
def three(line: Line) -> list[Phone]:
    with line.people() as session:
        names = ("Eva Lind", "Nils Ek", "Ola Berg")
        return [line.phone(a_volunteer(session, name).person.phone) for name in names]


def _asked_for(line: Line, number: str, notice: str) -> int:
    query = sa.select(sa.func.count()).select_from(Message).join(Person)
    query = query.where(Person.phone == number, Message.notice == notice)
    return line.ask(lambda session: session.scalar(query) or 0)


def _two_say_yes(karin: Phone, eva: Phone, nils: Phone) -> None:
    """Each gets the address at once, and hears of the other as soon as it is known; so does she."""
    eva.text("JA")
    eva.wait_for("Storgatan 1")
    assert "1/2" in karin.told("match.resident")
    nils.text("JA")
    nils.wait_for("Storgatan 1")
    assert "Eva" in nils.told("match.others")
    assert "Nils" in eva.told("match.others")
    assert "2/2" in karin.told("match.resident", times=2)


def test_two_carry_a_sofa(line: Line, karin: Phone, three: list[Phone]) -> None:
    eva, nils, ola = three
    (summary,) = karin.text(SOFA)
    assert "volontärer: 2" in summary
    karin.text("ja")
    for phone in three:
        assert "volontärer: 2" in phone.told("offer")
    _two_say_yes(karin, eva, nils)
    ola.told("offer.taken")
    ola.text("JA")
    assert _asked_for(line, ola.number, "match.volunteer") == 0

    nils.text("kan inte")
    assert "Nils" in karin.told("match.ended.resident")
    eva.told("match.count", times=2)
    ola.told("offer", times=2)
    ola.text("JA")
    assert "Ola" in karin.told("match.resident", times=3)
    assert "Ola" in eva.told("match.others", times=2)

    for phone in (eva, ola):
        assert "1" in phone.text("klart")[0], "it is not time yet: is this what they mean?"
        phone.text("1")
    assert "Eva, Ola" in karin.told("follow_up.ask")
    karin.text("1")
    assert line.request_of(karin.number).state == "done"
    assert _asked_for(line, karin.number, "follow_up.ask") == 1
    assert line.count(Visit, Visit.went_well.is_(True)) == line.count(Offer, Offer.state == "fulfilled") == 2


def test_one_of_two_did_not_come(line: Line, karin: Phone, three: list[Phone]) -> None:
    karin.text(SOFA)
    karin.text("ja")
    for phone in three:
        phone.told("offer")
    for phone in three[:2]:
        phone.text("JA")
    karin.told("match.resident", times=2)
    with line.people() as session:
        request = session.scalars(sa.select(HelpRequest)).one()
        request.wanted_until = request.created_at
    (asked,) = karin.text("ingen kom")
    assert "1 Eva" in asked
    assert "2 Nils" in asked
    karin.text("2")
    three[1].told("no_show.volunteer")
    assert "1/2" in karin.told("escalated.partly")
    assert line.request_of(karin.number).escalation == "no_show"
    assert _asked_for(line, three[0].number, "no_show.volunteer") == 0


def test_she_hears_of_each_by_phone_and_talks_with_the_one_she_means(line: Line, three: list[Phone]) -> None:
    eva, nils, _ = three
    with line.people() as session:
        resident = a_resident(session, "Karin Ek", phone=LANDLINE, can_text=False, can_call=True)
        request = a_request(session, resident, kind=Kind.HANDIWORK, places=2, wave=1)
        for volunteer in session.scalars(sa.select(Volunteer)):
            an_offer(session, request, volunteer)
        request.wanted_until = request.next_step_at = datetime.now(UTC) + timedelta(hours=6)
    eva.text("JA")
    nils.text("JA")
    call = line.telephone(LANDLINE).answers().presses("1")
    assert "volontärer hittills: 1, behövs: 2" in call.words
    assert "Eva" in call.words
    then = call.presses("3")
    line.telephone(eva.number).rings()
    then.hangs_up()
