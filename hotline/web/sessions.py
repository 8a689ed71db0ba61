"""Who is logged in, and for how long.

The session is a signed cookie that names the account and its `session_key`. A new key (new password, logout) or a
disabled account ends every session of that account at the next click, wherever it is open.
"""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Flask, flash, redirect, request, session, url_for
from flask_login import LoginManager, UserMixin, current_user, login_user
from werkzeug.wrappers import Response

from hotline.models import Operator, Role
from hotline.web.current import context, now

IDLE = timedelta(minutes=15)
LONGEST = timedelta(hours=8)

manager = LoginManager()


@dataclass(frozen=True)
class Account(UserMixin):
    """The logged-in operator as the pages know her."""

    id: int
    email: str
    role: Role
    language: str | None
    session_key: str

    def get_id(self) -> str:
        """Return what the session's cookie holds about her."""
        return f"{self.id}:{self.session_key}"


def account_of(operator: Operator) -> Account:
    """Return the account of an operator's row, good after its transaction is over."""
    return Account(operator.id, operator.email, Role(operator.role), operator.language, operator.session_key)


def init(app: Flask) -> None:
    """Let Flask-Login find accounts with `load` and send strangers to the login page."""
    manager.init_app(app)
    manager.user_loader(load)
    manager.unauthorized_handler(send_to_login)


def current_account() -> Account | None:
    """Return who is logged in, or None."""
    user = current_user._get_current_object()
    return user if isinstance(user, Account) else None


def begin(account: Account) -> None:
    """Start a new session: nothing of the one before it lives on."""
    session.clear()
    login_user(account)
    session["started"] = session["seen"] = now().timestamp()


def touch() -> None:
    """Note that a person, not a page that polls, was here just now."""
    session["seen"] = now().timestamp()


def load(cookie: str) -> Account | None:
    """Return the account a session's cookie names, or None when that session is over."""
    number, _, key = cookie.partition(":")
    if not number.isdecimal() or not _within_limits(now()):
        return None
    with context().database.reading() as database:
        operator = database.get(Operator, int(number))
        if operator is None or operator.disabled or not hmac.compare_digest(operator.session_key, key):
            return None
        return account_of(operator)


def send_to_login() -> Response:
    """Answer a stranger: the login page, which leads back to where she wanted to go."""
    if "_user_id" in session:
        session.clear()
        flash("login.ended")
    wanted = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("admin.login", next=wanted))


def _within_limits(moment: datetime) -> bool:
    seen = float(session.get("seen", 0))
    started = float(session.get("started", 0))
    return moment.timestamp() - seen <= IDLE.total_seconds() and moment.timestamp() - started <= LONGEST.total_seconds()
