"""Starts the processes in order, starts a dead one again, and leaves none behind.

Each child is the head of its own process group, so Ctrl-C reaches the supervisor alone, who then stops them in order.
"""

import ctypes
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import FrameType

from hotline.processes.errors import StartFailed

STOP_SECONDS = 8.0
"""How long the children may take to finish what they are doing; what is left is killed."""

READY_SECONDS = 120.0
"""How long a child may take until it serves."""

SOUND_SECONDS = 60.0
"""A child that lived so long did not die of its start, and is started again at once."""

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
TICK = 0.1
PR_SET_PDEATHSIG = 1

log = logging.getLogger(__name__)
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


@dataclass(frozen=True)
class Program:
    """One process to keep running.

    is_ready: whether it serves just now. order: those with a higher one are stopped first.
    """

    name: str
    command: Sequence[str]
    is_ready: Callable[[], bool] = lambda: True
    order: int = 1


@dataclass
class _Child:
    program: Program
    process: subprocess.Popen[bytes]
    started: float
    pause: float = FIRST_PAUSE
    restart_at: float | None = field(default=None)


class Supervisor:
    """Keeps programs running until it is told to stop by SIGINT, SIGTERM or SIGHUP.

    keep_open: open files that every child inherits. stop_seconds: the children's time to finish when told to stop.
    """

    def __init__(
        self, environ: Mapping[str, str], *, keep_open: tuple[int, ...] = (), stop_seconds: float = STOP_SECONDS
    ) -> None:
        self.environ = dict(environ)
        self.keep_open = keep_open
        self.stop_seconds = stop_seconds
        self.signals = 0
        self._children: list[_Child] = []
        self._pid = os.getpid()

    def install(self) -> None:
        """Take over the signals that end a program."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._note_signal)

    def start(self, program: Program) -> None:
        """Start a program and wait until it is ready. Raises `StartFailed`; what runs already is left to `stop`."""
        child = _Child(program, self._spawn(program), time.monotonic())
        self._children.append(child)
        deadline = child.started + READY_SECONDS
        while not self.signals and not program.is_ready():
            if child.process.poll() is not None or time.monotonic() > deadline:
                raise StartFailed(f"{program.name} did not start")
            time.sleep(TICK / 2)

    def run(self) -> None:
        """Watch the children until a signal comes, then stop them all."""
        while not self.signals:
            for child in self._children:
                self._tend(child)
            time.sleep(TICK)
        self.stop()

    def stop(self) -> None:
        """Stop all children in order. A second signal, or the end of the patience, kills what remains."""
        deadline = time.monotonic() + self.stop_seconds
        patience = self.signals + 1
        for order in sorted({child.program.order for child in self._children}, reverse=True):
            layer = [child.process for child in self._children if child.program.order == order]
            for process in layer:
                _signal_group(process, signal.SIGTERM)
            while any(process.poll() is None for process in layer):
                if time.monotonic() > deadline or self.signals > patience:
                    break
                time.sleep(TICK / 2)
            for process in layer:
                # Also after a good end: a grandchild may still be there.
                _signal_group(process, signal.SIGKILL)
                process.wait()
        self._children.clear()

    def _tend(self, child: _Child) -> None:
        now = time.monotonic()
        if child.restart_at is None:
            status = child.process.poll()
            if status is None:
                return
            _signal_group(child.process, signal.SIGKILL)
            child.pause = FIRST_PAUSE if now - child.started > SOUND_SECONDS else min(child.pause * 2, LONGEST_PAUSE)
            child.restart_at = now + child.pause
            log.error("process_died", extra={"program": child.program.name, "status": status, "pause": child.pause})
        elif now >= child.restart_at:
            child.process, child.started, child.restart_at = self._spawn(child.program), now, None

    def _spawn(self, program: Program) -> subprocess.Popen[bytes]:
        log.info("process_started", extra={"program": program.name})
        return subprocess.Popen(  # noqa: S603 - our own commands
            program.command,
            env=self.environ,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            pass_fds=self.keep_open,
            preexec_fn=self._die_with_us,  # noqa: PLW1509 - this process has one thread
        )

    def _die_with_us(self) -> None:
        """Have the kernel end the child when the supervisor is killed (in the child, before its program)."""
        if _libc is not None:
            _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
            if os.getppid() != self._pid:
                os._exit(1)

    def _note_signal(self, _number: int, _frame: FrameType | None) -> None:
        self.signals += 1


def _signal_group(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    try:
        os.killpg(process.pid, number)
    except (ProcessLookupError, PermissionError):
        return
