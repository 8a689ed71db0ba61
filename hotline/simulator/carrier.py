"""The carrier's REST API: messages are sent, looked up and listed as at the real one; calls are in `calls.api`."""

from flask import Flask, Response, request

from hotline.simulator import delivery, listing, rules
from hotline.simulator.calls import api as _calls  # noqa: F401 - adds its addresses to the door
from hotline.simulator.door import answer, bp, exchange, refused, troubled
from hotline.simulator.exchange import Exchange
from hotline.simulator.records import BY_API, Draft


def create_carrier_app(exchange: Exchange) -> Flask:
    """Return an application that serves the carrier's API alone, from its root."""
    app = Flask(__name__, static_folder=None)
    app.extensions["exchange"] = exchange
    install(app)
    return app


def install(app: Flask, prefix: str = "") -> None:
    """Add the API to an application whose `extensions["exchange"]` is set."""
    app.register_blueprint(bp, url_prefix=f"{prefix}{bp.url_prefix}")


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


@bp.route("/<path:rest>", methods=["GET", "POST", "DELETE"])
def nothing_here(sid: str, rest: str) -> Response:
    """Answer for every other address as the carrier does."""
    return refused(rules.not_found(request.path))
