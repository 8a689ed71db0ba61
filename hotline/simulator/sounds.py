"""Sound that nobody spoke: a WAV file of silence or a tone, as a telephone would carry it."""

import io
import math
import struct
import wave

RATE = 8000
"""Samples a second, one channel of 16 bits."""

PITCH = 440.0
LOUDNESS = 8000

TYPES = frozenset(
    f"audio/{kind}"
    for kind in ("mpeg", "wav", "wave", "x-wav", "aiff", "x-aifc", "x-aiff", "x-gsm", "gsm", "ulaw")
)
"""What the carrier can play."""


def tone(seconds: int) -> bytes:
    """Return a WAV file with a tone of so many seconds; none is a file without a sample."""
    waves = (math.sin(2 * math.pi * PITCH * sample / RATE) for sample in range(RATE))
    second = b"".join(struct.pack("<h", round(LOUDNESS * height)) for height in waves)
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(second * seconds)
    return made.getvalue()


def length(content: bytes) -> float | None:
    """Return the seconds of a WAV file, or None when it is none."""
    try:
        with wave.open(io.BytesIO(content)) as file:
            return float(file.getnframes() / file.getframerate())
    except (wave.Error, EOFError, ZeroDivisionError):
        return None
