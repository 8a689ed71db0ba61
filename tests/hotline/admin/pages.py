"""The real application with a clock that can be turned, and a browser that fills in its forms."""

import html
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from hotline.admin.accounts import hash_password
from hotline.app import create_app
from hotline.models import Operator, Role
from hotline.settings import Settings
from hotline.web.current import CLOCK
from hotline.wiring import Context, build
from tests.support.factories import an_organisation

EMAIL = "maria@frivilligcentralen.example"
PASSWORD = "blåbär i augusti"
LINE = "+46701740699"
KEY = "the key of a fresh account"


@dataclass
class Clock:
    """The time the application thinks it is."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now

    def turn(self, **span: float) -> None:
        """Let time pass, e.g. minutes=16."""
        self.now += timedelta(**span)


def a_context(database_url: str, redis_url: str, folder: Path, **environ: str) -> Context:
    """Return the context of a line with these settings."""
    settings = {
        "DATABASE_URL": database_url, "REDIS_URL": redis_url, "VAR_DIR": str(folder), "HOTLINE_NUMBER": LINE,
        "SECRET_KEY": "only-for-the-tests-but-long-enough-for-a-key", **environ,
    }  # fmt: skip
    return build(Settings.from_env(settings))


def an_app(context: Context, clock: Clock) -> Flask:
    """Return the application, which reads the time off `clock`."""
    app = create_app(context)
    app.config[CLOCK] = clock
    app.testing = True
    return app


class Browser:
    """Somebody before the pages: keeps cookies, reads forms' tokens, speaks Swedish."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client: FlaskClient = app.test_client()

    def get(self, path: str, language: str = "sv") -> TestResponse:
        """Open a page."""
        return self.client.get(path, headers={"Accept-Language": language, "Accept": "text/html"})

    def post(self, path: str, page: str = "/admin/login", **form: str | list[str]) -> TestResponse:
        """Send a form that stands on `page`."""
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.get(page).text)
        return self.client.post(path, data={"csrf_token": found[1] if found else "", **form})

    def enter(self, operator: int, key: str, at: datetime) -> None:
        """Be logged in since `at`, without the slow check of a password."""
        with self.client.session_transaction() as session:
            session.update(_user_id=f"{operator}:{key}", started=at.timestamp(), seen=at.timestamp())

    def log_in(self, email: str = EMAIL, password: str = PASSWORD, **form: str) -> TestResponse:
        """Log in, or try to."""
        return self.post("/admin/login", email=email, password=password, **form)


def an_operator(context: Context, now: datetime, *, role: Role = Role.OPERATOR, email: str = EMAIL) -> int:
    """Store an account and return its number."""
    with context.database.work(now) as work:
        own = an_organisation(work.session).id if role == Role.ORGANISATION else None
        operator = Operator(
            email=email, role=role, organisation_id=own, password_hash=_hashed(PASSWORD), session_key=KEY,
            disabled=False, created_at=now,
        )  # fmt: skip
        work.session.add(operator)
        work.session.flush()
        return operator.id


@cache
def _hashed(password: str) -> str:
    return hash_password(password)


def words(page: TestResponse) -> str:
    """Return what a reader of the page sees, on one line."""
    text = re.sub(r"<[^>]+>", " ", page.text.split("<body>")[-1])
    return " ".join(html.unescape(text).split())
