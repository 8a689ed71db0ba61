"""What the carrier asks while a call goes on. Every answer is its XML, also when the database is away."""

import logging

from flask import Response, request
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import InternalServerError

from hotline.calls import bridge
from hotline.calls.carrying import NOWHERE, Step, carry
from hotline.calls.fallback import sorry
from hotline.telephony.voice_twiml import goodbye
from hotline.web.current import context
from hotline.webhooks.guard import fields, guarded, xml

bp = guarded("voice")
log = logging.getLogger(__name__)

OF_WHO_IS_RUNG = ("/voice/whisper", "/voice/accepted")
LONGEST_NUMBER = 6


@bp.post("/voice")
def begin() -> Response:
    """Take a call."""
    return xml(carry(context(), Step(fields())))


@bp.post("/voice/out")
def answered() -> Response:
    """Somebody whom we called has answered; which call it is stands in the address."""
    return xml(carry(context(), Step(fields(), own_id=request.args.get("c", ""))))


@bp.post("/voice/step")
def step() -> Response:
    """Take what came of a step, and put the next one."""
    number = _number("n", NOWHERE)
    return xml(carry(context(), Step(fields(), own_id=request.args.get("c", ""), number=number)))


@bp.post("/voice/whisper")
def whisper() -> Response:
    """Tell somebody who is rung what it is about."""
    language, prompt = request.args.get("l", ""), request.args.get("w", "")
    where = {"call_id": _number("c"), "turn": _number("n")}
    return xml(bridge.whisper(context(), language=language, prompt=prompt, **where))


@bp.post("/voice/accepted")
def accepted() -> Response:
    """Connect somebody who is rung, if he has pressed the key."""
    return xml(bridge.accept(context(), fields(), call_id=_number("c"), turn=_number("n")))


@bp.post("/voice/fallback")
def fallback() -> Response:
    """Say where help is when nothing else worked. Needs no database."""
    log.error("call_fallback", extra={"error": fields().get("ErrorCode", "")[:16]})
    return xml(sorry(context()))


@bp.post("/voice/<path:_step>")
def anywhere(_step: str) -> Response:
    """An address that was never given: what is open in the call is put again."""
    return xml(carry(context(), Step(fields(), number=NOWHERE)))


@bp.errorhandler(OperationalError)
@bp.errorhandler(InternalServerError)
def broken(error: Exception) -> Response:
    """Answer all the same: without it the caller would hear the carrier's own words, in English, and no help."""
    log.error("call_not_served", extra={"error": type(error).__name__})
    return xml(goodbye() if request.path.endswith(OF_WHO_IS_RUNG) else sorry(context()))


def _number(name: str, otherwise: int = 0) -> int:
    """Return a whole number of the address, never below zero."""
    given = request.args.get(name, "")
    return int(given) if given.isascii() and given.isdecimal() and len(given) <= LONGEST_NUMBER else otherwise
