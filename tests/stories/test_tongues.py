"""Nobody speaks her language: she says in which other one she gets by, and somebody who speaks it helps her."""

import sqlalchemy as sa

from dispatch.models import Resident, Visit
from hotline.catalogs import LOCALES, load
from tests.support.factories import a_number, a_resident, a_volunteer
from tests.support.line import Line, until

CATALOGS = load(LOCALES)
GROCERIES = "ሰላም፣ ካብ ድኳን ጸባን ሕብስትን ዝገዝኣለይ ሰብ የድልየኒ"
PLACE, YES = "Huda Ali, Kyrkogatan 4, Öxnehaga", "እወ"
LANDLINE = "+46846500415"


def _volunteer(line: Line, name: str = "Nora Berg", language: str = "sv") -> str:
    with line.people() as session:
        return a_volunteer(session, name, languages=(language,)).person.phone


def _also_speaks(line: Line) -> list[str] | None:
    return line.ask(lambda session: session.scalars(sa.select(Resident.also_speaks)).one())


def test_a_resident_whose_language_nobody_speaks_is_helped_in_swedish(line: Line) -> None:
    new, nora = line.phone(a_number()), line.phone(_volunteer(line))
    new.text(GROCERIES)
    for answer in (PLACE, "1", YES):
        new.text(answer)
    new.told("escalated.resident")
    question = new.told("tongues.ask")
    assert f"1 {CATALOGS['ti'].text('language:of.sv')}" in question
    assert line.request_of(new.number).state == "escalated"
    assert nora.texts() == []

    assert new.text("1") == [CATALOGS["ti"].text("sms:tongues.thanks")]
    assert "Språk: svenska" in nora.told("offer")
    assert any("Kyrkogatan 4" in text for text in nora.text("ja"))
    assert "Nora" in new.told("match.resident")
    visit = line.ask(lambda session: session.scalars(sa.select(Visit)).one())
    assert visit.code_word in new.told("match.resident")

    nora.text("klart")
    new.told("follow_up.ask")
    new.text("1")
    new.text(GROCERIES)
    new.text(YES)
    nora.told("offer", times=2)
    assert line.notices(new.number).count("tongues.ask") == 1, "she has said it once and for all"


def test_on_a_landline_she_is_called_about_it_and_says_both_by_key(line: Line) -> None:
    with line.people() as session:
        a_resident(session, "Huda Ali", language="ar", phone=LANDLINE, can_text=False, can_call=True)
    nora, olle = line.phone(_volunteer(line)), line.phone(_volunteer(line, "Olle Ek", "en"))
    call = line.telephone(LANDLINE).dials().presses("1").speaks(seconds=4).presses("#").presses("1").presses("1")
    call.hangs_up()
    until(lambda: "tongues.ask" in line.notices(LANDLINE), otherwise=line.said)

    told = line.telephone(LANDLINE).answers().presses("1")
    for _ in range(3):
        if CATALOGS["ar"].text("phone:tongues.ask") in told.words:
            break
        told.presses("2")
    assert CATALOGS["ar"].text("phone:tongues.no", key="4") in told.words
    told.presses("3").hangs_up()
    assert _also_speaks(line) == ["en", "sv"]
    for helper in (nora, olle):
        helper.told("offer")
    assert line.exchange.texts(LANDLINE) == []
