"""What a step does with requests: kept while they are described, opened, changed, handed to an operator."""

from dataclasses import replace
from datetime import datetime

from dispatch import operations, store
from dispatch.db import Work
from dispatch.kinds import Channel
from dispatch.models import HelpRequest, Recording
from dispatch.operations import series
from dispatch.operations.requests import Wish as CoreWish
from dispatch.states import RequestState
from dispatch.telling import tell
from hotline.conversation.scene import Scene
from hotline.conversation.talk import Wish
from hotline.conversation.wishes import places_of


def keep_draft(scene: Scene) -> None:
    """Store what is known of the wish so far."""
    resident = operations.become_resident(scene.work, scene.person)
    request = operations.draft(scene.work, resident, _wish(scene, scene.wish), request=scene.draft)
    scene.message.request_id = request.id
    if scene.call is not None:
        scene.call.request_id = request.id
        _tie(scene, request)


def _tie(scene: Scene, request: HelpRequest) -> None:
    """What she said after the tone belongs to the request that came of it."""
    recording = scene.work.session.get(Recording, request.recording_id) if request.recording_id else None
    if recording is not None and recording.request_id is None:
        recording.request_id = request.id


def open_draft(scene: Scene) -> None:
    """Put the confirmed wish into the queue."""
    request = scene.draft
    if request is None or not operations.open_request(scene.work, request):
        return
    tell(scene.work, scene.person, _opened(scene.work, request), request=request, code=request.code)
    if scene.wish.weekly:
        series.begin_series(scene.work, request)


def _opened(work: Work, request: HelpRequest) -> str:
    """What is said of a request that she has confirmed: who has it now, and at night that it waits for the morning."""
    if request.state != RequestState.OPEN:
        return "request.kept"
    return "request.created.night" if work.tunables.quiet_hours.is_quiet(work.local_now) else "request.created"


def open_also(scene: Scene, kind: str) -> None:
    """Put a further need of the same words into the queue, as a request of its own beside the one just opened."""
    resident = operations.become_resident(scene.work, scene.person)
    request = operations.draft(scene.work, resident, _wish(scene, replace(scene.wish, kind=kind, also=())))
    if operations.open_request(scene.work, request) and scene.wish.weekly:
        series.begin_series(scene.work, request)


def drop_draft(scene: Scene) -> None:
    """Let go of the wish."""
    if scene.draft is not None:
        operations.drop_draft(scene.work, scene.draft)


def cancel_request(scene: Scene, id: int) -> None:
    """Cancel one of her requests."""
    request = store.get_locked(scene.work.session, HelpRequest, id)
    if scene.person.resident and request.resident_id == scene.person.resident.id:
        scene.message.request_id = request.id
        operations.cancel(scene.work, request, reason="resident")


def watch(scene: Scene) -> None:
    """See that an operator looks, if she does not say soon that nobody is in danger."""
    resident = operations.become_resident(scene.work, scene.person)
    wish = scene.wish if scene.wish.kind else replace(scene.wish, details=scene.message.body)
    scene.message.request_id = operations.watch(scene.work, resident, _wish(scene, wish)).id


def stop_watching(scene: Scene) -> None:
    """Nobody is in danger: what she was describing goes on, and a case made only of that text is over."""
    if scene.person.resident:
        operations.stop_watching(scene.work, scene.person.resident, is_described=bool(scene.wish.kind))


def refer(scene: Scene, details: str) -> None:
    """Tell her whom to call for what is the municipality's duty."""
    resident = operations.become_resident(scene.work, scene.person)
    wish = CoreWish(language=scene.language, details=details)
    scene.message.request_id = operations.refer(scene.work, resident, wish).id


def call_person(scene: Scene, reason: str) -> None:
    """Ask an operator to see to her: with the draft she was at, or as a case of its own."""
    resident = operations.become_resident(scene.work, scene.person)
    wish = replace(_wish(scene, Wish(kind=scene.wish.kind)), details=scene.message.body)
    scene.message.request_id = operations.ask_operator(scene.work, resident, wish, reason=reason).id


def keep_message(scene: Scene, id: int) -> None:
    """File what she said after the tone with the case of hers."""
    recording = scene.work.session.get(Recording, id)
    if recording is not None:
        recording.request_id = scene.message.request_id


def add_to_case(scene: Scene, id: int) -> None:
    """File her words with a request that an operator has in hand, and call him to it again."""
    request = store.get_locked(scene.work.session, HelpRequest, id)
    is_hers = scene.person.resident is not None and request.resident_id == scene.person.resident.id
    if is_hers and request.state == RequestState.ESCALATED:
        scene.message.request_id = request.id
        operations.raise_alarm(scene.work, request, request.escalation)


def _wish(scene: Scene, wish: Wish) -> CoreWish:
    return CoreWish(
        kind=wish.kind or "other", places=places_of(wish, wish.kind), language=scene.language,
        address="" if wish.is_by_phone else wish.address, area_code=wish.area or None, by_phone=wish.is_by_phone,
        details=wish.details, wanted_from=_moment(wish.start), wanted_until=_moment(wish.end),
        time_precision=wish.precision or "soon", recording_id=wish.recording_id,
        channel=Channel.CALL if scene.call else Channel.SMS,
    )


def _moment(iso: str | None) -> datetime | None:
    return datetime.fromisoformat(iso) if iso else None
