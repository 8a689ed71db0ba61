"""A native reader who fills in a sheet as Excel would save it."""

from collections.abc import Mapping
from pathlib import Path
from zoneinfo import ZoneInfo

from openpyxl.reader.excel import load_workbook

from hotline.catalogs import FILE, LOCALES, Catalogs
from hotline.review.guide import SHEETS
from hotline.review.merging import Merge, merge
from hotline.review.po import PoFile
from hotline.review.reading import read_sheet
from hotline.review.rows import list_rows, text_rows
from hotline.review.sheet import workbook

NAME, DAY = "Amina Cali", "2026-11-22"
STOCKHOLM = ZoneInfo("Europe/Stockholm")

Cells = Mapping[tuple[str, str], str]


def a_file(tag: str) -> PoFile:
    """A language's file as it is."""
    return PoFile((LOCALES / tag / FILE).read_text(encoding="utf-8"))


class Reader:
    """Has the sheet of one language with some of its entries, and writes into it."""

    def __init__(self, folder: Path, catalogs: Catalogs, file: PoFile, *keys: str, tag: str = "so") -> None:
        self.catalogs, self.tag, self.path = catalogs, tag, folder / f"{tag}.xlsx"
        entries = {key: file.entries[key] for key in keys}
        sheet = workbook(catalogs[tag], "Somali", text_rows(catalogs[tag], entries, STOCKHOLM), list_rows(entries))
        self.path.write_bytes(sheet)
        self.book = load_workbook(self.path)  # type: ignore[no-untyped-call]
        self.sign(NAME, DAY)

    def sign(self, name: str, day: str) -> None:
        """Write name and day."""
        how = self.book[SHEETS[0]]
        how.cell(3, 2).value, how.cell(4, 2).value = name, day

    def write(self, key: str, **said: str) -> None:
        """Write into the row of a text, by column; `better` is better wording."""
        self._write(SHEETS[1], {"key": key}, {"better wording" if k == "better" else k: v for k, v in said.items()})

    def mark(self, key: str, form: str | None = None, **said: str) -> None:
        """Write beside a form of a list, or in its head row."""
        self._write(SHEETS[2], {"list": key, "form": form}, said)

    def change(self, key: str, column: str, words: str) -> None:
        """Change what she should not."""
        self._write(SHEETS[1], {"key": key}, {column: words})

    def _write(self, name: str, where: Mapping[str, str | None], said: Mapping[str, str]) -> None:
        sheet = self.book[name]
        columns = {cell.value: cell.column for cell in sheet[1]}
        for row in sheet.iter_rows(min_row=2):
            if all((row[columns[column] - 1].value or None) == value for column, value in where.items()):
                for column, value in said.items():
                    row[columns[column] - 1].value = value
                return
        raise AssertionError(where)

    def send(self, file: PoFile) -> Merge:
        """Send the sheet back; it is taken into `file`."""
        self.book.save(self.path)
        return merge(read_sheet(self.path), file, self.catalogs)
