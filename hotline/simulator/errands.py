"""What the stand-in still has to do, as rows: any process may do it, one at a time, in the order of its steps."""

import json
import sqlite3
import time
from collections.abc import Sequence
from dataclasses import dataclass

from hotline.simulator.store import Store

LEASE = 60.0
"""Seconds after which another process takes over what one did not finish."""

TICK = "tick"
"""The kind of an errand that only lets time pass in a call."""

Plain = tuple[float, str, str]
"""(seconds to wait, what to do, detail)"""


@dataclass(frozen=True)
class Errand:
    """Something to do about `subject` (a sid or the number of a wire entry), step by step."""

    kind: str
    subject: str
    address: str
    steps: Sequence[Plain]
    position: int = 0
    id: int = 0

    def step(self) -> Plain:
        """Return the step that is due."""
        wait, what, detail = self.steps[self.position]
        return wait, what, detail


def put(db: sqlite3.Connection, errand: Errand) -> None:
    """Write an errand down within a transaction."""
    if errand.steps:
        due = time.time() + errand.steps[0][0]
        db.execute(
            "INSERT INTO errand (kind, subject, address, steps, due_at) VALUES (?, ?, ?, ?, ?)",
            (errand.kind, errand.subject, errand.address, json.dumps(errand.steps), due),
        )


def claim(store: Store, limit: int) -> list[Errand]:
    """Take what is due. Nobody else gets it before the lease ends."""
    now = time.time()
    with store.reading() as db:
        if db.execute("SELECT 1 FROM errand WHERE due_at <= ? AND lease_until <= ?", (now, now)).fetchone() is None:
            return []
    with store.writing(visible=False) as db:
        rows = db.execute(
            "SELECT * FROM errand WHERE due_at <= ? AND lease_until <= ? ORDER BY due_at LIMIT ?", (now, now, limit)
        ).fetchall()
        db.executemany("UPDATE errand SET lease_until = ? WHERE id = ?", [(now + LEASE, row["id"]) for row in rows])
    return [_errand(row) for row in rows]


def finish_step(store: Store, errand: Errand) -> None:
    """Go on to the next step, or strike the errand off."""
    following = errand.position + 1
    with store.writing(visible=False) as db:
        if following < len(errand.steps):
            due = time.time() + errand.steps[following][0]
            db.execute(
                "UPDATE errand SET position = ?, due_at = ?, lease_until = 0 WHERE id = ?", (following, due, errand.id)
            )
        else:
            db.execute("DELETE FROM errand WHERE id = ?", (errand.id,))


def pending(store: Store, subject: str = "") -> int:
    """Return how many errands are left, of one subject or of all; what only lets time pass in a call does not count."""
    with store.reading() as db:
        query = "SELECT count(*) FROM errand WHERE ? IN ('', subject) AND kind != ?"
        return int(db.execute(query, (subject, TICK)).fetchone()[0])


def next_due(store: Store) -> float | None:
    """Return when the next errand that nobody holds is due, in seconds since the epoch."""
    with store.reading() as db:
        row = db.execute("SELECT min(due_at) FROM errand WHERE lease_until <= ?", (time.time(),)).fetchone()
    return None if row[0] is None else float(row[0])


def _errand(row: sqlite3.Row) -> Errand:
    steps = [(wait, what, detail) for wait, what, detail in json.loads(row["steps"])]
    return Errand(row["kind"], row["subject"], row["address"], steps, row["position"], row["id"])


def release(store: Store, errand: Errand) -> None:
    """Give back what was claimed and not begun."""
    with store.writing(visible=False) as db:
        db.execute("UPDATE errand SET lease_until = 0 WHERE id = ?", (errand.id,))
