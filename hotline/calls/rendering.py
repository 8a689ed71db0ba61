"""From a script to the carrier's XML, with what this system has: catalogs, recorded prompts, residents' messages."""

from functools import partial

from dispatch.db import Work
from dispatch.models import Recording
from dispatch.states import RecordingState
from hotline.calls.addresses import Place, message_address, prompt_address
from hotline.calls.script import Line, Script
from hotline.calls.speaking import Files, Heard, Speaker, no_files
from hotline.telephony.voice_twiml import document
from hotline.wiring import Context


def render(system: Context, work: Work, script: Script, *, call_id: int, turn: int) -> str:
    """Return a step's answer. Raises KeyError for an unknown notice or missing fact, ValueError for ringing nobody."""
    speaker = speaker_of(system, system.recorded.files, work)
    return document(script, speaker.say, place_of(system, call_id, turn))


def say(system: Context, line: Line, language: str) -> list[Heard]:
    """Return what is heard of one line that plays nobody's message."""
    return speaker_of(system, system.recorded.files).say(line, language)


def place_of(system: Context, call_id: int, turn: int) -> Place:
    """Return where we are in a call."""
    return Place(system.settings.public_url, system.settings.number, call_id, turn)


def speaker_of(system: Context, files: Files = no_files, work: Work | None = None) -> Speaker:
    """Return who says the lines; without a unit of work residents' messages are left out."""
    return Speaker(
        system.catalogs, system.settings.default_language, system.zone, files=files,
        play=partial(prompt_address, system.settings.public_url),
        message=partial(_message, system, work) if work else _no_message,
    )  # fmt: skip


def _message(system: Context, work: Work, recording_id: int) -> str | None:
    """Return where a message can be heard; None when it is not here, since a missing file would break the call."""
    recording = work.session.get(Recording, recording_id)
    is_here = recording is not None and recording.state == RecordingState.STORED
    if not is_here or recording is None or not system.shelf.path(recording.file).is_file():
        return None
    return message_address(system.settings.public_url, system.settings.secret_key, recording_id)


def _no_message(_recording_id: int) -> str | None:
    return None
