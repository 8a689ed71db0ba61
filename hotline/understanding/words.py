"""Words of a text in the forms they may be meant. Readings are added, never put in another's place."""

import re
import unicodedata
from dataclasses import dataclass

_MARKS = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u0640\u200c\u200d'’`´"
_WORD = re.compile(rf"[^\W_][\w{_MARKS}]*|[\U0001F300-\U0001F3FA\U0001F400-\U0001FAFF\u2600-\u27bf]")
_FOLDS = str.maketrans(
    {
        **dict.fromkeys("'’`´\u0640\u200c\u200d_", ""),
        **dict(zip("øłđıð", "oldid", strict=True)),
        "æ": "ae",
        "þ": "th",
        **dict(zip("ةىیکگچپڤہ", "هييككجبفه", strict=True)),
    }
)
_LONGEST_TEXT = 1600
_STRETCHED = re.compile(r"(.)\1{2,}")
_TWO_LETTER_VOWELS = (("aa", "a"), ("ae", "a"), ("oe", "o"))
# The article and the prepositions and conjunctions that are written together with the next word, longest first.
_ATTACHED = ("وبال", "وال", "فال", "بال", "كال", "هال", "عال", "ولل", "لل", "ال", "و", "ف", "ب", "ل", "ك", "ع", "ه")
_SHORTEST_REST = 3


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
    found = []
    for match in _WORD.finditer(text[:longest]):
        folded = fold(match.group())
        if folded:
            found.append(Word(match.group(), folded, _readings(folded), match.start(), match.end()))
    return tuple(found)


def fold(word: str) -> str:
    """Case, diacritics, letter variants and digit scripts evened out, as in the lexicon."""
    if word.isascii():
        return word.casefold().translate(_FOLDS)
    apart = unicodedata.normalize("NFKD", word)
    bare = "".join(ch for ch in apart if not unicodedata.category(ch).startswith("M"))
    return latin_digits(bare.casefold().translate(_FOLDS))


def latin_digits(text: str) -> str:
    """The text with the digits of any script as 0-9; all else stays, character by character."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(ch)) if ch.isdecimal() else ch for ch in text)


def is_arabic(word: str) -> bool:
    """Whether the word is in Arabic script."""
    return any("\u0600" <= ch <= "\u06ff" for ch in word)


def _readings(folded: str) -> tuple[str, ...]:
    forms = [folded]
    if _STRETCHED.search(folded):
        forms += [_STRETCHED.sub(r"\1", folded), _STRETCHED.sub(r"\1\1", folded)]
    if is_arabic(folded):
        forms += [
            folded[len(start) :]
            for start in _ATTACHED
            if folded.startswith(start) and len(folded) - len(start) >= _SHORTEST_REST
        ]
    else:
        forms += [folded.replace(two, one) for two, one in _TWO_LETTER_VOWELS if two in folded]
    return tuple(dict.fromkeys(forms))
