"""A language that the carrier cannot speak: everything in it is recorded, and the whole loop is heard in it."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import sqlalchemy as sa

from dispatch import jobs
from dispatch.models import HelpRequest
from dispatch.places import seed_places
from hotline import wiring
from hotline.app import create_app
from hotline.catalogs import FILE, LOCALES
from hotline.prompts.pieces import pieces
from hotline.settings import Settings
from hotline.simulator.carrier import create_carrier_app
from hotline.simulator.exchange import Exchange
from hotline.simulator.line import send_text
from hotline.wiring import Context
from tests.hotline.prompts.sounds import a_wav
from tests.support.factories import a_volunteer
from tests.support.serving import a_free_port, serving
from tests.support.telephone import Call, Telephone

MADE_UP = "so"
"""No voice speaks it; its catalog here is the English one under another name."""

KARIN = "+46846500415"


@pytest.fixture
def exchange(tmp_path: Path) -> Iterator[Exchange]:
    exchange = Exchange(tmp_path / "exchange.sqlite", pace=0.01)
    exchange.keywords = False
    yield exchange
    exchange.close()


@pytest.fixture
def system(
    exchange: Exchange, database_url: str, redis_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Context]:
    """The line with one more language, served in this process."""
    locales = tmp_path / "locales"
    shutil.copytree(LOCALES, locales)
    reference = (locales / "en" / FILE).read_text(encoding="utf-8")
    (locales / MADE_UP).mkdir(exist_ok=True)
    (locales / MADE_UP / FILE).write_text(reference.replace('msgstr "English"', 'msgstr "Soomaali"', 1), "utf-8")
    monkeypatch.setattr(wiring, "LOCALES", locales)
    with ExitStack() as stack:
        exchange.api_url = stack.enter_context(serving(create_carrier_app(exchange)))
        port = a_free_port()
        exchange.public_url = f"http://127.0.0.1:{port}"
        context = wiring.build(Settings.from_env(_environ(exchange, database_url, redis_url, tmp_path)))
        stack.callback(context.redis.close)
        stack.callback(context.database.dispose)
        with context.database.work() as work:
            seed_places(work.session)
        stack.enter_context(serving(create_app(context), port))
        context.equip_jobs()
        yield context


def _environ(exchange: Exchange, database_url: str, redis_url: str, folder: Path) -> dict[str, str]:
    return {
        "DATABASE_URL": database_url, "REDIS_URL": redis_url, "SECRET_KEY": "only-for-the-tests-" * 3,
        "PUBLIC_URL": exchange.public_url, "TWILIO_API_URL": exchange.api_url,
        "TWILIO_ACCOUNT_SID": exchange.account_sid, "TWILIO_AUTH_TOKEN": exchange.auth_token,
        "HOTLINE_NUMBER": exchange.number, "HOTLINE_QUIET_HOURS": "", "VAR_DIR": str(folder / "var"),
    }  # fmt: skip


def _record_everything(system: Context) -> None:
    with system.database.work() as work:
        for piece in pieces(system.catalogs[MADE_UP]):
            system.recorded.keep(work, MADE_UP, piece.name, a_wav(0.3), made_by="code:1")


def _is_only_played(call: Call) -> None:
    """Fail unless all that was heard was recordings: names are the only words a voice may say."""
    said = [line for line in call.hears if line.language]
    assert {line.text for line in said} <= {"Ayaan", "Röda Korset Huskvarna"}, said
    assert len(call.hears) > len(said)


def _asks(system: Context, exchange: Exchange) -> HelpRequest:
    """Let a stranger ask for groceries in the language; return her request."""
    call = Telephone(exchange, KARIN).dials()
    in_order = sorted(system.phone_languages, key=lambda tag: (tag != "sv", tag))
    for keys in (str(1 + in_order.index(MADE_UP)), "1", "#", "1", "56131", "1"):
        if call.state == "recording":
            call.speaks(seconds=3)
        _is_only_played(call.presses(keys))
    call.hangs_up()
    with system.database.reading() as session:
        return session.scalars(sa.select(HelpRequest)).one()


def test_karins_whole_loop_in_a_language_with_recordings_only(system: Context, exchange: Exchange) -> None:
    _record_everything(system)
    with system.database.work() as work:
        ayaan = a_volunteer(work.session, "Ayaan Warsame", languages=(MADE_UP,)).person.phone
    karin = Telephone(exchange, KARIN)
    request = _asks(system, exchange)
    assert (request.state, request.language) == ("open", MADE_UP)
    jobs.take_step(request.id)
    assert send_text(exchange, ayaan, "yes")[0] == 200
    jobs.place_calls()
    told = karin.answers()
    _is_only_played(told)
    _is_only_played(told.presses("1"))
    assert "Ayaan" in told.words
    told.hangs_up()
    send_text(exchange, ayaan, "done")
    jobs.place_calls()
    asked = karin.answers().presses("1")
    _is_only_played(asked)
    asked.presses("1").hangs_up()
    with system.database.reading() as session:
        assert session.get_one(HelpRequest, request.id).state == "done"
    assert exchange.texts(KARIN) == []


def test_a_language_that_is_not_whole_is_not_in_the_menu(system: Context, exchange: Exchange) -> None:
    call = Telephone(exchange, KARIN).dials()
    assert MADE_UP not in system.phone_languages
    assert len([line for line in call.hears if line.language]) == 1 + len(system.phone_languages)
