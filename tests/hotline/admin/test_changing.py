"""The form that changes time, address, area and details of a request."""

from datetime import timedelta

import pytest

from dispatch import operations
from dispatch.models import HelpRequest
from dispatch.states import RequestState
from hotline.wiring import Context
from tests.hotline.admin.pages import EMAIL, Browser, Clock, words
from tests.support.cast import eva, karin
from tests.support.factories import a_request, an_offer


@pytest.fixture
def number(context: Context, clock: Clock) -> int:
    """Karin's request, as soon as possible."""
    with context.database.work(clock.now) as work:
        return a_request(work.session, karin(work.session), now=clock.now).id


def _request(context: Context, number: int) -> HelpRequest:
    with context.database.reading() as session:
        return session.get_one(HelpRequest, number)


GIVEN = {"when": "at", "from": "2026-11-28T14:00", "until": "2026-11-28T16:00", "address": "Storgatan 3",
         "area": "huskvarna", "details": "Port 4 B"}  # fmt: skip


def test_the_form_holds_what_stands(browser: Browser, number: int) -> None:
    page = browser.get(f"/admin/requests/{number}").text
    for part in ('value="soon" checked', 'value="Storgatan 1"', 'value="huskvarna" selected', ">Mjölk och bröd</text"):
        assert part in page


def test_what_is_typed_by_the_clock_of_the_place_stands_from_then_on(
    browser: Browser, context: Context, number: int
) -> None:
    answer = browser.post(f"/admin/requests/{number}/change", page=f"/admin/requests/{number}", **GIVEN)
    assert answer.status_code == 302
    story = words(browser.get(answer.location or ""))
    assert f"{EMAIL} · Tid, plats eller detaljer ändrade" in story
    row = _request(context, number)
    assert row.wanted_from is not None
    assert row.wanted_from.isoformat() == "2026-11-28T13:00:00+00:00"
    assert (row.time_precision, row.address, row.details) == ("hour", "Storgatan 3", "Port 4 B")
    again = browser.post(f"/admin/requests/{number}/change", page=f"/admin/requests/{number}", **GIVEN)
    assert "Alla som berörs" not in words(browser.get(again.location or "")), "nobody is told of what was so before"


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"until": "2026-11-28T13:00"}, "Slutet måste komma efter början"),
        ({"from": "2026-11-20T10:00", "until": "2026-11-20T11:00"}, "Den tiden har redan passerat"),
        ({"from": ""}, "Skriv båda tiderna"),
        ({"from": "imorgon"}, "Skriv båda tiderna"),
        ({"from": "0001-01-01T00:00"}, "Skriv båda tiderna"),
        ({"area": "atlantis"}, "Välj ett område i listan"),
        ({"details": "x" * 1002}, "Tecken: 1002. Så många får plats: 1000"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_typed_is_lost(
    browser: Browser, context: Context, number: int, wrong: dict[str, str], told: str
) -> None:
    typed = {**GIVEN, **wrong}
    page = browser.post(f"/admin/requests/{number}/change", page=f"/admin/requests/{number}", **typed)
    assert page.status_code == 422
    assert told in words(page)
    assert 'id="change" open' in page.text
    assert 'aria-invalid="true"' in page.text
    for field in ("address", "details"):
        assert typed[field] in page.text
    assert _request(context, number).address == "Storgatan 1"


def test_when_somebody_has_said_yes_the_time_is_not_asked_for(
    browser: Browser, context: Context, clock: Clock, number: int
) -> None:
    with context.database.work(clock.now) as work:
        row = work.session.get_one(HelpRequest, number)
        assert operations.accept(work, an_offer(work.session, row, eva(work.session)))
    page = browser.get(f"/admin/requests/{number}")
    assert "Någon har sagt ja, så tiden står fast" in words(page)
    assert 'name="from"' not in page.text
    refused = browser.post(f"/admin/requests/{number}/change", page=f"/admin/requests/{number}", **GIVEN)
    assert refused.status_code == 422
    place = {name: GIVEN[name] for name in ("address", "area", "details")}
    browser.post(f"/admin/requests/{number}/change", page=f"/admin/requests/{number}", **place)
    row = _request(context, number)
    assert (row.state, row.address) == (RequestState.MATCHED, "Storgatan 3")
    assert row.wanted_from == clock.now


def test_what_is_over_has_no_form(browser: Browser, context: Context, clock: Clock, number: int) -> None:
    with context.database.work(clock.now + timedelta(minutes=1)) as work:
        operations.cancel(work, work.session.get_one(HelpRequest, number), reason="mistake")
    assert 'id="change"' not in browser.get(f"/admin/requests/{number}").text
    answer = browser.post(f"/admin/requests/{number}/change", page=f"/admin/requests/{number}", **GIVEN)
    assert "uppdraget hade hunnit gå vidare" in words(browser.get(answer.location or ""))
