"""What an operator sees and notes of a resident's authorisation at the pharmacy."""

import pytest

from dispatch.kinds import Kind
from dispatch.models import HelpRequest
from dispatch.operations import authorisations
from hotline.wiring import Context
from tests.hotline.admin.pages import Browser, Clock, words
from tests.support.factories import a_request, a_resident


@pytest.fixture
def hers(context: Context, clock: Clock) -> int:
    """A pharmacy errand that an operator has because she has no authorisation yet."""
    with context.database.work(clock.now) as work:
        row = a_request(work.session, a_resident(work.session), kind=Kind.PHARMACY, now=clock.now)
        authorisations.answer(work, row.resident, is_in_place=False)
        return row.id


def _note(browser: Browser, number: int, said: str) -> int:
    page = f"/admin/requests/{number}"
    return browser.post(f"{page}/authorised", page=page, authorised=said).status_code


def test_the_story_says_why_an_operator_has_it(browser: Browser, hers: int) -> None:
    page = browser.get(f"/admin/requests/{hers}")
    assert "Fullmakt på apoteket saknas" in words(page)
    assert '<option value="no" selected>' in page.text


def test_once_it_is_in_place_the_request_goes_out_again(browser: Browser, context: Context, hers: int) -> None:
    _note(browser, hers, "yes")
    with context.database.reading() as session:
        row = session.get_one(HelpRequest, hers)
        assert (row.state, row.resident.authorised) == ("open", True)
    assert "Fullmakt finns" in words(browser.get(f"/admin/requests/{hers}"))


def test_what_is_no_answer_is_refused(browser: Browser, context: Context, hers: int) -> None:
    assert _note(browser, hers, "perhaps") == 400
    with context.database.reading() as session:
        assert session.get_one(HelpRequest, hers).state == "escalated"


def test_of_other_kinds_nothing_is_asked(browser: Browser, context: Context, clock: Clock) -> None:
    with context.database.work(clock.now) as work:
        number = a_request(work.session, a_resident(work.session), now=clock.now).id
    assert "authorised" not in browser.get(f"/admin/requests/{number}").text
