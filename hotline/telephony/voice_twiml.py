"""One step of a call in the carrier's XML: what is heard, and what is listened for after it."""

from collections.abc import Callable, Sequence
from typing import Any

from twilio.twiml.voice_response import Dial, Gather, VoiceResponse

from hotline.calls.addresses import Place
from hotline.calls.script import KEY_SECONDS, HangUp, Keys, Line, Refuse, Ring, Script, SpokenMessage, Wait
from hotline.calls.speaking import Heard, Said
from hotline.telephony.voices import HEARS, VOICES, Voice

Say = Callable[[Line, str], Sequence[Heard]]
"""From a line, and the language where it names none, to what is heard."""

SILENCE_SECONDS = 10
"""How long a caller may think before or within her message."""

MOST_AT_ONCE = 10
"""Numbers that the carrier rings at the same time."""

MOST_HINTS = 100
WHISPERS = 2
"""How often somebody who is rung hears what it is about."""

OTHER_VOICE = VOICES["en"]

ACCEPT = str(VoiceResponse())
"""The answer that connects the two: nothing more to say to whoever was rung."""


def document(script: Script, say: Say, place: Place) -> str:
    """Return the answer for one step. Raises ValueError for a `Ring` of nobody, KeyError for an unknown notice."""
    response = VoiceResponse()
    heard = [each for line in script.lines for each in say(line, script.language)]
    match script.listen:
        case Refuse():
            response.reject()
        case Keys() as keys:
            # All is heard within the Gather, so that a key need not wait for the end of it.
            _put(response.gather(**_gather(keys, script.language, place)), heard)
        case SpokenMessage() as message:
            _put(response, heard)
            _record(response, message, place)
        case Ring() as ring:
            _put(response, heard)
            _dial(response, ring, place)
        case Wait(seconds):
            _put(response, heard)
            response.pause(length=seconds)
            response.redirect(place.step, method="POST")
        case HangUp():
            _put(response, heard)
            response.hangup()
    return str(response)


def whisper(heard: Sequence[Heard], place: Place) -> str:
    """Return what somebody hears who was rung: only a key connects him, so no answering machine passes for him."""
    response = VoiceResponse()
    gather = response.gather(
        input="dtmf", num_digits=1, finish_on_key="", timeout=SILENCE_SECONDS, action_on_empty_result=True,
        action=place.accepted, method="POST",
    )  # fmt: skip
    _put(gather, [each for _ in range(WHISPERS) for each in heard])
    return str(response)


def goodbye(heard: Sequence[Heard] = ()) -> str:
    """Return the answer that says something, or nothing, and ends the call."""
    response = VoiceResponse()
    _put(response, heard)
    response.hangup()
    return str(response)


def _put(parent: VoiceResponse | Gather, heard: Sequence[Heard]) -> None:
    for each in heard:
        if isinstance(each, Said):
            voice = _voice(each.language)
            parent.say(each.words, language=voice.tag, voice=voice.voice)
        else:
            parent.play(each.address)


def _voice(language: str) -> Voice:
    return VOICES.get(language, OTHER_VOICE)


def _gather(keys: Keys, language: str, place: Place) -> dict[str, Any]:
    """With one key to press, # and * are keys like the others; with several, # ends them."""
    attributes: dict[str, Any] = {
        "input": "dtmf", "timeout": KEY_SECONDS, "num_digits": keys.most,
        "finish_on_key": "" if keys.most == 1 else "#", "action_on_empty_result": True,
        "action": place.step, "method": "POST",
    }  # fmt: skip
    if keys.hints and language in HEARS:
        hints = ",".join(hint.replace(",", " ")[:100] for hint in keys.hints[:MOST_HINTS])
        attributes |= {
            "input": "dtmf speech", "language": HEARS[language], "hints": hints, "speech_timeout": 3,
            "profanity_filter": False,
        }  # fmt: skip
    return attributes


def _record(response: VoiceResponse, message: SpokenMessage, place: Place) -> None:
    response.record(
        max_length=message.seconds, timeout=SILENCE_SECONDS, finish_on_key="#", play_beep=True, trim="trim-silence",
        action=place.step, method="POST", recording_status_callback=place.recording,
        recording_status_callback_method="POST", recording_status_callback_event="completed absent",
    )  # fmt: skip


def _dial(response: VoiceResponse, ring: Ring, place: Place) -> None:
    """Ring everybody with the line's own number, so that nobody sees who calls."""
    if not ring.people:
        raise ValueError("nobody to ring")
    dial: Dial = response.dial(
        caller_id=place.number, timeout=ring.seconds, time_limit=ring.minutes * 60, action=place.step, method="POST"
    )
    for number, language in ring.people[:MOST_AT_ONCE]:
        dial.number(number, url=place.whisper(language, ring.whisper), method="POST")
