"""Operators see what no native reader has checked, and correct what was understood."""

from datetime import timedelta

import pytest

from dispatch.kinds import Kind
from dispatch.models import HelpRequest, Message
from dispatch.operations import alarms
from dispatch.states import RequestState
from hotline.catalogs import REFERENCE, Catalogs
from hotline.models import CorrectedWord
from hotline.understanding import Lexicons
from hotline.wiring import Context
from tests.hotline.admin.pages import Browser, Clock, words
from tests.support.cast import karin
from tests.support.factories import a_request, an_offer


@pytest.fixture(scope="module")
def lexicons(catalogs: Catalogs) -> Lexicons:
    """The word lists, compiled once."""
    return Lexicons(catalogs)


@pytest.fixture(autouse=True)
def compiled(context: Context, lexicons: Lexicons) -> None:
    """What a process compiles at its first text, it has."""
    vars(context)["lexicons"] = lexicons


@pytest.fixture
def asked(context: Context, clock: Clock) -> int:
    """Karin's request for groceries, from her own words."""
    with context.database.work(clock.now) as work:
        resident = karin(work.session)
        request = a_request(work.session, resident, now=clock.now)
        an_offer(work.session, request)
        for body in ("kan någon handla zyrkmupp snart", "ja"):
            work.session.add(Message(person_id=resident.person_id, body=body, state="received", came_from="new",
                                     created_at=clock.now - timedelta(minutes=5)))  # fmt: skip
        return request.id


def _told(context: Context, asked: int, clock: Clock, **values: str) -> None:
    with context.database.work(clock.now) as work:
        person = work.session.get_one(HelpRequest, asked).resident.person_id
        work.session.add(Message(person_id=person, request_id=asked, created_at=clock.now, came_from="sent",
                                 state="delivered", body="Hej!", **values))  # fmt: skip


def _correct(browser: Browser, asked: int, name: str, **form: str) -> str:
    answer = browser.post(f"/admin/requests/{asked}/{name}", page=f"/admin/requests/{asked}", **form)
    assert answer.status_code == 302
    return words(browser.get(answer.location or ""))


def _request(context: Context, asked: int) -> HelpRequest:
    with context.database.reading() as session:
        return session.get_one(HelpRequest, asked)


def test_each_language_shows_how_much_of_it_is_checked(browser: Browser, context: Context) -> None:
    page = browser.get("/admin/languages")
    assert page.status_code == 200
    told = words(page)
    for tag, catalog in context.catalogs.items():
        assert catalog.own_name in told
        if tag != REFERENCE:
            assert f"{len(catalog.unreviewed)}" in told
    assert "arabiska" in told
    assert "ingen än" in told


def test_the_page_leads_right_to_left_readers_too(browser: Browser) -> None:
    page = browser.get("/admin/languages", language="ar").text
    assert '<html lang="ar" dir="rtl">' in page
    assert 'dir="ltr">0 %' in page


def test_every_page_of_operators_leads_there(browser: Browser) -> None:
    assert 'href="/admin/languages"' in browser.get("/admin/").text


def test_a_text_in_words_that_nobody_checked_is_marked(
    browser: Browser, context: Context, asked: int, clock: Clock
) -> None:
    _told(context, asked, clock, notice="offer.gone", language=REFERENCE)
    assert "inte granskat" not in words(browser.get(f"/admin/requests/{asked}"))
    _told(context, asked, clock, notice="offer.gone", language="ar")
    assert words(browser.get(f"/admin/requests/{asked}")).count("inte granskat") == 1


def test_an_operator_changes_the_kind_and_the_words_are_kept_without_the_text(
    browser: Browser, context: Context, asked: int
) -> None:
    assert "Typen är ändrad." in _correct(browser, asked, "kind", kind="pharmacy")
    assert _request(context, asked).kind == Kind.PHARMACY
    with context.database.reading() as session:
        kept = {(row.role, row.word, row.understood, row.meant) for row in session.query(CorrectedWord)}
    assert kept == {("misled", "handla", "shopping", "pharmacy"), ("unknown", "zyrkmupp", "shopping", "pharmacy")}
    page = words(browser.get("/admin/languages"))
    assert "zyrkmupp" not in page


def test_a_request_teaches_once(browser: Browser, context: Context, asked: int) -> None:
    _correct(browser, asked, "kind", kind="pharmacy")
    _correct(browser, asked, "kind", kind="errand")
    with context.database.reading() as session:
        assert {row.meant for row in session.query(CorrectedWord)} == {"pharmacy"}


def test_a_kind_that_does_not_exist_is_refused(browser: Browser, context: Context, asked: int) -> None:
    answer = browser.post(f"/admin/requests/{asked}/kind", page=f"/admin/requests/{asked}", kind="care")
    assert answer.status_code == 400
    assert _request(context, asked).kind == Kind.SHOPPING


def test_what_is_over_is_corrected_no_more(browser: Browser, context: Context, asked: int) -> None:
    _correct(browser, asked, "cancel", reason="mistake")
    assert "Inget ändrades" in _correct(browser, asked, "kind", kind="pharmacy")
    assert 'name="kind"' not in browser.get(f"/admin/requests/{asked}").text


def test_an_operator_says_that_it_is_an_emergency_and_that_it_is_none(
    browser: Browser, context: Context, asked: int
) -> None:
    assert "behandlas nu som en nödsituation" in _correct(browser, asked, "was_danger")
    row = _request(context, asked)
    assert (row.state, row.escalation) == (RequestState.ESCALATED, "emergency")
    with context.database.reading() as session:
        assert alarms.find_open(session, asked) is None  # she has seen it herself
    assert "Ingen nödsituation trots allt" in _correct(browser, asked, "no_danger")
    assert _request(context, asked).escalation == "no_danger"
