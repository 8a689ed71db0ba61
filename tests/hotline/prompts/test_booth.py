"""A native speaker records his language by phone."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from dispatch import operations
from dispatch.models import Call, Recording
from dispatch.moves import begin, move
from dispatch.states import RecordingState
from hotline.calls.rendering import render
from hotline.calls.script import HangUp, Pressed, Script, SpokenMessage, Wait
from hotline.conversation.by_phone import calling
from hotline.models import PromptRecording
from hotline.prompts import booth, codes
from hotline.prompts.booth import LOOK_EVERY
from hotline.wiring import Context
from tests.hotline.prompts.sounds import a_wav

AXMED, OTHER, HIDDEN = "+46701740610", "+46701740611", "CA0123456789"


@dataclass
class Booth:
    """One call after another to the line, step by step."""

    system: Context
    now: datetime = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
    call: int = 0
    recordings: int = 0

    def code(self) -> str:
        """Return a new code for Somali."""
        with self.system.database.work(self.now) as work:
            return codes.make(work, "so", made_by="operator:1")

    def ring(self, phone: str = AXMED) -> None:
        """Begin a call."""
        with self.system.database.work(self.now) as work:
            person = operations.meet(work, phone, can_text=True, can_call=True)
            call = Call(person_id=person.id, person=person, direction="in", talk={}, created_at=work.now)
            begin(work, call, "take")
            self.call = call.id

    def enter(self, code: str) -> Script | None:
        """Enter a code."""
        with self.system.database.work(self.now) as work:
            return booth.begin(self.system, work, work.session.get_one(Call, self.call), code)

    def press(self, digits: str = "", recording: int | None = None) -> Script:
        """Take the next step."""
        with self.system.database.work(self.now) as work:
            call = work.session.get_one(Call, self.call)
            return booth.take(self.system, work, call, Pressed(digits=digits, recording_id=recording))

    def speak(self) -> int:
        """Say something after the tone; the carrier has it and we have not."""
        self.recordings += 1
        with self.system.database.work(self.now) as work:
            made = Recording(call_id=self.call, provider_sid=f"RE{self.recordings}", seconds=1, created_at=work.now)
            begin(work, made, "announce")
            return made.id

    def arrive(self, recording: int, data: bytes | None = None) -> str:
        """Let a recording be fetched. Returns its file."""
        file = self.system.shelf.put(data or a_wav())
        with self.system.database.work(self.now) as work:
            move(work, work.session.get_one(Recording, recording), "store", file=file)
        return file

    def record(self, key: str = "1") -> Script:
        """Say a piece, hear it, and press a key."""
        recording = self.speak()
        self.arrive(recording)
        self.press(recording=recording)
        return self.press(key)


@pytest.fixture
def speaker(system: Context) -> Booth:
    """A speaker of Somali with a telephone."""
    return Booth(system)


@pytest.fixture
def inside(speaker: Booth) -> Booth:
    """The same, with his code entered."""
    speaker.ring()
    assert speaker.enter(speaker.code())
    return speaker


def _said(script: Script | None) -> list[str]:
    assert script
    assert all(line.language in {"", "sv"} for line in script.lines)
    return [line.facts["words"] if line.notice == "words" else line.notice for line in script.lines]


def test_he_is_read_the_words_in_swedish_and_asked_to_say_them(speaker: Booth, system: Context) -> None:
    speaker.ring()
    script = speaker.enter(speaker.code())
    first = next(iter(system.recorded.wanted["so"].values()))
    own = system.recorded.wanted["sv"][first.name]
    assert _said(script)[:3] == ["record.intro", "record.say", own.words]
    assert script
    assert isinstance(script.listen, SpokenMessage)
    assert script.lines[0].facts == {"language": "so", "count": len(system.recorded.wanted["so"])}


def test_what_he_keeps_becomes_a_prompt_and_his_message_is_erased(inside: Booth, system: Context) -> None:
    recording = inside.speak()
    waiting = inside.press(recording=recording)
    assert waiting.listen == Wait(LOOK_EVERY)
    file = inside.arrive(recording)
    heard = inside.press()
    assert (heard.lines[0].notice, heard.lines[0].facts) == ("recording", {"id": recording})
    assert _said(inside.press("1"))[0] == "record.kept"
    first = next(iter(system.recorded.wanted["so"]))
    kept = system.recorded.path(system.recorded.files("so")[first])
    assert kept
    assert kept.read_bytes() == a_wav()
    assert not system.shelf.path(file).exists()
    with system.database.reading() as session:
        assert session.get_one(Recording, recording).state == RecordingState.ERASED
        assert session.scalars(select(PromptRecording.made_by)).one() == "code:1"


def test_another_call_with_the_same_code_goes_on_where_he_stopped(speaker: Booth, system: Context) -> None:
    code = speaker.code()
    speaker.ring()
    speaker.enter(code)
    speaker.record()
    speaker.ring()
    script = speaker.enter(code)
    assert script
    assert script.lines[0].facts["count"] == len(system.recorded.wanted["so"]) - 1


def test_the_last_piece_ends_the_call_and_the_language_is_on_the_phone(inside: Booth, system: Context) -> None:
    for _ in range(len(system.recorded.wanted["so"]) - 1):
        assert isinstance(inside.record().listen, SpokenMessage)
    script = inside.record()
    assert _said(script) == ["record.kept", "record.done"]
    assert isinstance(script.listen, HangUp)
    assert "so" in system.phone_languages


def test_a_recording_that_cannot_be_used_is_made_again(inside: Booth, system: Context) -> None:
    recording = inside.speak()
    inside.press(recording=recording)
    inside.arrive(recording, a_wav(0.1))
    inside.press()
    assert _said(inside.press("1"))[0] == "record.bad"
    assert system.recorded.files("so") == {}


def test_a_piece_that_is_skipped_is_not_asked_again_in_this_call(inside: Booth) -> None:
    skipped = _said(inside.press())[-1]
    assert skipped not in _said(inside.record("3"))


def test_a_code_belongs_to_the_number_that_used_it_first(speaker: Booth) -> None:
    code = speaker.code()
    speaker.ring()
    assert speaker.enter(code)
    speaker.ring(OTHER)
    assert speaker.enter(code) is None


@pytest.mark.parametrize("code", ["", "000", "abcdef", "*#", "1" * 1000])
def test_what_is_no_code_opens_nothing(speaker: Booth, code: str) -> None:
    speaker.code()
    speaker.ring()
    assert speaker.enter(code) is None


def test_a_week_later_the_code_is_worth_nothing(speaker: Booth) -> None:
    code = speaker.code()
    speaker.now += timedelta(days=7)
    speaker.ring()
    assert speaker.enter(code) is None


def test_three_wrong_codes_end_the_tries_of_a_call(speaker: Booth, system: Context) -> None:
    code = speaker.code()
    speaker.ring()
    for _ in range(codes.TRIES_PER_CALL):
        assert speaker.enter("wrong") is None
    assert speaker.enter(code) is None
    with system.database.reading() as session:
        assert not codes.may_try(session.get_one(Call, speaker.call))


def test_calling_again_and_again_does_not_give_endless_tries(speaker: Booth) -> None:
    code = speaker.code()
    for _ in range(codes.TRIES_PER_DAY):
        speaker.ring()
        assert speaker.enter("wrong") is None
    speaker.ring()
    assert speaker.enter(code) is None


def test_who_hides_his_number_cannot_record(speaker: Booth) -> None:
    speaker.ring(HIDDEN)
    assert speaker.enter(speaker.code()) is None


def _step(speaker: Booth, pressed: Pressed | None = None) -> str:
    """Take a step through the conversation, as the carrier's events do. Returns the carrier's XML."""
    with speaker.system.database.work(speaker.now) as work:
        call = work.session.get_one(Call, speaker.call)
        system = speaker.system
        script = calling.take(system, work, call, pressed) if pressed else calling.begin(system, work, call)
        call.turn += 1
        return render(system, work, script, call_id=call.id, turn=call.turn)


def test_from_the_star_key_to_a_kept_prompt_in_the_carriers_own_words(speaker: Booth, system: Context) -> None:
    code = speaker.code()
    speaker.ring()
    _step(speaker)
    assert "Slå de sex siffrorna" in _step(speaker, Pressed(digits="*"))
    read = _step(speaker, Pressed(digits=code))
    assert "somaliska" in read
    assert "<Record" in read
    recording = speaker.speak()
    assert "på väg" in _step(speaker, Pressed(recording_id=recording))
    speaker.arrive(recording)
    assert "<Play>" in _step(speaker, Pressed())
    assert "Sparad" in _step(speaker, Pressed(digits="1"))
    assert len(system.recorded.files("so")) == 1


def test_a_wrong_code_leads_back_to_the_choices(speaker: Booth) -> None:
    speaker.ring()
    _step(speaker)
    _step(speaker, Pressed(digits="*"))
    assert "<Gather" in _step(speaker, Pressed(digits="000000"))
