"""Changing when and where help is wanted, and what is known of it."""

from collections.abc import Mapping
from datetime import UTC, datetime

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from dispatch.db import Work
from dispatch.models import HelpRequest
from dispatch.operations import changes
from hotline.admin.blueprint import bp
from hotline.admin.doing import TOO_LATE, act_on
from hotline.admin.forms import CHANGE, Typed
from hotline.admin.page import show
from hotline.sms_text import storable
from hotline.web.current import context
from hotline.web.language import t

_ELSEWHERE = {"promised": "change.promised", "weekly": "change.weekly"}
"""Reasons that have their words with other things."""
_DONE = {"": "done.changed", changes.SAME: "done.kept", TOO_LATE: "done.too_late"}
"""What is said where there is nothing to put right."""
_FIELDS = {"order": "until", "past": "until", "area": "area"}
"""Which field is wrong; else the first."""


@bp.post("/requests/<int(max=2147483647):request_id>/change")
def change(request_id: int) -> Response | tuple[str, int]:
    """Change a request, or show its page with what is wrong."""
    form, with_time = request.form, "when" in request.form
    try:
        terms = _terms(form)
    except ValueError:
        return show(request_id, Typed(CHANGE, "from", t("fault.time"), form))

    def do(work: Work, row: HelpRequest) -> str:
        return changes.change(work, row, terms, with_time=with_time)

    why = act_on(request_id, CHANGE, do)
    if why == "over":  # its page has no such form any more
        why = TOO_LATE
    if why not in _DONE:
        return show(request_id, _wrong(why, terms, form))
    flash(_DONE[why])
    return redirect(url_for("admin.story", request_id=request_id))


def _terms(form: Mapping[str, str]) -> changes.Terms:
    """Read the form. Raises ValueError for times that are none."""
    start, end = None, None
    if form.get("when") == "at":
        start, end = _moment(form.get("from", "")), _moment(form.get("until", ""))
    address, area, details = (storable(form.get(name, "")).strip() for name in ("address", "area", "details"))
    return changes.Terms(" ".join(address.split()), area or None, details, start, end)


def _moment(local: str) -> datetime:
    moment = datetime.fromisoformat(local)
    if moment.tzinfo is not None or not 2000 <= moment.year <= 9000:
        raise ValueError(local)
    return moment.replace(tzinfo=context().zone).astimezone(UTC)


def _wrong(why: str, terms: changes.Terms, form: Mapping[str, str]) -> Typed:
    if why != "long":
        return Typed(CHANGE, _FIELDS.get(why, "from"), t(_ELSEWHERE.get(why, f"fault.{why}")), form)
    is_address = len(terms.address) > changes.MOST_ADDRESS
    most = changes.MOST_ADDRESS if is_address else changes.MOST_DETAILS
    fault = t("fault.long", count=len(terms.address if is_address else terms.details), most=most)
    return Typed(CHANGE, "address" if is_address else "details", fault, form)
