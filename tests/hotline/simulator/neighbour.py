"""What another process does to the world; imports little, so that it starts at once."""

from pathlib import Path

from hotline.simulator.store import Store


def change_the_world(path: Path) -> int:
    """Open the world, change it ten times and return its version."""
    store = Store(path)
    for _ in range(10):
        with store.writing():
            pass
    version = store.version()
    store.close()
    return version
