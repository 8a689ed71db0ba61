"""Carrying out what a step decided: each effect is one function here, which calls the core's verbs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from dispatch import operations, store
from dispatch.db import Work
from dispatch.models import HelpRequest, Message, Offer, Person, Visit, Volunteer
from dispatch.operations.requests import Wish as CoreWish
from dispatch.states import RequestState
from dispatch.telling import tell
from hotline.conversation.talk import Talk, Wish
from hotline.wiring import Context


@dataclass(frozen=True)
class Scene:
    """Who spoke, with which text, and what was open before and is open now."""

    system: Context
    work: Work
    person: Person
    message: Message
    before: Talk
    after: Talk

    @property
    def wish(self) -> Wish:
        """The wish as it is now; what was open before, when the step closed the talk."""
        return self.after.wish or self.before.wish or Wish()

    @property
    def language(self) -> str:
        """The language the person is answered in."""
        return self.person.language or self.system.settings.default_language

    @property
    def volunteer(self) -> Volunteer | None:
        """The volunteer who spoke, if he is one."""
        return self.person.volunteer


def _wish(scene: Scene, wish: Wish) -> CoreWish:
    return CoreWish(
        kind=wish.kind or "other", language=scene.language, address=wish.address, area_code=wish.area,
        details=wish.details, wanted_from=_moment(wish.start), wanted_until=_moment(wish.end),
        time_precision=wish.precision or "soon",
    )


def _moment(iso: str | None) -> datetime | None:
    return datetime.fromisoformat(iso) if iso else None


def keep_draft(scene: Scene) -> None:
    """Store what is known of the wish so far."""
    resident = operations.become_resident(scene.work, scene.person)
    request = operations.draft(scene.work, resident, _wish(scene, scene.wish))
    scene.message.request_id = request.id


def open_draft(scene: Scene) -> None:
    """Put the confirmed wish into the queue."""
    resident = operations.become_resident(scene.work, scene.person)
    request = store.find_draft(scene.work.session, resident.id)
    if request is not None and operations.open_request(scene.work, request):
        tell(scene.work, scene.person, "request.created", request=request, code=request.code)


def open_also(scene: Scene, kind: str) -> None:
    """Put a further need of the same words into the queue, as a request of its own beside the one just opened."""
    resident = operations.become_resident(scene.work, scene.person)
    request = operations.draft(scene.work, resident, _wish(scene, replace(scene.wish, kind=kind)))
    operations.open_request(scene.work, request)


def watch(scene: Scene) -> None:
    """See that an operator looks, if she does not say soon that nobody is in danger."""
    resident = operations.become_resident(scene.work, scene.person)
    wish = scene.wish if scene.wish.kind else replace(scene.wish, details=scene.message.body)
    scene.message.request_id = operations.watch(scene.work, resident, _wish(scene, wish)).id


def stop_watching(scene: Scene) -> None:
    """Nobody is in danger: what she was describing goes on, and a case made only of that text is over."""
    if scene.person.resident:
        operations.stop_watching(scene.work, scene.person.resident, is_described=bool(scene.wish.kind))


def drop_draft(scene: Scene) -> None:
    """Let go of the wish."""
    if scene.person.resident:
        operations.drop_draft(scene.work, scene.person.resident)


def cancel_request(scene: Scene, id: int) -> None:
    """Cancel one of her requests."""
    request = store.get_locked(scene.work.session, HelpRequest, id)
    if scene.person.resident and request.resident_id == scene.person.resident.id:
        scene.message.request_id = request.id
        operations.cancel(scene.work, request, reason="resident")


def name_person(scene: Scene, name: str) -> None:
    """Remember what she is called."""
    scene.person.name = name[:120]


def set_language(scene: Scene, tag: str) -> None:
    """Answer her in this language from now on."""
    operations.set_language(scene.work, scene.person, tag)


def call_person(scene: Scene, reason: str) -> None:
    """Ask an operator to see to her: with the draft she was at, or as a case of its own."""
    resident = operations.become_resident(scene.work, scene.person)
    wish = CoreWish(kind=scene.wish.kind or "other", language=scene.language, details=scene.message.body)
    scene.message.request_id = operations.ask_operator(scene.work, resident, wish, reason=reason).id


def add_to_case(scene: Scene, id: int) -> None:
    """File her words with a request that an operator has in hand, and call him to it again."""
    request = store.get_locked(scene.work.session, HelpRequest, id)
    is_hers = scene.person.resident is not None and request.resident_id == scene.person.resident.id
    if is_hers and request.state == RequestState.ESCALATED:
        scene.message.request_id = request.id
        operations.raise_alarm(scene.work, request, request.escalation)


def refer(scene: Scene, details: str) -> None:
    """Tell her whom to call for what is the municipality's duty."""
    resident = operations.become_resident(scene.work, scene.person)
    wish = CoreWish(language=scene.language, details=details)
    scene.message.request_id = operations.refer(scene.work, resident, wish).id


def stop(scene: Scene) -> None:
    """Send this number nothing more."""
    operations.stop(scene.work, scene.person)


def start(scene: Scene) -> None:
    """Let texts flow again."""
    operations.start(scene.work, scene.person)


def pause(scene: Scene) -> None:
    """Ask him nothing for a while."""
    if scene.volunteer:
        operations.pause(scene.work, scene.volunteer)


def resume(scene: Scene) -> None:
    """Ask him again."""
    if scene.volunteer:
        operations.resume(scene.work, scene.volunteer)


def accept(scene: Scene, id: int) -> None:
    """Take his yes."""
    offer = _own_offer(scene, id)
    if offer:
        operations.accept(scene.work, offer)


def decline(scene: Scene, id: int) -> None:
    """Take his no."""
    offer = _own_offer(scene, id)
    if offer:
        operations.decline(scene.work, offer)


def accept_code(scene: Scene, code: str) -> None:
    """Take his yes to the offer that carries this code for him."""
    _by_code(scene, code, operations.accept)


def decline_code(scene: Scene, code: str) -> None:
    """Take his no to the offer that carries this code for him."""
    _by_code(scene, code, operations.decline)


def _by_code(scene: Scene, code: str, act: Callable[[Work, Offer], Any]) -> None:
    """A code is valid only for the volunteer it was given to, so guessing gives nothing."""
    offer = store.find_offer_by_code(scene.work.session, scene.volunteer.id, code) if scene.volunteer else None
    if offer is None:
        tell(scene.work, scene.person, "offer.none")
        return
    scene.message.request_id, scene.message.offer_id = offer.request_id, offer.id
    act(scene.work, offer)


def _own_offer(scene: Scene, offer_id: int) -> Offer | None:
    offer = scene.work.session.get(Offer, offer_id)
    if offer is None or scene.volunteer is None or offer.volunteer_id != scene.volunteer.id:
        return None
    scene.message.request_id, scene.message.offer_id = offer.request_id, offer.id
    return offer


def about_offer(scene: Scene, id: int) -> None:
    """File his text with the request it is about."""
    _own_offer(scene, id)


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


def greet(scene: Scene) -> None:
    """Say to somebody new that this is no emergency service, before what the next effects say."""
    tell(scene.work, scene.person, "not_emergency")


def hear_again(_scene: Scene) -> None:
    """Nothing to do here: `listening` takes up the text that was put aside."""


VERBS: Mapping[str, Callable[..., None]] = {
    verb.__name__: verb
    for verb in (
        watch, stop_watching, keep_draft, open_draft, open_also, drop_draft, cancel_request, name_person,
        set_language, call_person, add_to_case, refer, greet, stop, start, pause, resume, accept, decline, accept_code,
        decline_code, about_offer, complete, not_yet, cannot, about_visit, follow_up, hear_again,
    )
}
"""The effects a step may ask for, by name."""
