"""What a caller hears when nothing else works: made from the catalogs in memory, without a database or Redis."""

from hotline.calls.rendering import speaker_of
from hotline.calls.script import Line
from hotline.catalogs import REFERENCE
from hotline.telephony.voice_twiml import goodbye
from hotline.telephony.voices import VOICES
from hotline.wiring import Context

WORDS = ("not_emergency", "call_again")


def sorry(system: Context) -> str:
    """Return the emergency notice and "call again" in every language that has a voice, the line's own first."""
    speaker = speaker_of(system)
    first = (system.settings.default_language, REFERENCE)
    tags = dict.fromkeys(tag for tag in (*first, *system.catalogs) if tag in system.catalogs and tag in VOICES)
    return goodbye([heard for tag in tags for notice in WORDS for heard in speaker.say(Line(notice), tag)])
