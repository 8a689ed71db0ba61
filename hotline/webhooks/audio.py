"""Sound for the carrier to play: recorded prompts for anybody, a resident's message only under a signed address."""

from pathlib import Path

from flask import Blueprint, Response, abort, send_file

from dispatch.models import Recording
from dispatch.states import RecordingState
from hotline.calls.addresses import message_of
from hotline.web.current import context

bp = Blueprint("audio", __name__)

A_YEAR = 365 * 24 * 3600
KINDS = {".wav": "audio/wav", ".mp3": "audio/mpeg"}


@bp.get("/audio/prompt/<file>")
def prompt(file: str) -> Response:
    """A recorded prompt. It never changes under its name, so it may be kept for as long as one likes."""
    answer = _sound(context().recorded.path(file))
    answer.cache_control.public, answer.cache_control.immutable = True, True
    answer.cache_control.no_cache, answer.cache_control.max_age = None, A_YEAR
    return answer


@bp.get("/audio/recording/<token>")
def recording(token: str) -> Response:
    """A resident's message, for as long as its address is good. Nobody on the way may keep it."""
    system = context()
    recording_id = message_of(system.settings.secret_key, token)
    if recording_id is None:
        abort(404)
    with system.database.reading() as session:
        row = session.get(Recording, recording_id)
    if row is None or row.state != RecordingState.STORED:
        abort(404)
    answer = _sound(system.shelf.path(row.file))
    answer.cache_control.no_store = True
    return answer


def _sound(path: Path | None) -> Response:
    if path is None or path.suffix not in KINDS or not path.is_file():
        abort(404)
    return send_file(path, mimetype=KINDS[path.suffix])
