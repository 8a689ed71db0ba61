"""The board shows an alarm red until somebody takes it; whoever acts on its request takes it too."""

import re
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from dispatch.models import Alarm, HelpRequest, SettingValue, StateChange
from dispatch.operations import ask_operator
from dispatch.operations.requests import Wish
from hotline.catalogs import Catalogs
from hotline.web.current import CLOCK
from hotline.wiring import Context
from tests.hotline.admin.pages import Browser, Clock, words
from tests.support.cast import karin
from tests.support.factories import a_request


@pytest.fixture
def alarm(context: Context, clock: Clock) -> int:
    """Somebody is in danger, and nobody has answered. The number of the alarm."""
    with context.database.work(clock.now, actor="resident") as work:
        request = ask_operator(work, karin(work.session), Wish(details="Det brinner"), reason="emergency")
        return work.session.scalars(select(Alarm).where(Alarm.request_id == request.id)).one().id


def _alarm(context: Context, alarm: int) -> Alarm:
    with context.database.reading() as session:
        return session.get_one(Alarm, alarm)


def _shown(page: str, alarm: int) -> bool:
    return bool(re.search(rf'id="alarm-{alarm}" class="alarm" role="alert"', page))


def test_it_stands_red_on_the_board_and_in_the_story_until_it_is_taken(
    browser: Browser, context: Context, alarm: int, maria: int
) -> None:
    story = f"/admin/requests/{_alarm(context, alarm).request_id}"
    for path in ("/admin/", "/admin/board/rows", story):
        assert _shown(browser.get(path).text, alarm), path
    answer = browser.post(f"/admin/alarms/{alarm}/take", page=story)
    assert answer.location.endswith(story)
    assert "Larmet är ditt" in words(browser.get(story))
    for path in ("/admin/", story):
        assert not _shown(browser.get(path).text, alarm), path
    taken = _alarm(context, alarm)
    assert (taken.acknowledged_by, taken.next_at) == ("maria", None)
    with context.database.reading() as session:
        change = session.scalars(select(StateChange).order_by(StateChange.id.desc()).limit(1)).one()
    assert (change.actor, change.reason) == (f"operator:{maria}", "alarm_taken")


def test_the_second_to_press_is_told_that_it_was_too_late(
    browser: Browser, context: Context, catalogs: Catalogs, alarm: int
) -> None:
    for key in ("web:done.acknowledge", "web:done.too_late"):
        answer = browser.post(f"/admin/alarms/{alarm}/take", page="/admin/")
        assert catalogs["sv"].text(key) in words(browser.get(answer.location))
    assert _alarm(context, alarm).acknowledged_by == "maria"


def test_the_board_says_when_nobody_is_told(browser: Browser, context: Context, alarm: int, now: datetime) -> None:
    assert "alarm_numbers" in words(browser.get("/admin/"))
    with context.database.work(now) as work:
        work.session.add(SettingValue(name="alarm_numbers", value="+46700009901", changed_at=now))
    assert "alarm_numbers" not in words(browser.get("/admin/"))


def test_a_new_alarm_is_news_for_a_board_that_polls(browser: Browser, context: Context, alarm: int) -> None:
    version = re.search(r'data-version="([^"]+)"', browser.get("/admin/").text)
    assert version is not None
    assert browser.get(f"/admin/board/rows?v={version[1]}").status_code == 204
    browser.post(f"/admin/alarms/{alarm}/take", page="/admin/")
    assert browser.get(f"/admin/board/rows?v={version[1]}").status_code == 200


def test_whoever_closes_the_request_has_taken_the_alarm(browser: Browser, context: Context, alarm: int) -> None:
    request_id = _alarm(context, alarm).request_id
    browser.post(f"/admin/requests/{request_id}/close", page=f"/admin/requests/{request_id}", reason="helped")
    with context.database.reading() as session:
        assert session.get_one(HelpRequest, request_id).state == "done"
    assert _alarm(context, alarm).acknowledged_by == "maria"


def test_an_alarm_that_is_not_there_is_not_found(browser: Browser, alarm: int) -> None:
    assert browser.post(f"/admin/alarms/{alarm + 9}/take", page="/admin/").status_code == 404


def test_a_taken_emergency_stays_first_on_the_board(
    browser: Browser, context: Context, alarm: int, clock: Clock
) -> None:
    with context.database.work(clock.now) as work:
        older = a_request(work.session, now=clock.now - timedelta(days=1)).id
    browser.post(f"/admin/alarms/{alarm}/take", page="/admin/")
    shown = re.findall(r'<tr id="row-(\d+)"', browser.get("/admin/").text)
    assert shown == [str(_alarm(context, alarm).request_id), str(older)]


def test_the_main_button_of_an_emergency_is_taking_it(browser: Browser, context: Context, alarm: int) -> None:
    story = f"/admin/requests/{_alarm(context, alarm).request_id}"
    with context.database.work(browser.app.config[CLOCK]()) as work:
        work.session.get_one(HelpRequest, _alarm(context, alarm).request_id).address = "Storgatan 1"
    main = r'<button class="main">([^<]+)</button>'
    assert len(re.findall(main, browser.get(story).text)) == 1
    browser.post(f"/admin/alarms/{alarm}/take", page=story)
    assert f'action="{story}/ask_more"' in browser.get(story).text
    assert re.findall(main, browser.get(story).text) == []
