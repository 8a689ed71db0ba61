"""The addresses that the carrier is given in our answers, all absolute; those of residents' messages are signed."""

from dataclasses import dataclass
from urllib.parse import urlencode

from itsdangerous import BadSignature, URLSafeTimedSerializer

LISTEN_SECONDS = 15 * 60
"""How long the address of a resident's message works."""


@dataclass(frozen=True)
class Place:
    """Where in which call we are. number: the line's own, which everybody sees whom it rings."""

    public_url: str
    number: str
    call_id: int
    turn: int

    @property
    def step(self) -> str:
        """Where what comes of this step goes."""
        return self._address("voice/step")

    @property
    def accepted(self) -> str:
        """Where the key goes that somebody pressed who was rung."""
        return self._address("voice/accepted")

    @property
    def recording(self) -> str:
        """Where the carrier tells what became of a recording."""
        return f"{self.public_url}/twilio/status/recording?{urlencode({'c': self.call_id})}"

    def whisper(self, language: str, prompt: str) -> str:
        """Where the words are that somebody hears who is rung, before he is connected."""
        return self._address("voice/whisper", l=language, w=prompt)

    def _address(self, path: str, **more: str) -> str:
        query = urlencode({"c": self.call_id, "n": self.turn, **more})
        return f"{self.public_url}/twilio/{path}?{query}"


def prompt_address(public_url: str, file: str) -> str:
    """Return where a recorded prompt is. Its name is random and what it says is no secret, so anybody may ask."""
    return f"{public_url}/twilio/audio/prompt/{file}"


def message_address(public_url: str, secret: str, recording_id: int) -> str:
    """Return where a resident's message can be heard, for `LISTEN_SECONDS` from now."""
    return f"{public_url}/twilio/audio/recording/{_signer(secret).dumps(recording_id)}"


def message_of(secret: str, token: str) -> int | None:
    """Return which message an address was made for; None when it is forged or too old."""
    try:
        recording_id = _signer(secret).loads(token, max_age=LISTEN_SECONDS)
    except BadSignature:
        return None
    return recording_id if isinstance(recording_id, int) else None


def _signer(secret: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret, salt="recording")
