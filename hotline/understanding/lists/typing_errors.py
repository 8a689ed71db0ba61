"""One typing error in words of five letters and more, found without comparing a word with every stem."""

from collections.abc import Iterable, Iterator

SHORTEST = 5
_LONGEST = 14
_BEGINNING = 6
"""Letters by which forms are found; an error further on leaves them as they are, so that nothing is missed."""


class NearForms:
    """Forms by what is left of their beginnings when one letter goes."""

    def __init__(self, forms: Iterable[str]) -> None:
        """Forms shorter than `SHORTEST` are never taken for another word, and left out."""
        self._begun: dict[str, list[str]] = {}
        for form in dict.fromkeys(forms):
            if len(form) >= SHORTEST:
                self._begun.setdefault(form[:_BEGINNING], []).append(form)
        self._first: dict[str, str] = {}
        self._further: dict[str, tuple[str, ...]] = {}  # nearly always there is only one: two tables take half the room
        for beginning in self._begun:
            for rest in _rests(beginning):
                if self._first.setdefault(rest, beginning) != beginning:
                    self._further[rest] = (*self._further.get(rest, ()), beginning)

    def whole(self, word: str) -> Iterator[str]:
        """Forms that are `word` but for one error. A letter of the shortest may be missing in Latin script.

        In others, which write no vowels or much in few letters, a word of four is too many others but for one.
        """
        if len(word) >= SHORTEST or (len(word) == SHORTEST - 1 and word.isascii()):
            yield from (form for form in self._likely(word) if is_near(form, word))

    def start(self, word: str) -> Iterator[str]:
        """Forms that `word` begins with but for one error."""
        longest = min(len(word), _LONGEST)
        likely = set().union(*(self._likely(word[:end]) for end in range(SHORTEST, min(longest, _BEGINNING) + 1)))
        for form in likely:
            ends = range(max(SHORTEST, len(form) - 1), min(longest, len(form) + 1) + 1)
            if any(is_near(form, word[:end]) for end in ends):
                yield form

    def _likely(self, word: str) -> set[str]:
        """All forms that can be `word` but for one error, and some others."""
        rests = [rest for rest in _rests(word[:_BEGINNING]) if rest in self._first]
        beginnings = {begun for rest in rests for begun in (self._first[rest], *self._further.get(rest, ()))}
        return set().union(*(self._begun[begun] for begun in beginnings))


def _rests(form: str) -> list[str]:
    # The first letter is never the wrong one.
    return [form, *[form[:at] + form[at + 1 :] for at in range(1, len(form))]]


def is_near(form: str, word: str) -> bool:
    """Whether one letter is wrong, missing, too many, or swapped with its neighbour; the first letter must be right."""
    pairs = enumerate(zip(form, word, strict=False))
    same = next((at for at, (one, other) in pairs if one != other), min(len(form), len(word)))
    if not same:
        return form == word
    rest, other = form[same:], word[same:]
    swapped = rest[1::-1] + rest[2:]
    return rest == other or rest[1:] == other[1:] or rest == other[1:] or rest[1:] == other or swapped == other
