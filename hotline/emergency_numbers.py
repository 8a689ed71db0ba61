"""Whom to call for which sort of emergency: one data file, with where each number stands and when we looked."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

FILE = Path(__file__).resolve().parent / "data" / "emergency_numbers.toml"

LIFE = "life"
"""What is always told first."""

_DIALLED = re.compile(r"[0-9]{3,12}")


class BadNumber(ValueError):
    """An entry of the file that lacks something or cannot be dialled."""


@dataclass(frozen=True)
class EmergencyNumber:
    """number: digits, as dialled in Sweden. source: the page it stands on. checked: when somebody last looked there."""

    sort: str
    number: str
    purpose: str
    source: str
    checked: date


def read(text: str) -> Mapping[str, EmergencyNumber]:
    """Return the numbers of a file by sort. Raises `BadNumber` for the first entry that is not whole."""
    entries = tomllib.loads(text)
    return MappingProxyType({sort: _entry(sort, entry) for sort, entry in entries.items()})


def _entry(sort: str, entry: Mapping[str, Any]) -> EmergencyNumber:
    found = EmergencyNumber(
        sort=sort, number=str(entry.get("number", "")), purpose=str(entry.get("for", "")),
        source=str(entry.get("source", "")), checked=entry.get("checked", date.min),
    )
    is_whole = _DIALLED.fullmatch(found.number) and found.purpose and found.source.startswith("https://")
    if not is_whole or type(found.checked) is not date or found.checked == date.min:
        raise BadNumber(f"{sort}: needs number (digits only), for, source (https://…) and checked (a day)")
    return found


NUMBERS = read(FILE.read_text(encoding="utf-8"))
