"""What a small machine keeps for itself: secrets, its data folder, its port."""

import os
import socket
import stat
from pathlib import Path

import pytest

from hotline.processes.errors import Busy
from hotline.processes.private import claim_port, is_loopback, kept_secret, take_turn


def test_a_secret_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    made = kept_secret(tmp_path, "key")
    assert len(made) >= 32
    assert kept_secret(tmp_path, "key") == made
    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600


def test_two_runs_cannot_share_a_data_folder(tmp_path: Path) -> None:
    turn = take_turn(tmp_path)
    with pytest.raises(Busy, match="already running"):
        take_turn(tmp_path, seconds=0.2)
    os.close(turn)
    os.close(take_turn(tmp_path, seconds=0.2))


def test_a_taken_port_is_said(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(Busy, match=str(port)):
            claim_port("127.0.0.1", port)
    claim_port("127.0.0.1", port)


@pytest.mark.parametrize(
    ("host", "loopback"),
    [("127.0.0.1", True), ("::1", True), ("localhost", True), ("192.0.2.1", False), ("line.example.org", False)],
)
def test_who_can_reach_a_host(host: str, loopback: bool) -> None:
    assert is_loopback(host) == loopback
