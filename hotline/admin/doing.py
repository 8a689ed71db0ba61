"""One act of the operator who is logged in, on one request: locked, in one transaction, and in the log as ids."""

import logging
from collections.abc import Callable

from flask import abort

from dispatch.db import Work
from dispatch.errors import IllegalMove, NotFound
from dispatch.models import HelpRequest
from dispatch.store import get_locked
from hotline.web.current import context, now
from hotline.web.sessions import current_account

log = logging.getLogger(__name__)

TOO_LATE = "too_late"
"""Why not, when the request had moved on."""


def act_on(request_id: int, action: str, do: Callable[[Work, HelpRequest], str]) -> str:
    """Do something to a request. `do` returns why not, or nothing, and so does this.

    Answers 404 when there is no such request, or something that `do` asks for is not there (`NotFound`).
    """
    account = current_account()
    operator = account.id if account else 0
    try:
        with context().database.work(now(), actor=f"operator:{operator}") as work:
            why = do(work, get_locked(work.session, HelpRequest, request_id))
    except NotFound:
        abort(404)
    except IllegalMove:
        why = TOO_LATE
    log.info("operator acted", extra={"operator": operator, "request": request_id, "action": action, "done": not why})
    return why
