"""One text from end to end: gather what is known, understand, step, act, remember."""

from dataclasses import replace

from dispatch.db import Work
from dispatch.models import Message, Person
from dispatch.telling import tell
from hotline.conversation import engine
from hotline.conversation.acting import VERBS, Scene
from hotline.conversation.intake import numbered
from hotline.conversation.knowing import gather
from hotline.conversation.talk import Heard, Known, Talk, Turn
from hotline.conversation.wishes import on_her_day
from hotline.models import Conversation
from hotline.understanding import understand, understand_place
from hotline.wiring import Context

ASIDE = ("language", "urgency")
"""Questions that are put before a text can be taken up; it waits until they are answered."""


def hear(system: Context, work: Work, person: Person, message: Message) -> None:
    """Take one text of a person: act on it, and put the replies into the outbox."""
    row = work.session.get(Conversation, person.id)
    talk = Talk.from_json(row.state) if row else Talk()
    scene = Scene(system, work, person, message, before=talk, after=talk)
    is_new = row is None and person.language is None
    heard = _heard(scene, message.body, talk)
    talked_at = row.updated_at if row and talk.question else None
    known = gather(system, work, person, talked_at=talked_at, is_answer=_is_answer(heard))
    talk = _take(scene, replace(known, is_new=is_new and not known.is_resident and not known.volunteer), heard)
    _remember(work, row, person, talk)


def _is_answer(heard: Heard) -> bool:
    words = heard.understood
    return words.choice is not None or words.answer is not None or words.command is not None or words.is_thanks


def _take(scene: Scene, known: Known, heard: Heard) -> Talk:
    turn = engine.step(scene.before, heard, known)
    _act(replace(scene, after=turn.talk), turn)
    if not any(effect.verb == "hear_again" for effect in turn.effects):
        return _let_go(turn.talk)
    # The text that was put aside is heard now, since the question before it is answered.
    talk = turn.talk
    again = engine.step(talk, _heard(scene, talk.held, talk), replace(known, is_new=False))
    _act(replace(scene, before=talk, after=again.talk), again)
    return _let_go(again.talk)


def _let_go(talk: Talk) -> Talk:
    """A text is put aside only while the question before it is open; the same words said again are new words."""
    return talk if talk.question in ASIDE else replace(talk, held="")


def _heard(scene: Scene, text: str, talk: Talk) -> Heard:
    system, work, person = scene.system, scene.work, scene.person
    understood = understand(
        text, language=person.language, lexicons=system.lexicons, now=work.now, zone=work.zone, places=system.places
    )
    if understood.language not in system.catalogs:
        # She gets the menu of languages, never an answer in a wrong one.
        understood = replace(understood, language=None)
    if person.language is None:
        person.language = understood.language
    if talk.question == "when" and understood.when is None and understood.choice is not None:
        understood = replace(understood, when=numbered(understood.choice, work.now, work.zone))
    when = on_her_day(understood.when, talk.wish, work.now, work.zone)
    if when is not understood.when:
        understood = replace(understood, when=when)
    if talk.question != "place":
        return Heard(understood)
    name, place = understand_place(text, lexicons=system.lexicons, places=system.places)
    return Heard(understood, name, place.address, place.area_code)


def _act(scene: Scene, turn: Turn) -> None:
    if scene.person.volunteer is not None and scene.person.resident is None:
        scene.work.actor = "volunteer"
    for effect in turn.effects:
        VERBS[effect.verb](scene, **effect.values)
    for reply in turn.replies:
        tell(scene.work, scene.person, reply.notice, **reply.facts)


def _remember(work: Work, row: Conversation | None, person: Person, talk: Talk) -> None:
    if row is None:
        work.session.add(Conversation(person_id=person.id, state=talk.to_json(), updated_at=work.now))
        return
    row.state, row.updated_at = talk.to_json(), work.now
