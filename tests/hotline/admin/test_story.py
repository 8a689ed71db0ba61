"""One request's whole story, and what an operator does to it."""

import re
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from dispatch import operations
from dispatch.models import HelpRequest, Message, StateChange, Visit, Wave
from dispatch.operations.requests import Wish
from dispatch.states import OfferState, RequestState
from dispatch.steps import Step
from hotline.wiring import Context
from tests.hotline.admin.pages import EMAIL, Browser, Clock, words
from tests.support.cast import eva, farid, karin
from tests.support.factories import a_request, an_offer

HEADERS = {"Accept-Language": "sv", "Accept": "text/html"}
NASTY = "<script>alert(1)</script>"


@pytest.fixture
def asked(context: Context, clock: Clock) -> int:
    """Karin's request, put to Farid, who said no, and to Eva."""
    with context.database.work(clock.now) as work:
        session = work.session
        request = a_request(session, karin(session), now=clock.now, address=NASTY, details="Mjölk & bröd")
        an_offer(session, request, farid(session), code="A7", came_from="asked", state=OfferState.DECLINED)
        an_offer(session, request, eva(session), code="C4")
        session.add(Wave(request_id=request.id, number=1, planned_at=clock.now, reasons={"funnel": {"active": 60}}))
        return request.id


def _text(context: Context, asked: int, at: datetime, **values: object) -> None:
    with context.database.work(at) as work:
        request = work.session.get_one(HelpRequest, asked)
        given = {"person_id": request.resident.person_id, "request_id": asked, "came_from": "new", **values}
        work.session.add(Message(created_at=at, **given))


def test_the_story_tells_who_needs_what_and_who_was_asked(browser: Browser, asked: int) -> None:
    story = words(browser.get(f"/admin/requests/{asked}"))
    for part in ("Karin Ek", "Mjölk & bröd", "Farid", "tackade nej", "Eva", "tillfrågad", "Omgång 1", "60"):
        assert part in story


def test_what_people_write_is_text_and_never_markup(
    browser: Browser, context: Context, clock: Clock, asked: int
) -> None:
    _text(context, asked, clock.now, body=f"Hej {NASTY}", state="received", language="sv")
    page = browser.get(f"/admin/requests/{asked}").text
    assert NASTY not in page
    assert page.count("&lt;script&gt;") == 3  # the address stands in a form too


def test_marks_that_turn_text_round_are_left_out(browser: Browser, context: Context, clock: Clock, asked: int) -> None:
    _text(context, asked, clock.now, body="ring \u202e9074-070", state="received")
    assert "\u202e" not in browser.get(f"/admin/requests/{asked}").text


def test_a_text_out_shows_its_language_its_delivery_and_its_parts(
    browser: Browser, context: Context, clock: Clock, asked: int
) -> None:
    sent = {"state": "undelivered", "came_from": "sent", "segments": 3, "error_code": "30005", "language": "ar"}
    _text(context, asked, clock.now, body="أهلا", **sent)
    story = words(browser.get(f"/admin/requests/{asked}"))
    for part in ("Till Karin arabiska أهلا kom inte fram", "Delar: 3", "Felkod: 30005"):
        assert part in story


def test_a_text_without_words_yet_shows_what_it_is_about(
    browser: Browser, context: Context, clock: Clock, asked: int
) -> None:
    _text(context, asked, clock.now, notice="offer.taken", state="queued")
    assert "offer.taken väntar på att skickas" in words(browser.get(f"/admin/requests/{asked}"))


def test_what_she_said_just_before_belongs_to_the_story_and_older_talk_does_not(
    browser: Browser, context: Context, clock: Clock, asked: int
) -> None:
    _text(context, asked, clock.now - timedelta(minutes=3), body="behöver handla", request_id=None, state="received")
    _text(context, asked, clock.now - timedelta(days=3), body="något annat", request_id=None, state="received")
    story = words(browser.get(f"/admin/requests/{asked}"))
    assert "behöver handla" in story
    assert "något annat" not in story


def test_the_number_reads_from_left_to_right(browser: Browser, context: Context, asked: int) -> None:
    page = browser.get(f"/admin/requests/{asked}", language="ar").text
    with context.database.reading() as session:
        phone = session.get_one(HelpRequest, asked).resident.person.phone
    assert f'<a href="tel:{phone}"><bdi dir="ltr">' in page


@pytest.mark.parametrize("path", ["/admin/requests/999", "/admin/requests/99999999999999999999", "/admin/requests/x"])
def test_a_request_that_is_not_there_is_not_found(browser: Browser, path: str) -> None:
    page = browser.get(path)
    assert page.status_code == 404
    assert "Sidan finns inte" in words(page)


def _state(context: Context, request_id: int) -> str:
    with context.database.reading() as session:
        return session.get_one(HelpRequest, request_id).state


def _act(browser: Browser, asked: int, name: str, **form: str) -> str:
    answer = browser.post(f"/admin/requests/{asked}/{name}", page=f"/admin/requests/{asked}", **form)
    assert answer.status_code == 302
    return words(browser.get(answer.location or ""))


def test_cancelling_keeps_who_did_it_and_why(browser: Browser, context: Context, asked: int) -> None:
    story = _act(browser, asked, "cancel", reason="duplicate")
    assert "Uppdraget är avbokat" in story
    assert f"Avbokat {EMAIL} · Kom in två gånger" in story
    assert _state(context, asked) == RequestState.CANCELLED


def test_taking_over_and_giving_back(browser: Browser, context: Context, asked: int) -> None:
    _act(browser, asked, "take_over")
    assert _state(context, asked) == RequestState.ESCALATED
    _act(browser, asked, "ask_more")
    assert _state(context, asked) == RequestState.OPEN


def test_asking_more_sends_the_next_wave_at_once(browser: Browser, context: Context, clock: Clock, asked: int) -> None:
    with context.database.work(clock.now) as work:
        work.session.get_one(HelpRequest, asked).wave = 1
        third = farid(work.session).id
    _act(browser, asked, "ask_more")
    with context.database.reading() as session:
        offers = session.get_one(HelpRequest, asked).offers
        assert [offer.volunteer_id for offer in offers if offer.wave == 2] == [third]


def _has_button(browser: Browser, request_id: int, name: str) -> bool:
    return f'action="/admin/requests/{request_id}/{name}"' in browser.get(f"/admin/requests/{request_id}").text


def test_a_volunteers_question_is_never_put_to_volunteers(browser: Browser, context: Context, clock: Clock) -> None:
    with context.database.work(clock.now) as work:
        volunteer = farid(work.session)
        asker = operations.become_resident(work, volunteer.person)
        wish = Wish(details="Får jag ta med min hund?")
        case = operations.ask_operator(work, asker, wish, reason="not_understood").id
    assert not _has_button(browser, case, "ask_more")
    assert "Inget ändrades" in _act(browser, case, "ask_more")
    assert _state(context, case) == RequestState.ESCALATED


def test_an_order_that_lacks_only_the_operators_decision_can_be_put_to_volunteers(
    browser: Browser, context: Context, clock: Clock
) -> None:
    with context.database.work(clock.now) as work:
        resident = karin(work.session)
        wish = Wish(kind="shopping", address=resident.address, area_code=resident.area_code)
        request = operations.draft(work, resident, wish)
        operations.escalate(work, request, "unreachable")
    assert _has_button(browser, request.id, "ask_more")
    _act(browser, request.id, "ask_more")
    assert _state(context, request.id) == RequestState.OPEN


def test_nobody_has_helped_who_did_not_come(browser: Browser, context: Context, clock: Clock, asked: int) -> None:
    with context.database.work(clock.now) as work:
        offer = next(each for each in work.session.get_one(HelpRequest, asked).offers if each.state == "asked")
        operations.accept(work, offer)
        visit = work.session.scalars(select(Visit)).one()
        operations.complete(work, visit)
        volunteer = f"/admin/volunteers/{offer.volunteer_id}"
    assert "har hjälpt" in words(browser.get(volunteer))
    with context.database.work(clock.now) as work:
        operations.nobody_came(work, work.session.get_one(Visit, visit.id))
    for page in (browser.get(volunteer).text, browser.get(f"/admin/requests/{asked}").text):
        asked_ = re.findall(r'<span class="chip[^"]*">([^<]*)</span>', page.split('<ul class="offers">')[1])
        assert "blev inte av" in asked_
        assert "har hjälpt" not in asked_


def test_closing_after_taking_over(browser: Browser, context: Context, asked: int) -> None:
    _act(browser, asked, "take_over")
    assert "Uppdraget är avslutat" in _act(browser, asked, "close", reason="helped")
    assert _state(context, asked) == RequestState.DONE


def test_a_button_that_comes_too_late_changes_nothing_and_says_so(
    browser: Browser, context: Context, clock: Clock, asked: int
) -> None:
    with context.database.work(clock.now) as work:
        operations.cancel(work, work.session.get_one(HelpRequest, asked), reason="resident")
    assert "Inget ändrades" in _act(browser, asked, "cancel")
    with context.database.reading() as session:
        moves = session.query(StateChange).filter_by(entity="request", request_id=asked).count()
    assert moves == 1


def test_a_reason_that_nobody_offered_is_refused(browser: Browser, context: Context, asked: int) -> None:
    page = f"/admin/requests/{asked}"
    assert browser.post(f"{page}/cancel", page=page, reason=NASTY).status_code == 400
    assert _state(context, asked) == RequestState.OPEN


def test_without_its_token_no_button_works(browser: Browser, context: Context, asked: int) -> None:
    answer = browser.client.post(f"/admin/requests/{asked}/cancel", headers=HEADERS)
    assert answer.status_code == 400
    assert "Formuläret var för gammalt" in words(answer)
    assert _state(context, asked) == RequestState.OPEN


def test_a_closed_request_says_that_nothing_more_happens(browser: Browser, context: Context, asked: int) -> None:
    _act(browser, asked, "cancel")
    assert "Inget mer händer" in words(browser.get(f"/admin/requests/{asked}"))
    with context.database.reading() as session:
        assert session.get_one(HelpRequest, asked).next_step != Step.OPERATOR
