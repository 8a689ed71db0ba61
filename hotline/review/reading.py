"""A sheet that came back: who filled it in, and what stands in its rows."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from hotline.review.guide import DAY, LANGUAGE, LIST_COLUMNS, NAME, SHEETS, TEXT_COLUMNS
from hotline.review.po import Reviewer
from hotline.transfer.tables import BadFile, unescape_formula

MARKS = frozenset({"ok", "x", "yes", "ja", "1", "v", "✓", "✔", "true", "sant", "wrong"})
"""What counts as a mark in a column that takes one."""
LONGEST_NAME = 80
_DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y")


@dataclass(frozen=True, order=True)
class Fault:
    """Why a row cannot be taken. row: as the spreadsheet numbers it; 0 for the whole sheet."""

    sheet: str
    row: int
    key: str
    reason: str

    def __str__(self) -> str:
        where = [self.sheet, *([f"row {self.row}"] if self.row else []), *([self.key] if self.key else [])]
        return f"{', '.join(where)}: {self.reason}"


@dataclass(frozen=True)
class TextCells:
    """One row of the texts."""

    row: int
    key: str
    english: str
    draft: str
    better: str
    is_ok: bool


@dataclass(frozen=True)
class FormCells:
    """One row of a list. missing: forms written beside it."""

    row: int
    line: int
    form: str
    is_wrong: bool
    missing: tuple[str, ...]


@dataclass(frozen=True)
class ListCells:
    """One list: its head row and those of its forms."""

    row: int
    key: str
    purpose: str
    is_ok: bool
    forms: tuple[FormCells, ...]


@dataclass(frozen=True)
class Filled:
    """A sheet as it came back; `faults` are what cannot be read in it."""

    tag: str
    reviewer: Reviewer | None
    texts: tuple[TextCells, ...]
    lists: tuple[ListCells, ...]
    faults: tuple[Fault, ...]


Rows = list[tuple[int, dict[str, str]]]


def read_sheet(path: Path) -> Filled:
    """Return what stands in a workbook. Raises `BadFile` when it is none of ours."""
    how, texts, lists = _tables(path)
    faults: list[Fault] = []
    said = {cells[0]: cells[1] for cells in how if len(cells) > 1}
    reviewer = _reviewer(said, faults)
    read_texts = tuple(_text(number, cells, faults) for number, cells in _rows(texts, SHEETS[1], TEXT_COLUMNS))
    read_lists = tuple(_lists(_rows(lists, SHEETS[2], LIST_COLUMNS), faults))
    return Filled(said.get(LANGUAGE, ""), reviewer, read_texts, read_lists, tuple(faults))


def bare(words: str) -> str:
    """Words without what spreadsheets add or take: blank ends, and how marks are composed."""
    return unicodedata.normalize("NFC", words.replace("\r\n", "\n").replace("\r", "\n")).strip()


def _tables(path: Path) -> list[list[list[str]]]:
    try:
        book = CalamineWorkbook.from_path(path)
        sheets = [book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in SHEETS]
    except (CalamineError, OSError) as error:
        raise BadFile(f"is no review sheet: {error}") from None
    return [[[_as_text(cell) for cell in row] for row in sheet] for sheet in sheets]


def _as_text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date):
        return cell.isoformat()[:10]
    return bare(unescape_formula(str(cell)))


def _rows(table: Sequence[Sequence[str]], sheet: str, columns: Sequence[str]) -> Rows:
    header = list(table[0]) if table else []
    lacking = [name for name in columns if name not in header]
    if lacking:
        raise BadFile(f"is no review sheet: {sheet} has no column {', '.join(lacking)}")
    named = [(number, dict(zip(header, cells, strict=False))) for number, cells in enumerate(table[1:], 2)]
    return [(number, cells) for number, cells in named if any(cells.values())]


def _reviewer(said: dict[str, str], faults: list[Fault]) -> Reviewer | None:
    name, day = " ".join(said.get(NAME, "").split()), _day(said.get(DAY, ""))
    if not name or len(name) > LONGEST_NAME or not set(name).isdisjoint(';()"\\') or not name.isprintable():
        reason = f'is missing, longer than {LONGEST_NAME}, or has one of ; ( ) " \\ in it'
        faults.append(Fault(SHEETS[0], 0, NAME, reason))
    if not day:
        faults.append(Fault(SHEETS[0], 0, DAY, "is missing or no day; write it like 2026-11-22"))
    return Reviewer(name, day) if name and day else None


def _day(raw: str) -> str:
    for pattern in _DAYS:
        try:
            return datetime.strptime(raw, pattern).date().isoformat()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return ""


def _text(number: int, cells: dict[str, str], faults: list[Fault]) -> TextCells:
    key = cells["key"]
    is_ok = _is_marked(cells["ok"], Fault(SHEETS[1], number, key, "the column ok takes ok or nothing"), faults)
    return TextCells(number, key, cells["English"], cells["draft"], cells["better wording"], is_ok)


def _lists(rows: Rows, faults: list[Fault]) -> Iterator[ListCells]:
    """Yield the lists: a head row has a purpose and no form of its own."""
    by_key: dict[str, list[tuple[int, dict[str, str]]]] = {}
    for number, cells in rows:
        by_key.setdefault(cells["list"], []).append((number, cells))
    for key, own in by_key.items():
        heads = [(number, cells) for number, cells in own if cells["what it is for"]]
        if len(heads) != 1:
            faults.append(Fault(SHEETS[2], own[0][0], key, "has no head row, or two"))
            continue
        number, head = heads[0]
        is_ok = _is_marked(head["ok"], Fault(SHEETS[2], number, key, "the column ok takes ok or nothing"), faults)
        forms = tuple(_form(at, cells, faults) for at, cells in own)
        yield ListCells(number, key, head["what it is for"], is_ok, forms)


def _form(number: int, cells: dict[str, str], faults: list[Fault]) -> FormCells:
    fault = Fault(SHEETS[2], number, cells["list"], "the column wrong takes x or nothing, beside a form")
    is_wrong = _is_marked(cells["wrong"], fault, faults)
    if is_wrong and not cells["form"]:
        faults.append(fault)
    missing = tuple(filter(None, (" ".join(form.split()) for form in cells["missing"].split("\n"))))
    line = int(cells["line"]) if cells["line"].isdecimal() else 0
    return FormCells(number, line, cells["form"], is_wrong, missing)


def _is_marked(cell: str, fault: Fault, faults: list[Fault]) -> bool:
    if cell and cell.casefold() not in MARKS:
        faults.append(fault)
    return cell.casefold() in MARKS
