"""What a step does with another time: a volunteer's, put to the resident, and what she says to it."""

from datetime import datetime

from dispatch import operations
from dispatch.models import HelpRequest, Offer, Proposal
from dispatch.operations import holds
from dispatch.weeks import Slot
from hotline.conversation.scene import Scene
from hotline.understanding import When


def propose(scene: Scene, id: int, start: str, end: str, *, precision: str, names_day: bool) -> None:
    """Put a volunteer's time to the resident. An hour alone is meant on the day she asked for."""
    offer = scene.work.session.get(Offer, id)
    if offer is None or scene.volunteer is None or offer.volunteer_id != scene.volunteer.id:
        return
    scene.message.request_id, scene.message.offer_id = offer.request_id, offer.id
    slot = Slot(datetime.fromisoformat(start), datetime.fromisoformat(end), precision)
    operations.propose(scene.work, offer, slot if names_day else _on_her_day(scene, offer.request, slot))


def _on_her_day(scene: Scene, request: HelpRequest, slot: Slot) -> Slot:
    if request.time_precision not in ("day", "hour") or request.wanted_from is None or slot.precision != "hour":
        return slot
    zone = scene.work.zone
    is_open = slot.start == scene.work.now  # "before 12" begins when it was said: on her day, with the day
    moved = When(slot.start, slot.end, "hour", is_open=is_open).on(request.wanted_from.astimezone(zone).date(), zone)
    return Slot(moved.start, moved.end, "hour") if moved.end > scene.work.now else slot


def suits(scene: Scene, id: int) -> None:
    """Take her yes to the time of an offer."""
    proposal = _hers(scene, id)
    if proposal is not None:
        operations.accept_proposal(scene.work, proposal)


def suits_not(scene: Scene, id: int) -> None:
    """Take her no to the time of an offer."""
    proposal = _hers(scene, id)
    if proposal is not None:
        operations.decline_proposal(scene.work, proposal)


def about_proposal(scene: Scene, id: int) -> None:
    """File her words with the request that the time of an offer is for."""
    offer = scene.work.session.get(Offer, id)
    if offer is not None and scene.person.resident and offer.request.resident_id == scene.person.resident.id:
        scene.message.request_id = offer.request_id


def _hers(scene: Scene, offer_id: int) -> Proposal | None:
    """What she is asked about, if it is the time of this offer."""
    about_proposal(scene, offer_id)
    offer = scene.work.session.get(Offer, offer_id)
    if offer is None or scene.message.request_id != offer.request_id:
        return None
    held = holds.find_held(scene.work, offer.request)
    return held if held is not None and held.offer_id == offer.id else None
