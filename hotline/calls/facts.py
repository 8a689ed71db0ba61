"""Facts as they are said aloud: in words for a voice, and as the recorded pieces that say the same."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hotline.catalogs import Catalog
from hotline.numbers import national
from hotline.prompts.pieces import Field, composed
from hotline.sms_text import normalise

LONGEST_WORDS = 600
"""Characters of somebody's own words; at a speaking pace about a minute."""


@dataclass(frozen=True)
class Spoken:
    """A fact. pieces: names of recorded pieces that together say it; none for words that nobody recorded."""

    words: str
    pieces: tuple[str, ...] = ()


def spoken(catalog: Catalog, name: str, fact: Any, zone: ZoneInfo) -> Spoken:
    """Return a fact as it is said in a language; how depends on its name."""
    writer = _WRITERS.get(name)
    return writer(catalog, fact, zone) if writer else _free(fact)


def own_words(words: str) -> str:
    """Return somebody's own words on one line, without what a voice stumbles over."""
    return " ".join(normalise(words).split())[:LONGEST_WORDS]


def _free(fact: Any) -> Spoken:
    return Spoken(own_words("" if fact is None else str(fact)))


def _digits(_catalog: Catalog, fact: Any, _zone: ZoneInfo) -> Spoken:
    """One by one, with commas, which a voice takes as pauses."""
    digits = str(fact)
    if not (digits.isascii() and digits.isdigit()):
        return _free(fact)
    return Spoken(", ".join(digits), tuple(f"phone:digit.{digit}" for digit in digits))


def _number(catalog: Catalog, fact: Any, zone: ZoneInfo) -> Spoken:
    return _digits(catalog, national(str(fact)), zone)


def _name(catalog: Catalog, fact: Any, _zone: ZoneInfo) -> Spoken:
    return _free(fact) if fact else _entry(catalog, "name.unknown")


def _kind(catalog: Catalog, fact: str | Iterable[str] | Mapping[str, Any], zone: ZoneInfo) -> Spoken:
    """A kind or several; with its places, for how many volunteers it is, or how many come so far."""
    if isinstance(fact, Mapping):
        kind, count = _kind(catalog, fact["kind"], zone), _digits(catalog, fact["of"], zone)
        if "has" not in fact:
            return _entry(catalog, "phone:places", kind=kind, count=count)
        so_far = _digits(catalog, fact["has"], zone)
        return _entry(catalog, "phone:places.so_far", kind=kind, number=so_far, count=count)
    keys = [f"kind:{kind}" for kind in ([fact] if isinstance(fact, str) else fact)]
    return Spoken(", ".join(catalog.text(key) for key in keys), tuple(keys))


def _language(catalog: Catalog, fact: str, _zone: ZoneInfo) -> Spoken:
    key = f"language:of.{fact}"
    return _entry(catalog, key) if key in catalog.entries else _free(fact)


def when(catalog: Catalog, fact: Mapping[str, Any] | None, zone: ZoneInfo) -> Spoken:
    """Return a stated time, with the day and month in full. `fact` is as in `phrases.when`."""
    if not fact or fact["precision"] == "soon" or not fact.get("from"):
        return _entry(catalog, "when.soon")
    start = datetime.fromisoformat(fact["from"]).astimezone(zone)
    end = datetime.fromisoformat(fact.get("until") or fact["from"]).astimezone(zone)
    day = _day(catalog, start)
    if fact.get("weekly"):
        return _every_week(catalog, start, is_hour=fact["precision"] == "hour")
    if fact["precision"] == "hour":
        if start.date() == end.date() and end > start and end - start != timedelta(hours=1):
            return _entry(catalog, "phone:when.hours", day=day, hour=_hour(start), until=_hour(end))
        return _entry(catalog, "phone:when.hour", day=day, hour=_hour(start))
    if end.date() > start.date():
        return _entry(catalog, "phone:when.days", first=day, last=_day(catalog, end))
    return day


def _every_week(catalog: Catalog, start: datetime, *, is_hour: bool) -> Spoken:
    day = _entry(catalog, f"phone:weekday.{start.weekday()}")
    if is_hour:
        day = _entry(catalog, "phone:when.hour", day=day, hour=_hour(start))
    return _entry(catalog, "phone:when.weekly", day=day)


def _day(catalog: Catalog, moment: datetime) -> Spoken:
    return _entry(
        catalog, "phone:when.day", weekday=_entry(catalog, f"phone:weekday.{moment.weekday()}"),
        day=Spoken(str(moment.day), (f"phone:number.{moment.day}",)),
        month=_entry(catalog, f"phone:month.{moment.month}"),
    )  # fmt: skip


def _hour(moment: datetime) -> Spoken:
    """Hours and minutes; the nought of a minute below ten is said too."""
    minutes = (0, moment.minute) if moment.minute < 10 else (moment.minute,)
    return Spoken(f"{moment:%H:%M}", tuple(f"phone:number.{number}" for number in (moment.hour, *minutes)))


def _entry(catalog: Catalog, key: str, **fields: Spoken) -> Spoken:
    """Return an entry with its fields, each already as it is said; the pieces stand in the language's own order."""
    words = catalog.text(key, **{name: field.words for name, field in fields.items()})
    if not fields:
        return Spoken(words, (key,))
    parts = composed(catalog, key)
    pieces = [fields[part.name].pieces if isinstance(part, Field) else (part,) for part in parts]
    return Spoken(words, tuple(name for names in pieces for name in names))


_WRITERS: dict[str, Callable[[Catalog, Any, ZoneInfo], Spoken]] = {
    "key": _digits,
    "code_word": _digits,
    "number": _number,
    "name": _name,
    "kind": _kind,
    "when": when,
    "language": _language,
}
