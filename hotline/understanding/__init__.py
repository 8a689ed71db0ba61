"""Understanding a text: one function, used by the live path, by tests and by the command line alike."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from hotline.catalogs import Catalog
from hotline.understanding import places as placing
from hotline.understanding.commands import Commands, Said
from hotline.understanding.language import Languages
from hotline.understanding.lexicon import Lexicon
from hotline.understanding.meant import meant, own
from hotline.understanding.needs import PERSON, needs
from hotline.understanding.ordered import EVERYWHERE
from hotline.understanding.places import AreaName, Place, Places
from hotline.understanding.scripts import script
from hotline.understanding.times import Times, When
from hotline.understanding.understood import Understood
from hotline.understanding.urgency import urgency
from hotline.understanding.vocabulary import Vocabularies
from hotline.understanding.words import Word, words

__all__ = [
    "AreaName", "Lexicons", "Place", "Places", "Understood", "When", "script", "understand", "understand_place",
]  # fmt: skip


class Lexicons:
    """All word lists of all languages, compiled. Make it once, at start."""

    def __init__(self, catalogs: Mapping[str, Catalog]) -> None:
        self.vocabularies = Vocabularies(catalogs)
        self.table = Lexicon(catalogs, self.vocabularies.all)
        self.commands = Commands(catalogs)
        self.languages = Languages(catalogs, self.vocabularies)
        self.times = Times(catalogs)


def understand(
    text: str, *, language: str | None, lexicons: Lexicons, now: datetime, zone: ZoneInfo, places: Places
) -> Understood:
    """What a text means. `language` is the person's known language, or None at a first text. Never raises."""
    found = words(text)
    hits = lexicons.table.scan(found)
    spoken, likeliest = (language, language) if language else lexicons.languages.identify(found, hits)
    said = lexicons.commands.read(found, spoken)
    kinds, kinds_at = needs(meant(found, hits, likeliest, lexicons.vocabularies), likeliest)
    if said.command == PERSON and PERSON not in kinds:
        kinds = (*kinds, PERSON)
    hers = own(hits, spoken, lexicons.vocabularies)
    danger, danger_at = urgency(meant(found, hits, spoken, lexicons.vocabularies), spoken)
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
        when=lexicons.times.of(spoken).read(text, found, hers, now=now, zone=zone),
        place=placing.mentioned(text, found, hers, places),
        name=placing.own_name(text, found, hers),
        urgency=danger,
        asks=_asks(said, kinds, danger),
        relay=lexicons.commands.relayed(text, found),
        because=_originals(found, (*danger_at, *said.at, *kinds_at)),
    )


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
