"""Sound for the carrier: prompts for anybody who knows the name, a resident's message only under a fresh address."""

from datetime import UTC, datetime, timedelta

import pytest
from itsdangerous import TimestampSigner, URLSafeTimedSerializer
from werkzeug.test import TestResponse

from dispatch.models import Recording
from dispatch.moves import begin, move
from dispatch.operations.calls import take_call
from hotline.calls.addresses import message_address, message_of
from hotline.wiring import Context
from tests.hotline.webhooks.carrier import Carrier
from tests.support.factories import a_person

SOUND = b"RIFF\x00\x00\x00\x00WAVE"
FILE = "a" * 32 + ".wav"


def _get(carrier: Carrier, path: str) -> TestResponse:
    answer = carrier.app.test_client().get(path, buffered=True)
    answer.close()
    return answer


def _path(system: Context, recording_id: int) -> str:
    settings = system.settings
    return message_address(settings.public_url, settings.secret_key, recording_id).removeprefix(settings.public_url)


@pytest.fixture
def prompt(system: Context) -> str:
    folder = system.settings.var_dir / "prompts"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / FILE).write_bytes(SOUND)
    (system.settings.var_dir / "secret.wav").write_bytes(b"secret")
    return f"/twilio/audio/prompt/{FILE}"


@pytest.fixture
def message(system: Context) -> int:
    """A resident's message that is here."""
    with system.database.work() as work:
        call = take_call(work, a_person(work.session), "CA1")
        recording = Recording(call_id=call.id, provider_sid="RE1", created_at=work.now)
        begin(work, recording, "announce")
        move(work, recording, "store", file=system.shelf.put(SOUND), stored_at=work.now)
        return recording.id


def test_a_prompt_may_be_kept_for_ever(carrier: Carrier, prompt: str) -> None:
    answer = _get(carrier, prompt)
    assert (answer.status_code, answer.mimetype, answer.data) == (200, "audio/wav", SOUND)
    assert "max-age=31536000" in answer.headers["Cache-Control"]
    assert "public" in answer.headers["Cache-Control"]


@pytest.mark.parametrize(
    "file", ["b" * 32 + ".wav", "..%2Fsecret.wav", "../secret.wav", "%00.wav", "x", f"{FILE}/", ""]
)
def test_what_is_no_prompt_is_not_found(file: str, carrier: Carrier, prompt: str) -> None:
    assert _get(carrier, f"/twilio/audio/prompt/{file}").status_code == 404


def test_a_message_is_heard_under_its_signed_address_and_nobody_may_keep_it(
    carrier: Carrier, system: Context, message: int
) -> None:
    answer = _get(carrier, _path(system, message))
    assert (answer.status_code, answer.mimetype, answer.data) == (200, "audio/wav", SOUND)
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_message_that_was_erased_or_lost_on_the_disk_is_not_found(
    carrier: Carrier, system: Context, message: int
) -> None:
    with system.database.work() as work:
        recording = work.session.get_one(Recording, message)
        system.shelf.erase(recording.file)
        path = _path(system, message)
    assert _get(carrier, path).status_code == 404
    with system.database.work() as work:
        move(work, work.session.get_one(Recording, message), "erase", file="")
    assert _get(carrier, path).status_code == 404
    assert _get(carrier, _path(system, 999)).status_code == 404


def test_a_forged_address_opens_nothing(carrier: Carrier, system: Context, message: int) -> None:
    good = _path(system, message)
    for path in (good[:-1], good + "x", f"/twilio/audio/recording/{message}", "/twilio/audio/recording/..%2Fx"):
        assert _get(carrier, path).status_code == 404


def test_an_address_works_for_a_quarter_of_an_hour() -> None:
    class Then(TimestampSigner):
        """Signs as it was done some minutes ago."""

        def get_timestamp(self) -> int:
            return int((datetime.now(UTC) - timedelta(minutes=16)).timestamp())

    old = URLSafeTimedSerializer("secret", salt="recording", signer=Then).dumps(7)
    assert message_of("secret", str(old)) is None
    new = message_address("https://x", "secret", 7).rpartition("/")[2]
    assert (message_of("secret", new), message_of("another", new)) == (7, None)
