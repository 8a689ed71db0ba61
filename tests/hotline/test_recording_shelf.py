"""Spoken messages lie under names that say nothing, whole or not at all, for our eyes only."""

from pathlib import Path

import pytest

from hotline.recording_shelf import FolderShelf


def test_a_file_is_kept_and_erased(tmp_path: Path) -> None:
    shelf = FolderShelf(tmp_path / "recordings")
    name = shelf.put(b"RIFF")
    assert shelf.path(name).read_bytes() == b"RIFF"
    assert shelf.put(b"RIFF") != name
    shelf.erase(name)
    shelf.erase(name)
    assert not shelf.path(name).exists()


def test_nobody_else_may_look_in(tmp_path: Path) -> None:
    shelf = FolderShelf(tmp_path / "recordings")
    path = shelf.path(shelf.put(b"RIFF"))
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert [each.name for each in path.parent.iterdir()] == [path.name], "nothing half done is left"


@pytest.mark.parametrize("name", ["", "../hotline.db", "/etc/passwd", "x.wav", "0" * 32 + ".wav/..", "0" * 32])
def test_no_other_file_can_be_reached(name: str, tmp_path: Path) -> None:
    shelf = FolderShelf(tmp_path)
    with pytest.raises(ValueError, match="name"):
        shelf.path(name)
    shelf.erase(name)
