"""Events of the carrier that have come in: each has one effect, however often and however parallel it arrives."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from sqlalchemy import Table, bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite

from dispatch.db import Work
from hotline.models import InboundEvent


@dataclass(frozen=True)
class Taken:
    """An event that was taken now (`is_new`) or before, with the answer it got then."""

    id: int
    is_new: bool
    answer: str = ""
    fingerprint: str = ""


EVENTS = cast(Table, InboundEvent.__table__)
"""The bare table, and statements made once: two for each text, which objects would make four times as dear."""

TAKE = {
    name: insert(EVENTS).on_conflict_do_nothing().returning(EVENTS.c.id)
    for name, insert in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}
FIND = select(EVENTS.c.id, EVENTS.c.answer, EVENTS.c.fingerprint).where(
    EVENTS.c.source == bindparam("of_source"), EVENTS.c.provider_id == bindparam("of_id")
)
KEEP = update(EVENTS).where(EVENTS.c.id == bindparam("event_id"))

LONGEST_ID = 40
"""Characters the carrier's ids have at most; ours to keep whole or not at all, so that none passes for another."""


def carrier_id(raw: str | None) -> str | None:
    """Return an id of the carrier's as it may be stored, or None for what can be none."""
    return raw if raw and len(raw) <= LONGEST_ID and raw.isascii() and raw.isprintable() else None


def fingerprint(fields: Mapping[str, str], *names: str) -> str:
    """Return a digest of the named fields: the same id with another digest is not the same event."""
    joined = "\x1f".join(f"{name}={fields.get(name, '')}" for name in names)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()


def take(work: Work, source: str, provider_id: str, digest: str) -> Taken:
    """Take an event, or find it if it was taken before. A parallel twin waits here until the first one is done."""
    connection = work.connection
    new = {
        "source": source, "provider_id": provider_id, "fingerprint": digest, "answer": "", "received_at": work.now,
    }  # fmt: skip
    new_id = connection.execute(TAKE[connection.dialect.name], new).scalar()
    if new_id is not None:
        return Taken(new_id, is_new=True, fingerprint=digest)
    row = connection.execute(FIND, {"of_source": source, "of_id": provider_id}).one()
    return Taken(row.id, is_new=False, answer=row.answer, fingerprint=row.fingerprint)


def find(work: Work, source: str, provider_id: str) -> Taken | None:
    """Return an event that was taken before; None for one that never was."""
    row = work.connection.execute(FIND, {"of_source": source, "of_id": provider_id}).one_or_none()
    return Taken(row.id, is_new=False, answer=row.answer, fingerprint=row.fingerprint) if row else None


def keep_answer(work: Work, event: Taken, answer: str) -> str:
    """Keep the answer for whenever the same event comes again, and return it."""
    work.connection.execute(KEEP, {"event_id": event.id, "answer": answer})
    return answer
