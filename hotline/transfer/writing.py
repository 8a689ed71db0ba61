"""Writing rows as CSV, as one JSON object a line, or as a workbook.

In CSV and workbooks a cell that begins with = + - @ gets an apostrophe in front, so that no spreadsheet runs what
somebody wrote in a text; telephone numbers stay as they are, and the import takes the apostrophe away again.
"""

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, BinaryIO

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.workbook.workbook import Workbook

from hotline.transfer.tables import escape_formula

Rows = Iterable[tuple[Any, ...]]


def _safe(value: Any) -> Any:
    return escape_formula(value) if isinstance(value, str) else value


def _write_csv(columns: Sequence[str], rows: Rows, out: BinaryIO) -> None:
    text = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=False)
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_safe(value) for value in row] for row in rows)
    text.flush()
    text.detach()  # `out` stays open: it belongs to the caller


def _write_jsonl(columns: Sequence[str], rows: Rows, out: BinaryIO) -> None:
    for row in rows:
        line = json.dumps(dict(zip(columns, row, strict=True)), ensure_ascii=False)
        out.write(line.encode() + b"\n")


def _write_xlsx(columns: Sequence[str], rows: Rows, out: BinaryIO) -> None:
    workbook = Workbook(write_only=True)  # type: ignore[no-untyped-call]
    sheet = workbook.create_sheet()  # type: ignore[no-untyped-call]
    sheet.append(list(columns))
    for row in rows:
        sheet.append([ILLEGAL_CHARACTERS_RE.sub("", _safe(v)) if isinstance(v, str) else v for v in row])
    content = io.BytesIO()  # a workbook is a ZIP file, and a pipe cannot be sought in
    workbook.save(content)  # type: ignore[no-untyped-call]
    out.write(content.getvalue())


FORMATS: Mapping[str, Callable[[Sequence[str], Rows, BinaryIO], None]] = {
    "csv": _write_csv,
    "jsonl": _write_jsonl,
    "xlsx": _write_xlsx,
}
"""How rows under columns are written to an open binary file, by the format's name."""
