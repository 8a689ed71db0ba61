"""What a step does with a visit that was agreed: done, not yet, called off, and words between its two sides."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from dispatch import call_store, operations
from dispatch.models import Visit
from dispatch.operations import connecting
from dispatch.states import VisitState
from dispatch.telling import tell, when_of
from hotline.conversation.scene import Scene

AGAIN = timedelta(minutes=30)
"""Whoever says within this that he is on his way, or at the door, says it for the second time."""


def complete(scene: Scene, id: int) -> None:
    """Take his "done"."""
    visit = _own_visit(scene, id)
    if visit:
        operations.complete(scene.work, visit)


def not_yet(scene: Scene, id: int) -> None:
    """Take his "not yet"."""
    visit = _own_visit(scene, id)
    if visit:
        operations.not_yet(scene.work, visit)


def cannot(scene: Scene, id: int) -> None:
    """Take back his yes."""
    visit = _own_visit(scene, id)
    if visit:
        operations.cannot_after_all(scene.work, visit)


def _own_visit(scene: Scene, visit_id: int) -> Visit | None:
    visit = scene.work.session.get(Visit, visit_id)
    if visit is None or scene.volunteer is None or visit.volunteer_id != scene.volunteer.id:
        return None
    scene.message.request_id = visit.request_id
    return visit


def about_visit(scene: Scene, id: int) -> None:
    """File her text with the request of a visit of hers."""
    visit = scene.work.session.get(Visit, id)
    if visit and scene.person.resident and visit.request.resident_id == scene.person.resident.id:
        scene.message.request_id = visit.request_id


def follow_up(scene: Scene, id: int, *, went_well: bool) -> None:
    """Take her word on how it went."""
    visit = scene.work.session.get(Visit, id)
    if visit and scene.person.resident and visit.request.resident_id == scene.person.resident.id:
        scene.message.request_id = visit.request_id
        operations.answer_follow_up(scene.work, visit, went_well=went_well)


def nobody_came(scene: Scene, id: int) -> None:
    """Take her word that nobody came; said twice, or of a visit that was called off, it is only how it stands."""
    visit = _her_visit(scene, id)
    if visit is not None and not operations.nobody_came(scene.work, visit):
        tell(scene.work, scene.person, "noted", request=visit.request)


def absent(scene: Scene, ids: Sequence[int]) -> None:
    """Take the same of some visits of one request, also when we have not asked.

    Before the time is over she hears once more who comes and when.
    """
    visits = [visit for id in ids if (visit := _her_visit(scene, id)) is not None]
    if not visits:
        return
    until = visits[0].request.wanted_until
    is_agreed = any(visit.state == VisitState.AGREED for visit in visits)
    if not is_agreed or until is None or until <= scene.work.now:
        if not operations.nobody_came(scene.work, *visits):
            tell(scene.work, scene.person, "noted", request=visits[0].request)
        return
    if visits[0].request.by_phone:
        operations.hear_of(scene.work, visits[0].request)
        return
    for visit in visits:
        _tell_who_comes(scene, visit)


def _tell_who_comes(scene: Scene, visit: Visit) -> None:
    volunteer = visit.volunteer
    tell(scene.work, scene.person, "status.matched", request=visit.request, kind=visit.request.kind,
         when=when_of(visit.request), name=volunteer.person.first_name, organisation=volunteer.organisation.name,
         code_word=visit.code_word)  # fmt: skip


def _her_visit(scene: Scene, visit_id: int) -> Visit | None:
    visit = scene.work.session.get(Visit, visit_id)
    if visit is None or not scene.person.resident or visit.request.resident_id != scene.person.resident.id:
        return None
    scene.message.request_id = visit.request_id
    return visit


def explain(scene: Scene, id: int) -> None:
    """File what a volunteer says of a visit that did not happen with its request."""
    _own_visit(scene, id)


def on_way(scene: Scene, id: int) -> None:
    """Tell the resident that he is on his way, once in a while."""
    visit, sides = _agreed(scene, id)
    if visit is not None and sides is not None:
        _tell_where_he_is(scene, visit, sides, "on_way.resident")
        tell(scene.work, scene.person, "on_way.told", request=visit.request, name=sides.other.first_name)


def at_door(scene: Scene, id: int) -> None:
    """Tell the resident that he stands at her door. When nobody opens still, or has opened, a person sees to it."""
    visit, sides = _agreed(scene, id)
    if visit is None or sides is None:
        return
    if _may_open(scene, visit) and _tell_where_he_is(scene, visit, sides, "at_door.resident"):
        tell(scene.work, scene.person, "at_door.told", request=visit.request, name=sides.other.first_name)
        return
    operations.nobody_opens(scene.work, visit)
    tell(scene.work, scene.person, "person_coming", request=visit.request)


def _may_open(scene: Scene, visit: Visit) -> bool:
    """Whether it is near its time, and at a door at all."""
    until = visit.request.wanted_until
    return not visit.request.by_phone and (until is None or scene.work.now <= until + AGAIN)


def _agreed(scene: Scene, visit_id: int) -> tuple[Visit | None, operations.Sides | None]:
    visit = _own_visit(scene, visit_id)
    return visit, operations.sides_of(visit, scene.person) if visit is not None else None


def _tell_where_he_is(scene: Scene, visit: Visit, sides: operations.Sides, notice: str) -> bool:
    """Return whether this is news to her, and was told."""
    since = scene.work.now - AGAIN
    if call_store.find_latest(scene.work.session, sides.other.id, notice, since) is not None:
        return False
    tell(scene.work, sides.other, notice, request=visit.request, name=sides.own.first_name, code_word=visit.code_word)
    return True


def refuse_match(scene: Scene, id: int, *, wants_another: bool) -> None:
    """Let go of a volunteer who does not suit her."""
    visit = scene.work.session.get(Visit, id)
    if visit and scene.person.resident and visit.request.resident_id == scene.person.resident.id:
        scene.message.request_id = visit.request_id
        operations.refuse_match(scene.work, visit, wants_another=wants_another)


def relay(scene: Scene, id: int, words: str) -> None:
    """Pass words on to the other side of a visit."""
    _tell_other_side(scene, id, "relayed", words=words, language=scene.language)


def tried_to_call(scene: Scene, id: int) -> None:
    """Tell the other side of a visit, by text, that somebody tried to reach him."""
    _tell_other_side(scene, id, "call_first")


def phone_visit_over(scene: Scene, id: int) -> None:
    """Take the end of a connection that the line made, or of the try to make it."""
    visit = _own_visit(scene, id)
    if visit is not None:
        connecting.over(scene.work, visit)


def _tell_other_side(scene: Scene, visit_id: int, notice: str, **facts: Any) -> None:
    visit = scene.work.session.get(Visit, visit_id)
    sides = operations.sides_of(visit, scene.person) if visit is not None else None
    if visit is not None and sides is not None:
        scene.message.request_id = visit.request_id
        tell(scene.work, sides.other, notice, request=visit.request, name=sides.own.first_name, **facts)
