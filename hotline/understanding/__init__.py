"""Understanding a text: one function, used by the live path, by tests and by the command line alike."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from hotline.understanding import places as placing
from hotline.understanding.clauses import Clause, clauses
from hotline.understanding.commands import Said
from hotline.understanding.headcount import headcount
from hotline.understanding.lexicons import Lexicons
from hotline.understanding.lists.ordered import EVERYWHERE
from hotline.understanding.meaning import Told, hear, mean
from hotline.understanding.meant import own
from hotline.understanding.places import AreaName, Place, Places
from hotline.understanding.scripts import script
from hotline.understanding.times.pauses import PAUSE, back_on
from hotline.understanding.times.weekly import weekly
from hotline.understanding.times.when import When, is_not_time
from hotline.understanding.understood import Understood
from hotline.understanding.words import Word, words

__all__ = [
    "AreaName", "Lexicons", "Place", "Places", "Understood", "When", "script", "understand", "understand_name",
    "understand_place",
]  # fmt: skip


Parts = tuple[tuple[tuple[str, ...], Understood], ...]


def understand(
    text: str, *, language: str | None, lexicons: Lexicons, now: datetime, zone: ZoneInfo, places: Places
) -> Understood:
    """What a text means. `language` is the person's known language, or None at a first text. Never raises."""
    read = partial(understand, lexicons=lexicons, now=now, zone=zone, places=places)
    heard = hear(text, language, lexicons)
    found, spoken = heard.found, heard.spoken
    hers, times = own(heard.hits, spoken, lexicons.vocabularies), lexicons.times.of(spoken)
    called = lexicons.vocabularies.names
    names, introduced = placing.names_at(found, hers, places), placing.introduced_at(text, found, hers, called)
    when, place = times.read(text, found, hers, now=now, zone=zone), placing.mentioned(text, found, hers, places)
    relay, volunteers = lexicons.commands.relayed(text, found), headcount(found, heard.hits, spoken, times.numbers)
    back = back_on(found, hers, when, times.days, now=now, zone=zone)
    other, told_names = bool(relay or volunteers), len(names | introduced)
    told = Told(when=bool(when), place=bool(place), end=bool(back), other=other, names=told_names)
    meaning = mean(heard.without(names), hers, lexicons, told)
    said, kinds, danger = meaning.said, meaning.kinds, meaning.danger
    return Understood(
        text=text,
        language=spoken,
        needs=kinds,
        command=said.command,
        about=meaning.topic,
        answer=said.answer,
        choice=said.choice,
        codes=said.codes,
        is_conditional=said.is_conditional,
        is_thanks=said.is_thanks,
        is_greeting=said.is_greeting,
        has_thanks=said.has_thanks,
        when=when,
        is_not_time=is_not_time(hers, when),
        back_on=back if said.command == PAUSE else None,
        place=place,
        name=placing.own_name(text, found, hers, called),
        urgency=danger,
        is_unclear=meaning.is_unclear,
        dangers=lexicons.sorts.of(found, *heard.languages) if danger != "none" else (),
        other=heard.other,
        volunteers=volunteers,
        weekly=weekly(hers, times.days.weekdays_in(found), has_needs=bool(meaning.named)),
        by_phone=meaning.is_by_phone and bool(kinds),
        asks=bool(meaning.topic) or _asks(said, kinds, danger),
        relay=relay,
        because=_originals(found, meaning.at),
        parts=_parts(clauses(text, found), partial(read, language=spoken)) if len(said.codes) > 1 else (),
    )


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


def understand_name(text: str, *, lexicons: Lexicons, language: str | None) -> str:
    """A text read whole as the answer to "what is your name"; empty when its words say something else."""
    ordinary = [word for word in words(text) if lexicons.vocabularies.is_said(word.folded, language)]
    is_said = any(word.original[0].islower() for word in ordinary) or 1 < len(ordinary) == len(words(text))
    return "" if is_said else placing.as_name(text)


def _asks(said: Said, kinds: tuple[str, ...], danger: str) -> bool:
    if danger != "none":
        return danger == "question"
    if said.command or said.choice is not None or (said.is_thanks and not kinds):
        return False
    # Two needs are listed and confirmed together; none, or more than two, must be asked about.
    return len(kinds) not in {1, 2}


def _originals(found: tuple[Word, ...], places: tuple[int, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found[at].original for at in places))
