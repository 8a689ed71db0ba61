"""From the first word to the follow-up in seven languages and four scripts, by people the line has never heard of."""

import re

import pytest
import sqlalchemy as sa

from dispatch.models import Message, Person, Visit
from hotline.catalogs import LOCALES, load
from hotline.telephony.voices import VOICES
from tests.support.factories import a_number, a_volunteer
from tests.support.line import Line, until
from tests.support.telephone import Call

CATALOGS = load(LOCALES)
PLACE = "Huda Ali, Kyrkogatan 4, Öxnehaga"
LANDLINE = "+46846500414"
FIRST_WORDS = {
    "ar": "مرحبا، محتاجة حدا يشتريلي خبز وحليب من السوبرماركت",
    "ti": "ሰላም፣ ካብ ድኳን ጸባን ሕብስትን ዝገዝኣለይ ሰብ የድልየኒ",
    "uk": "Добрий день, чи може хтось купити мені продукти?",
    "so": "Salaan, waxaan u baahanahay qof cunto ii soo iibiya",
    "fi": "Hei, voisiko joku käydä minulle ruokakaupassa?",
    "bs": "Dobar dan, treba mi neko da kupi hljeb i mlijeko",
    "tr": "Merhaba, bana ekmek ve süt alacak biri lazım",
}
YES = {"ar": "نعم", "ti": "እወ", "uk": "так", "so": "haa", "fi": "kyllä", "bs": "da", "sv": "ja", "en": "yes",
       "pl": "tak", "es": "sí", "tr": "evet"}  # fmt: skip
DONE = {"ar": "تم", "ti": "ተወዲኡ", "uk": "готово", "so": "dhammaaday", "fi": "valmis", "bs": "gotovo", "sv": "klart",
        "en": "done", "pl": "gotowe", "es": "listo", "tr": "bitti"}  # fmt: skip


def _languages_to(line: Line, *numbers: str) -> set[str]:
    """The languages of every text and call to these numbers."""
    query = sa.select(Message.language).join(Person).where(Person.phone.in_(numbers), Message.notice != "")
    return line.ask(lambda session: set(session.scalars(query)))


def _visit(line: Line) -> Visit:
    return line.ask(lambda session: session.scalars(sa.select(Visit)).one())


@pytest.mark.parametrize("tag", FIRST_WORDS)
def test_by_text_from_the_first_word_to_the_follow_up(tag: str, line: Line) -> None:
    new = line.phone(a_number())
    with line.people() as session:
        helper = line.phone(a_volunteer(session, "Nora Berg", languages=(tag,)).person.phone)

    assert "112" in "\n".join(new.text(FIRST_WORDS[tag]))
    for answer in (PLACE, "1", YES[tag]):
        assert line.request_of(new.number).state == "draft"
        assert new.text(answer)
    request = line.request_of(new.number)
    assert (request.kind, request.language, request.area_code) == ("shopping", tag, "oxnehaga")

    assert "Kyrkogatan" not in helper.told("offer")
    assert any("Kyrkogatan 4" in text for text in helper.text(YES[tag]))
    assert "Nora" in new.told("match.resident")
    assert _visit(line).code_word in new.told("match.resident")
    helper.text(DONE[tag])
    assert "Nora" in new.told("follow_up.ask")
    assert new.text("1")
    assert line.request_of(new.number).state == "done"
    assert _visit(line).went_well is True
    assert _languages_to(line, new.number, helper.number) == {tag}


@pytest.mark.parametrize(("hers", "his"), [("ti", "sv"), ("uk", "en"), ("so", "ar")])
def test_each_side_reads_only_its_own_language(hers: str, his: str, line: Line) -> None:
    new = line.phone(a_number())
    with line.people() as session:
        helper = line.phone(a_volunteer(session, "Nora Berg", languages=(his, hers)).person.phone)
    new.text(FIRST_WORDS[hers])
    for answer in (PLACE, "1", YES[hers]):
        new.text(answer)
    kind = CATALOGS[his].text("kind:shopping")
    assert kind.casefold() in helper.told("offer").casefold()
    helper.text(YES[his])
    new.told("match.resident")
    helper.text(DONE[his])
    new.told("follow_up.ask")
    assert _languages_to(line, new.number) == {hers}
    assert _languages_to(line, helper.number) == {his}


@pytest.mark.parametrize("tag", ["sv", "ar", "fi", "pl", "es"])
def test_by_phone_from_a_landline_nobody_knows(tag: str, line: Line) -> None:
    with line.people() as session:
        helper = line.phone(a_volunteer(session, "Nora Berg", languages=(tag,)).person.phone)
    call = line.telephone(LANDLINE).dials()
    call.presses(_key_of(call, tag)).presses("1")
    call.speaks(seconds=4).presses("#").presses("1").presses("56131").presses("1").hangs_up()
    assert (line.request_of(LANDLINE).state, line.request_of(LANDLINE).language) == ("open", tag)

    helper.told("offer")
    helper.text(YES[tag])
    told = line.telephone(LANDLINE).answers().presses("1")
    assert "Nora" in told.words
    assert told.languages == {VOICES[tag].tag}
    told.hangs_up()
    helper.text(DONE[tag])
    line.telephone(LANDLINE).answers().presses("1").presses("1").hangs_up()
    until(lambda: line.request_of(LANDLINE).state == "done", otherwise=line.said)
    assert line.exchange.texts(LANDLINE) == []
    assert _languages_to(line, LANDLINE, helper.number) == {tag}


def _key_of(call: Call, tag: str) -> str:
    """The key that the language names for itself."""
    keys = [key for each in call.hears if each.language == VOICES[tag].tag for key in re.findall(r"\d", each.text)]
    return str(keys[-1])
