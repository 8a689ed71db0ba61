"""Who may open what: every route below /admin, also the ones that nobody has thought of yet."""

import re
from collections.abc import Iterator
from datetime import datetime

import pytest
from werkzeug.routing import Rule

from hotline import admin
from hotline.admin.blueprint import ANY_ROLE, PUBLIC, SEES_PEOPLE
from hotline.models import Role
from hotline.wiring import Context
from tests.hotline.admin.pages import KEY, Browser, an_operator, words
from tests.support.databases import Maker


@pytest.fixture
def database_url(sqlite: Maker) -> Iterator[str]:
    """SQLite alone: no database is in question here."""
    with sqlite.migrated() as url:
        yield url


def _routes(browser: Browser) -> Iterator[tuple[str, str, str]]:
    """Yield method, address and endpoint of every admin route."""
    adapter = browser.app.url_map.bind("localhost")
    for rule in browser.app.url_map.iter_rules():
        if rule.endpoint.startswith(f"{admin.bp.name}."):
            for method in (rule.methods or set()) & {"GET", "POST", "PUT", "PATCH", "DELETE"}:
                yield method, adapter.build(rule.endpoint, _values(rule), method=method), rule.endpoint


def _values(rule: Rule) -> dict[str, object]:
    words = {"verdict": "no_danger"}
    return {name: 1 if name.endswith("_id") else words.get(name, "cancel") for name in rule.arguments}


def _open(browser: Browser, method: str, path: str, page: str) -> int:
    return (browser.get(path) if method == "GET" else browser.post(path, page=page)).status_code


def test_a_stranger_is_sent_to_the_login_from_every_page(stranger: Browser) -> None:
    walked = [
        (path, _open(stranger, method, path, "/admin/login"))
        for method, path, endpoint in _routes(stranger)
        if endpoint not in PUBLIC
    ]
    assert len(walked) >= 5
    assert [path for path, status in walked if status != 302] == []


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.ORGANISATION])
def test_other_roles_see_no_page_with_people(stranger: Browser, context: Context, now: datetime, role: Role) -> None:
    stranger.enter(an_operator(context, now, role=role), KEY, now)
    closed = [
        (path, _open(stranger, method, path, "/admin/"))
        for method, path, endpoint in _routes(stranger)
        if endpoint not in PUBLIC | ANY_ROLE
    ]
    assert closed
    assert [path for path, status in closed if status != 403] == []


def test_a_coordinator_reads_what_her_pages_will_hold(stranger: Browser, context: Context, now: datetime) -> None:
    stranger.enter(an_operator(context, now, role=Role.COORDINATOR), KEY, now)
    assert "Som samordnare kommer du att se siffror" in words(stranger.get("/admin/"))
    assert stranger.post("/admin/logout", page="/admin/").status_code == 302


@pytest.mark.parametrize("role", list(Role))
def test_the_menu_shows_only_what_she_may_open(
    stranger: Browser, context: Context, now: datetime, role: Role
) -> None:
    stranger.enter(an_operator(context, now, role=role), KEY, now)
    menu = stranger.get("/admin/").text.partition('<nav class="places"')[2].partition("</nav>")[0]
    links = re.findall(r'href="([^"]+)"', menu)
    assert [path for path in links if stranger.get(path).status_code != 200] == []
    assert bool(links) == (role in SEES_PEOPLE)


@pytest.mark.parametrize("role", [Role.ADMIN, Role.OPERATOR])
def test_operators_come_in(stranger: Browser, context: Context, now: datetime, role: Role) -> None:
    stranger.enter(an_operator(context, now, role=role), KEY, now)
    assert stranger.get("/admin/").status_code == 200


def test_only_the_login_is_open_to_strangers() -> None:
    assert {"admin.login", "admin.log_in"} == PUBLIC
