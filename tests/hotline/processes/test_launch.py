"""The whole system as one command: it comes up, stops cleanly, and comes up again on the same data."""

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CARRIER = {"TWILIO_ACCOUNT_SID": "AC1", "TWILIO_AUTH_TOKEN": "t", "TWILIO_API_URL": "http://127.0.0.1:9"}


@contextmanager
def running(folder: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    """Run `hotline run` in a session of its own until it says that it is up."""
    environ = {"PATH": os.environ["PATH"], "VAR_DIR": str(folder), **CARRIER}
    command = [sys.executable, "-m", "hotline.cli", "run", "--port", str(port)]
    with subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout
        try:
            assert f":{port}/" in program.stdout.readline()
            yield program
        finally:
            program.send_signal(signal.SIGINT)
            assert program.wait(20) == 0


def a_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def children_of(folder: Path) -> list[str]:
    """The processes that have this data folder in their environment or their command."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            said = (process / "environ").read_bytes() + (process / "cmdline").read_bytes()
        except OSError:
            continue
        if os.fsencode(folder) in said:
            found.append(process.name)
    return found


def test_it_runs_stops_without_a_trace_and_runs_again(tmp_path: Path) -> None:
    folder, port = tmp_path / "var", a_port()
    for _ in range(2):
        with running(folder, port):
            assert len(children_of(folder)) >= 5
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz") as answer:
                assert answer.status == 200
            second = subprocess.run(
                [sys.executable, "-m", "hotline.cli", "run", "--port", str(a_port())],
                env={"PATH": os.environ["PATH"], "VAR_DIR": str(folder), **CARRIER},
                capture_output=True, text=True, timeout=60, check=False,
            )  # fmt: skip
            assert (second.returncode, "already running" in second.stderr) == (1, True)
        assert children_of(folder) == []
