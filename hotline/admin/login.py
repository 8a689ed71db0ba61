"""Logging in and out, and the language of the pages."""

import logging

from flask import Response, abort, flash, make_response, redirect, render_template, request, session, url_for
from flask_limiter import RequestLimit
from flask_login import logout_user
from werkzeug.wrappers import Response as AnyResponse

from hotline.admin.accounts import authenticate, end_sessions
from hotline.admin.blueprint import bp
from hotline.admin.throttle import PER_ACCOUNT, PER_ADDRESS, account_key, has_failed, remember_browser
from hotline.models import Operator
from hotline.web.current import context, now
from hotline.web.limits import limiter
from hotline.web.sessions import account_of, begin, current_account

log = logging.getLogger(__name__)


@bp.get("/login")
def login() -> AnyResponse | str:
    """Show the form."""
    if current_account():
        return redirect(url_for("admin.board"))
    return render_template("admin/login.html", wanted=request.args.get("next", ""), email="", fault="")


def refuse_for_now(_limit: RequestLimit) -> Response:
    """Answer somebody who has failed too often, without saying whether the account exists."""
    log.warning("login refused, too many failures")
    return _again("login.too_often", 429)


@bp.post("/login")
@limiter.limit(PER_ADDRESS, deduct_when=has_failed, on_breach=refuse_for_now)
@limiter.limit(PER_ACCOUNT, key_func=account_key, deduct_when=has_failed, on_breach=refuse_for_now)
def log_in() -> Response:
    """Check the password and start a session."""
    email = request.form.get("email", "")
    with context().database.work(now(), actor="operator") as work:
        operator = authenticate(work.session, email, request.form.get("password", ""))
        if operator is None:
            log.warning("login failed")
            return _again("login.wrong", 401)
        operator.seen_at = work.now
        account = account_of(operator)
    begin(account)
    log.info("login", extra={"operator": account.id})
    response = make_response(redirect(own_path(request.form.get("next", ""))))
    remember_browser(response, email)
    return response


@bp.post("/logout")
def log_out() -> AnyResponse:
    """End the session for good, also for whoever may have copied its cookie: the account's other sessions end too."""
    account = current_account()
    if account:
        with context().database.work(now(), actor=f"operator:{account.id}") as work:
            operator = work.session.get(Operator, account.id)
            if operator:
                end_sessions(operator)
        log.info("logout", extra={"operator": account.id})
    logout_user()
    session.clear()
    flash("login.out")
    return redirect(url_for("admin.login"))


@bp.post("/language")
def set_language() -> AnyResponse:
    """Keep the operator's choice of language."""
    tag = request.form.get("language", "")
    account = current_account()
    if account is None or tag not in context().catalogs:
        abort(400)
    with context().database.work(now(), actor=f"operator:{account.id}") as work:
        operator = work.session.get(Operator, account.id)
        if operator:
            operator.language = tag
    return redirect(own_path(request.form.get("next", "")))


def own_path(wanted: str) -> str:
    """Return the wanted page if it is one of ours, else the board."""
    is_ours = wanted.startswith("/admin/") and wanted.isprintable() and not wanted.startswith("/admin/login")
    return wanted if is_ours else url_for("admin.board")


def _again(fault: str, code: int) -> Response:
    page = render_template(
        "admin/login.html", wanted=request.form.get("next", ""), email=request.form.get("email", "")[:200], fault=fault
    )
    return make_response(page, code)
