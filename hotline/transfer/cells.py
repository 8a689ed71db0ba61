"""The cells of one row while it is being read: each asked for by column, every fault gathered with its reason."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True, order=True)
class Fault:
    """Why one row cannot be taken. `column` is empty when the whole row or file is meant."""

    row: int
    column: str
    reason: str

    def __str__(self) -> str:
        return f"row {self.row}{', ' if self.column else ''}{self.column}: {self.reason}"


@dataclass
class Cells:
    """One row by column name, and the faults found in it so far."""

    row: int
    values: dict[str, str]
    faults: list[Fault] = field(default_factory=list)

    def fault(self, column: str, reason: str) -> None:
        """Note a fault of this row."""
        self.faults.append(Fault(self.row, column, reason))

    def text(self, column: str, longest: int, *, required: bool = False) -> str:
        """Return a cell as one line of text; notes a fault when it is too long, or empty and required."""
        text = re.sub(r"[\x00-\x20\x7f\xa0]+", " ", self.values[column]).strip()
        if len(text) > longest:
            self.fault(column, f"has {len(text)} characters, at most {longest} are kept")
        if required and not text:
            self.fault(column, "is missing")
        return text

    def parsed(self, column: str, parse: Callable[[str], T], otherwise: T) -> T:
        """Return what `parse` makes of a cell; its `ValueError` becomes a fault and the result `otherwise`."""
        try:
            return parse(self.text(column, 400))
        except ValueError as error:
            self.fault(column, str(error))
            return otherwise

    def each(self, column: str, parse: Callable[[str], str], *, split: str = ";,") -> tuple[str, ...]:
        """Return the parsed parts of a list, each once and in order; every faulty part becomes a fault."""
        parts: list[str] = []
        for raw in re.split(f"[{split}]", self.text(column, 2000)):
            if raw.strip():
                try:
                    parts.append(parse(raw.strip()))
                except ValueError as error:
                    self.fault(column, str(error))
        return tuple(dict.fromkeys(parts))


def one_of(words: type[StrEnum], default: str) -> Callable[[str], str]:
    """Return a parser that takes the words of an enumeration in any case, and `default` for nothing."""
    known = [str(word) for word in words]

    def parse(raw: str) -> str:
        word = raw.lower() or default
        if word not in known:
            raise ValueError(f"{raw!r} is not one of {', '.join(known)}")
        return word

    return parse
