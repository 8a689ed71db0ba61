"""What a step does with a volunteer's answer to an offer."""

from collections.abc import Callable
from typing import Any

from dispatch import operations, store
from dispatch.db import Work
from dispatch.models import Offer
from dispatch.telling import tell
from hotline.conversation.knowing import open_offers
from hotline.conversation.other_times import item
from hotline.conversation.scene import Scene


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
        _tell_which(scene)
        return
    scene.message.request_id, scene.message.offer_id = offer.request_id, offer.id
    act(scene.work, offer)


def _tell_which(scene: Scene) -> None:
    """Name what waits for his answer, each with its code, or say that nothing does."""
    waiting = open_offers(scene.work, scene.volunteer) if scene.volunteer else ()
    if waiting:
        tell(scene.work, scene.person, "offer.which", choices=[item(offer) for offer in waiting])
    else:
        tell(scene.work, scene.person, "offer.none")


def _own_offer(scene: Scene, offer_id: int) -> Offer | None:
    offer = scene.work.session.get(Offer, offer_id)
    if offer is None or scene.volunteer is None or offer.volunteer_id != scene.volunteer.id:
        return None
    scene.message.request_id, scene.message.offer_id = offer.request_id, offer.id
    return offer


def about_offer(scene: Scene, id: int) -> None:
    """File his text with the request it is about."""
    _own_offer(scene, id)
