"""What an operator sees and does of a request that is for more than one volunteer."""

import pytest

from dispatch import operations
from dispatch.kinds import Kind
from dispatch.models import HelpRequest
from dispatch.states import RequestState
from hotline.wiring import Context
from tests.hotline.admin.pages import Browser, Clock, words
from tests.support.cast import eva, karin
from tests.support.factories import a_request, an_offer


@pytest.fixture
def half(context: Context, clock: Clock) -> int:
    """A sofa for two, of whom Eva has said yes and nobody else is left to ask."""
    with context.database.work(clock.now) as work:
        request = a_request(work.session, karin(work.session), now=clock.now, kind=Kind.HANDIWORK, places=2, wave=1)
        operations.accept(work, an_offer(work.session, request, eva(work.session)))
        operations.escalate(work, request, "nobody_answered")
        return request.id


def _request(context: Context, number: int) -> HelpRequest:
    with context.database.reading() as session:
        return session.get_one(HelpRequest, number)


def _post(browser: Browser, number: int, what: str, **form: str) -> str:
    answer = browser.post(f"/admin/requests/{number}/{what}", page=f"/admin/requests/{number}", **form)
    assert answer.status_code == 302
    return words(browser.get(answer.location or ""))


def test_the_board_shows_it_once_with_how_many_are_found(browser: Browser, context: Context, half: int) -> None:
    board = browser.get("/admin/").text
    assert board.count(f'id="row-{half}"') == 1
    assert "1/2" in words(browser.get("/admin/"))


def test_the_story_says_one_of_two_and_why(browser: Browser, half: int) -> None:
    story = words(browser.get(f"/admin/requests/{half}"))
    for part in ("1/2", "Volontärer som behövs", "Gå vidare med dem som kommer"):
        assert part in story


def test_going_on_with_one(browser: Browser, context: Context, half: int) -> None:
    story = _post(browser, half, "go_on")
    assert "Det går vidare med dem som kommer" in story
    assert "Gå vidare med dem som kommer" not in story
    request = _request(context, half)
    assert (request.state, request.places) == (RequestState.MATCHED, 1)


def test_an_operator_says_for_how_many_it_is(browser: Browser, context: Context, half: int) -> None:
    _post(browser, half, "places", places="3")
    assert _request(context, half).places == 3
    assert "Inget ändrades" not in _post(browser, half, "places", places="2")


@pytest.mark.parametrize("places", ["0", "5", "two", "99", ""])
def test_nonsense_is_not_kept(places: str, browser: Browser, context: Context, half: int) -> None:
    _post(browser, half, "places", places=places)
    assert _request(context, half).places == 2


def test_a_request_for_one_has_no_such_button(browser: Browser, context: Context, clock: Clock) -> None:
    with context.database.work(clock.now) as work:
        number = a_request(work.session, karin(work.session), now=clock.now).id
    story = words(browser.get(f"/admin/requests/{number}"))
    assert "Gå vidare" not in story
    assert "Volontärer som behövs" in story
