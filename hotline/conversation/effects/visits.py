"""What a step does with a visit that was agreed: done, not yet, called off, and words between its two sides."""

from typing import Any

from dispatch import operations, store
from dispatch.models import HelpRequest, Visit
from dispatch.telling import tell
from hotline.conversation.scene import Scene


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


def refuse_match(scene: Scene, id: int, *, wants_another: bool) -> None:
    """Let go of a volunteer who does not suit her."""
    visit = scene.work.session.get(Visit, id)
    if visit and scene.person.resident and visit.request.resident_id == scene.person.resident.id:
        scene.message.request_id = visit.request_id
        request = store.get_locked(scene.work.session, HelpRequest, visit.request_id)
        operations.refuse_match(scene.work, request, wants_another=wants_another)


def relay(scene: Scene, id: int, words: str) -> None:
    """Pass words on to the other side of a visit."""
    _tell_other_side(scene, id, "relayed", words=words, language=scene.language)


def tried_to_call(scene: Scene, id: int) -> None:
    """Tell the other side of a visit, by text, that somebody tried to reach him."""
    _tell_other_side(scene, id, "call_first")


def _tell_other_side(scene: Scene, visit_id: int, notice: str, **facts: Any) -> None:
    visit = scene.work.session.get(Visit, visit_id)
    sides = operations.sides_of(visit, scene.person) if visit is not None else None
    if visit is not None and sides is not None:
        scene.message.request_id = visit.request_id
        tell(scene.work, sides.other, notice, request=visit.request, name=sides.own.first_name, **facts)
