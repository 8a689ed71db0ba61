"""Making much that stays: the garbage collector only gets in the way of it."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Make something without the garbage collector, which would walk through all of it again and again as it grows.

    Nothing that is thrown away within it may hold on to itself in a circle: it stays until the next collection.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
