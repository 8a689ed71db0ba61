"""Taking a filled-in sheet: all of it or nothing. What is taken twice changes nothing the second time."""

import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from hotline.catalogs import REFERENCE, Catalog
from hotline.review.checks import faults as text_faults
from hotline.review.checks import field_faults, too_long
from hotline.review.guide import SHEETS
from hotline.review.list_checks import list_faults
from hotline.review.list_merging import ListChange, change_of
from hotline.review.po import Entry, PoFile, Reviewer
from hotline.review.reading import Fault, Filled, TextCells, bare
from hotline.review.rows import LISTS, needs_two
from hotline.sms_text import normalise

_PARTS = ("kind:", "weekday.", "when.", "language:of.", "name.", "sms:line.", "sms:address.spoken")
"""Entries that stand within texts, all of which must still fit with them."""
_CHANGED = "the English has changed since the export; export a new sheet"
_MOVED_ON = "the words have changed since the export; export a new sheet"


@dataclass
class Merge:
    """What a sheet comes to. checked: entries that lose their mark. waiting: seen by one reader of two."""

    tag: str
    faults: list[Fault] = field(default_factory=list)
    reworded: list[str] = field(default_factory=list)
    checked: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    come: list[str] = field(default_factory=list)
    is_changed: bool = False

    def summary(self) -> dict[str, object]:
        """The same in numbers, for programs."""
        counted = {name: len(getattr(self, name)) for name in ("reworded", "checked", "waiting", "gone", "come")}
        return {"language": self.tag, **counted, "faults": [str(fault) for fault in self.faults]}


def merge(sheet: Filled, file: PoFile, catalogs: Mapping[str, Catalog]) -> Merge:
    """Take a sheet into `file`, which is left as it was when a row is faulty."""
    done = Merge(sheet.tag, sorted(sheet.faults))
    texts = dict(_taken(sheet.texts, file.entries, done))
    changes = [change_of(cells, file.entries, sheet.reviewer, done.faults) for cells in sheet.lists]
    lists = [change for change in changes if change]
    if not done.faults:
        _check(texts, lists, entries=file.entries, catalogs=catalogs, done=done)
    if done.faults or sheet.reviewer is None:
        done.faults.sort()
        return done
    for row, words in texts.items():
        _put(file, row.key, words, reader=sheet.reviewer, done=done)
    for change in lists:
        _put_list(file, change, sheet.reviewer, done)
    if done.is_changed:
        file.sign(sheet.reviewer)
    return done


def save(path: Path, text: str) -> None:
    """Put a file in its place only when it is whole; who may read it stays as it was."""
    with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False, encoding="utf-8", newline="") as part:
        try:
            part.write(text)
            part.close()
            shutil.copymode(path, part.name)
            Path(part.name).replace(path)
        finally:
            Path(part.name).unlink(missing_ok=True)


def _taken(
    rows: Sequence[TextCells], entries: Mapping[str, Entry], done: Merge
) -> Iterator[tuple[TextCells, str]]:
    """Yield the rows that say something, with the words they say."""
    seen: set[str] = set()
    for row in rows:
        reason = _refused(row, entries.get(row.key), seen)
        seen.add(row.key)
        if not (row.better or row.is_ok):
            continue
        if reason:
            done.faults.append(Fault(SHEETS[1], row.row, row.key, reason))
            continue
        entry = entries[row.key]
        words = _tidy(row.key, row.better) or entry.words
        wrong = list(field_faults(words, entry.english))
        done.faults += [Fault(SHEETS[1], row.row, row.key, each) for each in wrong]
        if not wrong:
            yield row, words


def _refused(row: TextCells, entry: Entry | None, seen: set[str]) -> str:
    if entry is None or row.key.startswith(LISTS):
        return "there is no such entry"
    if row.key in seen:
        return "stands in two rows"
    if row.english != bare(entry.english):
        return _CHANGED
    return "" if bare(entry.words) in (row.draft, _tidy(row.key, row.better)) else _MOVED_ON


def _tidy(key: str, words: str) -> str:
    """Texts lose what spreadsheets make of quotes and dots; they would on their way out anyhow."""
    return normalise(words) if key.startswith("sms:") else words


def _check(
    texts: Mapping[TextCells, str],
    lists: Sequence[ListChange],
    *,
    entries: Mapping[str, Entry],
    catalogs: Mapping[str, Catalog],
    done: Merge,
) -> None:
    """Find what would be wrong with the language if all of it were taken."""
    words = {row.key: words for row, words in texts.items()} | {change.key: change.words for change in lists}
    old, reference = catalogs[done.tag], catalogs[REFERENCE]
    new = Catalog(old.tag, MappingProxyType({**old.entries, **words}))
    fresh = [row for row, words in texts.items() if words != entries[row.key].words]
    for row in fresh:
        reasons = text_faults(new, reference, row.key, before=entries[row.key].words)
        done.faults += [Fault(SHEETS[1], row.row, row.key, reason) for reason in reasons]
    parts = [row for row in fresh if row.key.startswith(_PARTS)]
    if parts and not done.faults:
        long = [key for key in reference.family("sms:") if too_long(new, key) and not too_long(old, key)]
        reasons = [f"{key} is too long with this" for key in long]
        done.faults += [Fault(SHEETS[1], parts[0].row, parts[0].key, reason) for reason in reasons]
    added = {change.key: change.come for change in lists if change.come}
    changed = [change.key for change in lists if change.words != entries[change.key].words]
    rows = {(change.key, form): row for change in lists for form, row in change.rows.items()}
    heads = {change.key: change.row for change in lists}
    for key, form, reason in list_faults(new, catalogs, added, changed=changed):
        row_number = rows.get((key, form), heads.get(key, 0))
        done.faults.append(Fault(SHEETS[2], row_number, key, f"{form}: {reason}"))


def _put(file: PoFile, key: str, words: str, *, reader: Reviewer, done: Merge) -> None:
    """Write one text and what this reader's word does to its mark."""
    entry = file.entries[key]
    is_new = words != entry.words
    is_fuzzy, remarks = _judged(entry, reader, is_new=is_new)
    if file.change(key, words=words, is_fuzzy=is_fuzzy, remarks=remarks):
        done.is_changed = True
        if is_new:
            done.reworded.append(key)
        (done.waiting if is_fuzzy else done.checked).append(key)


def _put_list(file: PoFile, change: ListChange, reader: Reviewer, done: Merge) -> None:
    entry = file.entries[change.key]
    is_fuzzy, remarks = entry.is_fuzzy, entry.remarks
    if change.is_ok:
        is_fuzzy, remarks = _judged(entry, reader, is_new=False)
    remarks = (*(each for each in remarks if not each.startswith("wrong for")), *change.doubts)
    if file.change(change.key, words=change.words, is_fuzzy=is_fuzzy, remarks=remarks):
        done.is_changed = True
        done.gone += [f"{change.key}: {form}" for form in change.gone]
        done.come += [f"{change.key}: {form}" for form in change.come]
        if entry.is_fuzzy and not is_fuzzy:
            done.checked.append(change.key)
        elif remarks != entry.remarks:
            done.waiting.append(change.key)


def _judged(entry: Entry, reader: Reviewer, *, is_new: bool) -> tuple[bool, tuple[str, ...]]:
    """Return whether an entry that this reader finds right still waits for another, and its remarks."""
    if not needs_two(entry.key):
        return False, entry.remarks
    if not entry.is_fuzzy and not is_new:
        return False, entry.remarks
    others = [each for each in entry.remarks if each.startswith("seen by") and not is_new]
    doubts = [each for each in entry.remarks if not each.startswith("seen by")]
    if any(not each.startswith(f"seen by {reader.name} (") for each in others):
        return False, tuple(doubts)
    return True, (*(others or [f"seen by {reader}"]), *doubts)
