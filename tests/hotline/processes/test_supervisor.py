"""The supervisor keeps its children running, stops them all, and leaves none behind, however it ends."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hotline.processes.errors import StartFailed
from hotline.processes.supervisor import Program, Supervisor

SLEEP = (sys.executable, "-c", "import time; time.sleep(60)")
DEAF = (
    sys.executable,
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)",
)


@pytest.fixture
def supervisor() -> Iterator[Supervisor]:
    supervisor = Supervisor(os.environ, stop_seconds=2)
    yield supervisor
    supervisor.stop()


def wait_for(true: Callable[[], bool], seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def pids(supervisor: Supervisor) -> list[int]:
    return [child.process.pid for child in supervisor._children]


def test_stopping_ends_every_child(supervisor: Supervisor) -> None:
    supervisor.start(Program("one", SLEEP))
    supervisor.start(Program("two", SLEEP))
    started = pids(supervisor)
    supervisor.stop()
    assert not any(is_alive(pid) for pid in started)


def test_a_child_that_does_not_listen_is_killed_and_its_own_children_with_it(supervisor: Supervisor) -> None:
    script = f"import subprocess, sys; child = subprocess.Popen({DEAF!r}); print(child.pid, flush=True); child.wait()"
    supervisor.start(Program("parent", (sys.executable, "-c", script)))
    (parent,) = pids(supervisor)
    children = Path(f"/proc/{parent}/task/{parent}/children")
    wait_for(lambda: children.read_text().strip() != "")
    grandchild = int(children.read_text().split()[0])
    supervisor.stop()
    wait_for(lambda: not is_alive(grandchild))


def test_those_who_take_work_in_are_stopped_before_those_they_stand_on(supervisor: Supervisor, tmp_path: Path) -> None:
    log = tmp_path / "log"
    script = """
        import signal, sys, time
        name, path = sys.argv[1:]
        def stop(*_):
            open(path, "a").write(name + " ")
            sys.exit()
        signal.signal(signal.SIGTERM, stop)
        open(path + name, "w").close()
        time.sleep(60)
    """
    command = (sys.executable, "-c", textwrap.dedent(script))

    for name, order in (("ground", 0), ("roof", 1)):
        is_ready = Path(str(log) + name).exists
        supervisor.start(Program(name, (*command, name, str(log)), is_ready, order=order))
    supervisor.stop()
    assert log.read_text().split() == ["roof", "ground"]


def test_a_dead_child_is_started_again(supervisor: Supervisor) -> None:
    supervisor.start(Program("one", SLEEP))
    (first,) = pids(supervisor)
    os.kill(first, signal.SIGKILL)

    def is_back() -> bool:
        supervisor._tend(supervisor._children[0])
        return pids(supervisor) != [first] and is_alive(pids(supervisor)[0])

    wait_for(is_back)


def test_a_child_that_keeps_dying_is_started_less_and_less_often(supervisor: Supervisor) -> None:
    supervisor.start(Program("broken", (sys.executable, "-c", "raise SystemExit(3)")))
    child = supervisor._children[0]
    pauses = []
    for _ in range(3):
        child.process.wait()
        supervisor._tend(child)
        pauses.append(child.pause)
        child.restart_at = 0
        supervisor._tend(child)
    assert pauses == [1, 2, 4]


def test_a_child_that_ends_before_it_is_ready_is_said_by_name(supervisor: Supervisor) -> None:
    with pytest.raises(StartFailed, match="redis did not start"):
        supervisor.start(Program("redis", ("false",), is_ready=lambda: False))


def test_a_signal_ends_the_waiting_for_a_child(supervisor: Supervisor) -> None:
    supervisor.signals = 1
    supervisor.start(Program("slow", SLEEP, is_ready=lambda: False))


RUNS_ONE = f"""
import os, sys
from hotline.processes.supervisor import Program, Supervisor
supervisor = Supervisor(os.environ)
supervisor.install()
supervisor.start(Program("one", {SLEEP!r}))
print(supervisor._children[0].process.pid, flush=True)
supervisor.run()
"""


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 0), (signal.SIGTERM, 0), (signal.SIGKILL, -9)])
def test_however_the_supervisor_ends_its_child_ends_too(number: signal.Signals, status: int) -> None:
    if number == signal.SIGKILL and sys.platform != "linux":
        pytest.skip("only Linux ends the children of a killed parent")
    with subprocess.Popen([sys.executable, "-c", RUNS_ONE], stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout
        child = int(running.stdout.readline())
        running.send_signal(number)
        assert running.wait(10) == status
    wait_for(lambda: not is_alive(child))
