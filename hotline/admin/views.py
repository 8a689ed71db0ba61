"""The board, the radar and a volunteer, as pages."""

import logging
from collections.abc import Container

from flask import abort, render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from dispatch.kinds import Kind
from hotline.admin import board as boards
from hotline.admin.blueprint import bp
from hotline.admin.explained import look_at
from hotline.admin.radar import look_around
from hotline.web.current import context, now
from hotline.web.language import language
from hotline.web.sessions import current_account

log = logging.getLogger(__name__)


@bp.get("/")
def board() -> str:
    """Show every open request."""
    with context().database.reading() as session:
        areas = boards.list_areas(session)
        filters = wanted_filters(areas)
        shown = _look(session, filters)
    return render_template(
        "admin/board.html",
        board=shown,
        filters=filters,
        version=_version(shown),
        areas=areas,
        kinds=list(Kind),
        states=boards.SHOWN,
        languages=sorted(context().catalogs),
        most=boards.MOST,
    )


@bp.get("/board/rows")
def board_rows() -> Response | str:
    """Answer the board's poll: nothing while it stays the same, else the board anew."""
    with context().database.reading() as session:
        filters = wanted_filters(boards.list_areas(session))
        shown = _look(session, filters)
    version = _version(shown)
    if request.args.get("v") == version:
        return Response(status=204)
    return render_template(
        "admin/_board.html", board=shown, filters=filters, version=version, states=boards.SHOWN, most=boards.MOST
    )


@bp.get("/radar")
def radar() -> str:
    """Show where help is missing, and an appeal for it."""
    with context().database.reading() as session:
        seen = look_around(session, now())
    appeal = request.args.get("language", "")
    return render_template("admin/radar.html", radar=seen, appeal=next(
        (blip for blip in seen.languages if blip.key == appeal), next((b for b in seen.languages if b.is_gap), None)
    ))  # fmt: skip


@bp.get("/volunteers/<int(max=2147483647):volunteer_id>")
def volunteer(volunteer_id: int) -> str:
    """Show what is known of a volunteer's answers, and why he was asked lately or not."""
    with context().database.reading() as session:
        known = look_at(session, volunteer_id, now())
    if known is None:
        abort(404)
    account = current_account()
    log.info("volunteer read", extra={"operator": account.id if account else None, "volunteer": volunteer_id})
    return render_template("admin/volunteer.html", known=known, it=known.volunteer)


def wanted_filters(areas: list[tuple[str, str]]) -> boards.Filters:
    """Return what the address asks for; what does not exist is not asked for."""

    def wanted(name: str, known: Container[str]) -> str:
        value = request.args.get(name, "")
        return value if value in known else ""

    return boards.Filters(
        state=wanted("state", boards.SHOWN),
        kind=wanted("kind", list(Kind)),
        area=wanted("area", [code for code, _ in areas]),
        language=wanted("language", context().catalogs),
    )


def _look(session: Session, filters: boards.Filters) -> boards.Board:
    return boards.look(session, filters, now(), context().database.presets)


def _version(shown: boards.Board) -> str:
    """The same board reads otherwise in another language and on another day."""
    return f"{language()}-{now():%j}-{shown.version}"
