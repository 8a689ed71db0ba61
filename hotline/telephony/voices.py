"""The languages the carrier can speak, and with which voice. Voice and language must belong together, else Say fails.

From the carrier's list of voices (Twilio's helper libraries, April 2026). A language that is not here has no voice
that is good enough, so every prompt of it must be a recording.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Voice:
    """The carrier's tag for a language, and the name of a voice that speaks it."""

    tag: str
    voice: str


VOICES: Mapping[str, Voice] = {
    "sv": Voice("sv-SE", "Polly.Elin-Neural"),
    "en": Voice("en-GB", "Polly.Amy-Neural"),
    "ar": Voice("ar-AE", "Polly.Hala-Neural"),
    "uk": Voice("uk-UA", "Google.uk-UA-Standard-A"),
    "pl": Voice("pl-PL", "Polly.Ola-Neural"),
    "fi": Voice("fi-FI", "Polly.Suvi-Neural"),
    "es": Voice("es-ES", "Polly.Lucia-Neural"),
    "tr": Voice("tr-TR", "Polly.Burcu-Neural"),
}
"""By BCP 47 tag."""

HEARS: Mapping[str, str] = {
    "sv": "sv-SE",
    "en": "en-GB",
    "ar": "ar-AE",
    "uk": "uk-UA",
    "pl": "pl-PL",
    "fi": "fi-FI",
    "es": "es-ES",
    "tr": "tr-TR",
}
"""The languages in which the carrier hears words, with its tag; in another one a Gather that listens fails whole."""
