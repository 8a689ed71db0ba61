"""Choosing a volunteer by hand: who is offered on a request's page, and what the two buttons beside each do."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import flash, redirect, url_for
from werkzeug.wrappers import Response

from dispatch.db import Work
from dispatch.models import HelpRequest, Volunteer
from dispatch.operations import by_hand
from dispatch.operations.suitable import Choice, closed_to_all
from dispatch.states import FREE_REQUESTS
from dispatch.store import get_locked
from hotline.admin.actions import is_order
from hotline.admin.alarms import seen
from hotline.admin.blueprint import bp
from hotline.admin.doing import TOO_LATE, act_on

Give = Callable[[Work, HelpRequest, Volunteer], str]


@dataclass(frozen=True)
class People:
    """Whom an operator can choose for a request. name: what was searched for; closed: why nobody can be chosen now."""

    best: Sequence[Choice] = ()
    found: Sequence[Choice] = ()
    name: str = ""
    closed: str = ""
    most: int = by_hand.MOST_FOUND


def people_for(work: Work, row: HelpRequest, name: str) -> People | None:
    """Return whom an operator can choose for a request; None when it needs nobody. Nothing is written."""
    if row.state not in FREE_REQUESTS or not is_order(row):
        return None
    closed = closed_to_all(work, row)
    if closed:
        return People(closed=closed) if closed == "over" else None
    if name:
        return People(found=by_hand.search(work, row, name), name=name)
    return People(best=by_hand.suggest(work, row))


@bp.post("/requests/<int(max=2147483647):request_id>/volunteers/<int(max=2147483647):volunteer_id>/yes")
def has_said_yes(request_id: int, volunteer_id: int) -> Response:
    """Give the task to a volunteer who has told an operator that he takes it."""
    return _choose(request_id, volunteer_id, by_hand.has_said_yes, done="assigned")


@bp.post("/requests/<int(max=2147483647):request_id>/volunteers/<int(max=2147483647):volunteer_id>/ask")
def ask_alone(request_id: int, volunteer_id: int) -> Response:
    """Ask one volunteer now, besides the waves."""
    return _choose(request_id, volunteer_id, by_hand.ask_alone, done="asked_alone")


def _choose(request_id: int, volunteer_id: int, give: Give, *, done: str) -> Response:
    def choose(work: Work, row: HelpRequest) -> str:
        volunteer = get_locked(work.session, Volunteer, volunteer_id)
        why = give(work, row, volunteer) if is_order(row) else TOO_LATE
        if not why:
            seen(work, row.id)
        return why

    why = act_on(request_id, done, choose)
    flash(f"done.{why or done}" if why in ("", TOO_LATE) else f"refused.{why}")
    return redirect(url_for("admin.story", request_id=request_id))
