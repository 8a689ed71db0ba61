"""The threads that do the errands: each process has some, and none does another's."""

import os
import queue
import threading
import time
from collections.abc import Callable, Mapping

from hotline.simulator import errands, line, receipts
from hotline.simulator.calls import switchboard
from hotline.simulator.errands import Errand
from hotline.simulator.world import World

LOOK = 0.25
"""Seconds between two looks at what other processes left lying."""

WORK: Mapping[str, Callable[[World, Errand], None]] = {
    "receipt": receipts.report,
    "text": line.send_queued,
    "again": line.repeat,
    "ask": switchboard.ask,
    errands.TICK: switchboard.tick,
    "by_itself": switchboard.happen_by_itself,
    "recording": switchboard.make_ready,
}


class Postman:
    """One thread that claims what is due and a few that do it. They begin at the first `wake`."""

    def __init__(self, exchange: World, threads: int) -> None:
        self._exchange = exchange
        self._size = threads
        self._guard = threading.Lock()
        self._process = 0
        self._begin()

    def wake(self) -> None:
        """Say that something is due, and see to it that somebody is there to do it."""
        with self._guard:
            if self._process != os.getpid():
                self._begin()
                self._process = os.getpid()
            if not self._stopped.is_set():
                self._hire()
            self._called.set()

    def close(self) -> None:
        """Finish what was begun and stop. What was not begun stays for the next."""
        with self._guard:
            if self._process != os.getpid():
                return
            self._stopped.set()
            self._called.set()
            threads = list(self._threads.values())
        for _ in threads:
            self._bag.put(None)
        for thread in threads:  # not within the guard: what one of them does may wake us
            thread.join()
        with self._guard:
            self._give_back()
            self._process = 0

    def _give_back(self) -> None:
        while not self._bag.empty():
            errand = self._bag.get_nowait()
            if errand:
                errands.release(self._exchange.store, errand)

    def _begin(self) -> None:
        self._threads: dict[str, threading.Thread] = {}
        self._called = threading.Event()
        self._stopped = threading.Event()
        self._bag: queue.Queue[Errand | None] = queue.Queue()

    def _hire(self) -> None:
        """Fill every place that is empty, also that of one who fell."""
        places = {"clerk": self._claim} | {f"runner-{n}": self._deliver for n in range(self._size)}
        for name, work in places.items():
            if name not in self._threads or not self._threads[name].is_alive():
                self._threads[name] = threading.Thread(target=work, name=f"simulator-{name}", daemon=True)
                self._threads[name].start()

    def _claim(self) -> None:
        store = self._exchange.store
        while not self._stopped.is_set():
            self._called.clear()
            room = 4 * self._size - self._bag.qsize()
            found = errands.claim(store, room) if room > 0 else []
            for errand in found:
                self._bag.put(errand)
            if not found:
                due = errands.next_due(store)
                wait = LOOK if due is None else min(LOOK, due - time.time())
                self._called.wait(max(wait, 0.002))

    def _deliver(self) -> None:
        while errand := self._bag.get():
            if self._stopped.is_set():
                errands.release(self._exchange.store, errand)
                continue
            WORK[errand.kind](self._exchange, errand)
            errands.finish_step(self._exchange.store, errand)
            self._called.set()
