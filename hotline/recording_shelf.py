"""Spoken messages as files in a folder of ours, under names that say nothing and that nobody can guess."""

import os
import re
import secrets
from pathlib import Path

_NAME = re.compile(r"[0-9a-f]{32}\.wav")


class FolderShelf:
    """Keeps files in `folder`, which is made when the first one comes; only our own user may look in."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, data: bytes) -> str:
        """Keep a file and return its name. It is there whole or not at all. Raises `OSError`."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        name = secrets.token_hex(16) + ".wav"
        temporary = self._folder / f".{name}"
        with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.rename(self._folder / name)
        return name

    def erase(self, name: str) -> None:
        """Erase a file; one that is not there is no error. Raises `OSError`."""
        if _NAME.fullmatch(name):
            self.path(name).unlink(missing_ok=True)

    def path(self, name: str) -> Path:
        """Return where a file lies. Raises `ValueError` for what is no name of ours."""
        if not _NAME.fullmatch(name):
            raise ValueError("not a name of a recording")
        return self._folder / name
