"""Moving a row from state to state: a conditional UPDATE that only one of many can win, and a line of history."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Table, insert, update
from sqlalchemy.orm.attributes import set_committed_value

from dispatch.db import Work
from dispatch.models import (
    Call,
    HelpRequest,
    Message,
    Offer,
    PhoneVisit,
    Proposal,
    Recording,
    Series,
    StateChange,
    Visit,
)
from dispatch.states import MOVES, NEW, advance

Moving = HelpRequest | Offer | Visit | Proposal | Series | PhoneVisit | Message | Call | Recording

OWN_HISTORY = (Message, Call, Recording, Proposal, Series, PhoneVisit)
"""What carries its own history; three more lines for each text would drown the rest of the story."""

TEXTS = cast(Table, Message.__table__)
TEXT_COLUMNS = frozenset(TEXTS.c.keys())
FILE = insert(TEXTS).returning(TEXTS.c.id)


def move(work: Work, row: Moving, event: str, *, reason: str = "", **values: Any) -> bool:
    """Move `row` by `event` if it still is in the state we know, setting `values` with it.

    Returns False, with nothing changed, when somebody else was first. Raises `IllegalMove` when the table of moves
    has no such move from the state we know.
    """
    table = type(row)
    old = row.state
    new = advance(MOVES[table.__tablename__], old, event)
    work.session.flush()
    changes = {"came_from": old, "state": new, **values}
    columns = cast(Table, table.__table__)
    query = update(columns).where(columns.c.id == row.id, columns.c.state == old).values(changes)
    result = work.session.execute(query)
    if result.rowcount == 0:  # type: ignore[attr-defined]
        return False
    for name, value in changes.items():
        set_committed_value(row, name, value)
    if not isinstance(row, OWN_HISTORY):
        record(work, row, old=old, event=event, reason=reason)
    return True


def begin_all(work: Work, rows: Sequence[HelpRequest | Offer | Visit], event: str) -> None:
    """Give new rows of one table their first state and store them, all at once."""
    for row in rows:
        row.came_from, row.state = NEW, advance(MOVES[type(row).__tablename__], NEW, event)
    work.session.add_all(rows)
    work.session.flush()
    work.session.execute(insert(StateChange), [_line(work, row, old=NEW, event=event) for row in rows])


def begin(work: Work, row: Moving, event: str, *, reason: str = "") -> None:
    """Give a new row its first state and store it."""
    table = type(row).__tablename__
    row.came_from, row.state = NEW, advance(MOVES[table], NEW, event)
    work.session.add(row)
    if not isinstance(row, Message):  # the outbox needs no id at once
        work.session.flush()
    if not isinstance(row, OWN_HISTORY):
        record(work, row, old=NEW, event=event, reason=reason)


def file(work: Work, text: Message, event: str) -> None:
    """Write a text whose course ends with `event`, when all is known of it, and give it its id.

    It is written without the session, which keeps an eye only on what may still change: that is half of its cost.
    """
    text.came_from, text.state = NEW, advance(MOVES[TEXTS.name], NEW, event)
    values = {name: value for name, value in vars(text).items() if name in TEXT_COLUMNS}
    text.id = work.connection.execute(FILE, values).scalar_one()


def record(
    work: Work,
    row: HelpRequest | Offer | Visit,
    *,
    old: str,
    event: str,
    reason: str = "",
    details: Mapping[str, Any] | None = None,
) -> None:
    """Add the line of history for a move that was made. details: what else there is to say of it; nobody's name."""
    line = _line(work, row, old=old, event=event)
    work.session.add(StateChange(**{**line, "reason": reason, "details": dict(details or {})}))


def _line(work: Work, row: HelpRequest | Offer | Visit, *, old: str, event: str) -> dict[str, Any]:
    return {
        "entity": type(row).__tablename__,
        "entity_id": row.id,
        "request_id": row.id if isinstance(row, HelpRequest) else row.request_id,
        "old": old,
        "new": row.state,
        "event": event,
        "actor": work.actor,
        "reason": "",
        "details": {},
        "at": work.now,
    }
