"""Small wav files, made in memory."""

import struct


def a_wav(seconds: float = 1.0, *, rate: int = 8000, channels: int = 1, sort: int = 1, bits: int = 16) -> bytes:
    """Return a wav file of silence. sort: 1 for PCM, 7 for mu-law."""
    size = int(seconds * rate) * channels * bits // 8
    form = struct.pack("<HHIIHH", sort, channels, rate, rate * channels * bits // 8, channels * bits // 8, bits)
    # A chunk of an odd size before the sound, as some programs write it: it takes one byte more than it says.
    chunks = _chunk(b"fmt ", form) + _chunk(b"LIST", b"abc") + _chunk(b"data", bytes(size))
    return b"RIFF" + (4 + len(chunks)).to_bytes(4, "little") + b"WAVE" + chunks


def _chunk(name: bytes, body: bytes) -> bytes:
    return name + len(body).to_bytes(4, "little") + body + b"\0" * (len(body) % 2)
