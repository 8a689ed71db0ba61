"""One text from end to end: gather what is known, understand, step, act, remember."""

from dataclasses import replace
from datetime import datetime
from typing import cast

from sqlalchemy import Table, bindparam, insert, select, update

from dispatch.db import Work
from dispatch.models import Message, Person
from dispatch.telling import tell
from hotline.conversation import danger, duty, engine, tongues
from hotline.conversation.days import numbered
from hotline.conversation.effects import VERBS
from hotline.conversation.knowing import gather
from hotline.conversation.scene import Scene
from hotline.conversation.standing import is_about, list_standing
from hotline.conversation.talk import Heard, Known, Talk, Turn
from hotline.conversation.wishes import on_her_day
from hotline.cyrillic import TWO_SCRIPTS, letters_of
from hotline.models import Conversation
from hotline.understanding import Understood, understand, understand_name, understand_place
from hotline.wiring import Context

TALKS = cast(Table, Conversation.__table__)
OPEN = select(TALKS.c.state, TALKS.c.updated_at).where(TALKS.c.person_id == bindparam("of_person"))
BEGIN = insert(TALKS)
GO_ON = update(TALKS).where(TALKS.c.person_id == bindparam("of_person"))

ASIDE = ("language", *danger.ASKED, "which_time")
"""Questions that are put before a text can be taken up; it waits until they are answered."""


def hear(system: Context, work: Work, person: Person, message: Message) -> None:
    """Take one text of a person: act on it, and put the replies into the outbox."""
    if duty.answered(work, person, message):
        return
    talk, talked_at = _open_talk(work, person)
    scene = Scene(system, work, person, message, before=talk, after=talk)
    is_new = talked_at is None and person.language is None
    heard = _heard(scene, message.body, talk)
    asked_at = talked_at if talk.question else None
    known = gather(system, work, person, talked_at=asked_at, is_answer=_is_answer(heard))
    if is_about(heard.understood, known):
        known = replace(known, series=list_standing(work, person))
    talk = _take(scene, replace(known, is_new=is_new and not known.is_resident and not known.volunteer), heard)
    _remember(work, person, talk, is_first=talked_at is None)


def _open_talk(work: Work, person: Person) -> tuple[Talk, datetime | None]:
    """Return what is open with a person, and since when; the second is None if we never talked before."""
    row = work.connection.execute(OPEN, {"of_person": person.id}).one_or_none()
    return (Talk.from_json(row.state), row.updated_at) if row else (Talk(), None)


def _is_answer(heard: Heard) -> bool:
    words = heard.understood
    is_said = words.choice is not None or words.answer is not None or words.command is not None or words.is_thanks
    return is_said or bool(tongues.numbers_in(words.text))


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
    understood = _understood(scene, text)
    if understood.language not in system.catalogs:
        # She gets the menu of languages, never an answer in a wrong one.
        understood = replace(understood, language=None)
    if person.language is None:
        person.language = understood.language
    _note_letters(person, text)
    if talk.question in ("when", "move_to") and understood.when is None and understood.choice is not None:
        understood = replace(understood, when=numbered(understood.choice, work.now, work.zone))
    when = on_her_day(understood.when, talk.wish, work.now, work.zone)
    if when is not understood.when:
        understood = replace(understood, when=when)
    if talk.question == "name":
        return Heard(understood, understand_name(text, lexicons=system.lexicons, language=person.language))
    if talk.question != "place":
        return Heard(understood)
    name, place = understand_place(
        text, lexicons=system.lexicons, places=system.places, language=person.language
    )
    if name and understood.urgency == "question" and _understood(scene, text.replace(name, " ")).urgency == "none":
        understood = replace(understood, urgency="none", dangers=())  # it was a name that sounded so
    return Heard(understood, name, place.address, place.area_code)


def _understood(scene: Scene, text: str) -> Understood:
    return understand(
        text, language=scene.person.language, lexicons=scene.system.lexicons, now=scene.work.now,
        zone=scene.work.zone, places=scene.system.places,
    )  # fmt: skip


def _note_letters(person: Person, text: str) -> None:
    """She is answered in the alphabet she writes in, where her language has two."""
    written = letters_of(text) if person.language in TWO_SCRIPTS else ""
    if written is not None and written != person.script:
        person.script = written


def _act(scene: Scene, turn: Turn) -> None:
    if scene.person.volunteer is not None and scene.person.resident is None:
        scene.work.actor = "volunteer"
    for effect in turn.effects:
        VERBS[effect.verb](scene, **effect.values)
    for reply in turn.replies:
        facts = dict(reply.facts)
        spoken = facts.pop("spoken", "")
        message = tell(scene.work, scene.person, reply.notice, **facts)
        if message is not None and spoken:
            message.language = spoken


def _remember(work: Work, person: Person, talk: Talk, *, is_first: bool) -> None:
    """Keep what is open. The person is locked, so nobody else can have begun to talk with her meanwhile."""
    values = {"state": talk.to_json(), "updated_at": work.now}
    if is_first:
        work.connection.execute(BEGIN, {"person_id": person.id, **values})
    else:
        work.connection.execute(GO_ON, {"of_person": person.id, **values})
