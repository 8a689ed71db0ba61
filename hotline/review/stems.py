"""Words that operators' corrections were about, as proposals for the lists. Never a text, nor what leads to one.

The rule, since a rare word can tell whose text it stood in:

- When an operator corrects what was understood, the resident's texts are read once more, in memory. Of each at most
  `MOST` words are kept: those that misled (`because`), and those that no list and no sentence of ours knows.
- Each word is a row of its own, counted: no row tells which words stood together, in which order, in which text, of
  which request or person, or on which day (only the month).
- A word is left out when it holds a digit or stands before a number; when it begins with a capital within a sentence;
  when it is, or begins with, part of the name of anybody we know, of an area, of her address, or of a place or name
  that was read in the text; and when it is shorter than three letters or longer than a word is.
- A word is shown only when two different people used it, or when it is ordinary in the language: one that our own
  sentences use. Until then nobody is shown it. Who used it first is a hash keyed with the system's secret and the
  word, good for nothing but to tell that the second was somebody else; it goes when there was one.
- What only one person used is forgotten after `FORGOTTEN` months, at the next correction.
- One request teaches once: correcting it to and fro adds nothing.
"""

import hmac
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import delete, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from dispatch.db import Work
from dispatch.models import HelpRequest, Message, Person
from dispatch.states import MessageState
from hotline.models import CorrectedWord
from hotline.understanding import Lexicons, Places, Understood, understand
from hotline.understanding.lists.vocabulary import Vocabularies
from hotline.understanding.words import Word, vocabulary, words

MOST = 5
"""Unknown words kept of one text, and misleading ones."""
FORGOTTEN = 3
BEFORE = timedelta(hours=2)
"""What she wrote so long before and after a request came about is what it was understood from."""
NONE, DANGER = "none", "emergency"
MISLED, UNKNOWN = "misled", "unknown"
_SHORTEST, _LONGEST = 3, 30
_ENDS = ".!?\n።؟"


@dataclass(frozen=True)
class Tools:
    """What texts are read with once more, and the secret that hashes are keyed with."""

    lexicons: Lexicons
    places: Places
    zone: ZoneInfo
    secret: str


@dataclass(frozen=True)
class Proposal:
    """A word that a list may need (unknown) or that stands in a wrong one (misled), and how often it was met."""

    language: str
    role: str
    understood: str
    meant: str
    word: str
    times: int

    def facts(self) -> dict[str, Any]:
        """The same for programs."""
        return vars(self).copy()


def note(tools: Tools, work: Work, request: HelpRequest, *, understood: str, meant: str) -> int:
    """Keep the words that a correction is about, by the rule above. Returns how many. Nothing is logged.

    understood, meant: a kind, `DANGER` or `NONE`.
    """
    person = request.resident.person
    private = _private(tools, work, request)
    found: set[tuple[str, str]] = set()
    readings = [
        understand(text, language=request.language, lexicons=tools.lexicons, now=work.now, zone=tools.zone,
                   places=tools.places)
        for text in _texts(work, request)
    ]  # fmt: skip
    for reading in _telling(readings, understood):
        found |= set(_words_of(tools, reading, private, is_misled=understood != NONE))
    _forget(work)
    for role, word in found:
        _count(work, CorrectedWord(
            language=request.language, role=role, understood=understood, meant=meant, word=word, times=1,
            first_by=_hash(tools, person.id, word), month=_month(work.now),
        ))  # fmt: skip
    return len(found)


def proposals(session: Session, vocabularies: Vocabularies, *, language: str | None = None) -> Sequence[Proposal]:
    """Return what may be shown, the most frequent first; not the unknown words that some list has meanwhile."""
    query = select(CorrectedWord).order_by(CorrectedWord.language, CorrectedWord.times.desc(), CorrectedWord.word)
    if language is not None:
        query = query.where(CorrectedWord.language == language)
    return tuple(
        Proposal(row.language, row.role, row.understood, row.meant, row.word, row.times)
        for row in session.scalars(query)
        if (not row.first_by or vocabularies.is_ordinary(row.word, row.language))
        and (row.role == MISLED or row.word not in vocabularies.all)
    )


def _texts(work: Work, request: HelpRequest) -> Sequence[str]:
    begun, opened = request.created_at - BEFORE, (request.opened_at or request.created_at) + BEFORE
    query = select(Message.body).where(
        Message.person_id == request.resident.person_id, Message.state == MessageState.RECEIVED, Message.body != "",
        or_(Message.request_id == request.id, Message.created_at.between(begun, opened)),
    )  # fmt: skip
    return work.session.scalars(query.order_by(Message.id)).all()


def _telling(readings: Sequence[Understood], understood: str) -> Sequence[Understood]:
    """The texts that led to what was understood; if none did, those that said nothing to us."""
    empty = [each for each in readings if not each.command and each.choice is None and each.urgency == "none"]
    if understood == NONE:
        return empty
    if understood == DANGER:
        return [each for each in readings if each.urgency != "none"]
    return [each for each in readings if understood in each.needs] or [each for each in empty if not each.needs]


def _words_of(
    tools: Tools, reading: Understood, private: frozenset[str], *, is_misled: bool
) -> Iterator[tuple[str, str]]:
    """Yield what may be kept of a text, with its role."""
    found = words(reading.text)
    read_as = vocabulary(f"{reading.name} {reading.place.address if reading.place else ''}")
    names = private | {name for name in read_as if len(name) >= _SHORTEST}
    keepable = [word for at, word in enumerate(found) if _is_harmless(found, at, reading.text, names)]
    because = vocabulary(" ".join(reading.because))
    if is_misled:
        yield from ((MISLED, each) for each in sorted({word.folded for word in keepable} & because)[:MOST])
    hit = {at for one in tools.lexicons.table.scan(found) for at in one.at}
    known = {found[at].folded for at in hit} | because
    unknown = {word.folded for word in keepable if word.folded not in known and not _is_ours(tools, word)}
    if reading.urgency == "none":
        yield from ((UNKNOWN, each) for each in sorted(unknown)[:MOST])


def _is_ours(tools: Tools, word: Word) -> bool:
    return not tools.lexicons.vocabularies.all.isdisjoint(word.readings)


def _is_harmless(found: Sequence[Word], at: int, text: str, names: frozenset[str]) -> bool:
    """Whether a word can hardly be a name, an address or a number."""
    word = found[at]
    if not _SHORTEST <= len(word.folded) <= _LONGEST or not word.folded.isalpha():
        return False
    if at + 1 < len(found) and found[at + 1].folded[:1].isdigit():
        return False
    if word.original[:1].isupper() and text[: word.start].rstrip(" \t")[-1:] not in {"", *_ENDS}:
        return False
    return not any(reading.startswith(name) for reading in word.readings for name in names)


def _private(tools: Tools, work: Work, request: HelpRequest) -> frozenset[str]:
    """The parts of every name we know, of her address, and of the areas."""
    names = work.session.scalars(select(Person.name).where(Person.name != "")).all()
    areas = [area.name for area in tools.places.areas]
    said = "\n".join((*names, *areas, request.address, request.resident.address))
    return frozenset(part for part in vocabulary(said) if len(part) >= _SHORTEST and not part.isdecimal())


def _count(work: Work, row: CorrectedWord) -> None:
    """Add one to a word, or its first row. The same person again adds nothing until somebody else has used it."""
    same = ("language", "role", "understood", "meant", "word")
    query = select(CorrectedWord).where(*(getattr(CorrectedWord, name) == getattr(row, name) for name in same))
    known = work.session.scalars(query.with_for_update()).one_or_none()
    if known is None:
        try:
            with work.session.begin_nested():
                work.session.add(row)
        except IntegrityError:  # another operator's correction brought it at this moment: one count less
            return
    elif known.first_by != row.first_by:
        known.times, known.first_by, known.month = known.times + 1, "", row.month


def _forget(work: Work) -> None:
    months = work.now.year * 12 + work.now.month - 1 - FORGOTTEN
    oldest = f"{months // 12:04}-{months % 12 + 1:02}"
    work.session.execute(delete(CorrectedWord).where(CorrectedWord.first_by != "", CorrectedWord.month < oldest))


def _hash(tools: Tools, person_id: int, word: str) -> str:
    return hmac.new(tools.secret.encode(), f"{person_id} {word}".encode(), "sha256").hexdigest()[:32]


def _month(moment: datetime) -> str:
    return f"{moment:%Y-%m}"
