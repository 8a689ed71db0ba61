"""Commands, yes and no, numbered choices and offer codes: only when the whole text is one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from hotline.catalogs import Catalog
from hotline.understanding.clauses import CODE
from hotline.understanding.lists.ordered import EVERYWHERE, Ordered
from hotline.understanding.lists.patterns import plain
from hotline.understanding.scripts import script
from hotline.understanding.words import Word, folded_lines, in_latin

COMMANDS = (
    *("yes", "no", "done", "cancel", "help", "status", "pause", "resume", "stop", "start", "person"),
    *("same", "change", "tasks", "unable", "later", "on_way", "absent"),
)
ANSWERS = frozenset({"yes", "no"})
_THANKS, _FILLER, _FALSE_FRIEND = "thanks", "filler", "false_friend"
_HEARD_IN_EVERY_LANGUAGE = frozenset({"stop", "start", "help", "person", "status", "tasks", _THANKS})
"""What can do no harm when a word of another language is taken for it, and much good."""
_EMPTY = frozenset({_THANKS, _FILLER})
_LONGEST_FORM = 6
_HIGHEST_CHOICE = 9999
_BETWEEN = " \t\r\n:;,.!-\u2013\u2014\u060c\u061b"

Meanings = tuple[tuple[str, str], ...]
"""(language, meaning) of a form, nearly always one; what a form means is kept once for all that mean the same."""


@dataclass(frozen=True)
class Said:
    """What a text says when it is read as an answer. at: the words that said it. has_thanks: among other words."""

    command: str | None = None
    answer: str | None = None
    is_conditional: bool = False
    choice: int | None = None
    codes: tuple[str, ...] = ()
    is_thanks: bool = False
    is_greeting: bool = False
    has_thanks: bool = False
    at: tuple[int, ...] = ()

    @property
    def is_clear(self) -> bool:
        """Whether anything was said that is an answer."""
        return replace(self, has_thanks=False) != Said()


class Commands:
    """The command words of all languages. Made once at start."""

    def __init__(self, catalogs: Mapping[str, Catalog]) -> None:
        self._forms: dict[str, Meanings] = {}
        self._same: dict[Meanings, Meanings] = {}
        self._numbers = Ordered(catalogs, "lexicon:numbers", first=0)
        self._relays: dict[tuple[str, ...], bool] = {}
        self._scripts = {tag: script(catalog.own_name) for tag, catalog in catalogs.items()}
        for tag, catalog in catalogs.items():
            for command in COMMANDS:
                self._add(tag, command, catalog.phrases(f"lexicon:cmd:{command}"))
            for word in (_THANKS, _FILLER, _FALSE_FRIEND):
                self._add(tag, word, catalog.phrases(f"lexicon:{word}"))
            self._add(tag, f"language:{tag}", (*catalog.phrases("lexicon:cmd:language"), catalog.own_name))
            for key in catalog.family("language:of."):
                self._add(tag, f"language:{key.removeprefix('language:of.')}", (catalog.text(key),))
            self._relays.update((plain(line), True) for line in catalog.phrases("lexicon:cmd:relay"))
            self._relays.update((plain(line), False) for line in catalog.phrases("lexicon:not_relay"))

    def read(self, words: Sequence[Word], language: str | None) -> Said:
        """Read a whole text as an answer, in the person's language first, then in Swedish and English."""
        codes, rest = _split_codes(words)
        said, left = self._segments(rest, language)
        meant = {meaning for meaning, _ in said} - _EMPTY
        at = tuple(place for meaning, places in said if meaning not in _EMPTY for place in places)
        if left:
            choice = self._choice(words, left, language) if not meant else None
            is_choice = choice is not None
            return Said(choice=choice, codes=codes, at=(left[0],)) if is_choice else _partial(said, left, codes)
        if "stop" in meant:
            return Said(command="stop", codes=codes, at=at)
        if meant == {"no", "unable"}:  # "sorry, something came up": the no only says it again
            return Said(command="unable", codes=codes, at=at)
        if len(meant) == 1:
            command = meant.pop()
            return Said(command, command if command in ANSWERS else None, codes=codes, at=at)
        if meant:
            answers = meant & ANSWERS
            return Said(answer=answers.pop() if len(answers) == 1 else None, is_conditional=True, codes=codes, at=at)
        is_thanks = any(meaning == _THANKS for meaning, _ in said)
        is_greeting = bool(said) and not is_thanks and not codes
        has_thanks = is_thanks or self._thanks(rest, language)
        return Said(codes=codes, is_thanks=is_thanks, is_greeting=is_greeting, has_thanks=has_thanks)

    def relayed(self, text: str, words: Sequence[Word]) -> str:
        """What follows words like "tell her", as it was written; empty when the text does not begin so, or so only."""
        folded = tuple(word.folded for word in words[:_LONGEST_FORM])
        for size in range(len(folded), 0, -1):
            is_relay = self._relays.get(folded[:size])
            if is_relay is not None:
                return text[words[size - 1].end :].lstrip(_BETWEEN).rstrip() if is_relay and len(words) > size else ""
        return ""

    def _thanks(self, places: Sequence[tuple[int, Word]], language: str | None) -> bool:
        """Whether any word by itself is thanks, also one in a form of several words ("ok thanks")."""
        return any(self._meaning([word], language) == _THANKS for _, word in places)

    def _choice(self, words: Sequence[Word], left: Sequence[int], language: str | None) -> int | None:
        """The number that the only word left is, in digits or as a word from zero to twelve."""
        word = words[left[0]].folded
        if len(left) > 1:
            return None
        number = int(word) if word.isdecimal() and len(word) <= 4 else self._numbers.of(language).get((word,))
        return number if number is not None and number <= _HIGHEST_CHOICE else None

    def _segments(
        self, places: Sequence[tuple[int, Word]], language: str | None
    ) -> tuple[list[tuple[str, tuple[int, ...]]], list[int]]:
        """The known forms in order, longest first, and the places of the words that belong to none."""
        said: list[tuple[str, tuple[int, ...]]] = []
        left: list[int] = []
        at = 0
        while at < len(places):
            for size in range(min(_LONGEST_FORM, len(places) - at), 0, -1):
                meaning = self._meaning([word for _, word in places[at : at + size]], language)
                if meaning:
                    said.append((meaning, tuple(place for place, _ in places[at : at + size])))
                    at += size
                    break
            else:
                left.append(places[at][0])
                at += 1
        return said, left

    def _meaning(self, words: Sequence[Word], language: str | None) -> str | None:
        for form in _forms(words):
            known = self._forms.get(form)
            meaning = _resolve(known, language, is_foreign=self._is_foreign(words, language)) if known else None
            if meaning:
                return meaning
        return None

    def _is_foreign(self, words: Sequence[Word], language: str | None) -> bool:
        return language is None or script("".join(word.original for word in words)) != self._scripts.get(language)

    def _add(self, tag: str, meaning: str, phrases: Sequence[str]) -> None:
        own: Meanings = ((tag, meaning),)
        new = dict.fromkeys(folded_lines("\n".join(phrases)), own)
        for form in self._forms.keys() & new.keys():
            meanings = (*self._forms[form], *own)
            new[form] = self._same.setdefault(meanings, meanings)
        self._forms |= new


def _partial(said: Sequence[tuple[str, tuple[int, ...]]], left: Sequence[int], codes: tuple[str, ...]) -> Said:
    """A text of which some words are no answer: perhaps a yes with a condition."""
    # Within a sentence "can't" is no answer; in front or at the end it is.
    answers = [
        (meaning, places)
        for meaning, places in said
        if meaning in ANSWERS and (places[0] < left[0] or places[-1] > left[-1])
    ]
    if not answers:
        return Said(codes=codes, has_thanks=any(meaning == _THANKS for meaning, _ in said))
    return Said(answer=answers[0][0], is_conditional=True, codes=codes, at=answers[0][1])


def _forms(words: Sequence[Word]) -> tuple[str, ...]:
    """The words as they stand and, for Serbian ones in Cyrillic, as they would be in Latin letters."""
    if len(words) == 1:
        return words[0].readings
    folded = " ".join(word.folded for word in words)
    latin = tuple(in_latin(word.original) for word in words)
    return (folded, " ".join(latin)) if all(latin) else (folded,)


def _resolve(known: Meanings, language: str | None, *, is_foreign: bool) -> str | None:
    """One meaning or none: never a guess between two.

    Another language's word acts only if it does no harm, or is foreign: in another script than the person's language,
    so that it cannot be a word of hers.
    """
    for tag in dict.fromkeys((language or "", *EVERYWHERE)):
        hers = {meaning for spoken, meaning in known if spoken == tag}
        if hers:
            return hers.pop() if len(hers) == 1 and _FALSE_FRIEND not in hers else None
    meanings = {meaning for _, meaning in known}
    if len(meanings) != 1 or _FALSE_FRIEND in meanings:
        return None
    meaning = meanings.pop()
    return meaning if is_foreign or meaning.startswith("language:") or meaning in _HEARD_IN_EVERY_LANGUAGE else None


def _split_codes(words: Sequence[Word]) -> tuple[tuple[str, ...], list[tuple[int, Word]]]:
    """The offer codes in a text ("B2", and in a short text "B 2"), and the other words with their places."""
    codes: list[str] = []
    rest: list[tuple[int, Word]] = []
    for at, word in enumerate(words):
        before = rest[-1][1].folded if rest and rest[-1][0] == at - 1 else ""
        if CODE.fullmatch(word.folded):
            codes.append(word.folded.upper())
        elif len(words) <= 4 and len(before) == 1 and CODE.fullmatch(before + word.folded):
            codes.append((before + word.folded).upper())
            rest.pop()
        else:
            rest.append((at, word))
    return tuple(dict.fromkeys(codes)), rest
