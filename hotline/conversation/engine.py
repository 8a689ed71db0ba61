"""One step of a conversation, pure: from what is open, known and heard to replies, effects and what is open next.

The order of the readings is the whole policy, so it stands in one place: danger first, then what always works, then the
answer to the question that was put last, then commands, then a new need; and only then "I did not understand".
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from dispatch.kinds import Channel
from dispatch.notices import FOLLOW_UPS
from hotline.conversation import (
    about,
    bridging,
    danger,
    intake,
    languages,
    missed,
    other_times,
    resident,
    switching,
    tongues,
    volunteer,
    weekly,
    wishes,
)
from hotline.conversation.by_phone import keypad
from hotline.conversation.talk import NOTHING, Heard, Known, Pushed, Talk, Turn, do, say

Reading = Callable[[Talk, Heard, Known], Turn | None]

def step(talk: Talk, heard: Heard, known: Known) -> Turn:
    """Take one text, or what came of one step of a call."""
    if known.channel == Channel.CALL:
        return keypad.step(talk, heard, known)
    found = (turn for reading in READINGS if (turn := reading(talk, heard, known)) is not None)
    turn = next(found, None) or missed.missed(talk, heard, known)
    return switching.offered(_greeted(turn, known), talk, heard, known)


def _greeted(turn: Turn, known: Known) -> Turn:
    """The first words to anybody new say that this is no emergency service."""
    is_emergency = any(reply.notice == "emergency" for reply in turn.replies)
    if not known.is_new or is_emergency or not (turn.replies or turn.effects):
        return turn
    if any(effect.verb == "refer" for effect in turn.effects):
        return turn.also(do("greet"))
    return replace(turn, replies=(say("not_emergency"), *turn.replies))


def _stop_or_start(_talk: Talk, heard: Heard, known: Known) -> Turn | None:
    """Stop and start in any language. Who stops while something is open for her gets a person to look at it."""
    if heard.understood.command == "start":
        return Turn(NOTHING, (), (do("start"),))
    if heard.understood.command != "stop":
        return None
    look = (do("call_person", reason="stopped"),) if known.requests or known.tasks else ()
    return Turn(NOTHING, (), (do("stop"), *look))


def _switch_language(talk: Talk, heard: Heard, known: Known) -> Turn | None:
    command = heard.understood.command or ""
    if not command.startswith("language:"):
        return None
    tag = command.removeprefix("language:")
    if tag not in dict(known.languages):
        return None
    if talk.question == "language":
        return _in_language(talk, tag)
    return switching.switch(talk, tag, known)


def _language_answer(talk: Talk, heard: Heard, known: Known) -> Turn | None:
    choice = heard.understood.choice
    if talk.question != "language" or choice is None or not 1 <= choice <= len(talk.options):
        return None
    return _in_language(talk, str(talk.options[choice - 1]))


def _in_language(talk: Talk, tag: str) -> Turn:
    """Her text waited for this; if it said nothing, she is asked what she needs."""
    chosen = do("set_language", tag=tag)
    if not talk.held.strip():
        return Turn(Talk(question="kind", asked=1, options=wishes.KINDS), (say("ask.kind"),), (chosen,))
    return Turn(replace(talk, question="", misses=0), (), (chosen, do("hear_again")))


def _which_language(talk: Talk, heard: Heard, known: Known) -> Turn | None:
    """Nothing can be said before we know in which language: her text waits for that."""
    if heard.understood.language is not None:
        return _language_found(talk, heard)
    if talk.question == "language":
        held = replace(talk, held=f"{talk.held} {heard.understood.text}".strip(), misses=talk.misses + 1)
        if held.misses >= missed.MOST_MISSES:
            return missed.handed_over()
        return Turn(held, languages.menu(held.options, known))
    options = languages.in_order(known, heard.understood.text)
    asking = Talk(question="language", options=options, held=heard.understood.text)
    return Turn(asking, languages.menu(options, known))


def _language_found(talk: Talk, heard: Heard) -> Turn | None:
    """Instead of choosing she wrote on, in a language we know: her texts are heard together."""
    if talk.question != "language":
        return None
    held = f"{talk.held} {heard.understood.text}".strip()
    return Turn(replace(talk, question="", held=held), (), (do("hear_again"),))


def _help_or_person(talk: Talk, heard: Heard, known: Known) -> Turn | None:
    command = heard.understood.command
    if command == "person" or (command is None and "person" in heard.understood.needs):
        return intake.person(known)
    if command == "help":
        how = (say("relay.how"),) if bridging.others(known) else ()
        return Turn(talk, (say(f"help.{_role(known)}"), *how))
    return None


def _role(known: Known) -> str:
    if known.volunteer and not known.own_requests:
        return "volunteer"
    return "resident" if known.is_resident else "stranger"


def _asked_last(talk: Talk, heard: Heard, known: Known) -> Turn | None:
    """The answer to the question we put last, whether it stands in the talk or was sent out unasked."""
    if known.pushed is not None:
        turn = _pushed(known.pushed, talk, heard, known)
        if turn is not None:
            return turn
    reading = QUESTIONS.get(talk.question)
    return reading(talk, heard, known) if reading else None


def _pushed(pushed: Pushed, talk: Talk, heard: Heard, known: Known) -> Turn | None:
    reading = PUSHED.get(pushed.notice)
    if reading is not None:
        return reading(pushed, talk, heard)
    if talk.question in ("which_offer", "which_time"):
        return None
    return volunteer.answer_offer(talk, heard, known)


def _person_at_zero(talk: Talk, heard: Heard, known: Known) -> Turn | None:
    """0 is a person, whatever was asked."""
    return intake.person(known) if heard.understood.choice == 0 else None


def _command(talk: Talk, heard: Heard, known: Known) -> Turn | None:
    command = heard.understood.command or ""
    if known.volunteer and not known.own_requests and talk.wish is None:
        command = {"cancel": "unable", "status": "tasks"}.get(command, command)
    for commands in (volunteer.COMMANDS, resident.COMMANDS):
        reading = commands.get(command)
        turn = reading(talk, heard, known) if reading else None
        if turn is not None:
            return turn
    return None


def _offer_answer(talk: Talk, heard: Heard, known: Known) -> Turn | None:
    """A yes or no to an offer that was not the last thing we asked; by code it is always clear."""
    if known.volunteer is None or (talk.question and not heard.understood.codes):
        return None
    return volunteer.answer_offer(talk, heard, known)


def _need(talk: Talk, heard: Heard, known: Known) -> Turn | None:
    """A need: a new request begins, or the one she describes is added to.

    The municipality's duties are referred, not dispatched, also when they stand beside another need.
    """
    words = heard.understood
    if volunteer.is_about_his_task(talk, heard, known):
        return None
    referred = (do("refer", details=words.text),) if "care" in words.needs else ()
    if not any(need in wishes.KINDS for need in words.needs):
        return Turn(NOTHING, (), referred) if referred else None
    if talk.wish is not None and talk.question in intake.ANSWERS:
        talk = replace(talk, wish=wishes.merged(talk.wish, words))
    else:
        talk = Talk(wish=wishes.wish_from(words, known))
    return intake.go_on(talk, known).also(*referred)


def _thanks(talk: Talk, heard: Heard, known: Known) -> Turn | None:
    """To a thank-you there is nothing useful to say, also when all we asked is what she may need.

    "Ok, thanks" is no more than that, but from a volunteer who may mean that he comes.
    """
    words, may_come = heard.understood, known.volunteer and (known.offers or not known.tasks)
    is_thanks = words.is_thanks or (words.is_greeting and words.has_thanks and not may_come)
    return Turn(talk) if is_thanks and not words.needs and not talk.is_open and not known.is_new else None


def _nothing_said(talk: Talk, heard: Heard, known: Known) -> Turn | None:
    """An empty text says nothing, and gets the open question again at most once."""
    if heard.understood.text.strip() or talk.question or known.is_new:
        return None
    return Turn(talk)


QUESTIONS: Mapping[str, Reading] = {
    **intake.ANSWERS,
    "which_cancel": resident.answer_which_cancel,
    "which_offer": volunteer.answer_which_offer,
    "which_time": other_times.answer_which,
    "offer_when": other_times.answer_when,
    "absent": resident.answer_absent,
    "absent_who": resident.answer_who,
    "which_on_way": volunteer.answer_which_task("on_way"),
    "which_at_door": volunteer.answer_which_task("at_door"),
    "which_complete": volunteer.answer_which_task("complete"),
    "which_cannot": volunteer.answer_which_task("cannot"),
    "which_not": volunteer.answer_which_not,
    "end_series": weekly.answer_end,
    "move_to": weekly.answer_move_to,
}

PUSHED: Mapping[str, Callable[[Pushed, Talk, Heard], Turn | None]] = {
    **dict.fromkeys(
        FOLLOW_UPS, lambda pushed, _talk, heard: resident.follow_up(pushed.id, heard, matches=pushed.matches)
    ),
    "proposal.ask": lambda pushed, _talk, heard: resident.answer_other_time(pushed.id, heard),
    "ask_done": lambda pushed, _talk, heard: volunteer.ask_done(pushed.id, heard),
    "series.move": lambda pushed, _talk, heard: weekly.answer_moved(pushed.id, heard),
    "tongues.ask": lambda pushed, talk, heard: tongues.answer(
        talk, heard, request_id=pushed.id, choices=pushed.choices
    ),
}
"""How the answer to a question that was sent out unasked is taken; to any other it is one to an offer."""

READINGS: tuple[Reading, ...] = (
    danger.heard_danger,
    _stop_or_start,
    _language_answer,
    tongues.named,
    _switch_language,
    danger.answer,
    switching.accepted,
    _which_language,
    bridging.pass_on,
    _help_or_person,
    weekly.take,
    _asked_last,
    _person_at_zero,
    _command,
    about.about,
    _offer_answer,
    missed.yes_to_nothing,
    volunteer.explains,
    danger.unclear,
    _need,
    _thanks,
    missed.greeting,
    _nothing_said,
)


