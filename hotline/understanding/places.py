"""Where help is wanted, and by whom: postal codes, names of areas, streets, and the person's own name."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from hotline.understanding.lists.lexicon import Hit
from hotline.understanding.words import Word, latin_digits, words

_POSTAL_CODE = re.compile(r"(?<![\d+])(\d{3})\s?(\d{2})(?!\d)")
_TELEPHONE = re.compile(r"(?<!\d)(?:\+|00?)[1-9][\d\s-]{6,14}")
_LONGEST_NAME = 4
_LONGEST_ANSWER = 160
_AFTER_A_NUMBER = frozenset({*"abcdefgh", "lgh", "vn", "tr"})  # entrances, flats, floors
_BREAK = re.compile(r"[,;\n?!،؛؟]|\.\s")


@dataclass(frozen=True)
class Place:
    """address: words as she wrote them, may be empty. postal_code: five digits. area_name: the area's own name."""

    address: str = ""
    postal_code: str | None = None
    area_code: str | None = None
    area_name: str = field(default="", compare=False)


@dataclass(frozen=True)
class AreaName:
    """One area as the finder needs it."""

    code: str
    name: str
    parent: str | None = None


@dataclass(frozen=True)
class Places:
    """The areas, and for each postal code the area that surely holds it (None: the code alone does not tell)."""

    areas: tuple[AreaName, ...] = ()
    postal_codes: Mapping[str, str | None] = field(default_factory=dict)
    _names: dict[tuple[str, ...], str] = field(init=False, repr=False, compare=False)
    _own_names: dict[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        names = {tuple(word.folded for word in words(area.name)): area.code for area in reversed(self.areas)}
        object.__setattr__(self, "_names", names)
        object.__setattr__(self, "_own_names", {area.code: area.name for area in reversed(self.areas)})

    def area_in(self, found: Sequence[Word]) -> tuple[str | None, tuple[int, ...]]:
        """The area with the longest name that stands in the words, and where."""
        folded = [word.folded for word in found]
        for size in range(min(_LONGEST_NAME, len(folded)), 0, -1):
            for at in range(len(folded) - size + 1):
                last = folded[at + size - 1]
                for name in ((*folded[at : at + size],), (*folded[at : at + size - 1], last.removesuffix("s"))):
                    if name in self._names:
                        return self._names[name], tuple(range(at, at + size))
        return None, ()

    def name_of(self, code: str | None) -> str:
        """The area's own name, which stands first among its spellings; empty for none."""
        return self._own_names.get(code or "", "")

    def postal_code_in(self, text: str) -> str | None:
        """A postal code in the text: a known one, else whatever has its form."""
        codes = ["".join(match.groups()) for match in _POSTAL_CODE.finditer(_TELEPHONE.sub(" ", latin_digits(text)))]
        return next((code for code in codes if code in self.postal_codes), codes[0] if codes else None)


def mentioned(text: str, found: Sequence[Word], hits: Iterable[Hit], places: Places) -> Place | None:
    """The place that a text surely mentions, or None."""
    spots = list(hits)
    area, _ = places.area_in(found)
    postal_code = places.postal_code_in(text)
    address = _street(text, found, spots)
    if not (area or postal_code or address):
        return None
    area = area or places.postal_codes.get(postal_code or "")
    return Place(address, postal_code, area, places.name_of(area))


def names_at(found: Sequence[Word], hits: Iterable[Hit], places: Places) -> frozenset[int]:
    """Where a street or an area is named: what such a name is made of (a hospital, a market) is not what is meant."""
    spots = list(hits)
    _, area = places.area_in(found)
    streets = {hit.at[0] for hit in spots if hit.name == "street" and len(hit.at) == 1}
    spelt_as_names = {at for at in streets if found[at].original[0].isupper()}
    start = _street_start(found, spots)
    address = range(0) if start is None else range(start, _number_after(start, found) + 1)
    return frozenset({*area, *spelt_as_names, *address})


def own_name(text: str, found: Sequence[Word], hits: Iterable[Hit], called: Collection[str]) -> str:
    """The fullest name that follows "my name is", "regards" and the like, or stands before the street; or empty.

    called: what people are called, folded.
    """
    names = [name for _, name in _introductions(text, found, hits, called) if name]
    return max((text[found[name[0]].start : found[name[-1]].end] for name in names), key=len, default="")


def introduced_at(text: str, found: Sequence[Word], hits: Iterable[Hit], called: Collection[str]) -> frozenset[int]:
    """Where a text says what she is called, with the words that introduce her name."""
    said = [{*before, *name} for before, name in _introductions(text, found, hits, called) if name]
    return frozenset().union(*said)


def _introductions(
    text: str, found: Sequence[Word], hits: Iterable[Hit], called: Collection[str]
) -> list[tuple[Sequence[int], Sequence[int]]]:
    """The places of "my name is" and the like, each with those of the name after it; else of a name by itself."""
    spots = list(hits)
    ordinary = {at for hit in spots if hit.name in {"hint", "live"} for at in hit.at}
    said: list[tuple[Sequence[int], Sequence[int]]] = [
        (hit.at, _name_after(text, found, hit.at[-1], ordinary)) for hit in spots if hit.name == "name"
    ]
    return said if any(name for _, name in said) else [((), _name_before_street(text, found, spots, called))]


def _name_before_street(
    text: str, found: Sequence[Word], spots: Sequence[Hit], called: Collection[str]
) -> Sequence[int]:
    """The places of "Karin Berg" in "…, Karin Berg, Storgatan 5": a given name, and between commas nothing else."""
    street = _street_start(found, spots) or 0
    start = street
    while start and street - start <= _LONGEST_NAME and (start == street or not _is_break(text, found, start)):
        start -= 1
    is_apart = street > start and _is_break(text, found, street) and (not start or _is_break(text, found, start))
    name = range(start, street)
    is_name = is_apart and len(name) <= _LONGEST_NAME and found[start].folded in called
    return name if is_name and all(_may_be_name(found[at]) for at in name) else ()


def _is_break(text: str, found: Sequence[Word], at: int) -> bool:
    """Whether there is a comma or the like before a word."""
    return bool(_BREAK.search(text[found[at - 1].end : found[at].start]))


def _may_be_name(word: Word) -> bool:
    return word.folded.isalpha() and not word.original[0].islower()


def _name_after(text: str, found: Sequence[Word], told: int, ordinary: Collection[int]) -> Sequence[int]:
    name: list[int] = []
    for at in range(told + 1, min(told + 1 + _LONGEST_NAME, len(found))):
        word = found[at]
        gap = text[found[at - 1].end : word.start]
        if at in ordinary or not word.folded.isalpha() or (name and _BREAK.search(gap)):
            break
        name.append(at)
    return name


def answer(text: str, found: Sequence[Word], hits: Iterable[Hit], places: Places) -> tuple[str, Place]:
    """Read a whole text as the answer to "your name and address": nothing she wrote is lost, at worst it is address."""
    spots = list(hits)
    said = mentioned(text, found, spots, places) or Place()
    intro = {at for hit in spots if hit.name in {"name", "live"} for at in hit.at}
    body = [word for at, word in enumerate(found) if at not in intro]
    if said == Place() and _is_bare_name(found, body, spots):
        return _tidy(text[body[0].start : body[-1].end]), Place()
    cut = _name_end(text, found, body, spots)
    name = text[body[0].start : body[cut - 1].end] if cut else ""
    rest = text[body[cut].start : body[-1].end] if cut < len(body) else ""
    place = replace(said, address=_tidy(rest))
    return _tidy(name) or own_name(text, found, spots, ()), place


def as_name(text: str) -> str:
    """A text taken for a name as it stands; empty when it is too long for one."""
    name = " ".join(text.split()).strip(" ,.;:-")
    return name if len(name.split()) <= _LONGEST_NAME else ""


def _is_bare_name(found: Sequence[Word], body: Sequence[Word], spots: Sequence[Hit]) -> bool:
    """Whether an answer is a name and nothing else: a few words that none of our lists knows."""
    # A name is often some word but for one letter; only a word as it is written says that this is none.
    known = {found[at].start for hit in spots if hit.is_exact and hit.name not in {"name", "live"} for at in hit.at}
    return 0 < len(body) < _LONGEST_NAME and all(
        word.folded.isalpha() and word.start not in known and not word.original[0].islower() for word in body
    )


def _name_end(text: str, found: Sequence[Word], body: Sequence[Word], spots: Sequence[Hit]) -> int:
    """How many of the words in front are a name."""
    street = _street_start(found, spots)
    starts = [word.start for word in body]
    for at, word in enumerate(body[: _LONGEST_NAME + 1]):
        if not word.folded[0].isalpha():
            return max(at - 1, 0)
        if street is not None and word.start >= found[street].start:
            return at
        end = starts[at + 1] if at + 1 < len(body) else len(text)
        if at < _LONGEST_NAME and _BREAK.search(text[word.end : end]):
            return at + 1
    return 0


def _street_start(found: Sequence[Word], spots: Sequence[Hit]) -> int | None:
    streets = [hit.at[0] for hit in spots if hit.name == "street"]
    before = {at for hit in spots if hit.name == "street_before" for at in hit.at}
    for at in sorted(streets):
        near = found[at + 1 : at + 4]
        if any(word.folded[0].isdecimal() for word in near):
            return next(start for start in range(at, -1, -1) if start - 1 not in before)
    return None


def _street(text: str, found: Sequence[Word], spots: Sequence[Hit]) -> str:
    """A street with its number, and what stands with it up to the next comma ("Storgatan 5 B lgh 1203")."""
    start = _street_start(found, spots)
    if start is None:
        return ""
    number = end = _number_after(start, found)
    while end + 1 < len(found) and end - number < 4 and _belongs(text, found[end], found[end + 1]):
        end += 1
    return _tidy(text[found[start].start : found[end].end])


def _number_after(start: int, found: Sequence[Word]) -> int:
    return next(at for at in range(start + 1, len(found)) if found[at].folded[0].isdecimal())


def _belongs(text: str, word: Word, following: Word) -> bool:
    is_short = following.folded in _AFTER_A_NUMBER or following.folded.isdecimal()
    return is_short and not _BREAK.search(text[word.end : following.start])


def _tidy(words_of_hers: str) -> str:
    one_line = re.sub(r"[ ,]*\n\s*", ", ", words_of_hers.strip())
    return " ".join(one_line.split()).strip(" ,.;:-")[:_LONGEST_ANSWER]
