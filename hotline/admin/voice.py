"""Recordings: what there is of each language for the phone, uploading it, codes to make it by phone, and listening.

Residents' spoken messages are listened to here as well; who did is part of the record.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePath

from flask import abort, flash, redirect, render_template, request, send_file, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from dispatch.models import Recording
from dispatch.states import RecordingState
from hotline.admin.blueprint import bp
from hotline.prompts import codes
from hotline.prompts.pieces import Piece, counterpart
from hotline.prompts.report import Report, report
from hotline.prompts.wav import BadRecording
from hotline.web.current import context, now
from hotline.web.language import language as page_language
from hotline.web.sessions import current_account

log = logging.getLogger(__name__)

LARGEST_UPLOAD = 64 * 1024 * 1024
"""Bytes of all files together: a whole language in the best sound that is taken."""
LARGEST_FILE = 6 * 1024 * 1024
AUDIO = "audio/wav"


@dataclass(frozen=True)
class Refused:
    """A file that was not kept, and why."""

    file: str
    reason: str


@bp.url_value_preprocessor
def let_files_in(endpoint: str | None, _values: dict[str, object] | None) -> None:
    """Take a large body where files are sent, from those who are logged in; everything else stays small."""
    if endpoint == "admin.upload_prompts" and current_account():
        request.max_content_length = LARGEST_UPLOAD


@bp.get("/voice")
def voice() -> str:
    """Show what there is of each language."""
    reports = [report(context().recorded, tag) for tag in context().catalogs]
    return render_template("admin/voice.html", reports=reports)


@bp.get("/voice/<language>")
def voice_language(language: str) -> str:
    """Show what there is of one language, piece by piece."""
    return _page(language)


@bp.post("/voice/<language>/code")
def make_code(language: str) -> str:
    """Make a code to record with by phone, and show it this once."""
    _known(language)
    with context().database.work(now(), actor=_actor()) as work:
        code = codes.make(work, language, made_by=_actor())
    log.info("recording code made", extra={"operator": _actor(), "language": language})
    return _page(language, code=code)


@bp.post("/voice/<language>/upload")
def upload_prompts(language: str) -> Response | tuple[str, int]:
    """Keep uploaded recordings: one for the piece that was chosen, or each for the piece its file is named after."""
    _known(language)
    files = [file for file in request.files.getlist("files") if file.filename]
    refused = _keep(language, files, request.form.get("piece", ""))
    log.info("prompts uploaded", extra={"operator": _actor(), "kept": len(files) - len(refused)})
    if refused or not files:
        return _page(language, refused=refused, kept=len(files) - len(refused)), 400
    flash("voice.kept")
    return redirect(url_for("admin.voice_language", language=language))


@bp.get("/voice/files/<file>")
def prompt_file(file: str) -> Response:
    """Play one recorded piece."""
    path = context().recorded.path(file)
    if path is None:
        abort(404)
    return _play(path)


@bp.get("/recordings/<int(max=2147483647):recording_id>")
def recording(recording_id: int) -> Response:
    """Play a resident's spoken message, and keep when that was done first."""
    with context().database.reading() as session:
        row = session.get(Recording, recording_id)
    if row is None or row.state != RecordingState.STORED:
        abort(404)
    path = context().shelf.path(row.file)
    if not path.is_file():
        abort(404)
    if row.heard_at is None:
        with context().database.work(now(), actor=_actor()) as work:
            heard = work.session.get(Recording, recording_id)
            if heard and heard.heard_at is None:
                heard.heard_at = work.now
    log.info("recording heard", extra={"operator": _actor(), "recording": recording_id})
    return _play(path)


def _keep(language: str, files: list[FileStorage], piece: str) -> list[Refused]:
    """Keep what can be kept; return what cannot."""
    if piece and len(files) > 1:
        return [Refused(file.filename or "", "one_file") for file in files]
    names = {each.stem: name for name, each in context().recorded.wanted[language].items()}
    refused = []
    with context().database.work(now(), actor=_actor()) as work:
        for file in files:
            called = PurePath(file.filename or "")
            try:
                name = piece or names.get(called.stem, "")
                context().recorded.keep(work, language, name, _data(file), made_by=_actor())
            except BadRecording as fault:
                refused.append(Refused(called.name, fault.reason))
    return refused


def _data(file: FileStorage) -> bytes:
    data: bytes = file.read(LARGEST_FILE + 1)
    if len(data) > LARGEST_FILE:
        raise BadRecording("too_long")
    return data


def _page(language: str, *, code: str = "", refused: list[Refused] | None = None, kept: int = 0) -> str:
    found = _known(language)
    own = context().recorded.wanted[page_language()]
    return render_template(
        "admin/voice_language.html",
        report=found,
        files=context().recorded.files(language),
        twins=_twins(found, own),
        code=code,
        refused=refused,
        kept=kept,
    )


def _known(language: str) -> Report:
    if language not in context().catalogs:
        abort(404)
    return report(context().recorded, language)


def _twins(found: Report, own: Mapping[str, Piece]) -> dict[str, str]:
    """What the operator, who need not read the language, is shown beside each piece."""
    return {each.name: counterpart(each, own).words for each in (*found.recorded, *found.unrecorded)}


def _actor() -> str:
    account = current_account()
    return f"operator:{account.id if account else 0}"


def _play(path: Path) -> Response:
    """Answer with a whole file, so that erasing it meanwhile breaks nothing. Players may ask for a part of it."""
    return send_file(BytesIO(path.read_bytes()), mimetype=AUDIO, conditional=True)
