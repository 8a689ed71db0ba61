"""Wishes about being asked: a volunteer's quiet hours and limit, whom a resident is met by, who must not meet."""

import logging
from collections.abc import Callable

from flask import abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from dispatch.db import Work
from dispatch.errors import NotFound
from dispatch.hours import QuietHours
from dispatch.models import Apart, HelpRequest, Organisation, Volunteer
from dispatch.operations import authorisations, matched, tongues
from dispatch.store import get_locked
from hotline.admin.blueprint import bp
from hotline.admin.doing import act_on
from hotline.web.current import context, now
from hotline.web.sessions import current_account

log = logging.getLogger(__name__)

MOST_TEXTS = 50
"""A limit above this is none."""


@bp.post("/volunteers/<int(max=2147483647):volunteer_id>/wishes")
def set_wishes(volunteer_id: int) -> Response:
    """Keep a volunteer's own quiet hours and weekly limit, and whether his organisation lends to others."""
    quiet, limit = request.form.get("quiet", "").strip(), request.form.get("weekly_limit", "").strip()
    here = redirect(url_for("admin.volunteer", volunteer_id=volunteer_id))
    try:
        spoken = str(QuietHours.parse(quiet)) if quiet else ""
        most = _limit(limit)
    except ValueError:
        flash("done.not_kept")
        return here
    with context().database.work(now(), actor=_actor()) as work:
        try:
            volunteer = get_locked(work.session, Volunteer, volunteer_id)
        except NotFound:
            abort(404)
        volunteer.quiet, volunteer.weekly_limit = spoken, most
        volunteer.organisation.own_only = "own_only" in request.form
    log.info("wishes kept", extra={"volunteer": volunteer_id})
    flash("done.kept")
    return here


@bp.post("/requests/<int(max=2147483647):request_id>/brought-by")
def set_brought_by(request_id: int) -> Response:
    """Note which member organisation brought a resident with this request."""
    code = request.form.get("organisation", "")

    def keep(work: Work, row: HelpRequest) -> str:
        organisation = work.session.get(Organisation, int(code)) if code.isdecimal() else None
        row.organisation_id = organisation.id if organisation else None
        return ""

    return _kept(request_id, "brought_by", keep)


@bp.post("/requests/<int(max=2147483647):request_id>/also-speaks")
def set_also_speaks(request_id: int) -> Response:
    """Note in which other languages a volunteer may meet a resident, as if she had said so herself."""
    languages = set(request.form.getlist("languages"))
    if not languages <= context().catalogs.keys():
        abort(400)

    def keep(work: Work, row: HelpRequest) -> str:
        tongues.answer(work, row, languages)
        return ""

    return _kept(request_id, "also_speaks", keep)


@bp.post("/requests/<int(max=2147483647):request_id>/authorised")
def set_authorised(request_id: int) -> Response:
    """Note whether a resident's authorisation at the pharmacy is in place, as if she had said so herself."""
    answers = {"": None, "yes": True, "no": False}
    said = request.form.get("authorised", "")
    if said not in answers:
        abort(400)

    def keep(work: Work, row: HelpRequest) -> str:
        authorisations.note(work, row.resident, is_in_place=answers[said])
        return ""

    return _kept(request_id, "authorised", keep)


@bp.post("/requests/<int(max=2147483647):request_id>/places")
def set_places(request_id: int) -> Response:
    """Say for how many volunteers a request is; no fewer than have said yes."""
    places = request.form.get("places", "")

    def keep(work: Work, row: HelpRequest) -> str:
        kept = places.isdecimal() and len(places) == 1 and matched.set_places(work, row, int(places))
        return "" if kept else "not_kept"

    return _kept(request_id, "places", keep)


@bp.post("/requests/<int(max=2147483647):request_id>/apart/<int(max=2147483647):volunteer_id>")
def keep_apart(request_id: int, volunteer_id: int) -> Response:
    """Never again send this volunteer to this resident. The visit that is agreed stays as it is."""
    with context().database.work(now(), actor=_actor()) as work:
        row, volunteer = work.session.get(HelpRequest, request_id), work.session.get(Volunteer, volunteer_id)
        if row is None or volunteer is None:
            abort(404)
        work.session.merge(Apart(volunteer_id=volunteer.id, person_id=row.resident.person_id))
    log.info("kept apart", extra={"volunteer": volunteer_id, "request": request_id})
    flash("done.kept")
    return redirect(url_for("admin.story", request_id=request_id))


def _kept(request_id: int, what: str, keep: Callable[[Work, HelpRequest], str]) -> Response:
    """Keep something about a request, then show its story."""
    flash(f"done.{act_on(request_id, what, keep) or 'kept'}")
    return redirect(url_for("admin.story", request_id=request_id))


def _limit(raw: str) -> int | None:
    if not raw:
        return None
    if not raw.isdecimal() or int(raw) > MOST_TEXTS:
        raise ValueError(raw)
    return int(raw)


def _actor() -> str:
    account = current_account()
    return f"operator:{account.id}" if account else "operator"
