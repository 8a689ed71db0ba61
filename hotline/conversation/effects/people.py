"""What a step does with the person herself: her name, her language, whether and when she hears from us."""

from collections.abc import Sequence
from datetime import date

from dispatch import operations, store
from dispatch.models import HelpRequest
from dispatch.operations import authorisations, tongues
from dispatch.telling import tell
from hotline.conversation.scene import Scene


def name_person(scene: Scene, name: str) -> None:
    """Remember what she is called."""
    scene.person.name = name[:120]


def set_language(scene: Scene, tag: str) -> None:
    """Answer her in this language from now on. What is only written stays her language when she chooses one to hear."""
    if scene.call is not None:
        scene.call.language = tag
        if scene.person.language not in (None, *scene.system.phone_languages):
            return
    operations.set_language(scene.work, scene.person, tag)


def also_speaks(scene: Scene, id: int, languages: Sequence[str]) -> None:
    """Keep in which other languages a volunteer may speak with her; what waited for somebody is put to them."""
    request = store.get_locked(scene.work.session, HelpRequest, id)
    if scene.person.resident and request.resident_id == scene.person.resident.id:
        scene.message.request_id = request.id
        tongues.answer(scene.work, request, languages)


def authorise(scene: Scene, *, is_in_place: bool) -> None:
    """Keep whether somebody may fetch her medicine; a first errand without that goes to an operator."""
    if scene.person.resident:
        authorisations.answer(scene.work, scene.person.resident, is_in_place=is_in_place)


def prefer_calls(scene: Scene, *, is_on: bool) -> None:
    """Tell her things by call from now on, or by text again."""
    operations.prefer_calls(scene.work, scene.person, is_on=is_on)


def stop(scene: Scene) -> None:
    """Send this number nothing more."""
    operations.stop(scene.work, scene.person)


def start(scene: Scene) -> None:
    """Let texts flow again."""
    operations.start(scene.work, scene.person)


def pause(scene: Scene, until: str = "") -> None:
    """Ask him nothing for a while, or until a day (ISO)."""
    if scene.volunteer:
        operations.pause(scene.work, scene.volunteer, until=date.fromisoformat(until) if until else None)


def resume(scene: Scene) -> None:
    """Ask him again."""
    if scene.volunteer:
        operations.resume(scene.work, scene.volunteer)


def greet(scene: Scene) -> None:
    """Say to somebody new that this is no emergency service, before what the next effects say."""
    tell(scene.work, scene.person, "not_emergency")


def hear_again(_scene: Scene) -> None:
    """Nothing to do here: `listening` takes up the text that was put aside."""
