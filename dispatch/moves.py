"""Moving a row from state to state: a conditional UPDATE that only one of many can win, and a line of history."""

from typing import Any, cast

from sqlalchemy import Table, update
from sqlalchemy.orm.attributes import set_committed_value

from dispatch.db import Work
from dispatch.models import HelpRequest, Message, Offer, StateChange, Visit
from dispatch.states import MOVES, NEW, advance

Moving = HelpRequest | Offer | Visit | Message


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
    if not isinstance(row, Message):  # a text carries its own history; three lines per text would drown the rest
        record(work, row, old=old, event=event, reason=reason)
    return True


def begin(work: Work, row: Moving, event: str, *, reason: str = "") -> None:
    """Give a new row its first state and store it."""
    table = type(row).__tablename__
    row.came_from, row.state = NEW, advance(MOVES[table], NEW, event)
    work.session.add(row)
    if not isinstance(row, Message):
        work.session.flush()
        record(work, row, old=NEW, event=event, reason=reason)


def record(work: Work, row: HelpRequest | Offer | Visit, *, old: str, event: str, reason: str = "") -> None:
    """Add the line of history for a move that was made."""
    work.session.add(
        StateChange(
            entity=type(row).__tablename__,
            entity_id=row.id,
            request_id=row.id if isinstance(row, HelpRequest) else row.request_id,
            old=old,
            new=row.state,
            event=event,
            actor=work.actor,
            reason=reason,
            details={},
            at=work.now,
        )
    )
