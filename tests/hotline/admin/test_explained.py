"""Why somebody was asked or not, for operators to read; what volunteers wish of being asked."""

import re
from dataclasses import dataclass
from datetime import timedelta

import pytest

from dispatch.models import Apart, HelpRequest, Volunteer, Wave
from dispatch.operations import ask_volunteers, pause
from hotline.wiring import Context
from tests.hotline.admin.pages import Browser, Clock, words
from tests.support.cast import eva, farid, karin
from tests.support.factories import a_request, an_offer

CHOSEN = {"p": 0.34, "soon": 0.5, "B": 1.0, "score": 0.2, "texts": 2, "helped": 1}


@dataclass(frozen=True)
class Cast:
    """Karin's request: Farid was asked, Eva was next in turn. Numbers only."""

    request: int
    farid: int
    eva: int


@pytest.fixture
def cast(context: Context, clock: Clock) -> Cast:
    with context.database.work(clock.now) as work:
        session = work.session
        request, asked, next_ = a_request(session, karin(session), now=clock.now), farid(session), eva(session)
        an_offer(session, request, asked)
        reasons = {"policy": "waves", "chosen": [{"volunteer": asked.id, **CHOSEN}], "alone": True,
                   "left_out": [{"volunteer": next_.id, **CHOSEN, "why": "target"}],
                   "held": {"resting": 4}, "barred": {"out": [next_.id]}, "funnel": {"language": 7}}  # fmt: skip
        session.add(Wave(request_id=request.id, number=1, planned_at=clock.now, reasons=reasons))
        return Cast(request.id, asked.id, next_.id)


def test_the_story_says_why_these_and_who_was_next(browser: Browser, cast: Cast) -> None:
    story = words(browser.get(f"/admin/requests/{cast.request}"))
    for said in ("34 % chans till ja", "har hjälpt invånaren förut", "Först bara den som invånaren känner",
                 "Näst på tur", "Tillräckligt många var redan tillfrågade", "Vilar efter ett sms",
                 "Ute på besök"):  # fmt: skip
        assert said in story


def test_a_volunteers_page_says_how_he_answers_and_when_he_was_passed_by(
    browser: Browser, context: Context, clock: Clock, cast: Cast
) -> None:
    assert "Inget är känt än" in words(browser.get(f"/admin/volunteers/{cast.farid}"))
    page = words(browser.get(f"/admin/volunteers/{cast.eva}"))
    assert "Inte tillfrågad, och varför" in page
    assert "Tillräckligt många var redan tillfrågade" in page
    clock.now += timedelta(days=15)
    assert "Inte tillfrågad, och varför" not in words(browser.get(f"/admin/volunteers/{cast.eva}"))


def test_a_volunteers_page_says_when_his_pause_is_over(
    browser: Browser, context: Context, clock: Clock, cast: Cast
) -> None:
    assert "Frågas igen" not in words(browser.get(f"/admin/volunteers/{cast.eva}"))
    with context.database.work(clock.now) as work:
        pause(work, work.session.get_one(Volunteer, cast.eva), until=clock.now.date() + timedelta(days=7))
    assert "Pausad · Frågas igen från: " in words(browser.get(f"/admin/volunteers/{cast.eva}"))


def test_there_is_no_page_of_a_volunteer_who_is_none(browser: Browser) -> None:
    assert browser.get("/admin/volunteers/999999").status_code == 404


def test_wishes_are_kept_and_nonsense_is_not(browser: Browser, context: Context, cast: Cast) -> None:
    page = f"/admin/volunteers/{cast.farid}"
    browser.post(f"{page}/wishes", page, quiet="19:00-10:00", weekly_limit="2", own_only="on")
    assert "Sparat." in words(browser.get(page))
    for nonsense in ({"quiet": "jämt"}, {"weekly_limit": "-1"}):
        browser.post(f"{page}/wishes", page, **nonsense)
        assert "Inte sparat" in words(browser.get(page))
    with context.database.reading() as session:
        volunteer = session.get_one(Volunteer, cast.farid)
        assert (volunteer.quiet, volunteer.weekly_limit) == ("19:00-10:00", 2)
        assert volunteer.organisation.own_only


def test_the_box_to_tick_stands_beside_its_label(browser: Browser, cast: Cast) -> None:
    page = browser.get(f"/admin/volunteers/{cast.farid}").text
    assert re.search(r'<p class="ticks"><label><input type="checkbox" name="own_only"', page)


def test_two_who_must_not_meet_are_not_asked_about_each_other(
    browser: Browser, context: Context, clock: Clock, cast: Cast
) -> None:
    story = f"/admin/requests/{cast.request}"
    for _ in range(2):
        browser.post(f"{story}/apart/{cast.farid}", story)
    with context.database.work(clock.now) as work:
        row = work.session.get_one(HelpRequest, cast.request)
        assert work.session.get(Apart, (cast.farid, row.resident.person_id))
        again = a_request(work.session, row.resident, now=clock.now)
        ask_volunteers(work, again)
        assert cast.farid not in [offer.volunteer_id for offer in again.offers]


def test_who_brought_her_is_noted(browser: Browser, context: Context, cast: Cast) -> None:
    with context.database.reading() as session:
        organisation = session.get_one(Volunteer, cast.farid).organisation_id
    story = f"/admin/requests/{cast.request}"
    browser.post(f"{story}/brought-by", story, organisation=str(organisation))
    with context.database.reading() as session:
        assert session.get_one(HelpRequest, cast.request).organisation_id == organisation
