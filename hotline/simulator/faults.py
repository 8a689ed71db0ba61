"""What goes wrong on purpose: with one handset, or with the carrier as a whole."""

from collections.abc import Mapping

from hotline.simulator.store import Store

REFUSED = {"landline": 21635, "not_mobile": 21614, "opted_out": 21610, "busy": 20429}
"""Faults for which the carrier refuses a text at once, with its code."""

LOST = {
    "off": ("undelivered", 30003),
    "blocked": ("undelivered", 30004),
    "filtered": ("undelivered", 30007),
    "unknown": ("undelivered", 30008),
    "overflow": ("failed", 30001),
}
"""Faults for which the carrier takes the text and it never arrives, with the last state and its code."""

RECEIPTS = ("silent", "delayed", "doubled", "disordered")
"""Faults of the receipts alone: the last one never comes, all come late, all come twice, they come backwards."""

KINDS = (*REFUSED, *LOST, *RECEIPTS)

TROUBLES = ("busy", "error_before", "error_after", "hang_before", "hang_after")
"""What the carrier's API can do to the next calls: say 429; answer 500, or hang, before or after it took the text."""

DELAY = 20.0
"""Seconds, where a fault takes time and none was given."""


class UnknownFault(ValueError):
    """No such fault."""


class Faults:
    """The faults that are switched on."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def put(self, number: str, kind: str, *, on: bool = True, seconds: float = DELAY) -> None:
        """Switch one fault of a handset on or off. Raises `UnknownFault`."""
        if kind not in KINDS:
            raise UnknownFault(kind)
        with self._store.writing() as db:
            db.execute("DELETE FROM fault WHERE number = ? AND kind = ?", (number, kind))
            if on:
                db.execute("INSERT INTO fault VALUES (?, ?, ?)", (number, kind, seconds))

    def of(self, number: str) -> Mapping[str, float]:
        """Return the faults of a handset with their seconds."""
        with self._store.reading() as db:
            rows = db.execute("SELECT kind, seconds FROM fault WHERE number = ?", (number,)).fetchall()
        return {row["kind"]: row["seconds"] for row in rows}

    def trouble(self, kind: str, *, times: int, seconds: float) -> None:
        """Let the next `times` calls of the API meet this trouble; 0 ends it. Raises `UnknownFault`."""
        if kind not in TROUBLES:
            raise UnknownFault(kind)
        with self._store.writing() as db:
            db.execute("DELETE FROM trouble WHERE kind = ?", (kind,))
            if times:
                db.execute("INSERT INTO trouble VALUES (?, ?, ?)", (kind, times, seconds))

    def meet(self) -> tuple[str, float]:
        """Take one trouble for one call of the API: (kind, seconds), or ("", 0.0)."""
        with self._store.reading() as db:
            quiet = db.execute("SELECT 1 FROM trouble").fetchone() is None
        if quiet:
            return "", 0.0
        with self._store.writing() as db:
            row = db.execute("SELECT kind, seconds FROM trouble WHERE remaining > 0 ORDER BY rowid").fetchone()
            if row is None:
                return "", 0.0
            db.execute("UPDATE trouble SET remaining = remaining - 1 WHERE kind = ?", (row["kind"],))
            db.execute("DELETE FROM trouble WHERE remaining <= 0")
            return row["kind"], row["seconds"]

    def troubles(self) -> Mapping[str, int]:
        """Return how many calls each trouble will still meet."""
        with self._store.reading() as db:
            return {row["kind"]: row["remaining"] for row in db.execute("SELECT kind, remaining FROM trouble")}
