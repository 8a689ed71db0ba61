"""A leg ends: its recording is kept, those it was dialling are let go, and who watches it is told."""

from hotline.simulator.calls import recording
from hotline.simulator.calls.happenings import Fetch
from hotline.simulator.calls.moment import Moment, identity, report
from hotline.simulator.calls.state import BRIDGED, CANCELED, COMPLETED, DIALLING, IDLE, QUEUED, RECORDING, Leg
from hotline.simulator.calls.verbs import action_of, current


def end(moment: Moment, leg: Leg, status: str = "") -> None:
    """End a leg. status: the carrier's word, empty for the one that fits what it was."""
    if not leg.open:
        return
    was_queued, doing = leg.status == QUEUED, leg.doing
    leg.status = status or (COMPLETED if leg.answered else CANCELED)
    leg.ended, leg.doing, leg.due = moment.now, IDLE, 0.0
    if doing == RECORDING:
        recording.keep(moment, leg, "hangup")
    if leg.dials:
        let_go(moment)
        if doing in {DIALLING, BRIDGED}:
            _tell_of_dial(moment, leg)
    if not was_queued:  # of a call that was canceled in the queue the carrier says nothing
        report(moment, leg)
    if leg.is_dialled:
        moment.settle_dial()


def let_go(moment: Moment) -> None:
    """End every leg that was dialled."""
    for leg in moment.call.dialled():
        end(moment, leg)


def outcome(moment: Moment) -> dict[str, str]:
    """Return the fields that tell how the latest Dial went. One that was answered by anything counts as completed."""
    legs = moment.call.dialled()
    answered = [leg for leg in legs if leg.answered]
    told = (answered or legs)[-1] if legs else None
    if told is None:
        return {"DialCallStatus": "failed", "DialBridged": "false"}
    said = {"DialCallStatus": COMPLETED if told.answered else told.status, "DialCallSid": told.sid}
    if told.answered:
        said["DialCallDuration"] = str(told.seconds)
    return said | {"DialBridged": str(told.talked).lower()}


def _tell_of_dial(moment: Moment, leg: Leg) -> None:
    """The caller has left: the application hears how the Dial went, and nobody waits for what it answers."""
    action, method = action_of(leg, current(leg))
    if current(leg).get("action"):
        moment.effects.append(Fetch(leg.sid, action, identity(moment.house, leg) | outcome(moment), method))
