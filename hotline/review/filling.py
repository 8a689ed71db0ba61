"""Fields filled in: two examples of each text for its reader, and the longest that a text must have room for."""

import tomllib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from dispatch.kinds import Kind
from hotline.calls.facts import spoken
from hotline.catalogs import Catalog, fields
from hotline.phrases import render, when

FILE = Path(__file__).resolve().parent.parent / "data" / "examples.toml"
A_MONDAY = datetime(2026, 11, 23, 13, 30, tzinfo=UTC)

_PARTS = {"kind:": ("sms:confirm.request", "kind"), "language:of.": ("sms:offer", "language"),
          "sms:line.": ("sms:match.volunteer", "line")}  # fmt: skip
"""Entries that only stand within others: the text that shows them, and as what."""
_TIMES: Mapping[str, Mapping[str, Any]] = {
    "soon": {"precision": "soon"},
    "day": {"precision": "day"},
    "days": {"precision": "day", "until": (A_MONDAY + timedelta(days=9)).isoformat()},
    "hours": {"until": (A_MONDAY + timedelta(days=3, hours=2)).isoformat()},
    "weekly": {"weekly": True},
}
"""The entries of which times are made: which time shows each."""


def filled(catalog: Catalog, key: str, *, longest: bool = True) -> str:
    """An entry with its fields filled in, nothing of it cut; a field that has no example yet shows its name."""
    values = _values(catalog, longest=longest)
    return catalog.text(key, **{name: values.get(name, name) for name in fields(catalog.entries[key])})


def without_example(catalog: Catalog, key: str) -> frozenset[str]:
    """The fields of an entry that nobody has given an example in examples.toml."""
    return fields(catalog.entries[key]) - _values(catalog, longest=True).keys()


def examples(catalog: Catalog, key: str, zone: ZoneInfo) -> tuple[str, str]:
    """An entry as people get it, with ordinary and with long values; a part of a sentence within its sentence."""
    ordinary, long = (_example(catalog, key, zone, longest=longest) for longest in (False, True))
    return ordinary, long


def _example(catalog: Catalog, key: str, zone: ZoneInfo, *, longest: bool) -> str:
    facts = _facts(catalog, longest=longest)
    for start, (shown, name) in _PARTS.items():
        if key.startswith(start):
            return render(catalog, shown.removeprefix("sms:"), {**facts, name: key.removeprefix(start)}, zone)
    if key.startswith("weekday."):
        return render(catalog, "status.open", {**facts, "when": _when(int(key.removeprefix("weekday.")))}, zone)
    if key.startswith(("when.", "phone:when.")):
        fact = {**facts["when"], **_TIMES.get(key.rpartition(".")[2], {})}
        return spoken(catalog, "when", fact, zone).words if key.startswith("phone:") else when(catalog, fact, zone)
    if key.startswith("sms:"):
        named = {name: name for name in without_example(catalog, key)}
        return render(catalog, key.removeprefix("sms:"), {**named, **facts}, zone)
    if key.startswith("phone:") and fields(catalog.entries[key]) <= facts.keys():
        said = {name: spoken(catalog, name, facts[name], zone).words for name in fields(catalog.entries[key])}
        return catalog.text(key, **said)
    return filled(catalog, key, longest=longest)


@cache
def _data() -> Mapping[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def _values(catalog: Catalog, *, longest: bool) -> dict[str, str]:
    """What each field can hold, as words of the language."""
    given = _data()["longest" if longest else "usual"]
    weekday = max(_said(catalog, "weekday."), key=len) if longest else catalog.text("weekday.3")
    day = catalog.text("when.day", weekday=weekday, date="26/11")
    spoken_place = catalog.text("sms:address.spoken")
    pick = max if longest else min
    return {
        **_data()["other"],
        **{name: "\n".join(value) if isinstance(value, list) else value for name, value in given.items()},
        "address": max(given["address"], spoken_place, key=len) if longest else given["address"],
        "kind": pick(_said(catalog, "kind:"), key=len),
        "language": pick(_said(catalog, "language:of."), key=len),
        "line": pick(_said(catalog, "sms:line."), key=len),
        "weekday": weekday,
        "month": catalog.text("phone:month.11"),
        "day": day,
        "first": day,
        "last": day,
        "when": catalog.text("when.hour", day=day, hours="14:30"),
    }


def _said(catalog: Catalog, family: str) -> list[str]:
    return [catalog.text(key) for key in catalog.family(family)]


def _facts(catalog: Catalog, *, longest: bool) -> dict[str, Any]:
    """The facts of a notice, as they are stored with a message."""
    given = dict(_data()["longest" if longest else "usual"])
    pick = max if longest else min
    weekday = max(range(7), key=lambda day: len(catalog.text(f"weekday.{day}"))) if longest else 3
    return {
        **given,
        "key": 4,
        "choices": [choice.partition(" ")[2] for choice in given["choices"]],
        "groups": [(given["area"], "ar", 3)],
        "kind": pick(Kind, key=lambda kind: len(catalog.text(f"kind:{kind}"))),
        "line": pick(Kind, key=lambda kind: len(catalog.text(f"sms:line.{kind}"))),
        "language": pick(_tags(catalog), key=lambda tag: len(catalog.text(f"language:of.{tag}"))),
        "when": _when(weekday),
    }


def _tags(catalog: Catalog) -> list[str]:
    return [key.removeprefix("language:of.") for key in catalog.family("language:of.")]


def _when(weekday: int) -> dict[str, Any]:
    moment = (A_MONDAY + timedelta(days=weekday)).isoformat()
    return {"precision": "hour", "from": moment, "until": moment}
