"""What no file of the project may hold: the machine it was written on, or where its packages came from."""

import os
import re
import socket
from pathlib import Path

import pytest

from tests.support.guard import is_here
from tests.support.sources import ROOT, own_files

LOCKS = ("requirements.lock", "requirements-test.lock")

_SOMEBODYS_FOLDER = re.compile(r"/(home|Users)/[a-z][a-z0-9_-]+/|C:\\\\Users\\\\")
_PRIVATE_ADDRESS = re.compile(r"\b(10|192\.168|172\.(1[6-9]|2\d|3[01]))(\.\d{1,3}){2,3}\b")
_INDEX_SETTINGS = ("PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "UV_INDEX_URL", "UV_DEFAULT_INDEX", "UV_INDEX")
_INDEX_FILES = ("/etc/pip.conf", "~/.pip/pip.conf", "~/.config/pip/pip.conf", "/etc/uv/uv.toml", "~/.config/uv/uv.toml")
_PUBLIC = {"pypi.org", "files.pythonhosted.org"}


def _texts() -> dict[str, str]:
    found = {}
    for path in own_files():
        try:
            found[path.relative_to(ROOT).as_posix()] = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
    return found


def _package_hosts() -> set[str]:
    """The hosts that this machine installs packages from, other than the public one."""
    said = [os.environ.get(name, "") for name in _INDEX_SETTINGS]
    said += [path.read_text() for path in (Path(name).expanduser() for name in _INDEX_FILES) if path.is_file()]
    hosts = re.findall(r"https?://(?:[^/\s@]*@)?([^/\s:\"']+)", " ".join(said))
    return {host for host in hosts if not is_here(host)} - _PUBLIC


def _machine_words() -> set[str]:
    """This machine's own folder, home and name, where they are telling enough to be searched for."""
    name = socket.gethostname()
    words = {f"{ROOT}/", f"{Path.home()}/", *_package_hosts()}
    if len(name) > 7 and name != "localhost":
        words.add(name)
    return {word for word in words if len(word) > 5}


def test_no_file_names_the_machine_it_was_written_on() -> None:
    words = _machine_words()
    wrong = [f"{name}: {word}" for name, text in _texts().items() for word in words if word in text]
    assert wrong == []


def test_no_file_names_somebodys_folder() -> None:
    assert [name for name, text in _texts().items() if _SOMEBODYS_FOLDER.search(text)] == []


def test_no_file_names_a_private_address() -> None:
    searched = {name: text for name, text in _texts().items() if not name.endswith(".lock") and name.endswith(
        (".py", ".md", ".toml", ".html", "Makefile", ".js", ".css", ".po"))}
    # A proxy's address has to be tried somewhere.
    assert [name for name, text in searched.items() if _PRIVATE_ADDRESS.search(text) and "tests/" not in name] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_the_lock_holds_hashes_and_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text()
    assert "://" not in text
    pinned = re.findall(r"^([a-z0-9][a-z0-9._-]*)(?:\[[^\]]*\])?==", text, re.MULTILINE | re.IGNORECASE)
    assert pinned
    assert all("--hash=sha256:" in entry for entry in re.split(r"\n(?=[a-z0-9])", text.strip()) if "==" in entry)
