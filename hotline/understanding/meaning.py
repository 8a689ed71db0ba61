"""What a text means as a whole: how its readings, each found by itself, outdo one another."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from hotline.understanding.about import TELLING, about
from hotline.understanding.by_phone import by_phone
from hotline.understanding.commands import Said
from hotline.understanding.lexicons import Lexicons
from hotline.understanding.lists.lexicon import Hit
from hotline.understanding.lists.vocabulary import Vocabularies
from hotline.understanding.meant import meant
from hotline.understanding.needs import PERSON, Needs, needs
from hotline.understanding.settled import settled
from hotline.understanding.times.pauses import PAUSE
from hotline.understanding.urgency import CALM, Urgency, more_urgent, urgency
from hotline.understanding.words import Word, words

_LONGER = 5
"""Words from which on a text that says nothing to us may say that somebody is in danger."""
_SHARE = 5
"""One word of so many must be harmless for the rest, which says nothing to us, to be harmless too."""
_WANTED = ("need:", "emergency:strong", "emergency:broad")


class Heard(NamedTuple):
    """The words of a text and what stands in them. likely: the languages it is read in, guessed ones too."""

    text: str
    found: tuple[Word, ...]
    hits: tuple[Hit, ...]
    spoken: str | None
    other: str | None
    likely: tuple[str | None, ...]

    @property
    def languages(self) -> tuple[str | None, ...]:
        """The languages it is surely in; None: any."""
        return (self.spoken, self.other) if self.other else (self.spoken,)

    def without(self, names: frozenset[int]) -> "Heard":
        """The same, but that nothing is needed, and nobody in danger, by what stands in names at these places."""
        kept = (hit for hit in self.hits if not (hit.name.startswith(_WANTED) and names.issuperset(hit.at)))
        return self._replace(hits=tuple(kept)) if names else self


class Told(NamedTuple):
    """Whether a text tells a time, a place, the end of a pause if it asks for one, or something else that we know.

    names: how many of its words tell who she is and where she lives.
    """

    when: bool
    place: bool
    end: bool
    other: bool
    names: int


class Meaning(NamedTuple):
    """What is meant, and where in the text it is said.

    topic: the command it is about without being it. named: the kinds it names, kinds: those that were surely meant.
    """

    said: Said
    topic: str
    named: tuple[str, ...]
    kinds: tuple[str, ...]
    is_by_phone: bool
    danger: Urgency
    is_unclear: bool
    at: tuple[int, ...]


def hear(text: str, language: str | None, lexicons: Lexicons) -> Heard:
    """Find the words of a text and what stands in them. `language`: the person's known one."""
    found = words(text)
    hits = lexicons.table.scan(found)
    spoken, likeliest = (language, language) if language else lexicons.languages.identify(found, hits)
    other = lexicons.languages.other_than(language, found, hits) if language else None
    return Heard(text, found, hits, spoken, other, (likeliest, other) if other else (likeliest,))


def mean(heard: Heard, hers: Sequence[Hit], lexicons: Lexicons, told: Told) -> Meaning:
    """What is meant: danger, an answer or command, a command the text is about, or kinds of help it asks for."""
    found, spoken, vocabularies = heard.found, heard.spoken, lexicons.vocabularies
    said, manner = lexicons.commands.read(found, spoken), lexicons.manners.of(heard.text, found, *heard.likely)
    danger, danger_at = _danger(found, heard.hits, heard.languages, vocabularies)
    wanted = _wanted(found, heard.hits, heard.likely, vocabularies)
    named, is_by_phone = by_phone(hers, _with_person(wanted.kinds, said))
    length = len(found) - told.names
    kinds = settled(wanted, manner, found, named=named, has_details=told.when or told.place, length=length)
    if called := lexicons.kinds.called(found, spoken):
        named = kinds = (called,)
    is_answer = said.is_clear and not (said.is_conditional and not said.codes)  # "can come" may stand in any sentence
    topic, topic_at = ("", ()) if is_answer or told.other or danger == "alarm" else about(heard.hits, spoken)
    if topic == "help" and kinds:  # she knows already what it is for
        topic, topic_at = "", ()
    if (topic in TELLING and not told.place) or (topic == PAUSE and told.end and not named):
        said, topic = replace(said, command=topic), ""
    if said.command:
        kinds = () if said.command in TELLING else named
    is_polite = said.has_thanks and not manner.asks
    calm = {at for hit in heard.hits if hit.name == CALM for at in hit.at}
    is_known = told.other or is_by_phone or topic or is_polite or len(calm) * _SHARE >= len(found)
    is_unclear = danger == "none" and wanted.is_faint and length >= _LONGER and not (said.is_clear or is_known)
    danger = "question" if is_unclear else danger
    at = (*danger_at, *said.at, *topic_at, *wanted.at)
    return Meaning(said, topic, named, kinds, is_by_phone, danger, is_unclear, at)


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
