"""`hotline worker` and `hotline clock`: the processes nobody sees."""

import os

import click

from hotline.processes import clock as clock_process
from hotline.processes import worker as worker_process
from hotline.settings import Settings, to_send


@click.command()
@click.option("--burst", is_flag=True, help="Stop when there is nothing left to do.")
def worker(*, burst: bool) -> None:
    """Run one worker; start as many as wanted.

    Example: hotline worker
    """
    worker_process.work(Settings.from_env(os.environ, required=to_send(os.environ)), burst=burst)


@click.command()
def clock() -> None:
    """Run the clock; one is enough, and a second does no harm.

    Example: hotline clock
    """
    clock_process.run(Settings.from_env(os.environ, required=to_send(os.environ)))
