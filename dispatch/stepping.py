"""Taking a request's next step when its time has come."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from sqlalchemy.exc import OperationalError

from dispatch import operations, store
from dispatch.db import Database, Work
from dispatch.errors import NotFound
from dispatch.models import HelpRequest
from dispatch.operations import holds
from dispatch.operations.offers import lapse_silent
from dispatch.operations.visits import close_quietly
from dispatch.states import CLOSED_REQUESTS
from dispatch.steps import Step

log = logging.getLogger(__name__)


def _show_unfinished(work: Work, request: HelpRequest) -> None:
    operations.escalate(work, request, request.escalation or "unfinished")


def _sound_alarm_again(work: Work, request: HelpRequest) -> None:
    lapse_silent(work, request)
    holds.waits(work, request)
    request.next_step_at = work.now + timedelta(minutes=work.tunables.operator_alarm_minutes)


STEPS: Mapping[Step, Callable[[Work, HelpRequest], None]] = {
    Step.CONFIRM: _show_unfinished,
    Step.ASK_VOLUNTEERS: operations.ask_volunteers,
    Step.REMIND: operations.remind,
    Step.ASK_IF_DONE: operations.ask_if_done,
    Step.FOLLOW_UP: operations.follow_up,
    Step.CLOSE: close_quietly,
    Step.OPERATOR: _sound_alarm_again,
}


def take_step(database: Database, request_id: int, now: datetime | None = None) -> bool:
    """Take the step of a request if it is due. Returns False when somebody else has taken it or it is not due yet.

    Work and new next step are one transaction, so a step is taken once however many jobs and clocks ask for it.
    A step that breaks hands the request to an operator: tried again for ever it would only hold up the others.
    """
    try:
        return _take(database, request_id, now)
    except (OperationalError, NotFound):
        raise  # the database is away, or the row is: neither is the step's fault
    except Exception as error:
        log.exception("step_failed", extra={"request_id": request_id, "error": type(error).__name__})
        _hand_over(database, request_id, now)
        return False


def _take(database: Database, request_id: int, now: datetime | None) -> bool:
    with database.work(now) as work:
        request = store.get_locked(work.session, HelpRequest, request_id)
        if request.next_step is None or request.next_step_at is None or request.next_step_at > work.now:
            return False
        STEPS[Step(request.next_step)](work, request)
        return True


def _hand_over(database: Database, request_id: int, now: datetime | None) -> None:
    with database.work(now) as work:
        request = store.get_locked(work.session, HelpRequest, request_id)
        if request.state in CLOSED_REQUESTS:
            request.next_step = request.next_step_at = None
        else:
            operations.escalate(work, request, "trouble")
