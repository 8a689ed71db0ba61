"""One typing error in words of five letters and more, found without comparing a word with every stem."""

from collections.abc import Iterable, Iterator

SHORTEST = 5
_LONGEST = 14


class NearForms:
    """Forms by what is left of them when one letter goes."""

    def __init__(self, forms: Iterable[str]) -> None:
        self._first: dict[str, str] = {}
        self._further: dict[str, tuple[str, ...]] = {}  # nearly always there is only one: two tables take half the room
        for form in dict.fromkeys(forms):
            for rest in _rests(form):
                if self._first.setdefault(rest, form) != form:
                    self._further[rest] = (*self._further.get(rest, ()), form)

    def whole(self, word: str) -> Iterator[str]:
        """Forms that are `word` but for one error."""
        if len(word) >= SHORTEST:
            rests = [rest for rest in _rests(word) if rest in self._first]
            near = {form for rest in rests for form in (self._first[rest], *self._further.get(rest, ()))}
            yield from (form for form in near if is_near(form, word))

    def start(self, word: str) -> Iterator[str]:
        """Forms that `word` begins with but for one error."""
        seen: set[str] = set()
        for length in range(SHORTEST - 1, min(len(word), _LONGEST) + 1):
            seen.update(self.whole(word[:length]))
        yield from seen


def _rests(form: str) -> set[str]:
    # The first letter is never the wrong one.
    return {form} | {form[:at] + form[at + 1 :] for at in range(1, len(form))}


def is_near(form: str, word: str) -> bool:
    """Whether one letter is wrong, missing, too many, or swapped with its neighbour; the first letter must be right."""
    if form[0] != word[0] or form == word:
        return form == word
    if len(form) == len(word):
        wrong = [at for at, (one, other) in enumerate(zip(form, word, strict=True)) if one != other]
        if len(wrong) == 1:
            return True
        first, last = wrong[0], wrong[-1]
        return len(wrong) == 2 and last == first + 1 and form[first] == word[last] and form[last] == word[first]
    longer, shorter = (form, word) if len(form) > len(word) else (word, form)
    return len(longer) - len(shorter) == 1 and any(
        longer[:at] + longer[at + 1 :] == shorter for at in range(1, len(longer))
    )
