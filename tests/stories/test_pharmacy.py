"""Medicine from the pharmacy: she is asked about her authorisation, and an operator helps who has none."""

from hotline.catalogs import LOCALES, load
from tests.support.factories import a_number, a_resident, a_volunteer
from tests.support.line import Line

CATALOGS = load(LOCALES)
PLACE = "Karin Berg, Kyrkogatan 4, Öxnehaga"
LANDLINE = "+46846500416"


def _volunteer(line: Line) -> str:
    with line.people() as session:
        return a_volunteer(session, "Olle Ek", vetting="introduced").person.phone


def _order(line: Line, number: str) -> None:
    karin = line.phone(number)
    for text in ("Kan någon hämta min medicin på apoteket?", PLACE, "1"):
        karin.text(text)
    said = karin.text("ja")
    assert said[-1].endswith(CATALOGS["sv"].text("sms:ask.authorised"))


def test_with_an_authorisation_a_volunteer_fetches_it_and_she_is_not_asked_again(line: Line) -> None:
    number, olle = a_number(), line.phone(_volunteer(line))
    karin = line.phone(number)
    _order(line, number)
    assert karin.text("ja") == [CATALOGS["sv"].text("sms:authorised.yes")]
    olle.told("offer")
    olle.text("ja")
    assert "Olle" in karin.told("match.resident")
    karin.text("hämta medicin på apoteket igen")
    karin.text("ja")
    assert line.notices(number).count("ask.authorised") == 1


def test_without_one_a_person_helps_her_and_the_volunteer_need_not_go(line: Line) -> None:
    number, olle = a_number(), line.phone(_volunteer(line))
    karin = line.phone(number)
    _order(line, number)
    olle.told("offer")
    assert "ehalsomyndigheten.se" in karin.text("nej")[0]
    request = line.request_of(number)
    assert (request.state, request.escalation) == ("escalated", "no_authorisation")
    olle.told("offer.gone")


def test_what_is_no_answer_is_heard_as_ever(line: Line) -> None:
    number = a_number()
    _volunteer(line)
    _order(line, number)
    karin = line.phone(number)
    assert CATALOGS["sv"].text("sms:ask.authorised") in karin.text("hur menar du")
    karin.text("avboka")
    assert line.request_of(number).state == "cancelled"


def test_on_a_landline_one_key_says_it_in_the_same_call(line: Line) -> None:
    _volunteer(line)
    with line.people() as session:
        a_resident(session, "Karin Berg", phone=LANDLINE, can_text=False, can_call=True)
    call = line.telephone(LANDLINE).dials().presses("2").speaks(seconds=4).presses("#").presses("1")
    while CATALOGS["sv"].text("phone:ask.authorised") not in call.words:
        call.presses("1")
    call.presses("2")
    assert CATALOGS["sv"].text("phone:authorised.handed_over") in call.words
    call.hangs_up()
    assert line.request_of(LANDLINE).escalation == "no_authorisation"
    assert line.exchange.texts(LANDLINE) == []
