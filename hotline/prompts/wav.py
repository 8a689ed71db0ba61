"""What a recording must be so that the carrier can play it: a wav file with one channel, neither empty nor endless.

Python's own reader knows no mu-law, which is what telephones make, so the header is read here.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

SHORTEST = 0.2
LONGEST = 60.0
"""Seconds."""
SLOWEST, FASTEST = 8_000, 48_000
"""Samples in a second."""

PCM, MU_LAW, EXTENSIBLE = 1, 7, 0xFFFE
BITS = {PCM: (8, 16), MU_LAW: (8,)}
"""Bits of a sample, by the way it is written."""

REASONS = ("no_wav", "broken", "sort", "not_mono", "rate", "too_short", "too_long", "no_such_piece")
"""Why a recording is refused; each has words of its own (`web:voice.fault.<reason>`)."""

_UNKNOWN_SIZE = 0xFFFFFFFF  # a writer that could not go back to fill it in


class BadRecording(Exception):
    """A recording cannot be used. `reason`: one of `REASONS`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class _Sound:
    sort: int
    channels: int
    rate: int
    bits: int
    size: int

    @property
    def seconds(self) -> float:
        return self.size / (self.rate * self.channels * self.bits // 8)


def seconds_of(data: bytes) -> float:
    """Return how long a recording is. Raises `BadRecording` for one that the carrier could not play."""
    sound = _read(data)
    if sound.bits not in BITS.get(sound.sort, ()):
        raise BadRecording("sort")
    if sound.channels != 1:
        raise BadRecording("not_mono")
    if not SLOWEST <= sound.rate <= FASTEST:
        raise BadRecording("rate")
    if sound.seconds < SHORTEST:
        raise BadRecording("too_short")
    if sound.seconds > LONGEST:
        raise BadRecording("too_long")
    return sound.seconds


def _read(data: bytes) -> _Sound:
    if data[:4] != b"RIFF" or data[8:12] != b"WAVE":
        raise BadRecording("no_wav")
    form: tuple[int, int, int, int] | None = None
    for name, body in _chunks(data):
        if name == b"fmt ":
            form = _form(body)
        elif name == b"data" and form:
            return _Sound(*form, size=len(body))
    raise BadRecording("broken")


def _chunks(data: bytes) -> Iterator[tuple[bytes, memoryview]]:
    """Yield each chunk's name and content. Raises `BadRecording` for a chunk that ends before it should."""
    view, place = memoryview(data), 12
    while place + 8 <= len(data):
        size = int.from_bytes(data[place + 4 : place + 8], "little")
        start, left = place + 8, len(data) - place - 8
        if size > left and size != _UNKNOWN_SIZE:
            raise BadRecording("broken")
        yield data[place : place + 4], view[start : start + min(size, left)]
        place = start + size + size % 2


def _form(body: memoryview) -> tuple[int, int, int, int]:
    """Return the way of writing, channels, rate and bits that a format chunk states."""
    if len(body) < 16:
        raise BadRecording("broken")
    sort, channels, rate, _bytes, _block, bits = struct.unpack_from("<HHIIHH", body)
    if sort == EXTENSIBLE and len(body) >= 26:
        (sort,) = struct.unpack_from("<H", body, 24)
    return sort, channels, rate, bits
