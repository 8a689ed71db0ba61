"""Logging in, staying in, and being sent away."""

from collections.abc import Iterator

import pytest

from hotline.admin.accounts import find_operator, set_password
from hotline.web.sessions import IDLE, LONGEST
from hotline.wiring import Context
from tests.hotline.admin.pages import EMAIL, PASSWORD, Browser, Clock, words
from tests.support.databases import Maker

ELSEWHERE = ["//evil.example/", "https://evil.example/admin/", "/admin\\evil", "/", "javascript:1"]


@pytest.fixture
def database_url(sqlite: Maker) -> Iterator[str]:
    """SQLite alone: no database is in question here."""
    with sqlite.migrated() as url:
        yield url


def test_the_right_password_leads_to_the_board(stranger: Browser, maria: int) -> None:
    assert stranger.log_in().location == "/admin/"
    assert stranger.get("/admin/").status_code == 200


@pytest.mark.parametrize(("email", "password"), [(EMAIL, "fel lösenord igen"), ("nobody@example.org", PASSWORD)])
def test_a_wrong_password_and_an_unknown_address_are_answered_alike(
    stranger: Browser, maria: int, email: str, password: str
) -> None:
    answer = stranger.log_in(email, password)
    assert answer.status_code == 401
    assert "E-postadressen eller lösenordet stämmer inte" in words(answer)


def test_a_name_that_no_database_takes_is_only_wrong(stranger: Browser, maria: int) -> None:
    assert stranger.log_in("a\0b@example.org").status_code == 401


def test_the_sixth_failure_in_a_quarter_is_refused_even_with_the_right_password(stranger: Browser, maria: int) -> None:
    failures = [stranger.log_in(password="fel lösenord").status_code for _ in range(6)]
    assert failures == [401] * 5 + [429]
    answer = stranger.log_in()
    assert answer.status_code == 429
    assert "Vänta 15 minuter" in words(answer)


def test_a_stranger_who_guesses_does_not_lock_the_operator_out(stranger: Browser, browser: Browser) -> None:
    browser.post("/admin/logout", page="/admin/")
    browser.log_in()
    browser.post("/admin/logout", page="/admin/")
    for _ in range(6):
        stranger.log_in(password="fel lösenord")
    assert stranger.log_in().status_code == 429
    assert browser.log_in().status_code == 302


def test_failures_are_counted_while_redis_is_away(stranger: Browser, maria: int, context: Context) -> None:
    context.redis.connection_pool.connection_kwargs["path"] = "/nowhere"
    context.redis.connection_pool.disconnect()
    failures = [stranger.log_in(password="fel lösenord").status_code for _ in range(6)]
    assert failures == [401] * 5 + [429]


def test_a_form_without_its_token_is_refused(stranger: Browser, maria: int) -> None:
    answer = stranger.client.post("/admin/login", data={"email": EMAIL, "password": PASSWORD})
    assert answer.status_code == 400
    assert stranger.get("/admin/").status_code == 302


def test_login_leads_back_to_the_page_that_was_asked_for(stranger: Browser, maria: int) -> None:
    asked = stranger.get("/admin/requests/1?x=2")
    assert asked.location == "/admin/login?next=/admin/requests/1?x%3D2"
    assert stranger.log_in(next="/admin/requests/1?x=2").location == "/admin/requests/1?x=2"


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_login_leads_nowhere_else(stranger: Browser, maria: int, elsewhere: str) -> None:
    assert stranger.log_in(next=elsewhere).location == "/admin/"


def test_login_starts_a_session_of_its_own(stranger: Browser, maria: int) -> None:
    with stranger.client.session_transaction() as session:
        session["left"] = "by somebody else"
    stranger.log_in()
    with stranger.client.session_transaction() as session:
        assert "left" not in session


def test_a_new_password_ends_the_session(browser: Browser, context: Context, clock: Clock) -> None:
    with context.database.work(clock.now) as work:
        operator = find_operator(work.session, EMAIL)
        assert operator
        set_password(operator, "smultron på strå")
    assert browser.get("/admin/").status_code == 302
    assert "Du har loggats ut" in words(browser.get("/admin/login"))


def test_a_disabled_account_is_out_at_once_and_stays_out(browser: Browser, context: Context, clock: Clock) -> None:
    with context.database.work(clock.now) as work:
        operator = find_operator(work.session, EMAIL)
        assert operator
        operator.disabled = True
    assert browser.get("/admin/").status_code == 302
    assert browser.log_in().status_code == 401


def test_logging_out_ends_the_session_for_whoever_copied_its_cookie(browser: Browser) -> None:
    copied = browser.client.get_cookie("session")
    assert copied
    browser.post("/admin/logout", page="/admin/")
    browser.client.set_cookie("session", copied.value)
    assert browser.get("/admin/").status_code == 302


def test_nobody_is_logged_out_by_a_link(browser: Browser) -> None:
    assert browser.get("/admin/logout").status_code == 405
    assert browser.get("/admin/").status_code == 200


def test_a_session_ends_when_nobody_is_there(browser: Browser, clock: Clock) -> None:
    clock.now += IDLE
    assert browser.get("/admin/").status_code == 200
    clock.turn(minutes=15, seconds=1)
    assert browser.get("/admin/").status_code == 302


def test_a_page_that_polls_does_not_keep_a_session_alive(browser: Browser, clock: Clock) -> None:
    clock.turn(minutes=14)
    assert browser.get("/admin/board/rows").status_code == 200
    clock.turn(minutes=2)
    assert browser.get("/admin/board/rows").status_code == 302


def test_somebody_who_works_on_the_board_stays_logged_in(browser: Browser, clock: Clock) -> None:
    clock.turn(minutes=14)
    browser.get("/admin/board/rows?active=1")
    clock.turn(minutes=2)
    assert browser.get("/admin/board/rows").status_code == 200


def test_no_session_outlives_a_working_day(browser: Browser, clock: Clock) -> None:
    for _ in range(int(LONGEST / IDLE)):
        clock.now += IDLE
        browser.get("/admin/")
    assert browser.get("/admin/").status_code == 200
    clock.turn(seconds=1)
    assert browser.get("/admin/").status_code == 302


def test_the_chosen_language_is_kept_with_the_account(browser: Browser) -> None:
    browser.post("/admin/language", page="/admin/", language="ar")
    assert 'lang="ar" dir="rtl"' in browser.get("/admin/", language="sv").text
    assert browser.post("/admin/language", page="/admin/", language="xx").status_code == 400
