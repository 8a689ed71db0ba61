"""The carrier's REST API: messages are sent, looked up and listed as at the real one."""

import hmac
import time
from collections.abc import Callable
from functools import wraps
from typing import cast

from flask import Blueprint, Flask, Response, current_app, g, jsonify, request

from hotline.simulator import delivery, listing, rules
from hotline.simulator.exchange import Exchange
from hotline.simulator.ledger import Said
from hotline.simulator.records import BY_API, FROM_APPLICATION, Draft
from hotline.simulator.rules import Refusal

bp = Blueprint("carrier", __name__, url_prefix="/2010-04-01/Accounts/<sid>")

RETRY_AFTER = "1"
"""Seconds, with a 429."""

ApiView = Callable[..., Response]


def create_carrier_app(exchange: Exchange) -> Flask:
    """Return an application that serves the carrier's API alone, from its root."""
    app = Flask(__name__, static_folder=None)
    app.extensions["exchange"] = exchange
    install(app)
    return app


def install(app: Flask, prefix: str = "") -> None:
    """Add the API to an application whose `extensions["exchange"]` is set."""
    app.register_blueprint(bp, url_prefix=f"{prefix}{bp.url_prefix}")


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
        answer=response.get_data(as_text=True),
        seconds=time.monotonic() - g.began,
    )
    exchange().ledger.say(entry)
    return response


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


@bp.post("/Messages.json")
@troubled
def create_message(sid: str) -> Response:
    """Take a text to a handset, or refuse it with the carrier's code."""
    form = request.form
    by_service = rules.SERVICE.fullmatch(form.get("MessagingServiceSid", ""))
    sender = form.get("From") or (exchange().number if by_service else "")
    callback = form.get("StatusCallback", "")
    draft = Draft(sender, form.get("To", ""), form.get("Body", ""), BY_API, callback)
    taken, refusal = delivery.take(exchange(), draft)
    if refusal:
        return refused(refusal)
    text = exchange().ledger.text(taken)
    if text is None:  # reset between two lines
        return refused(rules.BROKEN)
    return answer(listing.message(text, exchange().account_sid, queued=True), 201)


@bp.get("/Messages.json")
@troubled
def list_messages(sid: str) -> Response:
    """List texts, newest first, by To, From and DateSent."""
    return answer(listing.page(exchange(), request.args, request.path), 200)


@bp.get("/Messages/<message>.json")
@troubled
def fetch_message(sid: str, message: str) -> Response:
    """Look one text up."""
    text = exchange().ledger.text(message)
    if text is None:
        return refused(rules.not_found(request.path))
    return answer(listing.message(text, exchange().account_sid), 200)


@bp.post("/Calls.json")
@troubled
def create_call(sid: str) -> Response:
    """Say that there are no calls here yet."""
    return refused(rules.NO_CALLS)


@bp.route("/<path:rest>", methods=["GET", "POST", "DELETE"])
def nothing_here(sid: str, rest: str) -> Response:
    """Answer for every other address as the carrier does."""
    return refused(rules.not_found(request.path))


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
