"""From a notice's name and its facts to the words of one text, in one language."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hotline.catalogs import Catalog
from hotline.numbers import national
from hotline.sms_text import in_plain_letters, is_within_two_parts, normalise

_LONGEST = 60
_LONGER = {"address": 90, "details": 260, "words": 260, "organisation": 40, "name": 40, "line": 90, "groups": 160}
_SHORTEST_DETAILS = 20
_OWN_WORDS = ("details", "words")
_LONGEST_LIST = 600
_OF_A_LIST = ("choices", "first")
_LISTS = ("choices", "groups")
_PLAINLY_WRITTEN = ("ask.language",)
"""Lists in which one dear letter of one language (Kurmancî) would cost all others half of their room."""


def render(catalog: Catalog, notice: str, facts: Mapping[str, Any], zone: ZoneInfo) -> str:
    """The text of `sms:<notice>`, each fact written by its name: kind, when, language, line, choices, number, words.

    `first` is the number of the first of the choices, 1 if it is not there.
    People's own words (`details`, `words`) are cut until the text fits two parts, and so are lists: of choices, whose
    last ones can still be answered with a name, and of `groups`. How many volunteers a kind is for is said shorter.
    Raises KeyError for an unknown notice, kind or missing fact.
    """
    written = {name: _written(catalog, name, fact, zone) for name, fact in facts.items() if name not in _OF_A_LIST}
    if "choices" in facts:
        lines = _numbered(catalog, facts, zone)
        written["choices"] = in_plain_letters(lines) if notice in _PLAINLY_WRITTEN else lines
    text = _text(catalog, notice, written)
    if not fits(text) and isinstance(facts.get("kind"), Mapping):
        written["kind"] = _shortly(catalog, facts["kind"], zone)
        text = _text(catalog, notice, written)
    while not fits(text):
        own = next((name for name in _OWN_WORDS if len(written.get(name, "")) > _SHORTEST_DETAILS), "")
        lines = next((name for name in _LISTS if "\n" in written.get(name, "")), "")
        if own:
            written[own] = _cut(written[own], len(written[own]) - 10)
        elif lines:
            written[lines] = written[lines].rpartition("\n")[0]
        else:
            break
        text = _text(catalog, notice, written)
    return text


def _text(catalog: Catalog, notice: str, written: Mapping[str, str]) -> str:
    """The sentence with its facts, every line of it beginning with a capital."""
    lines = normalise(catalog.text(f"sms:{notice}", **written)).split("\n")
    return "\n".join(line[:1].upper() + line[1:] for line in lines)


def join(parts: Iterable[str]) -> str:
    """Several texts as one, each on its own line; empty ones are left out."""
    return "\n".join(part for part in parts if part)


def fits(text: str) -> bool:
    """Whether the text keeps to two SMS parts."""
    return is_within_two_parts(text)


def when(catalog: Catalog, fact: Mapping[str, Any] | None, zone: ZoneInfo) -> str:
    """A stated time in the line's own fixed pattern: weekday, day/month, 24-hour time, Latin digits.

    `fact` has "precision" (soon, day, hour) and, unless soon, "from" and "until" in ISO form.
    """
    if not fact or fact["precision"] == "soon" or not fact.get("from"):
        return catalog.text("when.soon")
    start = datetime.fromisoformat(fact["from"]).astimezone(zone)
    end = datetime.fromisoformat(fact.get("until") or fact["from"]).astimezone(zone)
    if fact.get("weekly"):
        return _every_week(catalog, start, end, is_hour=fact["precision"] == "hour")
    day = catalog.text("when.day", weekday=_weekday(catalog, start), date=_date(start))
    if fact["precision"] == "hour":
        return catalog.text("when.hour", day=day, hours=_hours(start, end))
    if end.date() > start.date():
        last = catalog.text("when.day", weekday=_weekday(catalog, end), date=_date(end))
        return catalog.text("when.days", first=day, last=last)
    return day


def _every_week(catalog: Catalog, start: datetime, end: datetime, *, is_hour: bool) -> str:
    day = _weekday(catalog, start)
    if is_hour:
        day = catalog.text("when.hour", day=day, hours=_hours(start, end))
    return catalog.text("when.weekly", day=day)


def _hours(start: datetime, end: datetime) -> str:
    # An hour alone is exactly one; "before 11", said at 10:07, is less.
    is_span = start.date() == end.date() and end > start and end - start != timedelta(hours=1)
    return f"{start:%H:%M}-{end:%H:%M}" if is_span else f"{start:%H:%M}"


def _weekday(catalog: Catalog, moment: datetime) -> str:
    return catalog.text(f"weekday.{moment.weekday()}")


def _date(moment: datetime) -> str:
    return f"{moment.day}/{moment.month}"


def _kind(catalog: Catalog, fact: str | Iterable[str] | Mapping[str, Any], zone: ZoneInfo) -> str:
    """A kind or several; with its places (`telling.kind_of`) for how many volunteers it is, or how many come so far."""
    if isinstance(fact, Mapping):
        kind = _kind(catalog, fact["kind"], zone)
        return f"{kind} {fact['has']}/{fact['of']}" if "has" in fact else _shared(catalog, kind, fact["of"])
    kinds = [fact] if isinstance(fact, str) else fact
    return " + ".join(catalog.text(f"kind:{kind}") for kind in kinds)


def _shared(catalog: Catalog, kind: str, places: int) -> str:
    return catalog.text("sms:places", kind=kind, count=places)


def _shortly(catalog: Catalog, fact: Mapping[str, Any], zone: ZoneInfo) -> str:
    """The same where there is no room for it."""
    kind = _kind(catalog, fact["kind"], zone)
    return kind if "has" in fact else f"{kind} x{fact['of']}"


def _name(catalog: Catalog, fact: str, _zone: ZoneInfo) -> str:
    return _one_line(fact) if fact else catalog.text("name.unknown")


def _address(catalog: Catalog, fact: str, _zone: ZoneInfo) -> str:
    return _one_line(fact) if fact else catalog.text("sms:address.spoken")


def _line(catalog: Catalog, fact: str, _zone: ZoneInfo) -> str:
    return catalog.text(f"sms:line.{fact}")


def _language(catalog: Catalog, fact: str, _zone: ZoneInfo) -> str:
    key = f"language:of.{fact}"
    return catalog.text(key) if key in catalog.entries else fact


def _number(_catalog: Catalog, fact: str, _zone: ZoneInfo) -> str:
    return national(fact)


def _groups(catalog: Catalog, fact: Iterable[tuple[str, str, int]], zone: ZoneInfo) -> str:
    """One line for each area and language with how many."""
    return "\n".join(
        f"{_one_line(f'{area} {_language(catalog, language, zone)}')}: {number}" for area, language, number in fact
    )


def _numbered(catalog: Catalog, facts: Mapping[str, Any], zone: ZoneInfo) -> str:
    numbered = enumerate(facts["choices"], int(facts.get("first", 1)))
    lines = "\n".join(f"{number} {_choice(catalog, choice, zone)}" for number, choice in numbered)
    return _cut(lines, _LONGEST_LIST)


def _choice(catalog: Catalog, choice: str | Mapping[str, Any], zone: ZoneInfo) -> str:
    """One choice: words as they are, or a notice of its own with its facts."""
    if isinstance(choice, str):
        return _one_line(choice)
    facts = {name: fact for name, fact in choice.items() if name != "notice"}
    return _one_line(render(catalog, choice["notice"], facts, zone))


_WRITERS: dict[str, Callable[[Catalog, Any, ZoneInfo], str]] = {
    "kind": _kind,
    "name": _name,
    "address": _address,
    "when": when,
    "language": _language,
    "line": _line,
    "number": _number,
    "groups": _groups,
}


def _written(catalog: Catalog, name: str, fact: Any, zone: ZoneInfo) -> str:
    writer = _WRITERS.get(name)
    words = writer(catalog, fact, zone) if writer else _one_line("" if fact is None else str(fact))
    return _cut(words, _LONGER.get(name, _LONGEST))


def _one_line(words: str) -> str:
    return " ".join(normalise(words).split())


def _cut(words: str, longest: int) -> str:
    return words if len(words) <= longest else words[: longest - 3].rstrip() + "..."
