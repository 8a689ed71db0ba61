"""A program that runs beside the tests and never outlives them, however they end."""

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

# The shell outlives us by a moment: when our end of its input closes, it takes the program down and cleans up.
_KEEPER = """
signal=$1 log=$2 folder=$3; shift 3
"$@" >>"$log" 2>&1 </dev/null & program=$!
echo $program
read -r _
kill -"$signal" $program; wait $program
[ -z "$folder" ] || rm -rf "$folder"
"""


class Kept:
    """One running program. `signal` asks it to stop; `remove` is a folder that goes with it."""

    def __init__(
        self,
        command: Sequence[str | Path],
        *,
        log: Path,
        signal: str = "TERM",
        remove: Path | None = None,
        environ: Mapping[str, str] | None = None,
        user: Mapping[str, Any] | None = None,
    ) -> None:
        self.log = log
        self._keeper = subprocess.Popen(
            ["/bin/sh", "-c", _KEEPER, "keeper", signal, log, remove or "", *command],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            start_new_session=True, text=True, env=environ, **(user or {}),
        )  # fmt: skip
        assert self._keeper.stdout
        self.pid = int(self._keeper.stdout.readline())

    def said(self) -> str:
        """What the program has written so far, its last words at least."""
        return self.log.read_text(errors="replace")[-3000:] if self.log.exists() else ""

    def ask_to_stop(self) -> None:
        """Ask the program to stop, without waiting."""
        for pipe in (self._keeper.stdin, self._keeper.stdout):
            if pipe and not pipe.closed:
                pipe.close()

    def stop(self) -> None:
        """Ask the program to stop and wait for it. May be called twice."""
        self.ask_to_stop()
        self._keeper.wait()
