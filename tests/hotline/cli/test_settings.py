"""Countries that do not exist: refused where settings are set and preset, named by the doctor where they are kept."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from dispatch.models import SettingValue
from hotline import wiring
from hotline.cli import cli
from hotline.diagnosis import examine
from hotline.settings import BadConfiguration, Settings
from hotline.wiring import Context
from tests.support.app import settings_for


@pytest.fixture
def system(database_url: str, redis_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Context:
    """A line, and somebody at its command line."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    return wiring.build(settings_for(database_url, redis_url, tmp_path))


def _allowed(system: Context) -> list[str]:
    with system.database.reading() as session:
        return list(session.scalars(select(SettingValue.value)))


def test_a_country_that_is_none_is_refused_with_the_reason_and_nothing_is_kept(system: Context) -> None:
    answer = CliRunner().invoke(cli, ["settings", "set", "allowed_countries", "SE;XX"])
    assert answer.exit_code == 2
    assert "allowed_countries: 'XX' is no country" in answer.stderr
    assert _allowed(system) == []
    assert CliRunner().invoke(cli, ["settings", "set", "allowed_countries", "se, no"]).exit_code == 0
    assert _allowed(system) == ["SE;NO"]
    system.database.dispose()


def test_nothing_starts_with_a_preset_of_a_country_that_is_none() -> None:
    with pytest.raises(BadConfiguration) as caught:
        Settings.from_env({"HOTLINE_ALLOWED_COUNTRIES": "XX"})
    assert [fault.partition(";")[0] for fault in caught.value.faults] == [
        "HOTLINE_ALLOWED_COUNTRIES: 'XX' is no country with telephone numbers"
    ]


@pytest.mark.parametrize(("kept", "is_sound"), [("SE;XX", False), ("SE;NO", True)])
def test_the_doctor_names_one_that_was_taken_before(system: Context, kept: str, is_sound: bool) -> None:
    now = datetime.now(UTC)
    with system.database.work(now) as work:
        work.session.add(SettingValue(name="allowed_countries", value=kept, changed_at=now))
    system.database.dispose()
    found = {finding.name: finding for finding in examine(system.settings, now)}["countries"]
    assert found.ok == is_sound
    assert ("XX" in found.text) != is_sound
