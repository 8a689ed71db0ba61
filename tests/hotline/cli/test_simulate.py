"""`hotline simulate`: a period with other settings, or a place that is planned."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dispatch.db import Database
from hotline.cli import cli
from tests.support.factories import a_request, a_resident, a_volunteer, an_offer

MORNING = datetime(2026, 10, 5, 8, 0, tzinfo=UTC)


@pytest.fixture
def past(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A week in which six were helped a quarter after they asked, three texts each."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    database = Database(database_url)
    with database.work(MORNING) as work:
        volunteers = [a_volunteer(work.session, f"Farid {n}", languages=("sv", "ar")) for n in range(12)]
        for n in range(6):
            resident = a_resident(work.session, f"Karin {n}", language="ar" if n < 2 else "sv")
            asked = MORNING + timedelta(days=n)
            request = a_request(work.session, resident, now=asked, matched_at=asked + timedelta(minutes=15))
            for volunteer in volunteers[n : n + 3]:
                an_offer(work.session, request, volunteer, code=f"A{n + 1}")
    database.dispose()


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["simulate", *arguments])


def _tables(answer: Result) -> dict[tuple[str, str], dict[str, object]]:
    assert answer.exit_code == 0, answer.stderr
    found = map(json.loads, answer.stdout.splitlines())
    return {(line["settings"], line["language"]): line for line in found}


WEEK = ("--from", "2026-10-05", "--to", "2026-10-12")


def test_what_happened_stands_beside_what_would_have(past: None) -> None:
    tables = _tables(_run(*WEEK, "--json", "--set", "wave_size=1"))
    assert {title for title, _ in tables} == {"as it was", "settings now", "with wave_size=1"}
    was = tables["as it was", "all"]
    assert (was["requests"], was["matched"], was["median"], was["texts"], was["volunteers"]) == (6, 6, 15, 18, 8)
    assert was["kronor"] == 18 * 2 * 0.55
    assert tables["settings now", "ar"]["requests"] == 2


def test_the_same_seed_says_the_same(past: None) -> None:
    assert _run(*WEEK, "--seed", "7").stdout == _run(*WEEK, "--seed", "7").stdout


def test_a_day_outside_the_period_is_left_out(past: None) -> None:
    tables = _tables(_run("--from", "2026-10-06", "--to", "2026-10-08", "--json"))
    assert tables["as it was", "all"]["requests"] == 2


def test_an_empty_period_is_said(past: None) -> None:
    answer = _run("--from", "2025-01-01", "--to", "2025-02-01")
    assert (answer.exit_code, answer.stdout) == (1, "")
    assert "no request was opened" in answer.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(("--from", "5 maj", "--to", "2026-10-12"), "5 maj"), (("--from", "2026-10-12", "--to", "2026-10-05"), "before"),
     ((*WEEK, "--set", "wavesize=3"), "no such setting"), ((*WEEK, "--set", "wave_size=0"), "too small"),
     ((*WEEK, "--set", "wave_size"), "NAME=VALUE"), (("--from", "2026-10-05"), "either"),
     ((*WEEK, "--made-up", "requests=1"), "either")],
)  # fmt: skip
def test_wrong_use_says_what_is_wrong(past: None, arguments: tuple[str, ...], said: str) -> None:
    answer = _run(*arguments)
    assert answer.exit_code == 2
    assert said in answer.stderr


@pytest.mark.parametrize(
    "wrong", ["requests=many", "requests=0", "houses=20000", "languages=sv", "languages=sv:x", "requests"]
)
def test_a_place_that_cannot_be_made_up_is_wrong_use(wrong: str) -> None:
    assert _run("--made-up", wrong).exit_code == 2


def test_a_place_is_planned_without_a_database() -> None:
    tables = _tables(_run("--json", "--made-up", "requests=15,volunteers=40,days=3,languages=sv:2/ar:1"))
    line = tables["default settings", "all"]
    assert line["requests"] == 15
    assert {language for _, language in tables} <= {"sv", "ar", "all"}


def test_a_table_for_people() -> None:
    answer = _run("--made-up", "requests=5,volunteers=10,days=1", "--set", "wave_size=5")
    assert "default settings\nlanguage" in answer.stdout
    assert "with wave_size=5\n" in answer.stdout
