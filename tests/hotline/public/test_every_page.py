"""What is true of every page, whoever reads it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from dispatch.states import MessageState, OfferState, RequestState, VisitState
from dispatch.steps import Step
from hotline.admin.actions import ACTIONS
from hotline.catalogs import Catalogs
from hotline.models import Role
from hotline.web.security import POLICY
from hotline.wiring import Context
from tests.hotline.admin.pages import Browser, Clock, a_context, an_app
from tests.support.cast import karin
from tests.support.databases import Maker
from tests.support.factories import a_request

PAGES = ("/", "/tillganglighet", "/admin/login", "/admin/", "/admin/requests/1", "/admin/board/rows", "/nowhere")
INLINE = re.compile(r"<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*\ssrc=)", re.IGNORECASE)


@pytest.fixture
def database_url(sqlite: Maker) -> Iterator[str]:
    """SQLite alone: no database is in question here."""
    with sqlite.migrated() as url:
        yield url


@pytest.fixture
def everywhere(browser: Browser, context: Context, clock: Clock) -> Browser:
    """An operator who has a request to look at."""
    with context.database.work(clock.now) as work:
        a_request(work.session, karin(work.session), now=clock.now)
    return browser


@pytest.mark.parametrize("path", [*PAGES, "/static/app.css", "/static/app.js"])
def test_every_answer_carries_the_headers(everywhere: Browser, path: str) -> None:
    answer = everywhere.get(path)
    headers = answer.headers
    answer.close()
    assert headers["Content-Security-Policy"] == POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert (headers.get("Cache-Control") == "no-store") == path.startswith("/admin")


@pytest.mark.parametrize("path", PAGES)
def test_no_page_holds_a_script_or_a_style_of_its_own(everywhere: Browser, path: str) -> None:
    page = everywhere.get(path).text
    assert page
    assert INLINE.findall(page) == []


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["sv", "en", "ar"])
def test_every_page_is_whole_in_every_language(everywhere: Browser, path: str, language: str) -> None:
    page = (Browser(everywhere.app) if path == "/admin/login" else everywhere).get(path, language=language)
    assert page.status_code < 500
    assert path == "/admin/board/rows" or f'<html lang="{language}"' in page.text


def test_over_https_the_cookie_is_bound_to_the_host_and_the_browser_told_to_stay(
    database_url: str, redis_url: str, tmp_path: Path, clock: Clock
) -> None:
    context = a_context(database_url, redis_url, tmp_path, PUBLIC_URL="https://hjalp.example")
    answer = Browser(an_app(context, clock)).client.get("/admin/login", base_url="https://hjalp.example")
    cookie = answer.headers["Set-Cookie"]
    for part in ("__Host-session=", "Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert part in cookie
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    context.database.dispose()
    context.redis.close()


def test_a_machine_gets_an_error_in_one_line(stranger: Browser) -> None:
    answer = stranger.client.get("/nowhere", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.text) == (404, "404 Not Found\n")


def test_our_own_fault_is_told_without_asking_the_database(stranger: Browser, context: Context) -> None:
    stranger.app.config["PROPAGATE_EXCEPTIONS"] = False
    context.database.engine.dispose()
    with context.database.work() as work:
        work.session.connection().exec_driver_sql("DROP TABLE volunteer_language")
    page = stranger.get("/")
    assert page.status_code == 500
    assert "Något gick fel hos oss" in page.text


FAMILIES: dict[str, list[str]] = {
    "state": list(RequestState),
    "step": list(Step),
    "offer_state": list(OfferState),
    "visit_state": list(VisitState),
    "message_state": list(MessageState),
    "role": [Role.COORDINATOR, Role.ORGANISATION],
    "action": list(ACTIONS),
    "done": [*ACTIONS, "too_late"],
    "reason": [reason for action in ACTIONS.values() for reason in action.reasons],
    "funnel": ["active", "not_herself", "kind", "language", "area", "vetting", "hours"],
    "actor": ["resident", "volunteer", "clock", "carrier", "operator"],
}


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_every_stored_word_has_words_for_people(catalogs: Catalogs, family: str) -> None:
    keys = set(catalogs["en"].entries)
    assert [name for name in FAMILIES[family] if f"web:{family}.{name}" not in keys] == []
