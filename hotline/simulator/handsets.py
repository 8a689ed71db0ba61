"""The telephones on the page, the same for everybody who looks."""

import re
from collections.abc import Iterable

from hotline.simulator.records import Handset
from hotline.simulator.store import Store

MOST = 6

FICTION = re.compile(r"\+46(?:7017406(?:0[5-9]|[1-9]\d)|8465004\d\d|3139006\d\d|4062804\d\d|9803192\d\d)")
"""Numbers set aside for fiction: mobile 070-1740605 to 699 and some landlines."""

READY = ("1", "2", "JA", "NEJ", "نعم")
"""One-key replies to begin with: what people send, which is not ours to translate."""


class Handsets:
    """Which handsets are shown, in order, and which replies they have on a key."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def shown(self) -> list[Handset]:
        """Return the handsets on the page."""
        with self._store.reading() as db:
            rows = db.execute("SELECT * FROM handset ORDER BY position").fetchall()
        return [Handset(row["number"], row["name"], row["role"], row["language"]) for row in rows]

    def furnish(self, first: Iterable[Handset]) -> None:
        """Put out the first handsets of a new world; later calls do nothing until the next reset."""
        with self._store.reading() as db:
            if db.execute("SELECT 1 FROM world WHERE name = 'furnished'").fetchone():
                return
        with self._store.writing() as db:
            if db.execute("INSERT OR IGNORE INTO world VALUES ('furnished', 1)").rowcount == 1:
                for position, handset in enumerate(first):
                    db.execute("INSERT OR IGNORE INTO handset VALUES (?, ?, ?, ?, ?)", (*_row(handset), position))

    def add(self, handset: Handset) -> bool:
        """Put a handset on the page. False: there is no room, or no such number may be a handset."""
        if not FICTION.fullmatch(handset.number):
            return False
        with self._store.writing() as db:
            count, last = db.execute("SELECT count(*), coalesce(max(position), 0) FROM handset").fetchone()
            if count >= MOST:
                return False
            db.execute("INSERT OR IGNORE INTO handset VALUES (?, ?, ?, ?, ?)", (*_row(handset), last + 1))
        return True

    def remove(self, number: str) -> None:
        """Take a handset off the page. Its texts stay."""
        with self._store.writing() as db:
            db.execute("DELETE FROM handset WHERE number = ?", (number,))

    def replies(self) -> tuple[str, ...]:
        """Return the one-key replies."""
        with self._store.reading() as db:
            row = db.execute("SELECT value FROM world WHERE name = 'replies'").fetchone()
        return READY if row is None else tuple(str(row[0]).split("\n"))

    def set_replies(self, replies: Iterable[str]) -> None:
        """Put other replies on the keys; none: the first ones again."""
        kept = [reply.strip() for reply in replies if reply.strip()][:9]
        with self._store.writing() as db:
            db.execute("DELETE FROM world WHERE name = 'replies'")
            if kept:
                db.execute("INSERT INTO world VALUES ('replies', ?)", ("\n".join(kept),))


def _row(handset: Handset) -> tuple[str, str, str, str]:
    return handset.number, handset.name, handset.role, handset.language
