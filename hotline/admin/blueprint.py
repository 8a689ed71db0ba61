"""The blueprint and its one guard: a new page below /admin is closed until it is named here."""

import logging

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from hotline.models import Role
from hotline.web.sessions import current_account, send_to_login, touch

log = logging.getLogger(__name__)

bp = Blueprint("admin", __name__, url_prefix="/admin")

PUBLIC = frozenset({"admin.login", "admin.log_in"})
"""For strangers."""
ANY_ROLE = frozenset({"admin.log_out", "admin.set_language"})
"""For everybody who is logged in, whatever her role."""
SEES_PEOPLE = frozenset({Role.ADMIN, Role.OPERATOR})
"""Roles that may see residents, volunteers and their texts."""


@bp.before_request
def guard() -> Response | tuple[str, int] | None:
    """Let in who may come in; send strangers to the login and tell the other roles what their pages will hold."""
    if request.endpoint in PUBLIC:
        return None
    account = current_account()
    if account is None:
        return send_to_login()
    if is_by_hand():
        touch()
    if request.endpoint in ANY_ROLE or account.role in SEES_PEOPLE:
        return None
    log.warning("page refused", extra={"operator": account.id, "endpoint": request.endpoint})
    return render_template("admin/role.html", role=account.role.value), 403


@bp.context_processor
def _menu() -> dict[str, bool]:
    """Whether the templates show the ways to pages that this account may open."""
    account = current_account()
    return {"sees_people": account is not None and account.role in SEES_PEOPLE}


def is_by_hand() -> bool:
    """Whether a person asked for this, and not a page that polls while nobody sits before it."""
    return request.endpoint != "admin.board_rows" or request.args.get("active") == "1"
