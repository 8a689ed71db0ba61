"""The door of the carrier's REST API: who may come in, what is written down of it, and what goes wrong on purpose."""

import hmac
import time
from collections.abc import Callable
from functools import wraps
from typing import cast

from flask import Blueprint, Response, current_app, g, jsonify, request

from hotline.simulator import rules
from hotline.simulator.exchange import Exchange
from hotline.simulator.ledger import Said
from hotline.simulator.records import FROM_APPLICATION
from hotline.simulator.rules import Refusal
from hotline.simulator.wire import API_VERSION

bp = Blueprint("carrier", __name__, url_prefix="/2010-04-01/Accounts/<sid>")

RETRY_AFTER = "1"
"""Seconds, with a 429."""

ApiView = Callable[..., Response]


def exchange() -> Exchange:
    """Return the exchange of the application that serves this request."""
    return cast(Exchange, current_app.extensions["exchange"])


@bp.before_request
def check_account() -> Response | None:
    """Let in who knows the account's credentials."""
    g.began = time.monotonic()
    exchange().postman.wake()
    given, known = request.authorization, exchange()
    fits = given is not None and given.type == "basic" and given.username == known.account_sid
    token = (given.password or "") if given else ""
    if not fits or not hmac.compare_digest(token.encode(), known.auth_token.encode()):
        return refused(rules.UNAUTHORISED)
    known.api_url = known.api_url or request.base_url.partition(f"/{API_VERSION}/")[0]
    if (request.view_args or {}).get("sid") != known.account_sid:
        return refused(rules.not_found(request.path))
    return None


@bp.after_request
def write_down(response: Response) -> Response:
    """Put the call into the wire log."""
    entry = Said(
        FROM_APPLICATION,
        request.method,
        request.url,
        response.status_code,
        response.status_code < 400,
        subject=(response.get_json(silent=True) or {}).get("sid", "") if response.status_code < 300 else "",
        fields={**request.args.to_dict(), **request.form.to_dict()},
        signature=_credentials(response.status_code),
        answer=_answered(response),
        seconds=time.monotonic() - g.began,
    )
    exchange().ledger.say(entry)
    return response


def _answered(response: Response) -> str:
    if (response.mimetype or "").startswith("audio/"):
        return f"{response.mimetype}, {response.content_length} bytes"
    return response.get_data(as_text=True)


def _credentials(status: int) -> str:
    if status != 401:
        return "right"
    return "wrong" if request.authorization else "missing"


def troubled(view: ApiView) -> ApiView:
    """Let the trouble that is switched on befall this call, before or after the view has had its effect."""

    @wraps(view)
    def befallen(**arguments: str) -> Response:
        kind, seconds = exchange().faults.meet()
        if kind == "busy":
            return refused(rules.BUSY)
        if kind == "hang_before":
            time.sleep(seconds)
        if kind in {"hang_before", "error_before"}:
            return refused(rules.BROKEN)
        response = view(**arguments)
        if kind == "hang_after":
            time.sleep(seconds)
        return refused(rules.BROKEN) if kind == "error_after" else response

    return befallen


def answer(payload: dict[str, object], status: int) -> Response:
    """Return a JSON answer."""
    response = jsonify(payload)
    response.status_code = status
    return response


def refused(refusal: Refusal) -> Response:
    """Return an error as the carrier words it."""
    response = answer(refusal.payload(), refusal.status)
    if refusal.status == 401:
        response.headers["WWW-Authenticate"] = 'Basic realm="Twilio API"'
    if refusal.status == 429:
        response.headers["Retry-After"] = RETRY_AFTER
    return response
