"""What a `#` in a line of a lexicon stands for: digits, with an ending or without, or the name of a number."""

import re
from collections.abc import Collection, Mapping

from hotline.catalogs import Catalog
from hotline.understanding.lists.patterns import plain
from hotline.understanding.words import Word, latin_digits

_DIGITS = re.compile(r"\d{1,3}(?:['’´`]\w{1,4}|h)?", re.IGNORECASE)


def numerals(catalogs: Mapping[str, Catalog]) -> frozenset[str]:
    """The names of numbers in all languages that are a single word, folded."""
    lines = (line for catalog in catalogs.values() for line in catalog.lines("lexicon:numbers"))
    forms = (plain(form) for line in lines for form in line.split(","))
    return frozenset(form[0] for form in forms if len(form) == 1)


def is_number(word: Word, names: Collection[str]) -> bool:
    """Whether a word is a number, in digits or in one of these names."""
    if word.folded[0].isdecimal() and _DIGITS.fullmatch(latin_digits(word.original)):
        return True
    return any(reading in names for reading in word.readings)
