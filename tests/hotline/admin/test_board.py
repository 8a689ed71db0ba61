"""The board: what is open, how old it is, and what comes next."""

import re
from datetime import datetime, timedelta

import pytest

from dispatch.kinds import Kind
from dispatch.states import OfferState, RequestState
from dispatch.steps import Step
from hotline.wiring import Context
from tests.hotline.admin.pages import Browser, Clock, words
from tests.support.cast import abeba, farid, karin
from tests.support.factories import a_request, a_resident, an_offer


def _ask(context: Context, at: datetime, **more: object) -> int:
    """Store Karin's request and return its number."""
    with context.database.work(at) as work:
        return a_request(work.session, karin(work.session), now=at, **more).id  # type: ignore[arg-type]


def _row(browser: Browser, request_id: int, query: str = "") -> str:
    found = re.search(rf'<tr id="row-{request_id}".*?</tr>', browser.get(f"/admin/{query}").text, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", found[0]).split()) if found else ""


def test_a_row_says_what_where_how_old_and_what_next(browser: Browser, context: Context, clock: Clock) -> None:
    asked = _ask(context, clock.now - timedelta(hours=3), next_step_at=clock.now + timedelta(minutes=35))
    row = _row(browser, asked)
    for part in ("Huskvarna", "svenska", "3 timmar", "Söker volontär", "Frågar upp till 3 volontärer till", "10:35"):
        assert part in row


def test_a_row_says_when_help_is_wanted_unless_that_is_soon(
    browser: Browser, context: Context, clock: Clock
) -> None:
    on_friday = {"wanted_from": clock.now + timedelta(days=6), "wanted_until": clock.now + timedelta(days=6, hours=2)}
    at_a_time = _ask(context, clock.now, time_precision="hour", **on_friday)
    soon = _ask(context, clock.now, time_precision="soon", **on_friday)
    assert "ons 2 dec. 10:00" in _row(browser, at_a_time)
    assert "2 dec." not in _row(browser, soon)


def test_what_is_due_already_says_now(browser: Browser, context: Context, clock: Clock) -> None:
    assert _row(browser, _ask(context, clock.now)).count(" nu ") == 1


@pytest.mark.parametrize(("hours", "mark"), [(2, "fresh"), (3, "ageing"), (6, "late")])
def test_age_has_a_mark_by_what_is_soon_for_its_kind(
    browser: Browser, context: Context, clock: Clock, hours: int, mark: str
) -> None:
    _ask(context, clock.now - timedelta(hours=hours), kind=Kind.PHARMACY)
    assert f"age-{mark}" in browser.get("/admin/").text


def test_a_request_for_an_operator_says_why_and_counts_in_the_title(
    browser: Browser, context: Context, clock: Clock
) -> None:
    escalated = {"state": RequestState.ESCALATED, "next_step": Step.OPERATOR, "escalation": "nobody_fits"}
    asked = _ask(context, clock.now, **escalated)
    assert "Behöver handläggare Ingen volontär passar" in _row(browser, asked)
    assert "<title>(1) Tavla" in browser.get("/admin/").text


def test_a_reason_without_words_is_shown_as_it_is(browser: Browser, context: Context, clock: Clock) -> None:
    escalated = {"state": RequestState.ESCALATED, "next_step": Step.OPERATOR, "escalation": "brand_new"}
    assert "brand new" in _row(browser, _ask(context, clock.now, **escalated))


def test_a_matched_request_names_the_volunteer_s_first_name_only(
    browser: Browser, context: Context, clock: Clock
) -> None:
    with context.database.work(clock.now) as work:
        resident = karin(work.session)
        request = a_request(work.session, resident, now=clock.now, state=RequestState.MATCHED, came_from="open")
        an_offer(work.session, request, farid(work.session), state=OfferState.ACCEPTED, came_from=OfferState.ASKED)
        asked = request.id
    row = _row(browser, asked)
    assert "Farid ·" in row
    assert "Haddad" not in row
    assert "Förfrågningar: 1" in row


def test_longest_waiting_comes_first_and_what_is_taken_last(browser: Browser, context: Context, clock: Clock) -> None:
    young = _ask(context, clock.now - timedelta(hours=1))
    old = _ask(context, clock.now - timedelta(hours=5))
    taken = _ask(context, clock.now - timedelta(hours=9), state=RequestState.MATCHED, came_from="open")
    shown = re.findall(r'<tr id="row-(\d+)"', browser.get("/admin/").text)
    assert shown == [str(old), str(young), str(taken)]


def test_what_is_closed_is_not_on_the_board(browser: Browser, context: Context, clock: Clock) -> None:
    nothing = {"next_step": None, "next_step_at": None, "came_from": "open"}
    assert _row(browser, _ask(context, clock.now, state=RequestState.CANCELLED, **nothing)) == ""


@pytest.mark.parametrize(
    ("query", "is_shown"),
    [
        ("?kind=shopping", True), ("?kind=pharmacy", False), ("?state=open", True), ("?state=draft", False),
        ("?language=sv", True), ("?language=ar", False), ("?area=huskvarna", True),
        ("?kind=%00&state=' or 1=1&area=nowhere&language=xx", True),
    ],
)  # fmt: skip
def test_the_address_filters_and_nonsense_does_not(
    browser: Browser, context: Context, clock: Clock, query: str, is_shown: bool
) -> None:
    assert bool(_row(browser, _ask(context, clock.now), query)) == is_shown


def test_an_area_filter_leaves_out_the_others(browser: Browser, context: Context, clock: Clock) -> None:
    with context.database.work(clock.now) as work:
        elsewhere = a_request(work.session, abeba(work.session), now=clock.now).id
    here = _ask(context, clock.now)
    assert _row(browser, here, "?area=huskvarna")
    assert not _row(browser, elsewhere, "?area=huskvarna")


def test_a_poll_is_empty_until_something_changes(browser: Browser, context: Context, clock: Clock) -> None:
    _ask(context, clock.now)
    version = re.search(r'data-version="([^"]+)"', browser.get("/admin/").text)
    assert version
    path = f"/admin/board/rows?v={version[1]}"
    assert browser.get(path).status_code == 204
    with context.database.work(clock.now) as work:
        a_request(work.session, a_resident(work.session, "Ingrid Holm"), now=clock.now)
    answer = browser.get(path)
    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert version[1] not in answer.text


def test_a_poll_brings_new_ages(browser: Browser, context: Context, clock: Clock) -> None:
    _ask(context, clock.now)
    version = re.search(r'data-version="([^"]+)"', browser.get("/admin/").text)
    assert version
    clock.turn(minutes=6)
    answer = browser.get(f"/admin/board/rows?v={version[1]}")
    assert "6 minuter" in words(answer)


def test_the_board_reads_from_right_to_left_in_arabic(browser: Browser, context: Context, clock: Clock) -> None:
    _ask(context, clock.now)
    page = browser.get("/admin/", language="ar")
    assert '<html lang="ar" dir="rtl">' in page.text
    assert "<bdi>Huskvarna</bdi>" in page.text
