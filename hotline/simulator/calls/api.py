"""The part of the carrier's REST API that is about calls and recordings."""

from collections.abc import Callable

from flask import Response, request

from hotline.simulator import listing, rules, sounds
from hotline.simulator.calls import orders, switchboard
from hotline.simulator.calls.books import DELETED, READY, Recording
from hotline.simulator.calls.happenings import Sent, Stopped
from hotline.simulator.calls.resources import call_resource, recording_resource
from hotline.simulator.calls.state import CANCELED, COMPLETED, IN_PROGRESS, QUEUED, Leg
from hotline.simulator.door import answer, bp, exchange, refused, troubled
from hotline.simulator.ledger import Search
from hotline.simulator.rules import Refusal

NOT_IN_PROGRESS = Refusal(21220, "Call is not in-progress. Cannot redirect.")
NOT_CANCELABLE = Refusal(21220, "Invalid call state")


@bp.post("/Calls.json")
@troubled
def create_call(sid: str) -> Response:
    """Call somebody, or refuse it with the carrier's code."""
    taken = orders.leg_of(request.form, exchange().number)
    if isinstance(taken, Refusal):
        return refused(taken)
    switchboard.place(exchange(), taken)
    return answer(call_resource(taken, exchange().account_sid, status=QUEUED), 201)


@bp.get("/Calls.json")
@troubled
def list_calls(sid: str) -> Response:
    """List calls, newest first, by To, From, Status and StartTime."""
    status = request.args.get("Status", "")

    def find(search: Search) -> list[dict[str, object]]:
        found = exchange().calls.search(search, status)
        return [call_resource(leg, exchange().account_sid) for leg in found]

    return answer(listing.leaf("calls", request.args, request.path, by="StartTime", find=find), 200)


@bp.get("/Calls/<call>.json")
@troubled
def fetch_call(sid: str, call: str) -> Response:
    """Look one call up."""
    return _with(call, lambda leg: answer(call_resource(leg, exchange().account_sid), 200))


@bp.post("/Calls/<call>.json")
@troubled
def update_call(sid: str, call: str) -> Response:
    """End a call, or send it to another document."""
    return _with(call, _update)


@bp.get("/Recordings/<recording>.json")
@troubled
def fetch_recording(sid: str, recording: str) -> Response:
    """Look one recording up."""
    found = exchange().calls.recording(recording)
    if found is None or found.state == DELETED:
        return refused(rules.not_found(request.path))
    return answer(recording_resource(found, exchange().account_sid), 200)


@bp.delete("/Recordings/<recording>.json")
@bp.delete("/Recordings/<recording>")
@troubled
def delete_recording(sid: str, recording: str) -> Response:
    """Delete a recording."""
    found = exchange().calls.recording(recording)
    if found is None or found.state == DELETED:
        return refused(rules.not_found(request.path))
    exchange().calls.move_recording(recording, DELETED)
    return Response(status=204)


@bp.get("/Recordings/<recording>.wav")
@bp.get("/Recordings/<recording>")
@troubled
def listen_to_recording(sid: str, recording: str) -> Response:
    """Return the sound, once it is ready."""
    found = exchange().calls.recording(recording)
    if found is None or found.state != READY:
        return refused(rules.not_found(request.path))
    return Response(_sound(found), content_type="audio/x-wav")


def _sound(recording: Recording) -> bytes:
    return recording.sound or sounds.tone(recording.seconds)


def _with(call: str, view: Callable[[Leg], Response]) -> Response:
    leg = exchange().calls.leg(call)
    return refused(rules.not_found(request.path)) if leg is None else view(leg)


def _update(leg: Leg) -> Response:
    status, where = request.form.get("Status", ""), orders.target(request.form)
    if status not in {"", COMPLETED, CANCELED} or not (status or where.url or where.document):
        return refused(Refusal(20001, "Status is completed or canceled, or Url or Twiml is needed"))
    if status == CANCELED and leg.answered:
        return refused(NOT_CANCELABLE)
    if not status and (leg.status != IN_PROGRESS or leg.is_dialled):
        return refused(NOT_IN_PROGRESS)
    if leg.open:
        event = Stopped(status) if status else Sent(where.url, where.method, where.document)
        switchboard.happen(exchange(), leg.sid, event)
    now = exchange().calls.leg(leg.sid) or leg
    return answer(call_resource(now, exchange().account_sid), 200)
