"""`hotline prompts`, and what the doctor says of recordings."""

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from hotline import wiring
from hotline.cli import cli
from hotline.diagnosis import examine
from hotline.wiring import Context
from tests.hotline.prompts.sounds import a_wav
from tests.support.app import settings_for


@pytest.fixture
def environ(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment of somebody at the command line."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("VAR_DIR", str(tmp_path))


@pytest.fixture
def recorded(environ: None, database_url: str, redis_url: str, tmp_path: Path) -> Context:
    """A line on which one Arabic sentence is recorded."""
    system = wiring.build(settings_for(database_url, redis_url, tmp_path))
    with system.database.work() as work:
        system.recorded.keep(work, "ar", "phone:goodbye", a_wav(), made_by="operator:1")
    system.database.dispose()
    return system


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments)


def test_the_report_counts_each_language(recorded: Context) -> None:
    answer = _run("prompts", "report", "--json")
    lines = {line["language"]: line for line in map(json.loads, answer.stdout.splitlines())}
    assert (lines["ar"]["recorded"], lines["ar"]["missing"], lines["ar"]["offered"]) == (1, 0, True)
    assert lines["ar"]["synthetic"] == len(recorded.recorded.wanted["ar"]) - 1
    assert "ar        offered: 1 recorded" in _run("prompts", "report").stdout


def test_the_list_of_what_to_record_leaves_out_what_is_there(recorded: Context) -> None:
    rows = {row["file"]: row for row in csv.DictReader(_run("prompts", "export", "ar").stdout.splitlines())}
    whole = _run("prompts", "export", "ar", "--all").stdout
    assert "phone.goodbye.wav" not in rows
    assert "phone.goodbye.wav" in whole
    part = rows["phone.match.resident-1.wav"]
    assert part["words"] in part["sentence"]
    assert part["default"] != part["words"]


def test_a_language_that_is_not_there_is_wrong_use(environ: None) -> None:
    answer = _run("prompts", "export", "tlh")
    assert answer.exit_code == 2
    assert "tlh" in answer.stderr


def test_the_doctor_says_which_languages_the_phone_offers(recorded: Context) -> None:
    findings = {finding.name: finding for finding in examine(recorded.settings, recorded.now())}
    assert findings["recordings"].ok
    offered, _, silent = findings["recordings"].text.partition("; ")
    assert {"ar", "en", "sv"} <= set(offered.split(", "))
    assert "so" not in offered
    assert "so" in silent
