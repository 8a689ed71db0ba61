"""Say, Play and Pause: what takes its time and then is over."""

from urllib.parse import urljoin

from hotline.simulator.calls.asking import ask_for_media
from hotline.simulator.calls.document import Verb
from hotline.simulator.calls.moment import Moment
from hotline.simulator.calls.state import PAUSING, PROMPTING, Leg
from hotline.simulator.calls.verbs import reading_time

ENDLESS = 0.0
"""A prompt that is repeated until something else happens."""


def start(moment: Moment, leg: Leg, verb: Verb) -> None:
    """Begin a prompt, on its own or within a Gather."""
    if verb.name == "Pause":
        leg.doing, leg.due = PAUSING, moment.now + verb.whole("length", 1)
    elif verb.name == "Say":
        moment.caption(leg, "say", verb.text, verb.get("language"))
        _last(moment, leg, verb, reading_time(verb.text))
    elif verb.text:
        address = urljoin(leg.address, verb.text)
        moment.caption(leg, "play", address)
        leg.doing, leg.due = PROMPTING, ENDLESS  # its length is known when the file is here
        ask_for_media(moment, leg, address)
    else:
        moment.caption(leg, "keys", verb.get("digits"))
        _last(moment, leg, verb, len(verb.get("digits")) / 2)


def arrive(moment: Moment, leg: Leg, verb: Verb, seconds: float) -> None:
    """The file of a Play is here. seconds: its length."""
    _last(moment, leg, verb, seconds)


def _last(moment: Moment, leg: Leg, verb: Verb, seconds: float) -> None:
    times = verb.whole("loop", 1)
    leg.doing = PROMPTING
    leg.due = moment.now + seconds * times if times else ENDLESS
