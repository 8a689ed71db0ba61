"""The command line: what it lists, its exit codes, and where it talks."""

import os
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from hotline.cli import COMMANDS, cli

CARRIER = {"TWILIO_ACCOUNT_SID": "AC1", "TWILIO_AUTH_TOKEN": "t", "TWILIO_API_URL": "http://127.0.0.1:9"}


def hotline(*arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run the real program in a nearly empty environment."""
    path = {"PATH": os.environ["PATH"]}
    command = [sys.executable, "-m", "hotline.cli", *arguments]
    return subprocess.run(command, env=path | environ, capture_output=True, text=True, timeout=60, check=False)


def all_commands(group: click.Group, path: str = "hotline") -> list[tuple[str, click.Command]]:
    found: list[tuple[str, click.Command]] = []
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command
        found.append((f"{path} {name}", command))
        if isinstance(command, click.Group):
            found.extend(all_commands(command, f"{path} {name}"))
    return found


def test_the_contract_is_there() -> None:
    named = {"db", "run", "demo", "web", "worker", "clock", "doctor", "import", "export", "settings", "operator"}
    assert named | {"prompts", "review", "simulate", "understand"} == set(COMMANDS)


def test_every_command_shows_itself_by_an_example() -> None:
    for path, command in all_commands(cli):
        assert f"Example: {path}" in (command.help or "").replace("\n", " ") or f" {path}" in (command.help or ""), path


def test_help_lists_every_command() -> None:
    answer: Result = CliRunner().invoke(cli, ["--help"])
    assert answer.exit_code == 0
    assert all(f"  {name}" in answer.stdout for name in COMMANDS)


def test_wrong_configuration_is_said_whole_and_exits_2(tmp_path: Path) -> None:
    answer = hotline("run", VAR_DIR=str(tmp_path), TIMEZONE="Mars/Base", HOTLINE_WAVE_SIZE="x", PUBLIC_URL="here")
    assert answer.returncode == 2
    named = ("TIMEZONE", "HOTLINE_WAVE_SIZE", "PUBLIC_URL", "TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "HOTLINE_NUMBER")
    assert all(name in answer.stderr for name in named)
    assert answer.stdout == ""
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("command", "key"), [("run", ""), ("run", "short"), ("web", "short")])
def test_who_can_be_reached_needs_a_long_key_of_his_own(command: str, key: str, tmp_path: Path) -> None:
    answer = hotline(command, "--host", "192.0.2.1", VAR_DIR=str(tmp_path), SECRET_KEY=key, **CARRIER)
    assert answer.returncode == 2
    assert "SECRET_KEY" in answer.stderr


def test_the_demo_stays_away_from_a_real_account(tmp_path: Path) -> None:
    answer = hotline("demo", VAR_DIR=str(tmp_path), TWILIO_ACCOUNT_SID="AC1")
    assert answer.returncode == 2
    assert "TWILIO_ACCOUNT_SID" in answer.stderr


def test_a_taken_port_is_one_line_and_exits_1(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        answer = hotline("run", "--port", port, VAR_DIR=str(tmp_path), **CARRIER)
    assert answer.returncode == 1
    assert port in answer.stderr
    assert len(answer.stderr.splitlines()) == 1


def test_db_upgrade_makes_the_tables_and_the_places_for_its_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    for _ in range(2):
        answer = hotline("db", "upgrade", VAR_DIR=str(folder))
        assert (answer.returncode, answer.stderr) == (0, "")
    with sqlite3.connect(folder / "hotline.db") as database:
        assert database.execute("SELECT count(*) FROM area").fetchone()[0] > 0
    database.close()
    assert (folder / "hotline.db").stat().st_mode & 0o077 == 0


def test_a_database_that_is_away_is_one_line_without_a_password() -> None:
    answer = hotline("db", "upgrade", DATABASE_URL="postgresql://me:pa55word@127.0.0.1:9/none")
    assert answer.returncode == 1
    assert len(answer.stderr.splitlines()) == 1
    assert "pa55word" not in answer.stderr
