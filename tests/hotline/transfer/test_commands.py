import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import func, select

from dispatch.db import Database
from dispatch.models import Organisation, SettingValue
from dispatch.places import seed_places
from hotline.admin.accounts import authenticate
from hotline.cli import cli

Run = Callable[..., Result]

ORGANISATIONS = "code,name,kind,contact_name,contact_phone,contact_email\nNUR,Nur,,,,\n"


@pytest.fixture
def hotline(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    return lambda *arguments, input="": CliRunner().invoke(cli, arguments, input=input)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "organisations.csv"
    path.write_text(ORGANISATIONS)
    return path


def test_a_dry_run_says_what_would_happen_and_writes_nothing(hotline: Run, database: Database, file: Path) -> None:
    result = hotline("import", "organisations", str(file), "--dry-run")
    assert (result.exit_code, result.stdout) == (
        0, "organisations: 1 new, 0 changed, 0 the same, 0 faults; nothing written\n",
    )  # fmt: skip
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Organisation)) == 0


def test_an_import_writes_and_reports_in_json(hotline: Run, file: Path) -> None:
    result = hotline("import", "organisations", str(file), "--json")
    assert json.loads(result.stdout) == {
        "kind": "organisations", "new": 1, "changed": 0, "same": 0, "faults": [], "changes": [], "written": True,
    }  # fmt: skip
    assert "NUR,Nur,,,," in hotline("export", "organisations").stdout


def test_one_faulty_row_stops_the_whole_import(hotline: Run, file: Path) -> None:
    file.write_text(ORGANISATIONS + "!,Bad,,,,\n")
    result = hotline("import", "organisations", str(file))
    assert result.exit_code == 1
    assert "row 3, code: '!' is not a code" in result.stderr
    assert "nothing written" in result.stdout
    assert "NUR" not in hotline("export", "organisations").stdout


def test_a_file_that_is_no_table_and_one_that_is_not_there(hotline: Run, file: Path) -> None:
    file.write_bytes(b"\xff\xfe")
    unreadable = hotline("import", "organisations", str(file))
    assert (unreadable.exit_code, "UTF-8" in unreadable.stderr) == (1, True)
    assert hotline("import", "organisations", str(file) + "x").exit_code == 2


def test_a_long_import_shows_progress_on_stderr_only(hotline: Run, file: Path) -> None:
    file.write_text(ORGANISATIONS + "".join(f"O{n},Org {n},,,,\n" for n in range(1200)))
    result = hotline("import", "organisations", str(file))
    assert "Reading rows" in result.stderr
    assert result.stdout.startswith("organisations: 1201 new")


def test_an_export_into_a_file_replaces_it_whole_and_is_private(hotline: Run, file: Path, tmp_path: Path) -> None:
    hotline("import", "organisations", str(file))
    target = tmp_path / "out.jsonl"
    target.write_text("old")
    result = hotline("export", "organisations", "--format", "jsonl", "--output", str(target))
    assert (result.exit_code, result.stdout) == (0, "")
    assert json.loads(target.read_text())["code"] == "NUR"
    assert target.stat().st_mode & 0o077 == 0
    assert list(tmp_path.glob(".export-*")) == []
    assert hotline("export", "organisations", "--output", str(tmp_path / "no" / "x")).exit_code == 1


def test_settings_are_set_listed_and_refused(
    hotline: Run, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOTLINE_WAVE_MINUTES", "10")
    assert hotline("settings", "set", "wave_size", " 5").stdout == "wave_size = 5\n"
    assert hotline("settings", "set", "quiet_hours", "").exit_code == 0
    rows = json.loads(hotline("settings", "list", "--json").stdout)
    listed = {row["name"]: (row["value"], row["source"]) for row in rows}
    assert listed["wave_size"] == ("5", "database")
    assert listed["quiet_hours"] == ("", "database")
    assert listed["wave_minutes"] == ("10", "environment")
    assert listed["lapse_minutes"] == ("45", "default")
    assert "wave_size = 5  [database]" in hotline("settings", "list").stdout
    refused = hotline("settings", "set", "wave_size", "many")
    assert (refused.exit_code, "wave_size: 'many' does not fit" in refused.stderr) == (2, True)
    with database.work() as work:
        assert work.tunables.wave_size == 5
        assert work.session.get_one(SettingValue, "wave_size").changed_by == "command line"


def test_an_operator_is_added_with_a_given_or_a_printed_password(hotline: Run, database: Database) -> None:
    given = hotline("operator", "add", "Anna@Example.org", "--role", "admin", input="correct horse battery\n")
    assert given.stdout == "anna@example.org admin\n"
    made = json.loads(hotline("operator", "add", "bo@example.org", "--role", "operator", "--json").stdout)
    with database.reading() as session:
        assert authenticate(session, "anna@example.org", "correct horse battery")
        assert authenticate(session, "bo@example.org", made["password"])


def test_an_operator_of_an_organisation_names_one_that_is_there(hotline: Run, file: Path) -> None:
    hotline("import", "organisations", str(file))
    add = ("operator", "add", "x@example.org", "--role", "organisation")
    assert hotline(*add, "--organisation", "nobody").exit_code == 1
    assert hotline(*add).exit_code == 1
    assert hotline(*add, "--organisation", "nur").exit_code == 0
    assert hotline(*add, "--organisation", "nur").exit_code == 1  # there is one already
    assert hotline("operator", "add", "y@example.org", "--role", "chief").exit_code == 2


def test_a_database_without_tables_is_named_with_what_to_do(
    hotline: Run, empty_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", empty_url)
    result = hotline("settings", "list")
    assert (result.exit_code, "hotline db upgrade" in result.stderr) == (1, True)


def test_volunteers_come_in_by_command(hotline: Run, database: Database, file: Path) -> None:
    with database.work() as work:
        seed_places(work.session)
    hotline("import", "organisations", str(file))
    file.write_text(
        "phone,name,organisation,languages,areas,kinds,available,vetting,status\n"
        '+46701740605,Farid,NUR,"ar;sv",Huskvarna,shopping,,introduced,active\n'
    )
    assert hotline("import", "volunteers", str(file)).exit_code == 0
    exported = hotline("export", "volunteers").stdout
    assert "+46701740605,Farid,NUR,ar;sv,huskvarna,shopping,,introduced,active" in exported


@pytest.mark.parametrize(
    "command",
    [("import",), ("import", "organisations"), ("import", "volunteers"), ("export",), ("settings",),
     ("settings", "list"), ("settings", "set"), ("operator",), ("operator", "add")],
)
def test_each_command_shows_an_example(hotline: Run, command: tuple[str, ...]) -> None:
    result = hotline(*command, "--help")
    assert (result.exit_code, "Example: hotline " in result.stdout) == (0, True)
