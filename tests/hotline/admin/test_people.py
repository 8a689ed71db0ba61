"""Choosing a volunteer by hand on a request's page."""

import re

import pytest

from dispatch import operations
from dispatch.models import HelpRequest, Offer, Visit, Volunteer, Wave
from dispatch.operations import alarms
from dispatch.states import OfferState, RequestState
from hotline.wiring import Context
from tests.hotline.admin.pages import Browser, Clock, words
from tests.support.cast import eva, farid, karin, olle
from tests.support.factories import a_request, an_offer


@pytest.fixture
def asked(context: Context, clock: Clock) -> int:
    """Karin's request, which Farid was asked about and an operator has in hand; Eva fits it too."""
    with context.database.work(clock.now) as work:
        request = a_request(work.session, karin(work.session), now=clock.now, wave=1)
        an_offer(work.session, request, farid(work.session))
        eva(work.session)
        olle(work.session)
        operations.escalate(work, request, "nobody_answered")
        return request.id


def _number(context: Context, name: str) -> int:
    with context.database.reading() as session:
        volunteers = session.query(Volunteer).all()
        return next(one.id for one in volunteers if one.person.first_name == name)


def _page(browser: Browser, asked: int, search: str = "") -> str:
    found = browser.get(f"/admin/requests/{asked}" + (f"?volunteer={search}" if search else ""))
    return found.text.partition('id="people"')[2].partition("</section>")[0]


def _press(browser: Browser, context: Context, asked: int, name: str, what: str) -> str:
    number = _number(context, name)
    path = f"/admin/requests/{asked}/volunteers/{number}/{what}"
    answer = browser.post(path, page=f"/admin/requests/{asked}")
    assert answer.status_code == 302
    return words(browser.get(answer.location or ""))


def test_the_best_who_were_not_asked_stand_there_with_both_buttons(browser: Browser, asked: int) -> None:
    shown = _page(browser, asked)
    assert re.findall(r"<bdi>(Eva Lind|Farid Haddad|Olle Berg)", shown) == ["Eva Lind"]
    for part in ("Har sagt ja", "Fråga nu"):
        assert part in shown


def test_the_story_tells_whom_an_operator_chose(browser: Browser, context: Context, asked: int) -> None:
    story = _press(browser, context, asked, "Eva", "yes")
    for part in ("Uppdraget är lämnat", "Vald av en handläggare", "Har volontär"):
        assert part in story
    with context.database.reading() as session:
        visit = session.query(Visit).one()
        assert (visit.volunteer_id, visit.request.state) == (_number(context, "Eva"), RequestState.MATCHED)
        assert session.query(Offer).filter_by(state=OfferState.TAKEN).count() == 1


def test_asking_one_alone(browser: Browser, context: Context, asked: int) -> None:
    assert "Frågan är ställd" in _press(browser, context, asked, "Eva", "ask")
    with context.database.reading() as session:
        assert session.query(Wave).one().reasons["asked"] == [_number(context, "Eva")]
        assert session.get_one(HelpRequest, asked).state == RequestState.ESCALATED


def test_a_search_by_name_finds_who_was_asked_and_who_does_not_fit(browser: Browser, asked: int) -> None:
    olle = _page(browser, asked, "olle")
    for part in ("Olle Berg", "Talar andra språk", "Åker till andra områden", "Har sagt ja"):
        assert part in olle
    assert "Redan tillfrågad" in _page(browser, asked, "farid")
    assert "Fråga nu" not in _page(browser, asked, "farid")
    assert "Ingen heter så" in _page(browser, asked, "xyz")


def test_what_is_searched_for_is_text_and_never_markup(browser: Browser, asked: int) -> None:
    assert "<script>" not in _page(browser, asked, '"><script>alert(1)</script>')
    assert "Eva Lind" in _page(browser, asked, "%00ev")


def test_who_took_the_alarm_is_who_gave_the_task(browser: Browser, context: Context, clock: Clock, asked: int) -> None:
    with context.database.work(clock.now) as work:
        operations.raise_alarm(work, work.session.get_one(HelpRequest, asked), "emergency")
    _press(browser, context, asked, "Eva", "yes")
    with context.database.reading() as session:
        assert alarms.find_open(session, asked) is None


def test_somebody_else_was_first(browser: Browser, context: Context, clock: Clock, asked: int) -> None:
    with context.database.work(clock.now) as work:
        operations.accept(work, work.session.query(Offer).one())
    assert "Ingen mer behövs: någon har sagt ja" in _press(browser, context, asked, "Eva", "yes")
    assert _page(browser, asked) == ""


def test_when_its_time_is_over_nobody_can_be_chosen_until_it_is_changed(
    browser: Browser, context: Context, clock: Clock, asked: int
) -> None:
    with context.database.work(clock.now) as work:
        work.session.get_one(HelpRequest, asked).wanted_until = clock.now
    assert "ändra tiden först" in _page(browser, asked)
    assert "Har sagt ja" not in _page(browser, asked)


def test_a_volunteer_who_is_not_there_is_not_found(browser: Browser, asked: int) -> None:
    path = f"/admin/requests/{asked}/volunteers/999/yes"
    assert browser.post(path, page=f"/admin/requests/{asked}").status_code == 404
