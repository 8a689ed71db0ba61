"""One step of a conversation, pure: from what is open, known and heard to replies, effects and what is open next.

The order of the readings is the whole policy, so it stands in one place: danger first, then what always works, then the
answer to the question that was put last, then commands, then a new need; and only then "I did not understand".
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from hotline.conversation import intake, resident, volunteer
from hotline.conversation.talk import NOTHING, Heard, Known, Pushed, Say, Talk, Turn, Wish, do, say

Reading = Callable[[Talk, Heard, Known], Turn | None]

MOST_MISSES = 2
"""Texts in a row we do not understand before a person reads them."""


def step(talk: Talk, heard: Heard, known: Known) -> Turn:
    """Take one text."""
    for reading in READINGS:
        turn = reading(talk, heard, known)
        if turn is not None:
            return _greeted(turn, known)
    return _greeted(_missed(talk, heard, known), known)


def _greeted(turn: Turn, known: Known) -> Turn:
    """The first words to anybody new say that this is no emergency service."""
    is_emergency = any(reply.notice == "emergency" for reply in turn.replies)
    if not known.is_new or is_emergency or not (turn.replies or turn.effects):
        return turn
    return replace(turn, replies=(say("not_emergency"), *turn.replies))


def _danger(talk: Talk, heard: Heard, known: Known) -> Turn | None:
    """Words of danger come before everything, in every state; nothing silences them."""
    urgency = heard.understood.urgency
    if urgency == "alarm":
        return Turn(talk, (say("emergency"),), (do("call_person", reason="emergency"),))
    if urgency == "question" and heard.understood.text != talk.held:
        before = talk.before if talk.question == "urgency" else talk.question
        held = replace(talk, question="urgency", before=before, held=heard.understood.text)
        return Turn(held, (say("urgency.ask"),))
    return None


def _urgency_answer(talk: Talk, heard: Heard, known: Known) -> Turn | None:
    """1 is danger now; 2 is not, and the text that was put aside is taken up (`listening` hears it again)."""
    if talk.question != "urgency":
        return None
    words = heard.understood
    if words.choice == 1 or words.plain_answer == "yes":
        return Turn(NOTHING, (say("emergency"),), (do("call_person", reason="emergency"),))
    if words.choice == 2 or words.plain_answer == "no":
        return Turn(replace(talk, question=talk.before, before=""), (), (do("hear_again"),))
    return None


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
    return Turn(talk, (say("language_set", language=tag),), (do("set_language", tag=tag),))


def _language_answer(talk: Talk, heard: Heard, known: Known) -> Turn | None:
    choice = heard.understood.choice
    if talk.question != "language" or choice is None or not 1 <= choice <= len(talk.options):
        return None
    return _in_language(talk, str(talk.options[choice - 1]))


def _in_language(talk: Talk, tag: str) -> Turn:
    """Her text waited for this; if it said nothing, she is asked what she needs."""
    chosen = do("set_language", tag=tag)
    if not talk.held.strip():
        return Turn(Talk(question="kind", asked=1, options=intake.KINDS), (say("ask.kind"),), (chosen,))
    return Turn(replace(talk, question=""), (), (chosen, do("hear_again")))


def _which_language(talk: Talk, heard: Heard, known: Known) -> Turn | None:
    """Nothing can be said before we know in which language: her text waits for that."""
    if heard.understood.language is not None:
        return _language_found(talk, heard)
    if talk.question == "language":
        held = replace(talk, held=f"{talk.held} {heard.understood.text}".strip(), misses=talk.misses + 1)
        if held.misses >= MOST_MISSES:
            return Turn(NOTHING, (say("handed_over"),), (do("call_person", reason="not_understood"),))
        return Turn(held, (_language_menu(known),))
    options = tuple(tag for tag, _ in known.languages)
    return Turn(Talk(question="language", options=options, held=heard.understood.text), (_language_menu(known),))


def _language_found(talk: Talk, heard: Heard) -> Turn | None:
    """Instead of choosing she wrote on, in a language we know: her texts are heard together."""
    if talk.question != "language":
        return None
    held = f"{talk.held} {heard.understood.text}".strip()
    return Turn(replace(talk, question="", held=held), (), (do("hear_again"),))


def _language_menu(known: Known) -> Say:
    return say("ask.language", choices=[name for _, name in known.languages])


def _help_or_person(talk: Talk, heard: Heard, known: Known) -> Turn | None:
    command = heard.understood.command
    if command == "person" or (command is None and "person" in heard.understood.needs):
        return intake.person(known)
    if command == "help":
        return Turn(talk, (say(f"help.{_role(known)}"),))
    return None


def _role(known: Known) -> str:
    if known.volunteer and not known.requests:
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
    if pushed.notice == "follow_up.ask":
        return resident.follow_up(pushed.id, heard)
    if pushed.notice == "ask_done":
        return volunteer.ask_done(pushed.id, heard)
    if talk.question == "which_offer":
        return None
    return volunteer.answer_offer(talk, heard, known)


def _person_at_zero(talk: Talk, heard: Heard, known: Known) -> Turn | None:
    """0 is a person, whatever was asked."""
    return intake.person(known) if heard.understood.choice == 0 else None


def _command(talk: Talk, heard: Heard, known: Known) -> Turn | None:
    command = heard.understood.command or ""
    if command == "cancel" and known.volunteer and not known.requests and talk.wish is None:
        return volunteer.unable(talk, heard, known) or volunteer.answer_offer(talk, _as_no(heard), known)
    if command == "status" and known.volunteer and not known.requests:
        return volunteer.tasks(talk, heard, known)
    for commands in (volunteer.COMMANDS, resident.COMMANDS):
        reading = commands.get(command)
        turn = reading(talk, heard, known) if reading else None
        if turn is not None:
            return turn
    return None


def _as_no(heard: Heard) -> Heard:
    return replace(heard, understood=replace(heard.understood, answer="no", is_conditional=False))


def _offer_answer(talk: Talk, heard: Heard, known: Known) -> Turn | None:
    """A yes or no to an offer that was not the last thing we asked; by code it is always clear."""
    if known.volunteer is None or (talk.question and not heard.understood.codes):
        return None
    return volunteer.answer_offer(talk, heard, known)


def _need(talk: Talk, heard: Heard, known: Known) -> Turn | None:
    """A need: a new request begins. The municipality's duties are referred, not dispatched."""
    needs = heard.understood.needs
    if "care" in needs and not any(need in intake.KINDS for need in needs):
        return Turn(NOTHING, (), (do("refer", details=heard.understood.text),))
    if not any(need in intake.KINDS for need in needs):
        return None
    return intake.go_on(Talk(wish=intake.wish_from(heard.understood, known)), known)


def _thanks(talk: Talk, heard: Heard, known: Known) -> Turn | None:
    """To a thank-you there is nothing useful to say."""
    is_only_thanks = heard.understood.is_thanks and not heard.understood.needs and not talk.question
    return Turn(talk) if is_only_thanks and not known.is_new else None


def _nothing_said(talk: Talk, heard: Heard, known: Known) -> Turn | None:
    """An empty text says nothing, and gets the open question again at most once."""
    if heard.understood.text.strip() or talk.question or known.is_new:
        return None
    return Turn(talk)


def _missed(talk: Talk, heard: Heard, known: Known) -> Turn:
    """We did not understand: one friendly numbered question, and at the second time a person reads it."""
    misses = talk.misses + 1
    if misses >= MOST_MISSES:
        return Turn(NOTHING, (say("handed_over"),), (do("call_person", reason="not_understood"),))
    if known.volunteer and known.offers and talk.wish is None:
        link = do("about_offer", id=known.offers[-1].id)
        return Turn(replace(talk, misses=misses), (say("offer.unclear"),), (link,))
    if talk.question in intake.ANSWERS and talk.question != "kind":
        return Turn(replace(talk, misses=misses), (_again(talk, known),))
    if known.volunteer and not known.is_resident and not talk.question:
        return Turn(replace(talk, misses=misses), (say("help.volunteer"),))
    notice = "ask.kind" if known.is_new else "ask.kind_again"
    wish = talk.wish or intake.wish_from(heard.understood, known)
    return Turn(Talk(question="kind", wish=wish, asked=max(talk.asked, 1), misses=misses, options=intake.KINDS),
                (say(notice),))


def _again(talk: Talk, known: Known) -> Say:
    if talk.question == "confirm":
        return intake.confirmation(talk.wish or Wish(), known)
    return intake.ask(talk.question, known)[1]


QUESTIONS: Mapping[str, Reading] = {
    **intake.ANSWERS,
    "which_cancel": resident.answer_which_cancel,
    "which_offer": volunteer.answer_which_offer,
    "which_complete": volunteer.answer_which_task("complete"),
    "which_cannot": volunteer.answer_which_task("cannot"),
}

READINGS: tuple[Reading, ...] = (
    _danger,
    _stop_or_start,
    _language_answer,
    _switch_language,
    _urgency_answer,
    _which_language,
    _help_or_person,
    _asked_last,
    _person_at_zero,
    _command,
    _offer_answer,
    _need,
    _thanks,
    _nothing_said,
)


