"""From verb to verb through a document."""

from collections.abc import Callable, Mapping
from urllib.parse import urljoin

from hotline.simulator.calls import dialling, document, gathering, prompting, recording
from hotline.simulator.calls.asking import ask
from hotline.simulator.calls.document import Verb
from hotline.simulator.calls.ending import end
from hotline.simulator.calls.moment import Moment
from hotline.simulator.calls.state import BUSY, IDLE, IN_PROGRESS, NO_ANSWER, RINGING, Leg
from hotline.simulator.calls.verbs import current


def begin(moment: Moment, leg: Leg, body: str, address: str) -> None:
    """Begin with a new document. address: where it came from, empty for nowhere."""
    leg.document, leg.address, leg.verb, leg.doing, leg.due = body, address, -1, IDLE, 0.0
    moment.walk_on(leg)


def step(moment: Moment, leg: Leg) -> None:
    """Take the next verb; after the last one the leg ends, or is connected if it heard a whisper."""
    verbs = document.read(leg.document)
    leg.verb, leg.prompt, leg.doing = leg.verb + 1, -1, IDLE
    if leg.verb < len(verbs):
        verb = verbs[leg.verb]
        if verb.name != "Reject" and verb.get("answerOnBridge") != "true":
            _answer(moment, leg)
        _VERBS[verb.name](moment, leg, verb)
    elif leg.is_dialled:
        dialling.connect(moment, leg)
    else:
        leave(moment, leg)


def prompt_over(moment: Moment, leg: Leg) -> None:
    """A prompt has ended: the next one of the Gather it stands in, else the next verb."""
    verb = current(leg)
    if verb.name == "Gather":
        gathering.go_on(moment, leg, verb)
    else:
        moment.walk_on(leg)


def leave(moment: Moment, leg: Leg) -> None:
    """Hang up at the carrier's side."""
    _answer(moment, leg)
    end(moment, leg)


def _answer(moment: Moment, leg: Leg) -> None:
    if leg.status == RINGING:
        leg.status, leg.answered = IN_PROGRESS, moment.now


def _hang_up(moment: Moment, leg: Leg, verb: Verb) -> None:
    leave(moment, leg)


def _reject(moment: Moment, leg: Leg, verb: Verb) -> None:
    end(moment, leg, BUSY if verb.get("reason") == "busy" else NO_ANSWER)


def _redirect(moment: Moment, leg: Leg, verb: Verb) -> None:
    ask(moment, leg, urljoin(leg.address, verb.text), {}, method=verb.get("method", "POST"))


_VERBS: Mapping[str, Callable[[Moment, Leg, Verb], None]] = {
    "Say": prompting.start,
    "Play": prompting.start,
    "Pause": prompting.start,
    "Gather": gathering.start,
    "Record": recording.start,
    "Dial": dialling.start,
    "Hangup": _hang_up,
    "Reject": _reject,
    "Redirect": _redirect,
}
