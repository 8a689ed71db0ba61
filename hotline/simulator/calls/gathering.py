"""Gather: prompts that a key breaks off, then keys or speech until enough, a finish key, or nothing for too long."""

from collections.abc import Mapping

from hotline.simulator.calls import prompting
from hotline.simulator.calls.asking import ask
from hotline.simulator.calls.document import Verb
from hotline.simulator.calls.happenings import Spoke
from hotline.simulator.calls.moment import Moment
from hotline.simulator.calls.state import GATHERING, PAUSING, PROMPTING, Leg
from hotline.simulator.calls.verbs import action_of, current

PATIENCE = 5
"""Seconds without input, when the verb says nothing else."""


def start(moment: Moment, leg: Leg, verb: Verb) -> None:
    """Begin with the first prompt."""
    leg.prompt, leg.digits = -1, ""
    go_on(moment, leg, verb)


def go_on(moment: Moment, leg: Leg, verb: Verb) -> None:
    """Take the next prompt; after the last one, wait."""
    leg.prompt += 1
    if leg.prompt >= len(verb.children):
        _wait(moment, leg, verb)
        return
    prompting.start(moment, leg, verb.children[leg.prompt])


def press(moment: Moment, leg: Leg, key: str) -> None:
    """Take a key, also while a prompt is heard: it breaks the prompt off."""
    verb = current(leg)
    if "dtmf" not in takes(verb):
        return
    if key in verb.get("finishOnKey", "#"):
        _submit(moment, leg, verb, finish=key)
        return
    leg.digits += key
    leg.prompt = len(verb.children)
    if len(leg.digits) == verb.whole("numDigits", 0):
        _submit(moment, leg, verb)
    else:
        _wait(moment, leg, verb)


def speak(moment: Moment, leg: Leg, event: Spoke) -> None:
    """Take what is said, where speech is taken and no key came first."""
    verb = current(leg)
    if "speech" not in takes(verb) or leg.digits or not event.words:
        return
    heard = {"SpeechResult": event.words}
    if event.confidence is not None:
        heard["Confidence"] = str(event.confidence)
    _ask(moment, leg, verb, heard)


def give_up(moment: Moment, leg: Leg) -> None:
    """Nothing came for too long: what was pressed counts, nothing at all goes on with the next verb."""
    _submit(moment, leg, current(leg))


def takes(verb: Verb) -> list[str]:
    """Return what a Gather takes: dtmf, speech or both."""
    return verb.get("input", "dtmf").split()


def _wait(moment: Moment, leg: Leg, verb: Verb) -> None:
    leg.doing = GATHERING
    leg.due = moment.now + verb.whole("timeout", PATIENCE)


def _submit(moment: Moment, leg: Leg, verb: Verb, *, finish: str = "") -> None:
    if leg.digits:
        _ask(moment, leg, verb, {"Digits": leg.digits, "FinishedOnKey": finish})
    elif verb.get("actionOnEmptyResult") == "true":
        empty = {"Digits": ""} if "dtmf" in takes(verb) else {}
        _ask(moment, leg, verb, empty | ({"SpeechResult": ""} if "speech" in takes(verb) else {}))
    else:
        moment.walk_on(leg)


def _ask(moment: Moment, leg: Leg, verb: Verb, heard: Mapping[str, str]) -> None:
    address, method = action_of(leg, verb)
    ask(moment, leg, address, {"msg": "Gather End", **heard}, method=method)


WHILE_ASKING = frozenset({GATHERING, PAUSING, PROMPTING})
"""What a leg may be doing within a Gather."""
