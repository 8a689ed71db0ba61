"""The embedded server for Redis: private, durable, and found again by whoever has the same data folder."""

import stat
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import redis

from hotline.processes import redis_server
from hotline.processes.errors import NoRedisServer
from hotline.processes.redis_server import LONGEST_SOCKET_PATH, embedded_url, socket_path


@contextmanager
def running(folder: Path) -> Iterator[tuple[redis.Redis, subprocess.Popen[bytes]]]:
    server = subprocess.Popen(redis_server.command(folder), stdin=subprocess.DEVNULL)
    try:
        assert redis_server.wait_until_ready(embedded_url(folder), server)
        with redis.Redis.from_url(embedded_url(folder)) as client:
            yield client, server
    finally:
        server.terminate()
        server.wait(10)


def test_what_was_acknowledged_outlives_a_kill(tmp_path: Path) -> None:
    folder = tmp_path / "a folder"
    with running(folder) as (client, server):
        client.set("kept", "yes")
        server.kill()
        server.wait()
    with running(folder) as (client, _):
        assert client.get("kept") == b"yes"


def test_only_its_owner_gets_at_it_and_no_port_is_open(tmp_path: Path) -> None:
    with running(tmp_path) as (client, _):
        assert stat.S_IMODE(socket_path(tmp_path).parent.stat().st_mode) == 0o700
        assert stat.S_IMODE(socket_path(tmp_path).stat().st_mode) == 0o700
        assert client.config_get("port") == {"port": "0"}
        assert client.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}
        assert client.config_get("appendfsync") == {"appendfsync": "always"}


@pytest.mark.parametrize("name", ["d" * 99, "with space", "what?", "50%", "blåbär"])
def test_a_folder_that_cannot_hold_the_socket_gets_one_elsewhere(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    with running(folder) as (client, _):
        assert client.ping()
        assert client.client_info()["addr"]
    assert len(str(socket_path(folder))) <= LONGEST_SOCKET_PATH
    assert socket_path(folder) == socket_path(folder)
    assert socket_path(folder) != socket_path(folder / "other")


def test_a_server_that_ends_at_once_is_not_waited_for(tmp_path: Path) -> None:
    ended = subprocess.Popen(["false"])
    assert not redis_server.wait_until_ready(embedded_url(tmp_path), ended, seconds=30)


def test_without_any_binary_it_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("platform.machine", lambda: "abacus")
    with pytest.raises(NoRedisServer, match="set REDIS_URL"):
        redis_server.command(tmp_path)
