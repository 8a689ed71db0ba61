"""The telephone on a handset of the page: calling, answering, keys and speech. Plain forms first."""

import time

from flask import Blueprint, abort, request
from werkzeug.wrappers import Response

from hotline.simulator import pages, sounds
from hotline.simulator.calls import switchboard
from hotline.simulator.calls.happenings import Answered, Declined, Event, HungUp, Keys, Spoke
from hotline.simulator.calls.moment import new_sid
from hotline.simulator.calls.screens import leg_on
from hotline.simulator.calls.state import BUSY, FETCHING, NO_ANSWER
from hotline.simulator.calls.verbs import reading_time
from hotline.simulator.world import World

bp = Blueprint("calls", __name__)
bp.before_request(pages.prepare)

LARGEST_SOUND = 4 * 1024 * 1024
"""Bytes of an uploaded sound file."""

LONGEST_SPEECH = 600
LONGEST_WORDS = 500
WITHHELD = "anonymous"

EVENTS: dict[str, Event] = {
    "answer": Answered(),
    "machine": Answered(machine=True),
    "busy": Declined(BUSY),
    "no_answer": Declined(NO_ANSWER),
    "hang_up": HungUp(),
}
"""What the buttons of a handset do."""


@bp.post("/call")
def call() -> Response:
    """Dial the line, or do something about the call that there is."""
    number, do = pages.chosen(), request.form.get("do", "")
    leg = leg_on(_world(), number)
    if do == "dial":
        shown = (request.form.get("shown") or WITHHELD)[:40] if request.form.get("withheld") else None
        if leg is None:
            switchboard.dial(_world(), number, shown=shown)
    elif do not in EVENTS:
        abort(400)
    elif leg is not None:
        switchboard.happen(_world(), leg.sid, EVENTS[do])
    return _back(number)


@bp.post("/keys")
def keys() -> Response:
    """Press a key."""
    number, key = pages.chosen(), request.form.get("key", "")
    if not key or set(key) - set("0123456789*#"):
        abort(400)
    return _happen(number, Keys(key[:32]))


@bp.post("/speak")
def speak() -> Response:
    """Say something: words, so many seconds, or a sound file."""
    request.max_content_length = LARGEST_SOUND
    number, words = pages.chosen(), request.form.get("words", "").strip()[:LONGEST_WORDS]
    given = request.form.get("seconds", "")
    seconds = float(min(int(given[:4]), LONGEST_SPEECH)) if given.isascii() and given.isdigit() else 0.0
    content = request.files["sound"].read() if "sound" in request.files else b""
    length = sounds.length(content) if content else None
    if content and length is None:
        return pages.back(number, said="not_a_sound")
    sid = new_sid("sound") if content else ""
    if sid:
        _world().calls.put_sound(sid, content)
    return _happen(number, Spoke(length or seconds or round(reading_time(words)), words, sound=sid))


def _happen(number: str, event: Event) -> Response:
    leg = leg_on(_world(), number)
    if leg is not None:
        switchboard.happen(_world(), leg.sid, event)
    return _back(number)


def _back(number: str) -> Response:
    """Return to the handset; a plain form waits a little for the application's answer."""
    until = time.monotonic() + pages.PATIENCE
    while not pages.is_script() and time.monotonic() < until:
        leg = leg_on(_world(), number)
        if leg is None or leg.doing != FETCHING:
            break
        time.sleep(0.02)
    return pages.back(number)


def _world() -> World:
    return pages.table().exchange
