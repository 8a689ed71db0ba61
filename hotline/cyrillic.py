"""A language that is written in two alphabets is answered in the one its writer uses: its Latin words in Cyrillic."""

import re
from dataclasses import replace
from types import MappingProxyType

from hotline.catalogs import Catalog
from hotline.understanding import script

TWO_SCRIPTS = frozenset({"bs"})
"""Languages that stand in the catalogs in Latin letters and are written in Cyrillic ones too."""

CYRILLIC = "Cyrl"
"""ISO 15924, as the end of a language tag: bs-Cyrl."""

_PAIRS = {"dž": "џ", "lj": "љ", "nj": "њ"}
_LETTERS = dict(zip("abvgdđežzijklmnoprstćufhcčš", "абвгдђежзијклмнопрстћуфхцчш", strict=True))
_TWO_SOUNDS = ("injek", "konjug", "nadživ")
"""Beginnings of words in which two letters that stand together are two sounds."""
_NAMES = ("Kvinnofridslinjen", "Bris", "OK", "alarm_numbers")
_KEPT = re.compile(rf"\{{\w*\}}|\b(?:{'|'.join(_NAMES)})\b")
_WORD = re.compile(r"[^\W\d_]+")
_SENTENCES = ("sms:", "kind:", "when", "weekday.", "name.", "language:of.")


def cyrillic(text: str) -> str:
    """The text in Serbian Cyrillic. Fields in braces, names of services and words of other languages stay."""
    parts, at = [], 0
    for kept in _KEPT.finditer(text):
        parts += [_WORD.sub(_word, text[at : kept.start()]), kept.group()]
        at = kept.end()
    return "".join([*parts, _WORD.sub(_word, text[at:])])


def in_cyrillic(catalog: Catalog) -> Catalog:
    """The catalog with everything that is texted in Cyrillic; what is put into its fields stays as people wrote it."""
    entries = {
        key: cyrillic(words) if key.startswith(_SENTENCES) else words for key, words in catalog.entries.items()
    }
    return replace(catalog, tag=f"{catalog.tag}-{CYRILLIC}", entries=MappingProxyType(entries))


def letters_of(text: str) -> str | None:
    """Which alphabet somebody writes with: `CYRILLIC`, or "" for Latin; None where a text is too short to tell.

    One word in Latin letters tells nothing: STOP and OK are written so by everybody.
    """
    written = script(text)
    if written == "CYRILLIC":
        return CYRILLIC
    return "" if written == "LATIN" and len(_WORD.findall(text)) > 1 else None


def _word(found: re.Match[str]) -> str:
    word = found.group()
    small = word.lower()
    if any(letter not in _LETTERS for letter in small):  # of another language
        return word
    is_apart = small.startswith(_TWO_SOUNDS)
    written, at = "", 0
    while at < len(word):
        pair = "" if is_apart else _PAIRS.get(small[at : at + 2], "")
        letter = pair or _LETTERS[small[at]]
        written += letter.upper() if word[at].isupper() else letter
        at += 2 if pair else 1
    return written
