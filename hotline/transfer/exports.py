"""What the database holds, as rows under named columns, fetched a chunk at a time."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from dispatch.models import EVERYWHERE, HelpRequest, Message, Offer, Organisation, Person, Visit, Volunteer
from dispatch.states import MessageState
from hotline.transfer.rows import COLUMNS, LIST, VolunteerRow
from hotline.transfer.stored import complete, stored_organisations, volunteer_heads

_CHUNK = 500

Values = tuple[Any, ...]


@dataclass(frozen=True)
class Export:
    """One kind of export: its columns, and how its rows are fetched. Values are text, whole numbers or None."""

    columns: tuple[str, ...]
    rows: Callable[[Session], Iterator[Values]]


def _chunks(session: Session, question: Select[*tuple[Any, ...]]) -> Iterator[Sequence[Any]]:
    yield from session.execute(question.execution_options(yield_per=_CHUNK)).partitions()


def moment(value: datetime | None) -> str | None:
    """Return a moment as ISO 8601 in UTC, to the millisecond."""
    if value is None:
        return None
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


def _plain(value: Any) -> Any:
    return moment(value) if isinstance(value, datetime) else value


def _requests(session: Session) -> Iterator[Values]:
    one = HelpRequest
    question = select(
        one.id, one.code, one.kind, one.language, one.area_code, one.channel, one.state,
        one.created_at, one.wanted_until, one.matched_at, one.closed_at,
        one.wave, one.escalated_at, one.next_step, one.next_step_at,
    ).order_by(one.id)  # fmt: skip
    for chunk in _chunks(session, question):
        ids = [row.id for row in chunk]
        matches = _last_matches(session, ids)
        sent = dict(session.execute(
            select(Offer.request_id, func.count()).where(Offer.request_id.in_(ids)).group_by(Offer.request_id)
        ).all())  # fmt: skip
        for row in chunk:
            head, tail = tuple(row)[:11], tuple(row)[12:]
            match = matches.get(row.id, (None, None))
            yield tuple(map(_plain, (*head, *match, row.wave, sent.get(row.id, 0), *tail)))


def _last_matches(session: Session, request_ids: list[int]) -> dict[int, tuple[str, str]]:
    """Return the numbers and organisations of whoever had or has each request's places last, in order of places."""
    found = session.execute(
        select(Visit.request_id, Visit.place, Person.phone, Organisation.code)
        .join(Visit.volunteer).join(Volunteer.person).join(Volunteer.organisation)
        .where(Visit.request_id.in_(request_ids)).order_by(Visit.id)
    )  # fmt: skip
    last = {(request_id, place): who for request_id, place, *who in found}
    matches: dict[int, list[list[str]]] = defaultdict(list)
    for (request_id, _place), who in sorted(last.items()):
        matches[request_id].append(who)
    return {request_id: (LIST.join(each[0] for each in who), LIST.join(each[1] for each in who))
            for request_id, who in matches.items()}  # fmt: skip


def _offers(session: Session) -> Iterator[Values]:
    question = (
        select(
            Offer.id, HelpRequest.code, Person.phone, Organisation.code, Offer.wave, Offer.code, Offer.state,
            Offer.asked_at, Offer.answered_at,
        )
        .join(Offer.request).join(Offer.volunteer).join(Volunteer.person).join(Volunteer.organisation)
        .order_by(Offer.id)
    )  # fmt: skip
    for chunk in _chunks(session, question):
        yield from (tuple(map(_plain, row)) for row in chunk)


def _messages(session: Session) -> Iterator[Values]:
    one = Message
    question = (
        select(
            one.id, one.state, one.channel, Person.phone, HelpRequest.code, one.offer_id, one.notice, one.language,
            one.body, one.state, one.provider_sid, one.encoding, one.segments, one.error_code, one.attempts,
            one.created_at, one.sent_at, one.settled_at,
        )
        .join(one.person)
        .outerjoin(HelpRequest, HelpRequest.id == one.request_id)
        .order_by(one.id)
    )  # fmt: skip
    for chunk in _chunks(session, question):
        for id, state, *rest in chunk:
            direction = "in" if state == MessageState.RECEIVED else "out"
            yield (id, direction, *map(_plain, rest))


def _volunteers(session: Session) -> Iterator[Values]:
    for chunk in _chunks(session, volunteer_heads()):
        for stored in complete(session, chunk, only_these=True):
            if stored.row:
                yield _volunteer(stored.row, stored.language)


def _volunteer(row: VolunteerRow, language: str | None) -> Values:
    own_first = sorted(row.languages, key=lambda tag: (tag != language, tag))
    areas = () if EVERYWHERE in row.areas else sorted(row.areas)
    return (
        row.phone, row.name, row.organisation, LIST.join(own_first), LIST.join(areas), LIST.join(sorted(row.kinds)),
        row.available, row.vetting, row.status,
    )  # fmt: skip


def _organisations(session: Session) -> Iterator[Values]:
    for stored in stored_organisations(session).values():
        yield tuple(getattr(stored.row, name) for name in COLUMNS["organisations"])


EXPORTS: Mapping[str, Export] = {
    "requests": Export(
        (
            "id", "code", "kind", "language", "area", "channel", "status", "created_at", "due_at", "matched_at",
            "closed_at", "volunteer_phone", "organisation", "waves", "offers_sent", "escalated_at", "next_step",
            "next_step_at",
        ),
        _requests,
    ),
    "offers": Export(
        (
            "id", "request", "volunteer_phone", "organisation", "wave", "code", "status", "asked_at", "answered_at",
        ),
        _offers,
    ),
    "messages": Export(
        (
            "id", "direction", "channel", "phone", "request", "offer_id", "notice", "language", "body", "status",
            "provider_sid", "encoding", "segments", "error_code", "attempts", "created_at", "sent_at", "settled_at",
        ),
        _messages,
    ),
    "volunteers": Export(COLUMNS["volunteers"], _volunteers),
    "organisations": Export(COLUMNS["organisations"], _organisations),
}  # fmt: skip
"""Every kind of export. Volunteers and organisations have the columns of the import, so that they can be moved."""
