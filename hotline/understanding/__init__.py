"""Understanding a text: one function, used by the live path, by tests and by the command line alike."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from hotline.catalogs import Catalog
from hotline.understanding import places as placing
from hotline.understanding.commands import Commands, Said
from hotline.understanding.language import Languages
from hotline.understanding.lexicon import Hit, Lexicon
from hotline.understanding.needs import PERSON, needs
from hotline.understanding.places import AreaName, Place, Places
from hotline.understanding.times import Times, When
from hotline.understanding.understood import Understood
from hotline.understanding.urgency import urgency
from hotline.understanding.words import Word, words

__all__ = ["AreaName", "Lexicons", "Place", "Places", "Understood", "When", "understand", "understand_place"]


class Lexicons:
    """All word lists of all languages, compiled. Make it once, at start."""

    def __init__(self, catalogs: Mapping[str, Catalog]) -> None:
        self.table = Lexicon(catalogs)
        self.commands = Commands(catalogs)
        self.languages = Languages(catalogs)
        self.times = Times(catalogs)


def understand(
    text: str, *, language: str | None, lexicons: Lexicons, now: datetime, zone: ZoneInfo, places: Places
) -> Understood:
    """What a text means. `language` is the person's known language, or None at a first text. Never raises."""
    found = words(text)
    hits = lexicons.table.scan(found)
    spoken = language or lexicons.languages.identify(found, hits)
    said = lexicons.commands.read(found, spoken)
    kinds, kinds_at = needs(hits, spoken)
    if said.command == PERSON and PERSON not in kinds:
        kinds = (*kinds, PERSON)
    danger, danger_at = urgency(hits, spoken)
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
        when=lexicons.times.read(text, found, hits, now=now, zone=zone),
        place=placing.mentioned(text, found, hits, places),
        name=placing.own_name(text, found, hits),
        urgency=danger,
        asks=_asks(said, kinds, danger),
        relay=lexicons.commands.relayed(text, found),
        because=_originals(found, (*danger_at, *said.at, *kinds_at)),
    )


def understand_place(text: str, *, lexicons: Lexicons, places: Places) -> tuple[str, Place]:
    """A text read whole as the answer to "your name and address": the name (may be empty) and the place."""
    found = words(text)
    hits: tuple[Hit, ...] = lexicons.table.scan(found)
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
