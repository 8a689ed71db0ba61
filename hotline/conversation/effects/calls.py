"""What a step does with the messages that are told in a call."""

from collections.abc import Sequence

from dispatch.models import Message
from dispatch.operations import calls
from hotline.conversation import duty
from hotline.conversation.scene import Scene


def told(scene: Scene, ids: Sequence[int]) -> None:
    """Note that these are being said to her now."""
    for message in _of_call(scene, ids):
        message.sent_at = scene.work.now


def heard(scene: Scene, ids: Sequence[int]) -> None:
    """She has heard these to the end."""
    for message in _of_call(scene, ids):
        calls.heard(scene.work, message, scene.call)


def take_alarm(scene: Scene, id: int) -> None:
    """Take the alarm of a request, by key."""
    duty.take_by_key(scene.work, scene.person, id)


def _of_call(scene: Scene, ids: Sequence[int]) -> list[Message]:
    found = (scene.work.session.get(Message, message_id) for message_id in ids)
    return [message for message in found if message is not None and message.person_id == scene.person.id]
