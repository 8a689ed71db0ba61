"""Whether new words may stand in a text: its fields, its room, its letters, its numbers; every fault in plain English.

They say what the catalog tests say, so that a sheet is refused before it breaks them.
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import groupby
from string import Formatter

from hotline.catalogs import Catalog, fields, spelled_out
from hotline.review.filling import filled
from hotline.review.phone_checks import phone_faults
from hotline.sms_text import BUDGET_PARTS, normalise, segments
from hotline.understanding.commands import COMMANDS
from hotline.understanding.lists.patterns import plain

FIRST_LOOK = 70
"""Characters that a telephone shows of a text that is not opened."""
AT_ONCE = ("sms:not_emergency", "sms:urgency.ask", "sms:emergency")
CODE_LAST = ("sms:offer", "sms:request.created", "sms:request.created.night")
NO_COMMANDS = frozenset({"SMS", "OK"})

Check = Callable[[Catalog, Catalog, str], Iterator[str]]


def faults(catalog: Catalog, reference: Catalog, key: str, *, before: str = "") -> list[str]:
    """Return what is wrong with an entry whose fields are right. before: its old words; their alphabet should stay."""
    if key.startswith("sms:"):
        found = [fault for check in _OF_TEXTS for fault in check(catalog, reference, key)]
        return [*found, *_dearer(catalog, key, before)]
    return list(phone_faults(catalog, reference, key)) if key.startswith("phone:") else []


def too_long(catalog: Catalog, key: str) -> bool:
    """Whether a text with the longest values needs more than two parts."""
    return segments(filled(catalog, key)).parts > BUDGET_PARTS


def field_faults(words: str, english: str) -> Iterator[str]:
    """Yield what is wrong with the {fields} of an entry, compared with its English."""
    try:
        parsed = list(Formatter().parse(words))
        mine, wanted = fields(words), fields(english)
    except ValueError:
        yield "a brace { or } stands alone"
        return
    for name in sorted(wanted - mine):
        yield f"{{{name}}} is lost"
    for name in sorted(mine - wanted):
        yield f"{{{name}}} does not belong here"
    if any(spec or conversion for _, _, spec, conversion in parsed):
        yield "a field has more than its name between the braces"


def _room(catalog: Catalog, _reference: Catalog, key: str) -> Iterator[str]:
    if too_long(catalog, key):
        counted = segments(filled(catalog, key))
        room = 306 if counted.encoding == "GSM-7" else 134
        yield f"too long: {counted.length} characters with the longest values, at most {room}"


def _letters(catalog: Catalog, _reference: Catalog, key: str) -> Iterator[str]:
    words = catalog.entries[key]
    strange = sorted({ch for ch in words if not ch.isspace() and ch not in normalise(words)})
    if strange or "\xa0" in words:
        yield f"characters that texts do without: {' '.join(strange) or 'a special space'}"
    if catalog.direction == "rtl":
        if re.search(r"[٠-٩۰-۹]", words):
            yield "digits must be 0-9"
        if re.search(r"\d[ -]\d", words):
            yield "digits with a space or dash between turn round"


def _dearer(catalog: Catalog, key: str, before: str) -> Iterator[str]:
    """A letter that makes a text cost twice what it did."""
    if not before or segments(before).encoding != "GSM-7":
        return
    dear = sorted({ch for ch in catalog.entries[key] if segments(ch).encoding != "GSM-7"})
    if dear:
        yield f"letters that halve the room of a text: {' '.join(dear)}"


def _seen_at_once(catalog: Catalog, _reference: Catalog, key: str) -> Iterator[str]:
    words = catalog.entries[key]
    if key in AT_ONCE and "112" not in words[:FIRST_LOOK]:
        yield f"112 must stand in the first {FIRST_LOOK} characters"
    if key == AT_ONCE[0] and len(words) > FIRST_LOOK:
        yield f"at most {FIRST_LOOK} characters"


def _menu(catalog: Catalog, reference: Catalog, key: str) -> Iterator[str]:
    wanted, mine = (re.findall(r"^(\d) ", each.entries[key], re.MULTILINE) for each in (reference, catalog))
    if "\n1 " in reference.entries[key] and wanted != mine:
        yield f"the lines must begin with the numbers {' '.join(wanted)}"
    if key in CODE_LAST and catalog.direction == "rtl" and catalog.entries[key].split("\n")[-1] != "{code}":
        yield "{code} must stand alone on the last line"


def _answers(catalog: Catalog, _reference: Catalog, key: str) -> Iterator[str]:
    """Words in capitals are what people answer with: the program must understand them."""
    known = _folded("\n".join(catalog.entries[f"lexicon:cmd:{name}"] for name in (*COMMANDS, "relay")))
    for run in _shouted(catalog.entries[key]):
        if run not in known and not all((word,) in known for word in run if len(word) > 1):
            yield f"nobody is understood who answers {' '.join(run).upper()}"


@lru_cache(maxsize=2)
def _folded(lines: str) -> frozenset[tuple[str, ...]]:
    return frozenset(plain(phrase) for line in lines.splitlines() for phrase in spelled_out(line))


def _shouted(words: str) -> Iterator[tuple[str, ...]]:
    for is_loud, run in groupby(re.findall(r"\w+|[^\w\s]+|\n", words), key=_is_loud):
        loud = plain(" ".join(run)) if is_loud else ()
        if any(len(word) > 1 for word in loud):
            yield loud


def _is_loud(word: str) -> bool:
    return word.isalpha() and word.isupper() and word not in NO_COMMANDS


_OF_TEXTS: tuple[Check, ...] = (_room, _letters, _seen_at_once, _menu, _answers)
