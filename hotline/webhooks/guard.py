"""The guard of every webhook: the carrier's signature, before anything is read or written."""

import logging

from flask import Blueprint, Response, abort, current_app, request
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from hotline.sms_text import storable
from hotline.telephony.signature import is_genuine, signed_url
from hotline.web.current import context

log = logging.getLogger(__name__)

SIGNATURE = "X-Twilio-Signature"


def require_signature() -> None:
    """Refuse with 403 what the carrier did not sign for our public address. Leaves no trace but a log line."""
    settings = context().settings
    url = signed_url(settings.public_url, request.path, request.query_string)
    try:
        is_signed = is_genuine(settings.auth_token, url, request.form, request.headers.get(SIGNATURE, ""))
    except HTTPException:  # a body too large or too broken to be the carrier's
        is_signed = False
    if not is_signed or request.form.get("AccountSid", settings.account_sid) != settings.account_sid:
        log.warning("webhook_refused", extra={"path": request.path})
        abort(403)


def guarded(name: str) -> Blueprint:
    """Return a blueprint all of whose routes demand the carrier's signature."""
    blueprint = Blueprint(name, __name__)
    blueprint.before_request(require_signature)
    blueprint.register_error_handler(OperationalError, _database_away)
    return blueprint


def _database_away(error: OperationalError) -> Response:
    """Say that we cannot take it now, so that the carrier tries its fall-back or comes again."""
    log.error("database_away", extra={"error": type(error.orig).__name__})
    return current_app.response_class("", status=503, headers={"Retry-After": "5"})


def fields() -> dict[str, str]:
    """Return the form's fields as they can be stored: a NUL or half a character must not cost us a text."""
    return {name: storable(value) for name, value in request.form.items()}


def xml(text: str) -> Response:
    """Return an answer in the carrier's XML."""
    return current_app.response_class(text, mimetype="text/xml")
