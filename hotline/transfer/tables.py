"""Reading a table from a file: CSV in UTF-8, or the first sheet of a workbook. Every cell becomes text."""

import csv
import io
import re
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

LARGEST = 50_000_000
"""Bytes of a file that we still read: far above 20,000 volunteers, and no danger to the memory."""

_WORKBOOK = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_WORKBOOK_NAMES = (".xlsx", ".xlsm", ".xls")
_DELIMITERS = ";,\t"

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_ESCAPED = re.compile(r"'+[=+\-@\t\r]")
_NUMBERS = re.compile(r"\+[0-9]+(;\+[0-9]+)*")
"""Numbers of telephones, one or a list: a formula of nothing else is worth no more than its digits."""


class BadFile(ValueError):
    """A file that cannot be read as a table; the message says why and what to do."""


@dataclass(frozen=True)
class Table:
    """A header and its rows, each with its number as a spreadsheet shows it (the header is row 1). No row is empty."""

    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def escape_formula(text: str) -> str:
    """Return a cell that no spreadsheet runs as a formula: an apostrophe before = + - @. Numbers of telephones stay."""
    if _FORMULA.match(text) and not _NUMBERS.fullmatch(text):
        return "'" + text
    return text


def unescape_formula(text: str) -> str:
    """Return what `escape_formula` was given."""
    return text[1:] if _ESCAPED.match(text) else text


def read_table(path: Path) -> Table:
    """Return the table in a file. Raises `BadFile` when it is none."""
    try:
        content = path.read_bytes() if path.stat().st_size <= LARGEST else b""
    except OSError as error:
        raise BadFile(f"cannot be read: {error.strerror}") from None
    if not content.strip():
        raise BadFile("is empty or larger than 50 MB")
    if path.suffix.lower() in _WORKBOOK_NAMES and not content.startswith(_WORKBOOK):
        raise BadFile("is no Excel workbook, though its name says so; open it in the spreadsheet and save it again")
    return parse_table(content)


def parse_table(content: bytes) -> Table:
    """Return the table in the bytes of a file. Raises `BadFile` when it is none."""
    records = _workbook(content) if content.startswith(_WORKBOOK) else _csv(content)
    rows = [
        (number, tuple(unescape_formula(cell.strip()) for cell in record))
        for number, record in enumerate(records, start=1)
        if any(cell.strip() for cell in record)
    ]
    if not rows:
        raise BadFile("holds no header")
    header = tuple(cell.lower() for cell in rows[0][1])
    while header and not header[-1]:
        header = header[:-1]
    return Table(header, tuple((number, _trimmed(cells, len(header))) for number, cells in rows[1:]))


def _trimmed(cells: tuple[str, ...], width: int) -> tuple[str, ...]:
    """Drop empty cells right of the header: spreadsheets like to add them."""
    return cells if any(cells[width:]) else cells[:width]


def _csv(content: bytes) -> list[list[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadFile('is not in UTF-8; save it as "CSV UTF-8" or as an Excel workbook') from None
    if "\0" in text:
        raise BadFile("is neither CSV nor an Excel workbook")
    header = text.lstrip().splitlines()[0] if text.strip() else ""
    unquoted = re.sub(r'"[^"]*"', "", header)
    delimiter = max(_DELIMITERS, key=unquoted.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise BadFile(f"is not sound CSV: {error}") from None


def _workbook(content: bytes) -> list[list[str]]:
    try:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
        return [[_as_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    except (CalamineError, IndexError, OSError) as error:
        raise BadFile(f"is not a sound workbook: {error}") from None


def _as_text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))  # a telephone number that the spreadsheet took for an amount
    if isinstance(cell, datetime | date):
        return cell.isoformat()
    return str(cell)
