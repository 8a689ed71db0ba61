"""What an operator writes on a request's page: a text to one of its two sides, or a note that stays there."""

from bisect import bisect_left

from flask import abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from dispatch.db import Work
from dispatch.models import HelpRequest, Person
from dispatch.operations import writing
from dispatch.store import get_locked
from hotline.admin.blueprint import bp
from hotline.admin.doing import TOO_LATE, act_on
from hotline.admin.forms import NOTE, Typed, form_to
from hotline.admin.page import show
from hotline.sms_text import BUDGET_PARTS, normalise, storable
from hotline.web.current import context
from hotline.web.language import t


@bp.post("/requests/<int(max=2147483647):request_id>/people/<int(max=2147483647):person_id>/write")
def write(request_id: int, person_id: int) -> Response | tuple[str, int]:
    """Text somebody, or show the page with what is wrong."""
    words = " ".join(normalise(storable(request.form.get("words", ""))).split())
    form = form_to(person_id)
    wrong = _wrong(words, _room(_language_of(person_id), words))
    if wrong:
        return show(request_id, Typed(form, "words", wrong, request.form))

    def do(work: Work, row: HelpRequest) -> str:
        return "" if writing.write(work, row, get_locked(work.session, Person, person_id), words) else TOO_LATE

    why = act_on(request_id, "write", do)
    flash(f"done.{why or 'written'}")
    return redirect(url_for("admin.story", request_id=request_id))


@bp.post("/requests/<int(max=2147483647):request_id>/note")
def add_note(request_id: int) -> Response | tuple[str, int]:
    """Keep a note with a request, or show the page with what is wrong."""
    words = storable(request.form.get("words", "")).strip()

    wrong = _wrong(words, writing.MOST_NOTE)
    if wrong:
        return show(request_id, Typed(NOTE, "words", wrong, request.form))

    def do(work: Work, row: HelpRequest) -> str:
        return "" if writing.note(work, row, words) else TOO_LATE

    why = act_on(request_id, NOTE, do)
    flash(f"done.{why or 'kept'}")
    return redirect(url_for("admin.story", request_id=request_id))


def _wrong(words: str, room: int) -> str:
    """What is wrong with what was written, in words; empty when nothing is."""
    if not words:
        return t("fault.empty")
    return t("fault.long", count=len(words), most=room) if len(words) > room else ""


def _language_of(person_id: int) -> str | None:
    with context().database.reading() as session:
        person = session.get(Person, person_id)
        if person is None:
            abort(404)
        return person.written


def _room(language: str | None, words: str) -> int:
    """How many characters of these words fit in one text in her language."""
    wording = context().wording

    def is_cut(length: int) -> bool:
        part = words[:length].rstrip()
        sent = wording.words(language, "operator.message", {"words": part})
        return sent.segments > BUDGET_PARTS or not sent.body.endswith(part)

    return bisect_left(range(len(words) + 1), True, key=is_cut) - 1
