"""What is taken as a recording."""

import pytest

from hotline.prompts.wav import BadRecording, seconds_of
from tests.hotline.prompts.sounds import a_wav


@pytest.mark.parametrize("data", [a_wav(), a_wav(rate=48000), a_wav(bits=8), a_wav(sort=7, bits=8), a_wav(0.2)])
def test_what_the_carrier_can_play_is_taken(data: bytes) -> None:
    assert seconds_of(data) > 0


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "no_wav"),
        (b"ID3\x04 an mp3 file", "no_wav"),
        (b"RIFF\0\0\0\0WAVE", "broken"),
        (a_wav()[:-1000], "broken"),
        (a_wav()[:30], "broken"),
        (a_wav(bits=24), "sort"),
        (a_wav(sort=3, bits=32), "sort"),
        (a_wav(channels=2), "not_mono"),
        (a_wav(rate=96000), "rate"),
        (a_wav(rate=0), "rate"),
        (a_wav(0.1), "too_short"),
        (a_wav(61), "too_long"),
    ],
)
def test_anything_else_is_refused_with_its_reason(data: bytes, reason: str) -> None:
    with pytest.raises(BadRecording) as refused:
        seconds_of(data)
    assert refused.value.reason == reason
