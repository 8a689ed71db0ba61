"""What an operator sees and notes of the other languages in which a volunteer may meet a resident."""

import re

import pytest
from werkzeug.test import TestResponse

from dispatch.models import HelpRequest
from dispatch.operations.requests import escalate
from hotline.wiring import Context
from tests.hotline.admin.pages import Browser, Clock, words
from tests.support.factories import a_request, a_resident


@pytest.fixture
def hers(context: Context, clock: Clock) -> int:
    """A request of Abeba, who speaks Tigrinya."""
    with context.database.work(clock.now) as work:
        return a_request(work.session, a_resident(work.session, "Abeba Tesfay", language="ti"), now=clock.now).id


def _also_speaks(context: Context, number: int) -> list[str] | None:
    with context.database.reading() as session:
        return session.get_one(HelpRequest, number).resident.also_speaks


def _tick(browser: Browser, number: int, *languages: str) -> TestResponse:
    page = f"/admin/requests/{number}"
    return browser.post(f"{page}/also-speaks", page=page, languages=list(languages))


def test_what_is_ticked_is_kept_shown_and_part_of_the_history(browser: Browser, context: Context, hers: int) -> None:
    answer = _tick(browser, hers, "sv", "en")
    assert _also_speaks(context, hers) == ["en", "sv"]
    story = words(browser.get(answer.location or ""))
    assert "Sparat" in story
    assert "Talar också: engelska, svenska" in story
    assert "Andra språk noterade: engelska, svenska" in story
    ticked = re.findall(r'name="languages" value="(\w+)" checked', browser.get(f"/admin/requests/{hers}").text)
    assert sorted(ticked) == ["en", "sv"]


def test_others_are_asked_at_once_when_nobody_was_left(browser: Browser, context: Context, hers: int) -> None:
    with context.database.work() as work:
        escalate(work, work.session.get_one(HelpRequest, hers), "nobody_fits")
    _tick(browser, hers, "sv")
    with context.database.reading() as session:
        assert session.get_one(HelpRequest, hers).state == "open"


def test_nothing_ticked_means_no_other_language(browser: Browser, context: Context, hers: int) -> None:
    assert "Talar också: –" in words(browser.get(f"/admin/requests/{hers}"))
    _tick(browser, hers)
    assert _also_speaks(context, hers) == []
    assert "Talar också: Nej" in words(browser.get(f"/admin/requests/{hers}"))


def test_her_own_language_is_no_choice(browser: Browser, context: Context, hers: int) -> None:
    assert 'name="languages" value="ti"' not in browser.get(f"/admin/requests/{hers}").text
    _tick(browser, hers, "ti", "sv")
    assert _also_speaks(context, hers) == ["sv"]


@pytest.mark.parametrize("language", ["xx", "", "sv;en"])
def test_what_is_no_language_of_ours_is_refused(browser: Browser, context: Context, hers: int, language: str) -> None:
    assert _tick(browser, hers, "sv", language).status_code == 400
    assert _also_speaks(context, hers) is None


def test_a_request_that_is_not_there(browser: Browser, hers: int) -> None:
    page = f"/admin/requests/{hers}"
    assert browser.post("/admin/requests/999999/also-speaks", page=page, languages="sv").status_code == 404


@pytest.mark.parametrize("language", ["ar", "en"])
def test_in_every_language_of_the_page(browser: Browser, hers: int, language: str) -> None:
    _tick(browser, hers, "sv")
    page = browser.get(f"/admin/requests/{hers}", language=language)
    assert page.status_code == 200
    assert {"ar": "السويدية", "en": "Swedish"}[language] in words(page)
