"""What an import would do, worked out before anything is written. One plan serves the preview and the real run."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any, Generic, TypeVar

from sqlalchemy.orm import Session

from dispatch.kinds import VolunteerStatus
from dispatch.places import read_places
from hotline.transfer.cells import Cells, Fault
from hotline.transfer.rows import (
    COLUMNS,
    Known,
    OrganisationRow,
    Stated,
    VolunteerRow,
    header_faults,
    read_organisation,
    read_volunteer,
)
from hotline.transfer.stored import Stored, stored_organisations, stored_volunteers
from hotline.transfer.tables import Table

Row = TypeVar("Row", OrganisationRow, VolunteerRow)


@dataclass(frozen=True)
class Entry(Generic[Row]):
    """One row that is to be written. `stored` None: it is new. `changes`: the columns that differ, otherwise."""

    number: int
    row: Row
    stated: Stated | None = None
    """What is only needed for a volunteer who is new."""
    stored: Stored[Row] | None = None
    changes: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Plan:
    """What an import does: rows to add, rows to change, how many are the same, and every fault."""

    kind: str
    now: datetime
    new: Sequence[Entry[Any]] = ()
    changed: Sequence[Entry[Any]] = ()
    same: int = 0
    faults: Sequence[Fault] = ()

    def summary(self) -> dict[str, Any]:
        """Return the plan as plain values, for a page or a script."""
        return {
            "kind": self.kind,
            "new": len(self.new),
            "changed": len(self.changed),
            "same": self.same,
            "faults": [asdict(fault) for fault in self.faults],
            "changes": [{"row": entry.number, "columns": sorted(entry.changes)} for entry in self.changed],
        }


Watch = Callable[[Sequence[Any]], Iterator[Any]]
"""Lets somebody watch a list being worked through, a progress bar for one."""


def plan_import(session: Session, kind: str, table: Table, now: datetime, *, watch: Watch = iter) -> Plan:
    """Return what importing `table` would do. kind: organisations or volunteers. Nothing is written.

    Raises `KeyError` for another kind.
    """
    wrong = sorted(Fault(1, column, reason) for column, reason in header_faults(table.header, kind))
    if wrong:
        return Plan(kind, now, faults=wrong)
    plan = _plan_organisations if kind == "organisations" else _plan_volunteers
    return plan(session, table, now, watch)


def _plan_organisations(session: Session, table: Table, now: datetime, watch: Watch) -> Plan:
    sorter = _Sorter(stored_organisations(session), "code")
    for cells in _cells(table, watch, sorter.faults):
        row = read_organisation(cells)
        sorter.take(cells, row, key=row.code.casefold())
    return sorter.plan("organisations", now)


def _plan_volunteers(session: Session, table: Table, now: datetime, watch: Watch) -> Plan:
    organisations = {key: each.row.code for key, each in stored_organisations(session).items() if each.row}
    known = Known(read_places(session), organisations)
    sorter = _Sorter(stored_volunteers(session), "phone")
    for cells in _cells(table, watch, sorter.faults):
        stated = read_volunteer(cells, known)
        row = stated.row
        if not row.status:
            before = sorter.stored.get(row.phone)
            status = before.row.status if before and before.row else VolunteerStatus.PENDING.value
            row = replace(row, status=status)
        sorter.take(cells, row, key=row.phone, stated=stated)
    return sorter.plan("volunteers", now)


def _cells(table: Table, watch: Watch, faults: list[Fault]) -> Iterator[Cells]:
    width = len(table.header)
    for number, values in watch(table.rows):
        if len(values) == width:
            yield Cells(number, dict(zip(table.header, values, strict=True)))
        else:
            hint = "; a list of several needs quotation marks round it" if len(values) > width else ""
            faults.append(Fault(number, "", f"has {len(values)} cells and the header {width}{hint}"))


@dataclass
class _Sorter(Generic[Row]):
    """Puts each row where it belongs: new, changed, same or faulty."""

    stored: dict[str, Stored[Row]]
    key_column: str
    new: list[Entry[Row]] = field(default_factory=list)
    changed: list[Entry[Row]] = field(default_factory=list)
    same: int = 0
    faults: list[Fault] = field(default_factory=list)
    seen: dict[str, int] = field(default_factory=dict)

    def take(self, cells: Cells, row: Row, *, key: str, stated: Stated | None = None) -> None:
        """Sort one row in. `key` tells which row of the database is meant."""
        if key and key in self.seen:
            cells.fault(self.key_column, f"the same as in row {self.seen[key]}")
        self.seen.setdefault(key, cells.row)
        if cells.faults:
            self.faults.extend(cells.faults)
            return
        stored = self.stored.get(key)
        if stored is None or stored.row is None:
            self.new.append(Entry(cells.row, row, stated, stored))
        elif changes := _changes(stored.row, row):
            self.changed.append(Entry(cells.row, row, stated, stored, changes))
        else:
            self.same += 1

    def plan(self, kind: str, now: datetime) -> Plan:
        """Return the whole as a plan."""
        return Plan(kind, now, self.new, self.changed, self.same, sorted(self.faults))


def _changes(before: Row, after: Row) -> frozenset[str]:
    kind = "organisations" if isinstance(after, OrganisationRow) else "volunteers"
    return frozenset(
        name for name in COLUMNS[kind] if name != "code" and getattr(before, name) != getattr(after, name)
    )
