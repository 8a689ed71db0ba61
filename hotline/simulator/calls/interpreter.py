"""The walk through a call: what happened goes in, what follows from it comes out."""

from collections.abc import Callable, Mapping
from typing import Any

from hotline.simulator.calls import dialling, document, gathering, prompting, recording
from hotline.simulator.calls.asking import ask, complain
from hotline.simulator.calls.document import BadDocument
from hotline.simulator.calls.ending import end, let_go
from hotline.simulator.calls.happenings import (
    Answered,
    Declined,
    Dialled,
    Effect,
    Event,
    Fetch,
    Fetched,
    HungUp,
    Keys,
    Passed,
    Progress,
    Sent,
    Spoke,
    Stopped,
)
from hotline.simulator.calls.moment import END, SETTLE, WALK, House, Moment, report
from hotline.simulator.calls.state import (
    BRIDGED,
    CANCELED,
    COMPLETED,
    FETCHING,
    GATHERING,
    IDLE,
    IN_PROGRESS,
    INBOUND,
    NO_ANSWER,
    PAUSING,
    PROMPTING,
    QUEUED,
    RECORDING,
    RINGING,
    Call,
    Leg,
)
from hotline.simulator.calls.verbs import current
from hotline.simulator.calls.walking import begin, leave, prompt_over, step


def happen(call: Call, leg_sid: str, event: Event, *, house: House, now: float) -> list[Effect]:
    """Let something happen to a leg: the call is changed, and what follows from it is returned.

    What cannot happen to the leg as it stands changes nothing. now: seconds since the epoch.
    """
    leg = call.legs[leg_sid]
    if not leg.open:
        return []
    moment = Moment(call, house, now)
    leg.clock = max(leg.clock, now)
    if not isinstance(event, Fetched):
        leg.hops = 0
    _HANDLERS[type(event)](moment, leg, event)
    while moment.agenda:
        what, sid = moment.agenda.pop(0)
        if call.legs[sid].open:
            _AGENDA[what](moment, call.legs[sid])
    return moment.effects


def _dialled(moment: Moment, leg: Leg, event: Dialled) -> None:
    if leg.status == QUEUED:
        leg.status = RINGING
        ask(moment, leg, moment.house.voice_url, {})


def _progress(moment: Moment, leg: Leg, event: Progress) -> None:
    leg.status = event.status
    report(moment, leg)
    if event.status == RINGING:
        leg.due = moment.now + leg.ring_seconds


def _answered(moment: Moment, leg: Leg, event: Answered) -> None:
    if leg.status != RINGING or leg.direction == INBOUND:
        return
    leg.status, leg.answered, leg.due = IN_PROGRESS, moment.now, 0.0
    report(moment, leg)
    detected = _detect(moment, leg, event)
    if leg.is_dialled:
        dialling.pick_up(moment, leg)
    elif leg.url:
        ask(moment, leg, leg.url, detected, method=leg.url_method)
    else:
        _take(moment, leg, Fetched(0, leg.document, "text/xml"), "")


def _detect(moment: Moment, leg: Leg, event: Answered) -> dict[str, str]:
    """Return what the answering document is told of who answered."""
    if not leg.detects:
        return {}
    machine = "machine_start" if leg.detects == "Enable" else "machine_end_beep"
    leg.answered_by = machine if event.machine else "human"
    if not leg.detects_apart:
        return {"AnsweredBy": leg.answered_by}
    if leg.detects_url:
        told = {"CallSid": leg.sid, "AccountSid": moment.house.account, "AnsweredBy": leg.answered_by}
        told |= {"MachineDetectionDuration": "2400"}
        moment.effects.append(Fetch(leg.sid, leg.detects_url, told))
    return {}


def _declined(moment: Moment, leg: Leg, event: Declined) -> None:
    if leg.direction != INBOUND and not leg.answered:
        end(moment, leg, event.status)


def _keys(moment: Moment, leg: Leg, event: Keys) -> None:
    moment.caption(leg, "pressed", event.keys)
    for key in event.keys:
        if leg.doing == RECORDING:
            recording.press(moment, leg, key)
        elif leg.doing == BRIDGED:
            dialling.press(moment, leg, key)
        elif _is_gathering(leg):
            gathering.press(moment, leg, key)
        if moment.agenda or leg.doing == FETCHING:
            return


def _spoke(moment: Moment, leg: Leg, event: Spoke) -> None:
    moment.caption(leg, "spoke", event.words or f"{event.seconds:g} s")
    if leg.doing == RECORDING:
        recording.speak(moment, leg, event)
    elif _is_gathering(leg):
        gathering.speak(moment, leg, event)


def _passed(moment: Moment, leg: Leg, event: Passed) -> None:
    if leg.doing == RECORDING:
        recording.finish(moment, leg)
    elif leg.doing == GATHERING:
        gathering.give_up(moment, leg)
    elif leg.doing in {PROMPTING, PAUSING}:
        prompt_over(moment, leg)
    elif leg.doing == BRIDGED:
        dialling.time_is_up(moment, leg)
    elif leg.doing == IDLE and leg.status == RINGING:
        end(moment, leg, NO_ANSWER)


def _hung_up(moment: Moment, leg: Leg, event: HungUp) -> None:
    end(moment, leg, COMPLETED if leg.answered else NO_ANSWER)


def _stopped(moment: Moment, leg: Leg, event: Stopped) -> None:
    end(moment, leg, COMPLETED if leg.answered else CANCELED)


def _sent(moment: Moment, leg: Leg, event: Sent) -> None:
    leg.doing = FETCHING  # so that a Dial that ends by this goes nowhere
    if leg is moment.call.first:
        let_go(moment)
    if event.url:
        ask(moment, leg, event.url, {}, method=event.method)
    else:
        _take(moment, leg, Fetched(0, event.document, "text/xml"), "")


def _fetched(moment: Moment, leg: Leg, event: Fetched) -> None:
    if event.number != leg.asked.number:
        return  # it hung up, was sent elsewhere, or pressed a key meanwhile
    if leg.asked.media:
        _media_came(moment, leg, event)
    elif leg.doing == FETCHING:
        if event.fault:
            complain(moment, leg, event.fault)
        else:
            _take(moment, leg, event, leg.asked.address)


def _media_came(moment: Moment, leg: Leg, event: Fetched) -> None:
    if leg.doing != PROMPTING:
        return
    if event.fault:
        moment.caption(leg, "error", event.fault)
        prompt_over(moment, leg)
        return
    verb = current(leg)
    prompting.arrive(moment, leg, verb.children[leg.prompt] if verb.name == "Gather" else verb, event.seconds)


def _take(moment: Moment, leg: Leg, event: Fetched, address: str) -> None:
    """Begin with a document if the carrier can use it."""
    try:
        verbs = document.read(event.body, event.content_type)
        strange = [verb.name for verb in verbs if leg.is_dialled and verb.name not in document.IN_WHISPER]
        if strange:
            raise BadDocument(f"12200 {', '.join(strange)} does not belong in what is heard before connecting")
        if any(verb.name == "Reject" for verb in verbs[1:]):
            raise BadDocument("12200 Reject is no use after the first verb")
    except BadDocument as bad:
        complain(moment, leg, str(bad))
    else:
        begin(moment, leg, event.body, address)


def _is_gathering(leg: Leg) -> bool:
    return leg.doing in gathering.WHILE_ASKING and current(leg).name == "Gather"


_AGENDA: Mapping[str, Callable[[Moment, Leg], None]] = {WALK: step, SETTLE: dialling.settle, END: leave}

_HANDLERS: Mapping[type[Event], Callable[[Moment, Leg, Any], None]] = {
    Dialled: _dialled,
    Progress: _progress,
    Answered: _answered,
    Declined: _declined,
    Keys: _keys,
    Spoke: _spoke,
    Passed: _passed,
    HungUp: _hung_up,
    Fetched: _fetched,
    Sent: _sent,
    Stopped: _stopped,
}
