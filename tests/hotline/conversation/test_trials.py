"""What real people wrote when the line was tried, with the real words and a real database."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from dispatch.models import Message, Person, SettingValue
from tests.hotline.conversation.telephone import Line
from tests.support import cast


def test_two_needs_become_two_requests_and_her_name_reaches_them(line: Line) -> None:
    new = "+46701740690"
    said = "Hej, jag heter Karin Berg, Kyrkogatan 4 i Huskvarna. Kan någon handla och hämta medicin imorgon? Mvh Karin"
    assert line.text(new, said) == ["not_emergency", "confirm.request"]
    assert line.text(new, "ja") == ["request.created", "ask.authorised"]
    requests = line.requests_of(new)
    assert [(each.kind, each.state) for each in requests] == [("shopping", "open"), ("pharmacy", "open")]
    assert {each.address for each in requests} == {"Kyrkogatan 4, Huskvarna"}
    names = select(Person.name).where(Person.phone == new)
    assert line.look(lambda session: session.scalars(names).one()) == "Karin Berg"


def test_what_is_the_municipalitys_duty_is_referred_after_the_greeting_and_the_rest_goes_on(line: Line) -> None:
    assert line.text("+46701740691", "Jag behöver hjälp att duscha") == ["not_emergency", "referral.care"]
    both = line.text("+46701740692", "Jag behöver hjälp att duscha och att handla mat")
    assert both == ["not_emergency", "referral.care", "ask.place"]


def test_an_emoji_before_the_language_is_chosen_is_no_miss(line: Line) -> None:
    new = "+46701740693"
    for said in ("😀😀", "👍"):
        assert line.text(new, said)[-1] == "ask.language"
    assert line.text(new, "1") == ["ask.kind"]


def test_who_has_been_there_is_not_told_that_somebody_else_was_first(line: Line) -> None:
    _, farid = _matched(line)
    assert line.text(farid, "تم") == ["visit.done"]
    for said in ("نعم A1", "لا A1"):
        assert line.text(farid, said) == ["offer.none"]


def _matched(line: Line) -> tuple[str, str]:
    with line.system.database.work(line.now) as work:
        karin, farid = cast.karin(work.session).person.phone, cast.farid(work.session).person.phone
    for said in ("Jag behöver hjälp att handla mat", "ja"):
        line.text(karin, said)
    line.step(karin)
    assert line.text(farid, "نعم") == ["match.volunteer", "match.details"]
    return karin, farid


def test_what_went_wrong_is_told_to_the_operator_who_has_it(line: Line) -> None:
    karin, farid = _matched(line)
    line.text(farid, "تم")
    assert line.text(karin, "2") == ["follow_up.sorry"]
    assert line.text(karin, "han kom aldrig") == ["status.escalated"]
    (request,) = line.requests_of(karin)
    assert (request.state, request.escalation) == ("escalated", "visit_failed")
    query = select(Message.body).where(Message.body == "han kom aldrig")  # the story shows what came around it
    assert line.look(lambda session: session.scalars(query).all())


def test_an_hour_alone_changes_the_hour_and_not_the_day(line: Line) -> None:
    new = "+46701740694"
    line.text(new, "Kan nån följa med mig till frisören på tisdag klockan tre")
    assert line.text(new, "Karin Berg, Kyrkogatan 4, Huskvarna") == ["confirm.request"]
    assert line.text(new, "nej, halv fyra") == ["confirm.request"]
    assert line.request_of(new).wanted_from == datetime(2026, 12, 1, 14, 30, tzinfo=UTC)


def test_no_danger_after_a_word_in_between_goes_on(line: Line) -> None:
    new = "+46701740695"
    assert line.text(new, "Jag har ramlat")[-1] == "urgency.ask"
    assert line.text(new, "vad menar du") == ["urgency.ask"]
    assert line.text(new, "nej") == ["further.care", "ask.kind"]


def test_no_hurry_is_a_time_and_no_area(line: Line) -> None:
    new = "+46701740696"
    line.text(new, "Kan nån handla åt mig")
    assert line.text(new, "Karin Berg, Kyrkogatan 4") == ["ask.area"]
    assert line.text(new, "det är ingen brådska") == ["ask.area"]
    assert line.text(new, "Huskvarna") == ["confirm.request"]


@pytest.mark.parametrize(("hour", "said"), [(20, "request.created.night"), (12, "request.created")])
def test_at_night_she_is_told_that_volunteers_are_asked_in_the_morning(line: Line, hour: int, said: str) -> None:
    with line.system.database.work(line.now) as work:
        work.session.add(SettingValue(name="quiet_hours", value="21:00-08:00", changed_at=line.now, changed_by="test"))
    line.now = line.now.replace(hour=hour, minute=30)
    new = "+46701740695"
    for text in ("Kan någon handla mat åt mig", "Karin Berg, Kyrkogatan 4, Öxnehaga", "1"):
        line.text(new, text)
    assert line.text(new, "ja") == [said]
