"""The worker process: runs what the queue hints at."""

from dispatch.queue import run_worker
from hotline import logs, wiring
from hotline.settings import Settings


def work(settings: Settings, *, burst: bool = False) -> None:
    """Work the queue until told to stop; with `burst`, until it is empty."""
    logs.configure()
    context = wiring.build(settings)
    context.equip_jobs()
    # A connection of its own: it waits for work longer than a hint may take.
    run_worker(wiring.connect_redis(settings), burst=burst)
