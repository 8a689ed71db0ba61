"""Words of a text in the forms they may be meant. Readings are added, never put in another's place."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import zip_longest

_MARKS = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u0640\u200c\u200d'’`´"
_WORD = re.compile(rf"[^\W_][\w{_MARKS}]*|[\U0001F300-\U0001F3FA\U0001F400-\U0001FAFF\u2600-\u27bf]")
_BETWEEN = re.compile(rf"[^\w\s{_MARKS}]")
_ETHIOPIC_ORDERS = 7
# Letters that sound alike and are written for one another, by the first of each family, in all their orders.
_ETHIOPIC_ALIKE = (("ሐ", "ሀ"), ("ኀ", "ሀ"), ("ሠ", "ሰ"), ("ዐ", "አ"), ("ፀ", "ጸ"))
_FOLDS = str.maketrans(
    {
        **dict.fromkeys("'’`´\u0640\u200c\u200d_", ""),
        **dict(zip("øłđıð", "oldid", strict=True)),
        "æ": "ae",
        "þ": "th",
        **dict(zip("ةىیکگڤہھے", "هييككفههي", strict=True)),
        **{
            chr(ord(one) + order): chr(ord(other) + order)
            for one, other in _ETHIOPIC_ALIKE
            for order in range(_ETHIOPIC_ORDERS)
        },
        **dict(zip("ሐኀሀዐአ", "ሃሃሃኣኣ", strict=True)),  # first and fourth order of these are one sound
    }
)
_LONGEST_TEXT = 1600
_STRETCHED = re.compile(r"(.)\1{2,}")
_TWO_FOR_ONE = (("aa", "a"), ("ae", "a"), ("oe", "o"), ("dj", "d"))  # what stands for å, ä, ö, đ
# The article and the prepositions and conjunctions that are written together with the next word, longest first.
_ATTACHED = ("وبال", "وال", "فال", "بال", "كال", "هال", "عال", "ولل", "لل", "ال", "و", "ف", "ب", "ل", "ك", "ع", "ه")
_SHORTEST_REST = 3
# What Tigrinya writes together with the next word: prepositions, and the signs of relative, future and negated verbs.
_ATTACHED_ETHIOPIC = ("ስለዝ", "ንክ", "ከይ", "ዘይ", "ኣይ", "ንም", "እን", "ብ", "ን", "ዝ", "ክ", "ም", "እ", "ት", "ከ", "ዘ")
_SHORTEST_ETHIOPIC_REST = 2
_SERBIAN = dict(
    zip(
        "абвгдежзијклмнопрстуфхцчшћђљњџ",
        (*"abvgdezzijklmnoprstufhccscd", "lj", "nj", "dz"),
        strict=True,
    )
)
# Letters that Arabic keyboards lack. In Persian nothing else tells "foot" from "with": not evened out, only added.
_PERSIAN = str.maketrans("پچ", "بج")
_APART_IN_PERSIAN = frozenset({"مي", "نمي"})  # begin a verb, written apart or together


@dataclass(frozen=True)
class Word:
    """One word. folded: lower case, without diacritics, digits Latin. start, end: where it stands in the text."""

    original: str
    folded: str
    readings: tuple[str, ...]
    start: int
    end: int


def words(text: str, *, longest: int | None = _LONGEST_TEXT) -> tuple[Word, ...]:
    """The words and single emoji of a text, read up to `longest` characters (None: whole)."""
    found: list[Word] = []
    for match in _WORD.finditer(text[:longest]):
        folded = fold(match.group())
        if folded:
            readings = _readings(match.group(), folded)
            found.append(Word(match.group(), folded, readings, match.start(), match.end()))
    return tuple(_together(word, after) for word, after in zip_longest(found, found[1:]))


def _together(word: Word, after: Word | None) -> Word:
    """The first half of a verb, read with the second too."""
    if after is None or word.folded not in _APART_IN_PERSIAN:
        return word
    return replace(word, readings=(*word.readings, word.folded + after.folded))


def folded_words(text: str) -> tuple[str, ...]:
    """The words of a text of any length, folded, without their other readings."""
    return tuple(filter(None, map(fold, _WORD.findall(text))))


def folded_lines(text: str) -> tuple[str, ...]:
    """The folded words of each line that has any, one space between them: `folded_words` for very many lines."""
    apart = _BETWEEN.sub(lambda found: f" {found.group()} " if _WORD.match(found.group()) else " ", text)
    return tuple(filter(None, (" ".join(line.split()) for line in fold(apart).splitlines())))


def vocabulary(text: str) -> frozenset[str]:
    """The different words of a text of any length, folded."""
    different = " ".join(set(text.split()))  # far fewer to be folded and searched; none of them has a space in it
    return frozenset(_WORD.findall(fold(different)))


def fold(word: str) -> str:
    """Case, diacritics, letter variants and digit scripts evened out, as in the lexicon."""
    return word.lower() if word.isascii() and word.isalnum() else word.translate(_FOLDED)


class _Folded(dict[int, str]):
    """Each character as it is folded, worked out the first time it is met."""

    def __missing__(self, code: int) -> str:
        apart = unicodedata.normalize("NFKD", chr(code).translate(_FOLDS))  # first: "´" comes apart into a space
        bare = "".join(ch for ch in apart if not unicodedata.category(ch).startswith("M"))
        self[code] = latin_digits(bare.casefold().translate(_FOLDS))
        return self[code]


_FOLDED = _Folded()


def latin_digits(text: str) -> str:
    """The text with the digits of any script as 0-9; all else stays, character by character."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(ch)) if ch.isdecimal() else ch for ch in text)


def is_arabic(word: str) -> bool:
    """Whether the word is in Arabic script."""
    return any("\u0600" <= ch <= "\u06ff" for ch in word)


def in_latin(original: str) -> str:
    """A word of Serbian Cyrillic letters only, folded as if written in Latin ones; empty for every other word."""
    letters = unicodedata.normalize("NFC", original).casefold()
    if not letters or not all(letter in _SERBIAN for letter in letters):
        return ""
    return "".join(_SERBIAN[letter] for letter in letters)


def _readings(original: str, folded: str) -> tuple[str, ...]:
    forms = [folded]
    if _STRETCHED.search(folded):
        forms += [_STRETCHED.sub(r"\1", folded), _STRETCHED.sub(r"\1\1", folded)]
    if folded.isascii():
        forms += [folded.replace(two, one) for two, one in _TWO_FOR_ONE if two in folded]
    elif is_arabic(folded):
        forms += _without(_ATTACHED, folded, _SHORTEST_REST)
        forms += [form.translate(_PERSIAN) for form in forms]
    elif "\u1200" <= folded[0] <= "\u137f":
        forms += _without(_ATTACHED_ETHIOPIC, folded, _SHORTEST_ETHIOPIC_REST)
    elif latin := in_latin(original):
        forms.append(latin)
    return tuple(dict.fromkeys(forms))


def _without(starts: Iterable[str], folded: str, shortest: int) -> list[str]:
    return [
        folded[len(start) :] for start in starts if folded.startswith(start) and len(folded) - len(start) >= shortest
    ]
