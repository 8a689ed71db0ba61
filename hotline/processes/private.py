"""What a small machine keeps for itself in its data folder: secrets that were made here, and who is running."""

import fcntl
import ipaddress
import os
import secrets
import socket
import time
from collections.abc import Mapping
from pathlib import Path

from hotline.processes.errors import Busy
from hotline.settings import to_send


def make_private(folder: Path) -> None:
    """Make the folder if it is not there, open to its owner alone: it holds names and addresses."""
    if not folder.exists():
        folder.mkdir(mode=0o700, parents=True)


def kept_secret(folder: Path, name: str, *, length: int = 32) -> str:
    """Return the secret of this name, made on first use and kept in a file that only its owner reads.

    length: bytes of chance in a new one.
    """
    path = folder / name
    try:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(length))
    except FileExistsError:
        pass
    return path.read_text(encoding="ascii").strip()


def take_turn(folder: Path, *, seconds: float = 5) -> int:
    """Lock the data folder and return the open file. Children inherit it, so it stays locked until the last is gone.

    Waits a little for those of a run that was killed. Raises `Busy`.
    """
    turn = os.open(folder / "running.lock", os.O_RDWR | os.O_CREAT, 0o600)
    deadline = time.monotonic() + seconds
    while True:
        try:
            fcntl.flock(turn, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                os.close(turn)
                raise Busy(f"already running on {folder}") from None
            time.sleep(0.1)
        else:
            return turn


def claim_port(host: str, port: int) -> None:
    """Make sure that the port is free. Raises `Busy`."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Busy(f"cannot listen on {host}:{port}: {error.strerror} (choose another with --port)") from None


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach a server on `host`."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def web_needs(environ: Mapping[str, str], host: str) -> tuple[str, ...]:
    """Return the names the web process cannot do without: a key of one's own only when others can reach it."""
    return to_send(environ) if is_loopback(host) else (*to_send(environ), "SECRET_KEY")
