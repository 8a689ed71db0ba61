"""Telling somebody something: a row in the outbox, written in the transaction of its cause."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from dispatch.db import Work
from dispatch.kinds import Channel
from dispatch.models import Area, HelpRequest, Message, Offer, Person
from dispatch.moves import begin
from dispatch.notices import travel


def tell(
    work: Work,
    person: Person,
    notice: str,
    *,
    request: HelpRequest | None = None,
    offer: Offer | None = None,
    by: Channel | None = None,
    **facts: Any,
) -> Message | None:
    """Put a notice to a person into the outbox, or into the answer she is waiting for if it is she who speaks.

    It goes the way she is told things, or `by` the one that is named. A call never comes in the quiet hours.
    Returns None, with nothing written, when she has said stop, is blocked, or cannot be reached.
    """
    how = travel(notice)
    is_reply = person.id == work.speaker_id
    channel = _way(work, person, by, is_reply=is_reply)
    is_spoken_reply = is_reply and channel == Channel.CALL  # she who calls us hears us, whatever she said before
    if person.blocked or channel is None or (person.stopped_at and not how.after_stop and not is_spoken_reply):
        return None
    may_leave = is_reply or how.rings_at_night or (how.at_night and channel == Channel.SMS)
    send_at = None if may_leave else after_quiet(work)
    message = Message(
        person_id=person.id,
        person=person,
        request_id=request.id if request else None,
        offer_id=offer.id if offer else None,
        channel=channel,
        notice=notice,
        facts=facts,
        language=person.written if channel == Channel.SMS else person.language,
        priority=how.priority,
        send_at=send_at,
        expires_at=(send_at or work.now) + how.lifetime,
        created_at=work.now,
    )
    if is_reply:
        work.replies.append(message)  # stored with its words, when the answer is put together
    else:
        begin(work, message, "queue")
        work.wake("send_messages" if channel == Channel.SMS else "place_calls")
    return message


def _way(work: Work, person: Person, by: Channel | None, *, is_reply: bool) -> Channel | None:
    """Return how she is told something; None when that way does not lead to her."""
    if is_reply and work.speaker_channel == Channel.CALL:
        return Channel.CALL
    way = Channel.SMS if is_reply else by or person.channel
    reaches = person.can_text if way == Channel.SMS else person.can_call
    return way if reaches else None


def after_quiet(work: Work) -> datetime | None:
    """Return the end of the quiet hours we are in, or None when it is day."""
    quiet = work.tunables.quiet_hours
    return quiet.ends_after(work.local_now) if quiet.is_quiet(work.local_now) else None


def when_of(request: HelpRequest) -> dict[str, Any]:
    """Return when a request is wanted, as a fact for a notice."""
    return {
        "from": request.wanted_from.isoformat() if request.wanted_from else None,
        "until": request.wanted_until.isoformat() if request.wanted_until else None,
        "precision": request.time_precision,
    }


def told_kind(request: HelpRequest) -> str:
    """Return a request's kind as it is told: company by phone has a name of its own."""
    return f"{request.kind}_by_phone" if request.by_phone else request.kind


def kind_of(request: HelpRequest, *, has: int | None = None) -> str | dict[str, Any]:
    """Return the kind of a request, as a fact for a notice; with its places, where it is for more than one volunteer.

    has: how many of them have been found.
    """
    if request.places == 1:
        return told_kind(request)
    so_far = {} if has is None else {"has": has}
    return {"kind": request.kind, "of": request.places, **so_far}


def area_of(work: Work, request: HelpRequest) -> str:
    """Return the name of a request's area; that of the whole when no smaller one is known."""
    query = select(Area.name)
    here = Area.code == request.area_code if request.area_code else Area.parent_code.is_(None)
    return work.session.scalars(query.where(here).limit(1)).first() or ""
