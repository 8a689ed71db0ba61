"""What an operator can do to a request: a form posts, an operation moves it, and the story is shown again."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from dispatch import operations
from dispatch.db import Work
from dispatch.models import HelpRequest
from dispatch.operations import matched, series
from dispatch.states import FREE_REQUESTS, RequestState, SeriesState
from hotline.admin.alarms import seen
from hotline.admin.blueprint import bp
from hotline.admin.doing import TOO_LATE, act_on


@dataclass(frozen=True)
class Action:
    """One button. `states`: where the request must be. `reasons`: what the operator chooses from."""

    states: frozenset[str]
    do: Callable[[Work, HelpRequest, str], bool]
    reasons: tuple[str, ...] = ("operator",)
    fits: Callable[[HelpRequest], bool] = lambda _row: True
    """What else must be so."""


def is_order(row: HelpRequest) -> bool:
    """Whether help was asked for: it was put to volunteers before, or she said where it is wanted, or that by phone.

    What else an operator has in hand, as a volunteer's own question or a text that nobody understood, is no request.
    """
    return row.opened_at is not None or row.by_phone or bool(row.area_code or row.address)


def _cancel(work: Work, row: HelpRequest, reason: str) -> bool:
    return operations.cancel(work, row, reason=reason)


def _close(work: Work, row: HelpRequest, reason: str) -> bool:
    return operations.close(work, row, reason=reason)


def _ask_more(work: Work, row: HelpRequest, reason: str) -> bool:
    """Send the next wave now; a request in an operator's hands goes back to the queue, which does the same."""
    if row.state == RequestState.ESCALATED:
        return operations.ask_again(work, row, reason=reason)
    operations.ask_volunteers(work, row)
    return True


def _prefer(*, calls: bool) -> Callable[[Work, HelpRequest, str], bool]:
    def prefer(work: Work, row: HelpRequest, _reason: str) -> bool:
        operations.prefer_calls(work, row.resident.person, is_on=calls)
        return True

    return prefer


def _is_told(*, by_call: bool) -> Callable[[HelpRequest], bool]:
    """Whether she could be told things the other way than she is."""

    def is_told(row: HelpRequest) -> bool:
        person = row.resident.person
        return person.can_text and person.can_call and person.prefers_calls == by_call

    return is_told


DEALS_WITH_IT = frozenset({"ask_more", "go_on", "close", "cancel"})
"""Who does one of these takes the alarm of the request with it."""

def _repeat(work: Work, row: HelpRequest, _reason: str) -> bool:
    return series.begin_series(work, row) is not None


def _end_series(work: Work, row: HelpRequest, reason: str) -> bool:
    return row.series is not None and series.end_series(work, row.series, reason=reason)


def _go_on(work: Work, row: HelpRequest, _reason: str) -> bool:
    return matched.go_on(work, row)


def _is_partly_found(row: HelpRequest) -> bool:
    """Whether some of the volunteers it is for have said yes, and not all."""
    return 0 < sum(visit.has_its_place for visit in row.visits) < row.places


def _goes_on(row: HelpRequest) -> bool:
    """Whether it is one visit of help that still comes every week."""
    return row.series is not None and row.series.state == SeriesState.ACTIVE


EVERY_STATE = frozenset(RequestState)

ACTIONS: Mapping[str, Action] = {
    "ask_more": Action(frozenset({RequestState.OPEN, RequestState.ESCALATED}), _ask_more, fits=is_order),
    "go_on": Action(FREE_REQUESTS, _go_on, fits=_is_partly_found),
    "take_over": Action(frozenset({RequestState.DRAFT, RequestState.OPEN, RequestState.MATCHED}), operations.escalate),
    "close": Action(
        frozenset({RequestState.ESCALATED, RequestState.MATCHED}), _close, ("helped", "helped_otherwise", "no_answer")
    ),
    "cancel": Action(
        frozenset({RequestState.DRAFT, RequestState.OPEN, RequestState.MATCHED, RequestState.ESCALATED}),
        _cancel,
        ("not_needed", "duplicate", "mistake", "not_ours"),
    ),
    "repeat": Action(
        frozenset({RequestState.OPEN, RequestState.MATCHED, RequestState.DONE}), _repeat,
        fits=lambda row: row.series_id is None and row.wanted_from is not None,
    ),
    "end_series": Action(EVERY_STATE, _end_series, fits=_goes_on),
    "by_call": Action(EVERY_STATE, _prefer(calls=True), fits=_is_told(by_call=False)),
    "by_text": Action(EVERY_STATE, _prefer(calls=False), fits=_is_told(by_call=True)),
}


def possible(row: HelpRequest) -> dict[str, Action]:
    """Return what can be done to a request in its state, by name."""
    return {name: action for name, action in ACTIONS.items() if row.state in action.states and action.fits(row)}


@bp.post(
    "/requests/<int(max=2147483647):request_id>"
    "/<any(ask_more,go_on,take_over,close,cancel,repeat,end_series,by_call,by_text):name>"
)
def act(request_id: int, name: str) -> Response:
    """Do one thing to a request, then show its story with what came of it."""
    action = ACTIONS[name]
    reason = request.form.get("reason", action.reasons[0])
    if reason not in action.reasons:
        abort(400)

    def do(work: Work, row: HelpRequest) -> str:
        done = name in possible(row) and action.do(work, row, reason)
        if done and name in DEALS_WITH_IT:
            seen(work, row.id)
        return "" if done else TOO_LATE

    flash(f"done.{act_on(request_id, name, do) or name}")
    return redirect(url_for("admin.story", request_id=request_id))
