"""What a step does with help that comes every week."""

from datetime import datetime

from sqlalchemy import select

from dispatch import operations
from dispatch.models import HelpRequest, Message, Series, Visit
from dispatch.operations import series as weekly
from dispatch.states import SeriesState
from dispatch.telling import tell, when_of
from dispatch.weeks import Slot
from hotline.conversation.scene import Scene
from hotline.understanding import When

MOVE = "series.move"
"""The question whether her volunteer may come at another time."""


def skip_visit(scene: Scene, id: int, start: str = "", end: str = "") -> None:
    """Leave out the next visit, or the one on the days from `start` to `end`."""
    series = _own(scene, id)
    if series is None:
        return
    span = (datetime.fromisoformat(start), datetime.fromisoformat(end)) if start else None
    due = weekly.upcoming(scene.work, series, span)
    _about(scene, due.request)
    if _is_hers(scene, series):
        weekly.skip_visit(scene.work, series, due)
    elif scene.volunteer is not None:
        weekly.miss_visit(scene.work, series, due, scene.volunteer)


def move_visit(scene: Scene, id: int, *, start: str, end: str, precision: str, names_day: bool) -> None:
    """Move the next visit, if it is hers; ask her about it, if it is her volunteer who wishes it."""
    series = _own(scene, id)
    if series is None:
        return
    due = weekly.upcoming(scene.work, series)
    when = When(datetime.fromisoformat(start), datetime.fromisoformat(end), "hour" if precision == "hour" else "day")
    moved = when if names_day else when.on(due.day, scene.work.zone)
    if moved.end <= scene.work.now:
        moved = when
    slot = Slot(moved.start, moved.end, moved.precision)
    _about(scene, due.request)
    if _is_hers(scene, series):
        weekly.move_visit(scene.work, series, due, slot)
    elif due.request is not None and weekly.ask_to_move(scene.work, due.request, slot):
        tell(scene.work, scene.person, "proposal.thanks", request=due.request, when=weekly.when_of(slot))


def end_series(scene: Scene, id: int) -> None:
    """End it, or let go of him who no longer can."""
    series = _own(scene, id)
    if series is None:
        return
    if _is_hers(scene, series):
        weekly.end_series(scene.work, series, reason="resident")
    elif scene.volunteer is not None:
        weekly.give_up(scene.work, series, scene.volunteer)


def agree_to_move(scene: Scene, id: int, *, agrees: bool) -> None:
    """Take her answer: the visit has its new time, or he is told that the old one stays."""
    visit = scene.work.session.get(Visit, id)
    if visit is None or scene.person.resident is None or visit.request.resident_id != scene.person.resident.id:
        return
    _about(scene, visit.request)
    asked = _asked(scene, visit)
    if asked is None:
        return
    when = asked.facts["when"]
    asked.facts = {**asked.facts, "answered": True}
    slot = Slot(datetime.fromisoformat(when["from"]), datetime.fromisoformat(when["until"]), when["precision"])
    if agrees and weekly.agree_to_move(scene.work, visit.request, slot):
        return
    tell(scene.work, visit.volunteer.person, "series.stays", request=visit.request, name=scene.person.first_name,
         when=when_of(visit.request))  # fmt: skip
    operations.hear_of(scene.work, visit.request)


def _asked(scene: Scene, visit: Visit) -> Message | None:
    query = select(Message).where(
        Message.person_id == scene.person.id, Message.request_id == visit.request_id, Message.notice == MOVE
    )
    return scene.work.session.scalars(query.order_by(Message.id.desc()).limit(1)).one_or_none()


def _own(scene: Scene, series_id: int) -> Series | None:
    """The series, while it goes on, if it is hers or he has it."""
    series = scene.work.session.get(Series, series_id)
    if series is None or series.state != SeriesState.ACTIVE:
        return None
    is_his = scene.volunteer is not None and series.volunteer_id == scene.volunteer.id
    return series if is_his or _is_hers(scene, series) else None


def _is_hers(scene: Scene, series: Series) -> bool:
    return scene.person.resident is not None and series.resident_id == scene.person.resident.id


def _about(scene: Scene, request: HelpRequest | None) -> None:
    if request is not None:
        scene.message.request_id = request.id
