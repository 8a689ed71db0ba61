"""What came of a step of a call: from the carrier's fields to keys, words, a message, a connection."""

import re
from collections.abc import Mapping

from dispatch import recordings
from dispatch.db import Work
from dispatch.models import Call, Recording
from hotline.calls.script import Pressed
from hotline.prompts import booth

KEYS = frozenset("0123456789*#")
MOST_KEYS = 20
"""Keys that are kept; nothing we ask for is as long."""

MOST_WORDS = 500
ACCEPTED = "accepted"
"""Where a call's talk holds the step in which somebody who was rung has pressed 1."""

ENDED = frozenset({"completed", "canceled", "busy", "failed", "no-answer"})
HUNG_UP = "hangup"

_RECORDING = re.compile(r"RE[0-9A-Za-z]{1,38}")


def read(work: Work, call: Call, form: Mapping[str, str]) -> Pressed:
    """Return what came of the step that was put last. A message is announced, so that it is fetched."""
    connected = call.talk.get(ACCEPTED) == call.turn if "DialCallStatus" in form else None
    if is_recording(form):
        return Pressed(recording_id=_announce(work, call, form), connected=connected)
    return Pressed(digits=_keys(form), speech=form.get("SpeechResult", "")[:MOST_WORDS].strip(), connected=connected)


def is_recording(form: Mapping[str, str]) -> bool:
    """Whether the step was a message to be spoken."""
    return any(name in form for name in ("RecordingSid", "RecordingUrl", "RecordingDuration"))


def has_hung_up(form: Mapping[str, str]) -> bool:
    """Whether this is the last we hear of the call."""
    return form.get("Digits") == HUNG_UP or form.get("CallStatus", "").strip().lower() in ENDED


def recording_sid(form: Mapping[str, str]) -> str:
    """Return the carrier's id of a recording, which may stand only at the end of its address; empty for none."""
    given = form.get("RecordingSid") or form.get("RecordingUrl", "").partition("?")[0].rstrip("/").rpartition("/")[2]
    found = _RECORDING.fullmatch(given.partition(".")[0])
    return found[0] if found else ""


def seconds(form: Mapping[str, str]) -> int | None:
    """Return how long a recording is; None when the carrier does not say."""
    given = form.get("RecordingDuration", "").strip()
    if not re.fullmatch(r"-?[0-9]{1,6}", given):
        return None
    return max(0, int(given))


def announce(work: Work, call: Call, form: Mapping[str, str]) -> Recording:
    """Note a message of this call, so that it is fetched; one without a sound concerns nobody and is only deleted."""
    length = seconds(form)
    is_about_request = length != 0 and not booth.is_open(call)
    request_id = call.request_id if is_about_request else None
    return recordings.announce(work, call, recording_sid(form), 1 if length is None else length, request_id=request_id)


def accept(call: Call, turn: int) -> None:
    """Keep that somebody who was rung in this step has said that it is he, and no machine."""
    call.talk = {**call.talk, ACCEPTED: turn}


def essence(form: Mapping[str, str]) -> dict[str, str]:
    """Return what tells one answer to a step from another; when it came, or the state of the call then, does not."""
    return {
        "keys": _keys(form), "words": form.get("SpeechResult", ""), "recording": recording_sid(form),
        "dial": form.get("DialCallStatus", ""),
    }  # fmt: skip


def _keys(form: Mapping[str, str]) -> str:
    given = "".join(key for key in form.get("Digits", "") if key in KEYS)[:MOST_KEYS]
    return given or ("#" if form.get("FinishedOnKey") == "#" else "")


def _announce(work: Work, call: Call, form: Mapping[str, str]) -> int | None:
    """Return the id of the message she has spoken; None when there is nothing in it, or it is another call's."""
    sid = recording_sid(form)
    recording = announce(work, call, form) if sid else None
    return recording.id if recording and recording.call_id == call.id and seconds(form) != 0 else None
