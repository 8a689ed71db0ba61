"""Taking an alarm from the board: the others on duty are told, and it sounds no more."""

import logging

from flask import abort, flash, redirect, url_for
from werkzeug.wrappers import Response

from dispatch.db import Work
from dispatch.errors import NotFound
from dispatch.models import Alarm
from dispatch.operations import alarms
from dispatch.store import get_locked
from hotline.admin.blueprint import bp
from hotline.web.current import context, now
from hotline.web.sessions import current_account

log = logging.getLogger(__name__)


@bp.post("/alarms/<int(max=2147483647):alarm_id>/take")
def take_alarm(alarm_id: int) -> Response:
    """Take an alarm, then show the story of its request."""
    account = current_account()
    operator = account.id if account else 0
    try:
        with context().database.work(now(), actor=f"operator:{operator}") as work:
            alarm = get_locked(work.session, Alarm, alarm_id)
            request_id = alarm.request_id
            done = alarms.acknowledge(work, alarm, name=_name())
    except NotFound:
        abort(404)
    log.info("alarm taken", extra={"operator": operator, "alarm": alarm_id, "done": done})
    flash("done.acknowledge" if done else "done.too_late")
    return redirect(url_for("admin.story", request_id=request_id))


def seen(work: Work, request_id: int) -> None:
    """Take the alarm of a request that an operator has just acted on: she has seen it."""
    alarm = alarms.find_open(work.session, request_id)
    if alarm is not None:
        alarms.acknowledge(work, alarm, name=_name())


def _name() -> str:
    """What the other operators know her by."""
    account = current_account()
    return account.email.partition("@")[0] if account else ""
