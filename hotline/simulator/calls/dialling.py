"""Dial: the numbers ring together, the first to pick up hears the whisper and is then connected."""

from urllib.parse import urljoin

from hotline.simulator import rules
from hotline.simulator.calls.asking import ask
from hotline.simulator.calls.document import Verb
from hotline.simulator.calls.ending import end, let_go, outcome
from hotline.simulator.calls.happenings import Noted
from hotline.simulator.calls.moment import Moment, new_sid, report
from hotline.simulator.calls.state import (
    BRIDGED,
    BY_DIAL,
    CANCELED,
    DIALLING,
    FAILED,
    IN_PROGRESS,
    INBOUND,
    INITIATED,
    RINGING,
    Leg,
    Watch,
)
from hotline.simulator.calls.verbs import action_of, current

RINGS = 30
LONGEST = 4 * 3600
"""Seconds that it rings, and that two are connected, when the verb says nothing else."""


def start(moment: Moment, leg: Leg, verb: Verb) -> None:
    """Let every number ring."""
    leg.doing, leg.due, leg.dials = DIALLING, 0.0, []
    numbers = list(verb.children) or [Verb("Number", {}, verb.text)]
    caller = verb.get("callerId") or (leg.sender if leg.direction == INBOUND else moment.house.line)
    for number in numbers:
        _ring(moment, leg, number, caller=caller, seconds=verb.whole("timeout", RINGS))
    moment.settle_dial()


def pick_up(moment: Moment, leg: Leg) -> None:
    """One has answered: the others are let go, and it hears the whisper or is connected."""
    for other in moment.call.dialled():
        if other is not leg:
            end(moment, other, CANCELED)
    if leg.url:
        ask(moment, leg, leg.url, {}, method=leg.url_method)
    else:
        connect(moment, leg)


def connect(moment: Moment, leg: Leg) -> None:
    """Let the two talk."""
    first = moment.call.first
    if not first.open or leg.sid not in first.dials:
        end(moment, leg)
        return
    if first.status == RINGING:
        first.status, first.answered = IN_PROGRESS, moment.now
    for side in (first, leg):
        side.doing, side.due, side.bridged, side.talked = BRIDGED, 0.0, moment.now, True
    first.due = moment.now + current(first).whole("timeLimit", LONGEST)


def press(moment: Moment, leg: Leg, key: str) -> None:
    """Take a key of the caller while the two talk: a star may hang up the other side."""
    if leg is moment.call.first and key == "*" and current(leg).get("hangupOnStar") == "true":
        let_go(moment)


def time_is_up(moment: Moment, leg: Leg) -> None:
    """The longest time that two may talk is over."""
    let_go(moment)


def settle(moment: Moment, leg: Leg) -> None:
    """When every dialled leg has ended, go on with the action or the next verb."""
    if leg.doing not in {DIALLING, BRIDGED} or any(each.open for each in moment.call.dialled()):
        return
    verb = current(leg)
    if verb.get("action"):
        address, method = action_of(leg, verb)
        ask(moment, leg, address, outcome(moment), method=method)
    else:
        moment.walk_on(leg)


def _ring(moment: Moment, leg: Leg, number: Verb, *, caller: str, seconds: int) -> None:
    """Let one number ring, or fail at once when the carrier would not dial it so."""
    dialled = Leg(new_sid("CA"), leg.call, number.text, caller, number.text, BY_DIAL, status=INITIATED)
    dialled.created = dialled.clock = moment.now
    if number.get("url"):
        dialled.url, dialled.url_method = urljoin(leg.address, number.get("url")), number.get("method", "POST")
    if number.get("statusCallback"):
        address, events = urljoin(leg.address, number.get("statusCallback")), number.get("statusCallbackEvent")
        dialled.watch = Watch(address, number.get("statusCallbackMethod", "POST"), events.split() or ["completed"])
    dialled.detects = number.get("machineDetection")
    moment.call.legs[dialled.sid] = dialled
    leg.dials.append(dialled.sid)
    wrong = _wrong(moment, leg, dialled)
    if wrong:
        moment.caption(leg, "error", wrong)
        moment.effects.append(Noted(leg.sid, leg.asked.number, wrong))
        end(moment, dialled, FAILED)
        return
    report(moment, dialled)
    dialled.status, dialled.due = RINGING, moment.now + seconds
    report(moment, dialled)


def _wrong(moment: Moment, leg: Leg, dialled: Leg) -> str:
    """Return the carrier's code and words for a number that it does not dial, or an empty text."""
    if dialled.sender not in {moment.house.line, leg.sender, leg.recipient}:
        return f"13214 {dialled.sender} is no caller id of ours"
    if rules.kind_of(dialled.number) == "none":
        return f"13223 {dialled.number} is no number"
    return ""
