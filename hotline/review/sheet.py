"""The sheet for a native reader, as an Excel workbook: how to do it, the texts, the lists."""
# mypy: allow-untyped-calls
# The library that writes workbooks says nothing of its types.

import re
from collections.abc import Iterable, Sequence
from io import BytesIO

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles.alignment import Alignment
from openpyxl.styles.fills import PatternFill
from openpyxl.styles.fonts import Font
from openpyxl.utils.cell import get_column_letter
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.properties import Outline
from openpyxl.worksheet.worksheet import Worksheet

from hotline.catalogs import Catalog
from hotline.review.guide import DAY, LANGUAGE, LIST_COLUMNS, NAME, SHEETS, STEPS, TEXT_COLUMNS
from hotline.review.rows import ListRows, TextRow
from hotline.transfer.tables import escape_formula

_TEXT_WIDTHS = (28, 34, 40, 40, 40, 40, 44, 6, 14)
_LIST_WIDTHS = (28, 44, 6, 36, 8, 44, 6, 14)
_IN_HER_LANGUAGE = ("draft", "example", "long example", "better wording")
_HERS = ("better wording", "ok")
_BOLD = Font(bold=True)
_TO_FILL_IN = PatternFill("solid", fgColor="FFF8DC")
_RIGHT_TO_LEFT = 2


def workbook(catalog: Catalog, english_name: str, texts: Iterable[TextRow], lists: Iterable[ListRows]) -> bytes:
    """Return the workbook as a file holds it."""
    book = Workbook()
    how = book.active
    _how_to(how, catalog, english_name)
    sheet = book.create_sheet(SHEETS[1])
    _head(sheet, TEXT_COLUMNS, _TEXT_WIDTHS)
    for row in texts:
        _append(sheet, (row.key, row.note, row.english, row.draft, *row.examples, "", "", row.state))
    _dress(sheet, catalog)
    sheet = book.create_sheet(SHEETS[2])
    sheet.sheet_properties.outlinePr = Outline(summaryBelow=False)
    _head(sheet, LIST_COLUMNS, _LIST_WIDTHS)
    for each in lists:
        _list(sheet, each)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def safe(words: str) -> str:
    """Words that a cell can hold, and that no spreadsheet runs."""
    return escape_formula(re.sub(ILLEGAL_CHARACTERS_RE, "", words))


def _how_to(sheet: Worksheet, catalog: Catalog, english_name: str) -> None:
    sheet.title = SHEETS[0]
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 24, 100
    for label, value in ((LANGUAGE, catalog.tag), ("", f"{english_name}: {catalog.own_name}"), (NAME, ""), (DAY, "")):
        sheet.append([label, value])
        sheet.cell(sheet.max_row, 1).font = _BOLD
        if label in (NAME, DAY):
            sheet.cell(sheet.max_row, 2).fill = _TO_FILL_IN
    sheet.append([])
    for number, step in enumerate(STEPS, 1):
        sheet.append([number, step])
        sheet.cell(sheet.max_row, 2).alignment = Alignment(wrap_text=True, vertical="top")
        sheet.cell(sheet.max_row, 1).alignment = Alignment(horizontal="left", vertical="top")


def _head(sheet: Worksheet, columns: Sequence[str], widths: Sequence[int]) -> None:
    sheet.append(list(columns))
    for number, width in enumerate(widths, 1):
        sheet.cell(1, number).font = _BOLD
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "B2"


def _append(sheet: Worksheet, values: Iterable[str | int]) -> None:
    sheet.append([safe(value) if isinstance(value, str) else value for value in values])


def _list(sheet: Worksheet, each: ListRows) -> None:
    """A head row with the list's name, and its forms grouped below."""
    _append(sheet, (each.key, f"{each.english}\n{each.note}", "", "", "", "", "", each.state))
    head = sheet.max_row
    sheet.cell(head, 1).font = _BOLD
    sheet.cell(head, 2).alignment = Alignment(wrap_text=True, vertical="top")
    for column in (6, 7):
        sheet.cell(head, column).fill = _TO_FILL_IN
    for row in each.forms:
        _append(sheet, (each.key, "", row.line, row.form, "", "", ""))
    if each.forms:
        sheet.row_dimensions.group(head + 1, sheet.max_row, outline_level=1)


def _dress(sheet: Worksheet, catalog: Catalog) -> None:
    """Let long sentences break, begin those from right to left at the right, and colour what is hers to fill in."""
    plain = Alignment(wrap_text=True, vertical="top")
    turned = Alignment(wrap_text=True, vertical="top", horizontal="right", readingOrder=_RIGHT_TO_LEFT)
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            name = TEXT_COLUMNS[cell.column - 1]
            cell.alignment = turned if catalog.direction == "rtl" and name in _IN_HER_LANGUAGE else plain
            if name in _HERS:
                cell.fill = _TO_FILL_IN
