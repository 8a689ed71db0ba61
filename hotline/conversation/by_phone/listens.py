"""What is listened for after each question of a call: keys, a message after the tone, or somebody who is rung."""

from collections.abc import Mapping
from dataclasses import replace

from dispatch import operations
from dispatch.db import Work
from dispatch.models import Visit
from hotline import numbers
from hotline.calls.script import HangUp, Keys, Listen, Ring, SpokenMessage
from hotline.conversation import phone_visits
from hotline.conversation.scene import LiveCall
from hotline.conversation.talk import Talk
from hotline.conversation.wishes import KINDS
from hotline.wiring import Context

RING_SECONDS = 30
"""How long a resident or a volunteer is rung: about seven signals."""

LISTENS: Mapping[str, Listen] = {
    "goodbye": HangUp(),
    "message": SpokenMessage(120),
    "leave_message": SpokenMessage(180),
    "postal_code": Keys(most=5),
    "hour": Keys(most=2),
    "code": Keys(most=6),
}


def listen_for(live: LiveCall, talk: Talk) -> Listen:
    """Return what comes after the question of a talk. Keys for one that would ring somebody who cannot be rung."""
    if talk.question == "operators":
        return _operators(live.system, live.work) or Keys()
    if talk.question == "connect":
        return _other_side(live, int(talk.options[0])) or Keys()
    if talk.question == phone_visits.RING:
        ring = _other_side(live, int(talk.options[0]))
        minutes = live.work.tunables.talk_minutes
        return replace(ring, whisper="whisper.by_phone", minutes=minutes) if ring is not None else Keys()
    if talk.question in ("menu", "kind"):
        return Keys(hints=_kinds(live.system, live.row.language))
    return LISTENS.get(talk.question, Keys())


def _operators(system: Context, work: Work) -> Ring | None:
    tunables = work.tunables
    people = tuple((number, system.settings.default_language) for number in tunables.operator_numbers)
    if not people:
        return None
    return Ring(people, "whisper.operator", tunables.operator_wait_seconds, tunables.bridge_minutes)


def _other_side(live: LiveCall, visit_id: int) -> Ring | None:
    """Whoever is on the other side of her visit, unless it is no longer agreed or he must not be rung."""
    work, call = live.work, live.row
    visit = work.session.get(Visit, visit_id)
    sides = operations.sides_of(visit, call.person) if visit is not None else None
    if visit is None or sides is None or sides.other.blocked or not sides.other.can_call:
        return None
    if not numbers.is_allowed(numbers.parse(sides.other.phone), work.tunables.allowed_countries):
        return None
    language = sides.other.language or live.system.settings.default_language
    whisper = "whisper.volunteer" if visit.volunteer.person_id == call.person_id else "whisper.resident"
    return Ring(((sides.other.phone, language),), whisper, RING_SECONDS, work.tunables.bridge_minutes)


def _kinds(system: Context, language: str | None) -> tuple[str, ...]:
    catalog = system.catalogs.get(language or "")
    return tuple(catalog.text(f"kind:{kind}") for kind in KINDS) if catalog else ()
