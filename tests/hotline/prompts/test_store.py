"""Keeping recordings, and which languages they make whole."""

from dataclasses import replace
from pathlib import Path

import pytest

from hotline.catalogs import Catalog, Catalogs
from hotline.prompts.report import report
from hotline.prompts.wav import BadRecording
from hotline.wiring import Context
from tests.hotline.prompts.conftest import SOMALI
from tests.hotline.prompts.sounds import a_wav


def _keep(system: Context, piece: str, data: bytes | None = None) -> None:
    with system.database.work() as work:
        system.recorded.keep(work, "so", piece, data or a_wav(), made_by="operator:1")


def _break_off(system: Context) -> None:
    with system.database.work() as work:
        system.recorded.keep(work, "so", "phone:goodbye", a_wav(2), made_by="operator:1")
        raise RuntimeError


def _files(system: Context) -> list[Path]:
    return sorted((system.settings.var_dir / "prompts").iterdir())


def test_a_recording_is_there_once_it_is_kept_for_its_owner_alone(system: Context) -> None:
    _keep(system, "phone:goodbye")
    path = system.recorded.path(system.recorded.files("so")["phone:goodbye"])
    assert path
    assert path.read_bytes() == a_wav()
    assert path.stat().st_mode & 0o077 == 0


def test_a_new_recording_takes_the_place_of_the_old_one(system: Context) -> None:
    _keep(system, "phone:goodbye")
    old = system.recorded.files("so")["phone:goodbye"]
    _keep(system, "phone:goodbye", a_wav(2))
    assert system.recorded.files("so")["phone:goodbye"] != old
    assert system.recorded.path(old) is None
    assert len(_files(system)) == 1


def test_what_is_not_committed_leaves_the_old_recording_and_no_file(system: Context) -> None:
    _keep(system, "phone:goodbye")
    (before,) = _files(system)
    with pytest.raises(RuntimeError):
        _break_off(system)
    assert _files(system) == [before]
    assert system.recorded.path(system.recorded.files("so")["phone:goodbye"]) == before


def test_changed_words_make_a_recording_stale(system: Context) -> None:
    _keep(system, "phone:goodbye")
    other = Catalog("so", {**SOMALI, "phone:goodbye": "Nabad gelyo!"})
    changed = replace(system, catalogs=Catalogs({**system.catalogs, "so": other}, {}))
    assert "phone:goodbye" not in changed.recorded.files("so")
    found = report(changed.recorded, "so")
    assert [piece.name for piece in found.stale] == ["phone:goodbye"]
    assert "phone:goodbye" in [piece.name for piece in found.missing]


@pytest.mark.parametrize("piece", ["phone:match.resident", "phone:match.resident#3", "phone:record.kept", ""])
def test_a_piece_that_the_language_does_not_need_is_refused(system: Context, piece: str) -> None:
    with pytest.raises(BadRecording, match="no_such_piece"):
        _keep(system, piece)


@pytest.mark.parametrize("name", ["../hotline.db", "x.wav", "", "/etc/passwd"])
def test_only_recordings_are_found_by_their_name(system: Context, name: str) -> None:
    assert system.recorded.path(name) is None


def test_a_language_without_a_voice_is_offered_once_every_piece_is_recorded(system: Context) -> None:
    *most, last = system.recorded.wanted["so"]
    for piece in most:
        _keep(system, piece)
    assert [piece.name for piece in report(system.recorded, "so").missing] == [last]
    assert "so" not in system.phone_languages
    assert {"sv", "en", "ar"} <= set(system.phone_languages)
    _keep(system, last)
    assert "so" in system.phone_languages


def test_a_language_with_a_voice_is_offered_without_any_recording(system: Context) -> None:
    found = report(system.recorded, "sv")
    assert found.is_whole
    assert found.recorded == found.missing == ()
    assert len(found.voiced) == len(system.recorded.wanted["sv"])
