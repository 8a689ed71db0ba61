"""A language's file as its lines stand: entries are changed in place, all others stay byte for byte as they are.

Lines are written as the files have them: one line, or `""` and one quoted line for each line of the words.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from babel.messages.pofile import denormalize

_APART = "\n\n"
_FUZZY = "fuzzy"
_HEADER = "X-Reviewed-By"
_REVIEWED_BY = re.compile(rf'^"{_HEADER}: (?P<names>.*)\\n"$', re.MULTILINE)
_REVIEWER = re.compile(r"([^;]+?) \((\d{4}-\d{2}-\d{2})\)")
_REMARK = re.compile(r"^# (seen by|wrong for) ")


@dataclass(frozen=True)
class Reviewer:
    """A native reader, and the day of her last sheet as YYYY-MM-DD."""

    name: str
    day: str

    def __str__(self) -> str:
        return f"{self.name} ({self.day})"


@dataclass(frozen=True)
class Entry:
    """One entry. note: what translators are told. remarks: our own lines about readers, without "# "."""

    key: str
    english: str
    words: str
    note: str
    is_fuzzy: bool
    remarks: tuple[str, ...] = ()


class PoFile:
    """The text of a .po file by entries. Raises ValueError for a text in which an entry has no words."""

    def __init__(self, text: str) -> None:
        self._end = text[len(text.rstrip("\n")) :]
        self._blocks = text.removesuffix(self._end).split(_APART) if self._end else text.split(_APART)
        self._places: dict[str, int] = {}
        self.entries: dict[str, Entry] = {}
        for place, block in enumerate(self._blocks[1:], 1):
            entry = _read(block)
            self._places[entry.key], self.entries[entry.key] = place, entry

    @property
    def text(self) -> str:
        """The file as it would be written now."""
        return _APART.join(self._blocks) + self._end

    @property
    def reviewers(self) -> tuple[Reviewer, ...]:
        """Who has reviewed the language, by its header."""
        return reviewers_of(self._blocks[0])

    def sign(self, reviewer: Reviewer) -> None:
        """Name a reviewer in the header, after those who stand there; the later of two days counts."""
        days = {each.name: each.day for each in self.reviewers}
        days[reviewer.name] = max(reviewer.day, days.get(reviewer.name, ""))
        names = "; ".join(f"{name} ({day})" for name, day in days.items())
        line = f'"{_HEADER}: {_escaped(names)}\\n"'
        self._blocks[0] = _REVIEWED_BY.sub(lambda _found: line, self._blocks[0])

    def change(self, key: str, *, words: str, is_fuzzy: bool, remarks: Iterable[str] = ()) -> bool:
        """Give an entry words, a mark or none, and remarks. Returns whether anything changed."""
        entry, place = self.entries[key], self._places[key]
        lines = self._blocks[place].split("\n")
        if tuple(remarks) != entry.remarks:
            lines = [*(f"# {remark}" for remark in remarks), *(line for line in lines if not _REMARK.match(line))]
        if entry.is_fuzzy and not is_fuzzy:
            lines = [line for line in map(_without_mark, lines) if line]
        if is_fuzzy and not entry.is_fuzzy:
            lines = _with_mark(lines)
        if words != entry.words:
            lines = [*lines[: _first(lines, "msgstr")], f"msgstr {quoted(words)}"]
        changed = "\n".join(lines)
        is_new = changed != self._blocks[place]
        self._blocks[place], self.entries[key] = changed, _read(changed)
        return is_new


def reviewers_of(text: str) -> tuple[Reviewer, ...]:
    """The readers whom the header of a .po file names; nobody when it says that nobody has."""
    found = _REVIEWED_BY.search(text)
    names = denormalize(f'"{found["names"]}"') if found else ""
    return tuple(Reviewer(name.strip(), day) for name, day in _REVIEWER.findall(names))


def quoted(words: str) -> str:
    """The words as a .po file holds them."""
    if "\n" not in words:
        return f'"{_escaped(words)}"'
    *lines, last = _escaped(words).split("\n")
    return "\n".join(['""', *(f'"{line}\\n"' for line in lines), *([f'"{last}"'] if last else [])])


def _read(block: str) -> Entry:
    lines = block.split("\n")
    starts = [_first(lines, name) for name in ("msgctxt", "msgid", "msgstr")]
    context, english, words = (
        denormalize("\n".join(lines[at:end]).partition(" ")[2])
        for at, end in zip(starts, [*starts[1:], len(lines)], strict=True)
    )
    note = " ".join(line.removeprefix("#.").strip() for line in lines if line.startswith("#."))
    is_fuzzy = any(line.startswith("#,") and _FUZZY in _marks(line) for line in lines)
    remarks = tuple(line.removeprefix("# ") for line in lines if _REMARK.match(line))
    return Entry(context, english, words, note, is_fuzzy, remarks)


def _first(lines: list[str], start: str) -> int:
    return next((at for at, line in enumerate(lines) if line.startswith(start)), -1)


def _marks(line: str) -> list[str]:
    return [mark.strip() for mark in line.removeprefix("#,").split(",")]


def _without_mark(line: str) -> str:
    if not line.startswith("#,"):
        return line
    marks = [mark for mark in _marks(line) if mark != _FUZZY]
    return f"#, {', '.join(marks)}" if marks else ""


def _with_mark(lines: list[str]) -> list[str]:
    at = _first(lines, "#,")
    if at < 0:
        at = _first(lines, "msgctxt")
        return [*lines[:at], f"#, {_FUZZY}", *lines[at:]]
    return [*lines[:at], f"#, {', '.join((_FUZZY, *_marks(lines[at])))}", *lines[at + 1 :]]


def _escaped(words: str) -> str:
    return words.replace("\\", "\\\\").replace('"', '\\"')
