"""One list of a sheet: forms marked wrong go, missing ones come. A sign of danger goes when two readers agree."""

from collections.abc import Mapping
from dataclasses import dataclass

from hotline.review.guide import SHEETS
from hotline.review.po import Entry, Reviewer
from hotline.review.reading import Fault, ListCells, bare
from hotline.review.rows import ORDERED, forms_of, needs_two

_WRONG = "wrong for"


@dataclass(frozen=True)
class ListChange:
    """What becomes of a list. rows: where each new form stands. doubts: remarks that one reader finds a form wrong."""

    key: str
    row: int
    words: str
    is_ok: bool
    come: tuple[str, ...]
    gone: tuple[str, ...]
    rows: Mapping[str, int]
    doubts: tuple[str, ...]


def change_of(
    cells: ListCells, entries: Mapping[str, Entry], reader: Reviewer | None, faults: list[Fault]
) -> ListChange | None:
    """Return what a list of the sheet comes to; None when it says nothing, or is faulty."""
    wrong = [each for each in cells.forms if each.is_wrong]
    missing = [(each, form) for each in cells.forms for form in each.missing]
    if not (wrong or missing or cells.is_ok) or reader is None:
        return None
    entry = entries.get(cells.key)
    reason = _refused(cells, entry, [each.line for each, _ in missing])
    if reason or entry is None:
        faults.append(Fault(SHEETS[2], cells.row, cells.key, reason))
        return None
    lines = _lines(entry)
    known = {bare(form): form for forms in lines for form in forms}
    doubted = {known[each.form] for each in wrong if each.form in known}
    agreed, doubts = _agreed(entry, doubted, reader)
    come = {form: each for each, form in missing if bare(form) not in known}
    for form, each in come.items():
        if cells.key in ORDERED:
            lines[each.line - 1].append(form)
        else:
            lines.append([form])
    lines = [[form for form in forms if form not in agreed] for forms in lines]
    if not any(lines) or (cells.key in ORDERED and not all(lines)):
        faults.append(Fault(SHEETS[2], cells.row, cells.key, "nothing would be left of it, or of one of its lines"))
        return None
    words = "\n".join(", ".join(forms) for forms in lines if forms) if come or agreed else entry.words
    rows = {form: each.row for form, each in come.items()}
    return ListChange(cells.key, cells.row, words, cells.is_ok, tuple(come), tuple(sorted(agreed)), rows, doubts)


def _refused(cells: ListCells, entry: Entry | None, lines_of_missing: list[int]) -> str:
    if entry is None:
        return "there is no such list"
    if not cells.purpose.startswith(bare(entry.english)):
        return "what it is for has changed since the export; export a new sheet"
    known = {form for _, form in forms_of(entry.key, entry.words)}
    shown = {each.form for each in cells.forms} | {form for each in cells.forms for form in each.missing}
    if cells.is_ok and not {bare(form) for form in known} <= shown:
        return "the list has grown since the export; export a new sheet"
    if cells.key in ORDERED and not all(0 < line <= len(_lines(entry)) for line in lines_of_missing):
        return "write what is missing beside a form of the line it belongs to"
    if any("," in form for each in cells.forms for form in each.missing) and cells.key in ORDERED:
        return "write each missing form on a line of its own, without commas"
    return ""


def _lines(entry: Entry) -> list[list[str]]:
    """The forms of each line of a list."""
    lines: dict[int, list[str]] = {}
    for number, form in forms_of(entry.key, entry.words):
        lines.setdefault(number, []).append(form)
    return list(lines.values())


def _agreed(entry: Entry, doubted: set[str], reader: Reviewer) -> tuple[set[str], tuple[str, ...]]:
    """Which of the doubted forms go, and the remarks on those that wait for a second reader."""
    if not needs_two(entry.key):
        return doubted, ()
    remarks = [each for each in entry.remarks if each.startswith(_WRONG)]
    by_others = {_form(each) for each in remarks if not each.startswith(f"{_WRONG} {reader.name} (")}
    own = {_form(each) for each in remarks} - by_others
    agreed = doubted & by_others
    kept = [each for each in remarks if _form(each) not in agreed]
    return agreed, (*kept, *(f"{_WRONG} {reader}: {form}" for form in sorted(doubted - agreed - own)))


def _form(remark: str) -> str:
    return remark.partition("): ")[2]
