"""The page about the phone's recordings, and listening to what residents said."""

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from dispatch.models import Call, Message, Recording
from dispatch.states import RecordingState
from hotline.catalogs import Catalog, Catalogs
from hotline.models import RecordingCode, Role
from hotline.wiring import Context
from tests.hotline.admin.pages import KEY, Browser, Clock, a_context, an_operator, words
from tests.hotline.prompts.sounds import a_wav
from tests.support.cast import karin
from tests.support.factories import a_request

PAGE = "/admin/voice/so"
GOODBYE = "phone.goodbye.wav"


@pytest.fixture
def context(database_url: str, redis_url: str, redis: object, tmp_path: Path) -> Iterator[Context]:
    """A line that also has a language without a voice: two sentences of it."""
    whole = a_context(database_url, redis_url, tmp_path)
    somali = {**whole.catalogs["en"].entries, "language:name": "Soomaali", "phone:goodbye": "Nabadgelyo."}
    context = replace(whole, catalogs=Catalogs({**whole.catalogs, "so": Catalog("so", somali)}, {}))
    yield context
    context.database.dispose()
    context.redis.close()


def _upload(browser: Browser, files: dict[str, bytes], piece: str = "") -> str:
    token = re.search(r'name="csrf_token" value="([^"]+)"', browser.get(PAGE).text)
    assert token
    data = {
        "csrf_token": token[1], "piece": piece, "files": [(io.BytesIO(data), name) for name, data in files.items()],
    }  # fmt: skip
    answer = browser.client.post(f"{PAGE}/upload", data=data, headers={"Accept-Language": "sv", "Accept": "text/html"})
    return words(browser.get(answer.location) if answer.location else answer)


def test_the_page_counts_each_language(browser: Browser, context: Context) -> None:
    everything = len(context.recorded.wanted["so"])
    shown = words(browser.get("/admin/voice"))
    assert f"svenska Ja 0 {len(context.recorded.wanted['sv'])} 0 0" in shown
    assert f"somaliska Nej 0 0 {everything} 0" in shown


def test_a_language_shows_what_is_missing_in_its_own_words_and_in_the_readers(browser: Browser) -> None:
    shown = words(browser.get(PAGE))
    assert "erbjuds inte i telefonen än" in shown
    assert "Nabadgelyo. Tack" in shown


def test_files_are_told_apart_by_their_names(browser: Browser, context: Context) -> None:
    said = _upload(browser, {GOODBYE: a_wav(), "phone.match.resident-1.wav": a_wav(2)})
    assert "Inspelningarna är sparade" in said
    assert set(context.recorded.files("so")) == {"phone:goodbye", "phone:match.resident#1"}


def test_a_file_by_any_name_is_kept_for_the_piece_that_was_chosen(browser: Browser, context: Context) -> None:
    _upload(browser, {"Ny inspelning 3.wav": a_wav()}, piece="phone:goodbye")
    assert set(context.recorded.files("so")) == {"phone:goodbye"}


def test_each_file_that_is_refused_is_named_with_its_reason_and_the_others_are_kept(
    browser: Browser, context: Context
) -> None:
    said = _upload(browser, {GOODBYE: a_wav(), "song.mp3": b"ID3", "phone.more.wav": a_wav(channels=2)})
    assert "Sparade inspelningar: 1." in said
    assert "song.mp3 : har namnet på något som språket inte behöver" in said
    assert "phone.more.wav : måste ha en kanal" in said
    assert set(context.recorded.files("so")) == {"phone:goodbye"}


def test_sending_no_file_is_said(browser: Browser) -> None:
    assert "Ingen fil är vald" in _upload(browser, {})


def test_several_files_cannot_be_the_same_piece(browser: Browser, context: Context) -> None:
    assert "välj bara en fil" in _upload(browser, {"a.wav": a_wav(), "b.wav": a_wav()}, piece="phone:goodbye")
    assert context.recorded.files("so") == {}


def test_files_larger_than_any_form_are_taken(browser: Browser, context: Context) -> None:
    _upload(browser, {GOODBYE: a_wav(20)})
    assert set(context.recorded.files("so")) == {"phone:goodbye"}


def test_a_stranger_may_not_send_large_files(stranger: Browser) -> None:
    answer = stranger.client.post(f"{PAGE}/upload", data={"files": (io.BytesIO(a_wav(20)), GOODBYE)})
    assert answer.status_code in {302, 400, 413}


def test_what_is_recorded_can_be_listened_to(browser: Browser, context: Context) -> None:
    _upload(browser, {GOODBYE: a_wav()})
    address = f"/admin/voice/files/{context.recorded.files('so')['phone:goodbye']}"
    assert f'src="{address}"' in browser.get(PAGE).text
    answer = browser.get(address)
    assert (answer.mimetype, answer.data) == ("audio/wav", a_wav())
    assert browser.get("/admin/voice/files/hotline.db").status_code == 404


def test_a_code_is_shown_once_and_holds_a_week(browser: Browser, context: Context, clock: Clock) -> None:
    shown = words(browser.post(f"{PAGE}/code", page=PAGE))
    with context.database.reading() as session:
        row = session.query(RecordingCode).one()
    assert f"visas inte igen: {row.code}" in shown
    assert row.code not in words(browser.get(PAGE))
    assert (row.language, (row.expires_at - clock.now).days) == ("so", 7)


@pytest.mark.parametrize("path", ["/admin/voice/xx", "/admin/voice/..%2f", "/admin/voice/so/x"])
def test_a_language_that_is_not_there_is_not_found(browser: Browser, path: str) -> None:
    assert browser.get(path).status_code == 404


def test_coordinators_neither_see_the_page_nor_hear_anybody(browser: Browser, context: Context, clock: Clock) -> None:
    operator = an_operator(context, clock.now, role=Role.COORDINATOR, email="stig@centralen.example")
    browser.enter(operator, KEY, clock.now)
    for path in ("/admin/voice", PAGE, "/admin/recordings/1"):
        assert browser.get(path).status_code == 403


@pytest.fixture
def spoken(context: Context, clock: Clock) -> int:
    """The request that Karin made in a call of two minutes, with her message."""
    with context.database.work(clock.now) as work:
        request = a_request(work.session, karin(work.session), now=clock.now, channel="call")
        call = Call(
            person=request.resident.person, direction="in", state="ended", came_from="talking", language="sv",
            request_id=request.id, created_at=clock.now, answered_at=clock.now,
        )  # fmt: skip
        work.session.add(call)
        work.session.flush()
        work.session.add(Recording(
            call_id=call.id, request_id=request.id, provider_sid="RE1", seconds=75, created_at=clock.now,
            state="stored", came_from="announced", file=context.shelf.put(a_wav()),
        ))  # fmt: skip
        clock.turn(minutes=2)
        call.ended_at = clock.now
        return request.id


def _set(context: Context, **values: object) -> None:
    with context.database.work() as work:
        recording = work.session.query(Recording).one()
        for name, value in values.items():
            setattr(recording, name, value)


def test_the_story_tells_of_the_call_and_holds_her_message(browser: Browser, spoken: int) -> None:
    page = browser.get(f"/admin/requests/{spoken}")
    story = words(page)
    assert "Samtal: Karin , ringde oss svenska avslutat · Längd 2:00" in story
    assert "Inspelat meddelande: Karin svenska finns här · Längd 1:15" in story
    assert '<audio controls preload="none" src="/admin/recordings/1"' in page.text


def test_listening_is_kept_the_first_time(browser: Browser, context: Context, clock: Clock, spoken: int) -> None:
    first = clock.now
    answer = browser.get("/admin/recordings/1")
    assert (answer.mimetype, answer.data) == ("audio/wav", a_wav())
    assert "no-store" in answer.headers["Cache-Control"]
    clock.turn(minutes=5)
    browser.get("/admin/recordings/1")
    with context.database.reading() as session:
        assert session.get_one(Recording, 1).heard_at == first
    assert "Först avlyssnat" in words(browser.get(f"/admin/requests/{spoken}"))


@pytest.mark.parametrize(
    ("state", "word"),
    [
        (RecordingState.ANNOUNCED, "hämtas"),
        (RecordingState.LOST, "gick inte att hämta"),
        (RecordingState.ERASED, "raderat"),
    ],
)
def test_a_message_that_is_not_here_says_why_and_cannot_be_played(
    browser: Browser, context: Context, spoken: int, state: RecordingState, word: str
) -> None:
    came_from = "new" if state == RecordingState.ANNOUNCED else "announced"
    _set(context, state=state, came_from=came_from, file="")
    page = browser.get(f"/admin/requests/{spoken}")
    assert word in words(page)
    assert "<audio" not in page.text
    assert browser.get("/admin/recordings/1").status_code == 404


def test_a_message_whose_file_is_gone_is_not_found(browser: Browser, context: Context, spoken: int) -> None:
    with context.database.reading() as session:
        context.shelf.erase(session.get_one(Recording, 1).file)
    assert browser.get("/admin/recordings/1").status_code == 404


def _told(context: Context, clock: Clock, request_id: int, notice: str, **facts: object) -> None:
    with context.database.work(clock.now) as work:
        person_id = work.session.get_one(Call, 1).person_id
        work.session.add(Message(
            person_id=person_id, request_id=request_id, channel="call", notice=notice, facts=facts, language="sv",
            state="delivered", came_from="queued", created_at=clock.now,
        ))  # fmt: skip


def test_what_she_was_told_in_a_call_stands_there_in_words(
    browser: Browser, context: Context, clock: Clock, spoken: int
) -> None:
    _told(context, clock, spoken, "request.cancelled", kind="shopping")
    story = words(browser.get(f"/admin/requests/{spoken}"))
    assert re.search(r"Till Karin svenska i samtal .*handla.*avbokat.* hört", story)


def test_what_has_no_words_any_more_is_named(browser: Browser, context: Context, clock: Clock, spoken: int) -> None:
    _told(context, clock, spoken, "of.last.year")
    _told(context, clock, spoken, "request.cancelled")
    story = words(browser.get(f"/admin/requests/{spoken}"))
    assert "of.last.year hört" in story
    assert "request.cancelled hört" in story
