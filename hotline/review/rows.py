"""The rows of a sheet: what people read, with its English and two examples; the lists, a row for each form."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from hotline.catalogs import Catalog
from hotline.review.filling import examples
from hotline.review.po import Entry

LISTS = ("lexicon:", "example:")
ORDERED = ("lexicon:numbers", "lexicon:time:weekdays", "lexicon:time:months")
"""Lists whose lines stand for a number, a day, a month: several forms a line, with commas between."""
BY_TWO = (
    "lexicon:emergency:", "lexicon:cmd:stop", "lexicon:cmd:yes", "lexicon:cmd:no", "sms:emergency", "sms:urgency",
    "sms:not_emergency", "sms:further.", "phone:emergency", "phone:urgency", "phone:not_emergency", "phone:further.",
)  # fmt: skip
"""What two readers must have checked: words that lives hang on, and those that people bind or free themselves with."""


@dataclass(frozen=True)
class TextRow:
    """One entry that people read. state: checked, or what it still waits for."""

    key: str
    note: str
    english: str
    draft: str
    examples: tuple[str, str]
    state: str


@dataclass(frozen=True)
class FormRow:
    """One form of a list. line: the number of its line, which counts in ordered lists."""

    line: int
    form: str


@dataclass(frozen=True)
class ListRows:
    """One list. english: what belongs there."""

    key: str
    note: str
    english: str
    forms: tuple[FormRow, ...]
    state: str


def text_rows(catalog: Catalog, entries: Mapping[str, Entry], zone: ZoneInfo) -> Iterator[TextRow]:
    """Everything that people read, in the order of the file."""
    for entry in entries.values():
        if not entry.key.startswith(LISTS):
            shown = examples(catalog, entry.key, zone)
            yield TextRow(entry.key, entry.note, entry.english, entry.words, shown, state_of(entry))


def list_rows(entries: Mapping[str, Entry]) -> Iterator[ListRows]:
    """Every list with its forms, in the order of the file."""
    for entry in entries.values():
        if entry.key.startswith(LISTS):
            forms = tuple(FormRow(line, form) for line, form in forms_of(entry.key, entry.words))
            yield ListRows(entry.key, entry.note, entry.english, forms, state_of(entry))


def forms_of(key: str, words: str) -> Iterator[tuple[int, str]]:
    """The forms of a list with the numbers of their lines, from 1."""
    for number, line in enumerate(filter(None, map(str.strip, words.splitlines())), 1):
        for form in line.split(",") if key in ORDERED else (line,):
            if form.strip():
                yield number, form.strip()


def state_of(entry: Entry) -> str:
    """How far an entry is, in English."""
    if not entry.is_fuzzy:
        return "checked"
    if needs_two(entry.key):
        return "one reader more" if any(remark.startswith("seen by") for remark in entry.remarks) else "two readers"
    return "not checked"


def needs_two(key: str) -> bool:
    """Whether one reader is not enough for an entry."""
    return key.startswith(BY_TWO)
