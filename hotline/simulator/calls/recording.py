"""Record: what the caller says until a key, silence, the longest time or her hanging up."""

from urllib.parse import urljoin

from hotline.simulator.calls.asking import ask
from hotline.simulator.calls.document import Verb
from hotline.simulator.calls.happenings import Fetch, Recorded, Spoke
from hotline.simulator.calls.moment import API_VERSION, Moment, identity, new_sid
from hotline.simulator.calls.state import RECORDING, Leg, Tape
from hotline.simulator.calls.verbs import action_of, current

ANY_KEY = "0123456789*#"
SILENCE = 5
"""Seconds after which a recording ends by itself, when the verb says nothing else."""

LONGEST = 3600


def start(moment: Moment, leg: Leg, verb: Verb) -> None:
    """Begin to record."""
    if verb.get("playBeep", "true") == "true":
        moment.caption(leg, "beep", "")
    leg.doing = RECORDING
    leg.tape = Tape(new_sid("RE"), began=moment.now)
    _wait(moment, leg, verb)


def speak(moment: Moment, leg: Leg, event: Spoke) -> None:
    """Take what is said."""
    verb, tape = current(leg), leg.tape
    tape.seconds = min(tape.seconds + event.seconds, verb.whole("maxLength", LONGEST))
    tape.sound = event.sound or tape.sound
    _wait(moment, leg, verb)


def press(moment: Moment, leg: Leg, key: str) -> None:
    """End the recording, if this key ends it; otherwise it is heard on it and nothing more."""
    if key in current(leg).get("finishOnKey", ANY_KEY):
        finish(moment, leg, key)


def finish(moment: Moment, leg: Leg, digits: str = "") -> None:
    """End the recording while the caller is there. digits: the key that ended it, or empty."""
    fields = _keep(moment, leg, digits)
    address, method = action_of(leg, current(leg))
    ask(moment, leg, address, fields, method=method)


def keep(moment: Moment, leg: Leg, digits: str) -> None:
    """End the recording of a leg that is no more: its action is told, and nobody waits for the answer."""
    fields = _keep(moment, leg, digits)
    address, method = action_of(leg, current(leg))
    moment.effects.append(Fetch(leg.sid, address, identity(moment.house, leg) | fields, method))


def _wait(moment: Moment, leg: Leg, verb: Verb) -> None:
    silence = verb.whole("timeout", SILENCE)
    full = leg.tape.began + verb.whole("maxLength", LONGEST)
    leg.due = min(full, max(moment.now, leg.tape.began + leg.tape.seconds) + silence) if silence else full


def _keep(moment: Moment, leg: Leg, digits: str) -> dict[str, str]:
    """Let the recording come about; return the fields that the action is told."""
    verb, tape = current(leg), leg.tape
    seconds = round(tape.seconds) if tape.seconds else 0 if _is_trimmed(verb) else round(moment.now - tape.began)
    events = verb.get("recordingStatusCallbackEvent", "completed").split()
    state = "absent" if seconds == 0 and "absent" in events else "completed"
    house = moment.house
    said = {
        "RecordingSid": tape.sid,
        "RecordingUrl": f"{house.api_url}/{API_VERSION}/Accounts/{house.account}/Recordings/{tape.sid}",
        "RecordingDuration": str(seconds),
    }
    about = {"AccountSid": house.account, "CallSid": leg.sid, **said, "RecordingStatus": state}
    about |= {"RecordingChannels": "1", "RecordingSource": "RecordVerb"}
    callback = verb.get("recordingStatusCallback") if state in events else ""
    watch = urljoin(leg.address, callback) if callback else ""
    method = verb.get("recordingStatusCallbackMethod", "POST")
    moment.effects.append(Recorded(tape.sid, leg.sid, seconds, tape.sound, state, watch, method, about))
    moment.caption(leg, "recorded", str(seconds))
    return {**said, "Digits": digits}


def _is_trimmed(verb: Verb) -> bool:
    return verb.get("trim", "trim-silence") == "trim-silence"
