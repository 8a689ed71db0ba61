"""Every route has its guard: the carrier's signature, an operator's login, or its name on the list of open ones."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.routing import AnyConverter, BaseConverter, Rule

from hotline.app import WEBHOOKS, current
from tests.support.app import an_app

OPEN = {
    "public.home", "public.accessibility", "public.figures", "health.healthz", "health.readyz", "static", "admin.login",
    "admin.static",
}  # fmt: skip
"""Endpoints that anybody may ask: figures without personal data, and whether it lives."""

GUARDED_OTHERWISE = {"health.metrics"}
"""For this machine or who holds the token."""

SOUND = {"audio.prompt", "audio.recording"}
"""What the carrier plays, unsigned: random names that hold nobody's words, and addresses that are signed themselves."""

METHODS = ("GET", "POST")


@pytest.fixture
def app(database_url: str, redis_url: str, tmp_path: Path) -> Iterator[Flask]:
    app = an_app(database_url, redis_url, tmp_path)
    yield app
    with app.app_context():
        current().database.dispose()
        current().redis.close()


def _rules(app: Flask) -> list[Rule]:
    return [*app.url_map.iter_rules(), *app.extensions[WEBHOOKS].url_map.iter_rules()]


def _path(rule: Rule) -> str:
    """Return an address that this rule takes."""
    values = {name: _value(converter) for name, converter in rule._converters.items()}
    built = rule.build(values)
    assert built
    return built[1]


def _value(converter: BaseConverter) -> str:
    return sorted(converter.items)[0] if isinstance(converter, AnyConverter) else "1"


def _methods(rule: Rule) -> list[str]:
    return [method for method in METHODS if method in (rule.methods or ())]


def test_every_route_is_open_on_purpose_or_guarded(app: Flask) -> None:
    unknown = [
        rule.endpoint
        for rule in _rules(app)
        if not rule.rule.startswith(("/twilio/", "/admin")) and rule.endpoint not in OPEN | GUARDED_OTHERWISE
    ]
    assert unknown == []


def test_every_webhook_refuses_what_is_not_signed(app: Flask) -> None:
    client = app.test_client()
    webhooks = [rule for rule in _rules(app) if rule.rule.startswith("/twilio/") and rule.endpoint not in SOUND]
    assert len(webhooks) >= 5
    for rule in webhooks:
        assert _methods(rule) == ["POST"]
        assert client.post(_path(rule), data={"From": "+46701740605", "Body": "Hej"}).status_code == 403


def test_every_page_of_the_operators_asks_for_a_login(app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = False  # so that it is the login that refuses
    client = app.test_client()
    pages = [rule for rule in _rules(app) if rule.rule.startswith("/admin") and rule.endpoint not in OPEN]
    assert pages
    for rule in pages:
        for method in _methods(rule):
            answer = client.open(_path(rule), method=method)
            assert answer.status_code in {302, 303, 401}, rule.rule
            assert "/admin/login" in answer.headers.get("Location", "/admin/login")


def test_no_form_of_the_operators_works_without_its_token(app: Flask) -> None:
    client = app.test_client()
    for rule in _rules(app):
        if rule.rule.startswith("/admin") and "POST" in (rule.methods or ()):
            assert client.post(_path(rule)).status_code in {302, 303, 400, 401, 403}, rule.rule


def test_no_page_changes_anything_by_being_looked_at(app: Flask) -> None:
    words = ("accept", "cancel", "close", "assign", "delete", "logout", "send")
    wrong = [
        rule.rule
        for rule in _rules(app)
        if "GET" in (rule.methods or ()) and rule.rule.rstrip("/").rsplit("/", 1)[-1] in words
    ]
    assert wrong == []
