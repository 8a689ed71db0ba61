"""Each web request has an id and one log line, which holds nothing of what was asked."""

import logging

import pytest
from flask import Flask

from hotline import request_log


@pytest.fixture
def app() -> Flask:
    """An application with a page whose address holds a number."""
    app = Flask(__name__)
    request_log.watch(app)
    app.add_url_rule("/who/<number>", "who", lambda number: number)
    app.add_url_rule("/healthz", "healthz", lambda: "ok")
    return app


def test_a_request_leaves_one_line_without_its_address(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        answer = app.test_client().get("/who/0701740605?text=secret")
    (line,) = caplog.records
    assert (line.__dict__["endpoint"], line.__dict__["status"]) == ("who", 200)
    assert len(answer.headers["X-Request-Id"]) == 32
    assert not any("0701740605" in str(value) or "secret" in str(value) for value in line.__dict__.values())


def test_monitoring_leaves_none(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        app.test_client().get("/healthz")
    assert caplog.records == []


def test_an_id_from_outside_is_kept_only_when_it_is_plain(app: Flask) -> None:
    client = app.test_client()
    assert client.get("/", headers={"X-Request-Id": "abc-12345678"}).headers["X-Request-Id"] == "abc-12345678"
    assert client.get("/", headers={"X-Request-Id": 'x"<b>'}).headers["X-Request-Id"] != 'x"<b>'
