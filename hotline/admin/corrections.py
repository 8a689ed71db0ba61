"""Correcting what was understood of a request: its kind, and whether somebody is in danger. The lists learn from it."""

from collections.abc import Callable

from flask import abort, flash, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from dispatch.db import Work
from dispatch.kinds import Kind
from dispatch.models import HelpRequest
from dispatch.operations import corrections
from hotline.admin.alarms import seen
from hotline.admin.blueprint import bp
from hotline.admin.doing import TOO_LATE, act_on
from hotline.review import stems
from hotline.web.current import context

_DANGERS: dict[str, tuple[Callable[[Work, HelpRequest], bool], str, str]] = {
    "no_danger": (corrections.deny_danger, stems.DANGER, stems.NONE),
    "was_danger": (corrections.affirm_danger, stems.NONE, stems.DANGER),
}
"""What each button does, and what it says was understood and meant."""


def correctable(session: Session, row: HelpRequest) -> frozenset[str]:
    """Return what of a request can be corrected: kind, no_danger, was_danger."""
    possible = {"kind"} if corrections.can_change_kind(session, row) else set()
    if row.state in corrections.OPEN_STATES:
        possible.add("no_danger" if corrections.is_in_danger(row) else "was_danger")
    return frozenset(possible)


@bp.post("/requests/<int(max=2147483647):request_id>/kind")
def change_kind(request_id: int) -> Response:
    """Give a request its right kind, then show its story."""
    kind = request.form.get("kind", "")
    if kind not in set(Kind):
        abort(400)

    def change(work: Work, row: HelpRequest) -> bool:
        return corrections.change_kind(work, row, Kind(kind))

    return _correct(request_id, change, flashed="change_kind", understood="", meant=kind)


@bp.post("/requests/<int(max=2147483647):request_id>/<any(no_danger,was_danger):verdict>")
def judge_danger(request_id: int, verdict: str) -> Response:
    """Say that there is no danger, or that there is, then show the story. Who says so has seen the alarm."""
    do, understood, meant = _DANGERS[verdict]

    def judge(work: Work, row: HelpRequest) -> bool:
        done = do(work, row)
        if done:
            seen(work, row.id)
        return done

    return _correct(request_id, judge, flashed=verdict, understood=understood, meant=meant)


def _correct(
    request_id: int, do: Callable[[Work, HelpRequest], bool], *, flashed: str, understood: str, meant: str
) -> Response:
    """Do it and keep the words that it is about. understood: the request's kind until now, if empty."""

    def correct(work: Work, row: HelpRequest) -> str:
        was, is_first = understood or row.kind, not corrections.is_corrected(work.session, row.id)
        done = do(work, row)
        if done and is_first:
            stems.note(_tools(), work, row, understood=was, meant=meant)
        return "" if done else TOO_LATE

    flash(f"done.{act_on(request_id, flashed, correct) or flashed}")
    return redirect(url_for("admin.story", request_id=request_id))


def _tools() -> stems.Tools:
    system = context()
    return stems.Tools(system.lexicons, system.places, system.zone, system.settings.secret_key)
