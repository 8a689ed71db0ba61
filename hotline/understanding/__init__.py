"""Understanding a text: one function, used by the live path, by tests and by the command line alike."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from hotline.catalogs import Catalog
from hotline.understanding import places as placing
from hotline.understanding.by_phone import by_phone
from hotline.understanding.clauses import Clause, clauses
from hotline.understanding.collecting import uncollected
from hotline.understanding.commands import Commands, Said
from hotline.understanding.headcount import headcount
from hotline.understanding.language import Languages
from hotline.understanding.lexicon import Hit, Lexicon
from hotline.understanding.manner import Manners
from hotline.understanding.meant import meant, own
from hotline.understanding.needs import PERSON, Needs, needs
from hotline.understanding.ordered import EVERYWHERE
from hotline.understanding.places import AreaName, Place, Places
from hotline.understanding.scripts import script
from hotline.understanding.settled import settled
from hotline.understanding.sorts import Sorts
from hotline.understanding.times import Times, When, is_not_time
from hotline.understanding.understood import Understood
from hotline.understanding.urgency import CALM, Urgency, more_urgent, urgency
from hotline.understanding.vocabulary import Vocabularies
from hotline.understanding.weekly import weekly
from hotline.understanding.words import Word, words

__all__ = [
    "AreaName", "Lexicons", "Place", "Places", "Understood", "When", "script", "understand", "understand_place",
]  # fmt: skip


Parts = tuple[tuple[tuple[str, ...], Understood], ...]

_LONGER = 5
"""Words from which on a text that says nothing to us may say that somebody is in danger."""


class Lexicons:
    """All word lists of all languages, compiled. Make it once, at start."""

    @uncollected()
    def __init__(self, catalogs: Mapping[str, Catalog]) -> None:
        self.vocabularies = Vocabularies(catalogs)
        self.table = Lexicon(catalogs, self.vocabularies.all)
        self.commands = Commands(catalogs)
        self.languages = Languages(catalogs, self.vocabularies)
        self.times = Times(catalogs)
        self.sorts = Sorts(catalogs)
        self.manners = Manners(catalogs)


def understand(
    text: str, *, language: str | None, lexicons: Lexicons, now: datetime, zone: ZoneInfo, places: Places
) -> Understood:
    """What a text means. `language` is the person's known language, or None at a first text. Never raises."""
    read = partial(understand, lexicons=lexicons, now=now, zone=zone, places=places)
    found = words(text)
    hits = lexicons.table.scan(found)
    spoken, likeliest = (language, language) if language else lexicons.languages.identify(found, hits)
    other = lexicons.languages.other_than(language, found, hits) if language else None
    said = lexicons.commands.read(found, spoken)
    heard_in = (spoken, other) if other else (spoken,)
    hers, times = own(hits, spoken, lexicons.vocabularies), lexicons.times.of(spoken)
    when, place = times.read(text, found, hers, now=now, zone=zone), placing.mentioned(text, found, hers, places)
    likely = (likeliest, *heard_in[1:])
    wanted = _wanted(found, hits, likely, lexicons.vocabularies)
    named, is_by_phone = by_phone(hers, _with_person(wanted.kinds, said))
    manner = lexicons.manners.of(text, found, *likely)
    kinds = named if said.command else settled(wanted, manner, found, named=named, has_details=bool(when or place))
    danger, danger_at = _danger(found, hits, heard_in, lexicons.vocabularies)
    relay, volunteers = lexicons.commands.relayed(text, found), headcount(found, hits, spoken, times.numbers)
    is_clear = said.is_clear or relay or is_by_phone or volunteers or any(hit.name == CALM for hit in hits)
    is_unclear = danger == "none" and wanted.is_faint and len(found) >= _LONGER and not is_clear
    danger = "question" if is_unclear else danger
    return Understood(
        text=text,
        language=spoken,
        needs=kinds,
        command=said.command,
        answer=said.answer,
        choice=said.choice,
        codes=said.codes,
        is_conditional=said.is_conditional,
        is_thanks=said.is_thanks,
        is_greeting=said.is_greeting,
        when=when,
        is_not_time=is_not_time(hers, when),
        place=place,
        name=placing.own_name(text, found, hers),
        urgency=danger,
        is_unclear=is_unclear,
        dangers=lexicons.sorts.of(found, *heard_in) if danger != "none" else (),
        other=other,
        volunteers=volunteers,
        weekly=weekly(hers, times.weekdays_in(found), has_needs=bool(named)),
        by_phone=is_by_phone and bool(kinds),
        asks=_asks(said, kinds, danger),
        relay=relay,
        because=_originals(found, (*danger_at, *said.at, *wanted.at)),
        parts=_parts(clauses(text, found), partial(read, language=spoken)) if len(said.codes) > 1 else (),
    )


def _with_person(kinds: tuple[str, ...], said: Said) -> tuple[str, ...]:
    return (*kinds, PERSON) if said.command == PERSON and PERSON not in kinds else kinds


def _wanted(
    found: Sequence[Word], hits: Sequence[Hit], heard_in: Sequence[str | None], vocabularies: Vocabularies
) -> Needs:
    """What is asked for in the first of these languages in which it asks for anything."""
    read = [needs(meant(found, hits, each, vocabularies), each) for each in heard_in]
    return next((each for each in read if each.kinds), read[0])


def _danger(
    found: Sequence[Word], hits: Sequence[Hit], heard_in: Iterable[str | None], vocabularies: Vocabularies
) -> tuple[Urgency, tuple[int, ...]]:
    """How urgent it sounds in the language of these in which it sounds most urgent, and the words that say so."""
    return max((urgency(meant(found, hits, each, vocabularies), each) for each in heard_in), key=more_urgent)


def _parts(ways: Sequence[Sequence[Clause]], read: Callable[[str], Understood]) -> Parts:
    """The clauses of a text, cut so that most of them say something."""
    cut = [tuple((clause.codes, read(clause.text)) for clause in way) for way in ways]
    return max(cut, key=lambda parts: sum(words.answer is not None for _, words in parts), default=())


def understand_place(
    text: str, *, lexicons: Lexicons, places: Places, language: str | None = None
) -> tuple[str, Place]:
    """A text read whole as the answer to "your name and address": the name (may be empty) and the place.

    An unknown `language` is read as Swedish: too many names are words in one language or another.
    """
    found = words(text)
    hits = own(lexicons.table.scan(found), language or EVERYWHERE[0], lexicons.vocabularies)
    return placing.answer(text, found, hits, places)


def _asks(said: Said, kinds: tuple[str, ...], danger: str) -> bool:
    if danger != "none":
        return danger == "question"
    if said.command or said.choice is not None or (said.is_thanks and not kinds):
        return False
    # Two needs are listed and confirmed together; none, or more than two, must be asked about.
    return len(kinds) not in {1, 2}


def _originals(found: tuple[Word, ...], places: tuple[int, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found[at].original for at in places))
