"""Whether new words may be said on the phone: short, choices before their keys, nothing a voice stumbles over."""

import re
from collections.abc import Iterator

from hotline.catalogs import Catalog

LONGEST = 350
MAY_BE_LONG = frozenset({"phone:ask.kind"})
OF_DANGER = frozenset({"phone:not_emergency", "phone:emergency", "phone:urgency.ask", "phone:trouble"})
_ENDS = ".!?؟።፧"
_PAUSES = ",:،፣፡፦"
_PARTS = "phone:when."
_STUMBLES = re.compile(r"[#*/+=()٠-٩۰-۹\u2066-\u2069\u200e\u200f\n]")
_BEFORE_A_FIELD = re.compile(rf"(^|[{_ENDS}{_PAUSES}] )$")


def phone_faults(catalog: Catalog, reference: Catalog, key: str) -> Iterator[str]:
    """Yield what is wrong with what is said on the phone."""
    words = catalog.entries[key]
    if len(words) > LONGEST and key not in MAY_BE_LONG:
        yield f"too long: {len(words)} characters, at most {LONGEST}"
    if found := _STUMBLES.search(words):
        yield f"a voice stumbles over {found.group()!r}"
    yield from _keys(words, reference.entries[key])
    if not key.startswith(_PARTS) and not _has_fields_alone(words):
        yield "a field must stand after a full stop, a comma or a colon"
    if key in OF_DANGER and not _says_112(catalog, words):
        yield "one one two must be said, in words, in the first two sentences"


def _keys(words: str, english: str) -> Iterator[str]:
    wanted, mine = re.findall(r"\d", english), re.findall(r"\d", words)
    if re.search(r"\d\d", words):
        yield "a number is written in words"
    elif wanted != mine:
        yield f"the keys must be {' '.join(wanted) or 'none'}, in this order"
    elif not _has_choices_before_keys(words):
        yield "a choice comes before its key, with a comma or colon between, and the key ends the sentence"


def _has_choices_before_keys(words: str) -> bool:
    return all(
        re.search(rf"[{_PAUSES}] ", re.split(rf"[{_ENDS}]\s", words[: offered.start()])[-1])
        and words[offered.end() : offered.end() + 1] in {".", "።"}
        for offered in re.finditer(r"\d|\{key\}", words)
    )


def _has_fields_alone(words: str) -> bool:
    places = [field for field in re.finditer(r"\{(\w+)\}", words) if field[1] != "key"]
    return all(_BEFORE_A_FIELD.search(words[: field.start()]) for field in places)


def _says_112(catalog: Catalog, words: str) -> bool:
    one, two = (_forms_of(catalog, number) for number in (1, 2))
    begin = " ".join(re.split(rf"(?<=[{_ENDS}])\s", words)[:2]).casefold()
    return bool(re.search(rf"\b{one}[ ,،፣-]+{one}[ ,،፣-]+{two}\b", begin))


def _forms_of(catalog: Catalog, number: int) -> str:
    forms = [form.strip().casefold() for form in catalog.lines("lexicon:numbers")[number].split(",")]
    return f"(?:{'|'.join(re.escape(form) for form in forms if form.isalpha())})"
