"""Writing to one of the two sides on a request's page, and the notes."""

import pytest

from dispatch.models import HelpRequest, Message, Person
from hotline.wiring import Context
from tests.hotline.admin.pages import EMAIL, Browser, Clock, words
from tests.support.cast import eva, karin
from tests.support.factories import a_request

NASTY = "<script>alert(1)</script>"


@pytest.fixture
def number(context: Context, clock: Clock) -> int:
    """Karin's request."""
    with context.database.work(clock.now) as work:
        eva(work.session)
        return a_request(work.session, karin(work.session), now=clock.now).id


def _person(context: Context, number: int) -> Person:
    with context.database.reading() as session:
        return session.get_one(HelpRequest, number).resident.person


def _texts(context: Context) -> list[Message]:
    with context.database.reading() as session:
        return session.query(Message).all()


def _to_her(context: Context, number: int) -> str:
    return f"/admin/requests/{number}/people/{_person(context, number).id}/write"


def test_a_text_to_her_is_queued_and_stands_in_the_story(browser: Browser, context: Context, number: int) -> None:
    path, page = _to_her(context, number), f"/admin/requests/{number}"
    answer = browser.post(path, page=page, words="Butiken är\nstängd i dag")
    story = words(browser.get(answer.location or ""))
    assert "Till Karin svenska Butiken är stängd i dag väntar på att skickas" in story
    assert f"{EMAIL} · Skrev ett sms" in story
    sent = context.wording.words("sv", "operator.message", _texts(context)[0].facts)
    assert (sent.body, sent.segments) == ("Frivilligcentralen: Butiken är stängd i dag", 1)


@pytest.mark.parametrize(
    ("typed", "told"),
    [("å" * 400, "Tecken: 400. Så många får plats: 260"), ("ж" * 200, "Tecken: 200. Så många får plats: 114"),
     (" \n ", "Skriv något först")],
)  # fmt: skip
def test_what_does_not_fit_is_not_sent_and_not_lost(
    browser: Browser, context: Context, number: int, typed: str, told: str
) -> None:
    page = browser.post(_to_her(context, number), page=f"/admin/requests/{number}", words=typed)
    assert page.status_code == 422
    assert told in words(page)
    assert typed.strip() in page.text
    assert _texts(context) == []


def test_exactly_what_fits_goes_out_whole(browser: Browser, context: Context, number: int) -> None:
    browser.post(_to_her(context, number), page=f"/admin/requests/{number}", words="ж" * 114)
    sent = context.wording.words("sv", "operator.message", _texts(context)[0].facts)
    assert (sent.body, sent.segments) == ("Frivilligcentralen: " + "ж" * 114, 2)


@pytest.mark.parametrize("is_landline", [True, False])
def test_who_is_not_texted_is_called(
    browser: Browser, context: Context, clock: Clock, number: int, is_landline: bool
) -> None:
    with context.database.work(clock.now) as work:
        person = work.session.get_one(HelpRequest, number).resident.person
        person.can_text, person.prefers_calls = not is_landline, not is_landline
    page = browser.get(f"/admin/requests/{number}").text.partition('id="write"')[2].partition("</details>")[0]
    assert f'<a href="tel:{person.phone}">' in page
    assert "textarea" not in page
    browser.post(_to_her(context, number), page=f"/admin/requests/{number}", words="Hej")
    assert _texts(context) == []


def test_nobody_else_is_written_to(browser: Browser, context: Context, number: int) -> None:
    with context.database.reading() as session:
        other = session.query(Person).filter_by(name="Eva Lind").one().id
    path = f"/admin/requests/{number}/people/{other}/write"
    assert browser.post(path, page=f"/admin/requests/{number}", words="Hej").status_code == 302
    assert _texts(context) == []


def test_a_note_stands_in_the_story_as_text_with_who_wrote_it(browser: Browser, context: Context, number: int) -> None:
    path, page = f"/admin/requests/{number}/note", f"/admin/requests/{number}"
    answer = browser.post(path, page=page, words=f"Dottern ringer.\n{NASTY}")
    shown = browser.get(answer.location or "")
    assert f"{EMAIL} · Anteckning Dottern ringer. {NASTY}" in words(shown)
    assert NASTY not in shown.text
    assert _texts(context) == []


def test_a_note_that_is_a_letter_is_not_kept_and_not_lost(browser: Browser, number: int) -> None:
    page = browser.post(f"/admin/requests/{number}/note", page=f"/admin/requests/{number}", words="x" * 1001)
    assert page.status_code == 422
    assert "Tecken: 1001. Så många får plats: 1000" in words(page)
    assert "x" * 1001 in page.text
