"""Where help is missing, and an appeal that says so."""

from datetime import timedelta
from typing import Any

from dispatch import operations
from dispatch.kinds import EVERYWHERE
from dispatch.operations.requests import Wish
from hotline.admin.radar import look_around
from hotline.wiring import Context
from tests.hotline.admin.pages import Browser, Clock, words
from tests.support.cast import farid
from tests.support.factories import a_request, a_resident, a_volunteer, an_area

HOUR = timedelta(hours=1)


def _need(context: Context, clock: Clock, **more: Any) -> None:
    with context.database.work(clock.now) as work:
        resident = a_resident(work.session, language="ti", area="oxnehaga")
        a_request(work.session, resident, now=clock.now - 5 * HOUR, **more)


def test_a_language_that_nobody_speaks_is_a_gap_and_comes_first(context: Context, clock: Clock) -> None:
    _need(context, clock)
    _need(context, clock, state="done", matched_at=clock.now - 3 * HOUR, closed_at=clock.now, next_step=None,
          next_step_at=None, came_from="matched")  # fmt: skip
    with context.database.reading() as session:
        seen = look_around(session, clock.now)
    first = seen.languages[0]
    assert (first.key, first.needs, first.unclaimed, first.volunteers) == ("ti", 2, 1, 0)
    assert (first.waited, first.oldest, first.is_gap) == (2 * HOUR, 5 * HOUR, True)
    assert [(one.area, one.language, one.number) for one in seen.unclaimed] == [("Huskvarna", "ti", 1)]


def test_enough_volunteers_who_answer_soon_are_no_gap(context: Context, clock: Clock) -> None:
    _need(context, clock)
    with context.database.work(clock.now) as work:
        for _ in range(3):
            a_volunteer(work.session, languages=("ti",))
    with context.database.reading() as session:
        blip = look_around(session, clock.now).languages[0]
    assert (blip.volunteers, blip.is_gap) == (3, False)


def test_what_is_long_past_is_not_counted(context: Context, clock: Clock) -> None:
    _need(context, clock, state="cancelled", closed_at=clock.now, next_step=None, next_step_at=None)
    with context.database.reading() as session:
        assert look_around(session, clock.now + timedelta(days=29)).languages == []


def test_the_page_shows_the_gap_and_an_appeal_to_organisations(
    browser: Browser, context: Context, clock: Clock
) -> None:
    with context.database.work(clock.now) as work:
        farid(work.session).organisation.contact_email = "anna@example.org"
    _need(context, clock)
    page = browser.get("/admin/radar")
    assert "tigrin" in words(page)
    assert "Lucka" in words(page)
    assert b"mailto:anna@example.org" in page.data


def test_an_area_wide_row_counts_who_is_asked_there(context: Context, clock: Clock) -> None:
    with context.database.work(clock.now) as work:
        resident = a_resident(work.session, area="jonkoping-kommun")
        a_request(work.session, resident, now=clock.now)
        a_request(work.session, a_resident(work.session, area=None), now=clock.now)
        an_area(work.session, "huskvarna")
        for area in ("huskvarna", "jonkoping-kommun", EVERYWHERE):
            a_volunteer(work.session, areas=(area,))
    with context.database.reading() as session:
        areas = {blip.key: blip.volunteers for blip in look_around(session, clock.now).areas}
    assert areas == {"jonkoping-kommun": 3, "": 3}


def test_a_question_that_never_was_a_request_asks_for_no_help(context: Context, clock: Clock) -> None:
    with context.database.work(clock.now) as work:
        asker = operations.become_resident(work, farid(work.session).person)
        operations.ask_operator(work, asker, Wish(details="Hur länge då?"), reason="not_understood")
    with context.database.reading() as session:
        seen = look_around(session, clock.now)
    assert (seen.languages, seen.areas, seen.kinds, seen.unclaimed) == ([], [], [], [])
