"""The same conversation by phone: what else a key can mean there, and that no call ends without a way on.

Only what the keypad and the voice add stands here; describing a request, cancelling, answering an offer and all other
rules are those of the texts.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from hotline.catalogs import REFERENCE
from hotline.conversation import bridging, danger, intake, phone_visits, resident, volunteer, weekly, wishes
from hotline.conversation.by_phone import menu, news
from hotline.conversation.talk import Heard, Known, Say, Talk, Turn, do, say

Reading = Callable[[Talk, Heard, Known], Turn | None]

MOST_MISSES = 3
"""A question is put once and repeated twice; then she can leave a message for a person."""

OTHER_LANGUAGE = 9
FREE_KEYS = ("menu", "more", "gate", "kind", "confirm")
"""Questions in which 9 means nothing else."""


def step(talk: Talk, heard: Heard, known: Known) -> Turn:
    """Take what came of one step of a call: a key, words, silence, a recording, the end of a connection."""
    turn = next((turn for reading in READINGS if (turn := reading(talk, heard, known)) is not None), None)
    return finish(turn or missed(talk, heard, known), talk, known)


def begin(known: Known, *, is_outgoing: bool) -> Turn:
    """The first step of a call: ours begins at the gate, hers with the emergency notice and what waits for her."""
    if is_outgoing:
        return news.gate(known)
    if known.language is None:
        return language_menu(known, first=(say("not_emergency"),))
    turn = welcome(known)
    if turn.talk.question != "kind":
        return turn
    *before, question = turn.replies  # she is asked at once, without the menu that names the ninth key
    return replace(turn, replies=(*before, say("language.other"), question))


def welcome(known: Known, *, is_warned: bool = False) -> Turn:
    """The first words in her language; then what waits to be told, or what she can choose.

    is_warned: she has just heard the notice in this language.
    """
    notice = () if is_warned else (say("not_emergency"),)
    hello = (say("welcome.known", name=known.name.split()[0]),) if known.name.strip() else ()
    first = (*notice, *hello)
    waiting = tuple(item.id for item in known.news)
    return news.tell(known, waiting, first=first) or menu.begin(known, first=first)


def language_menu(known: Known, *, first: tuple[Say, ...] = (), begin: int = 0) -> Turn:
    """Every language on offer, each in its own words; of more than there are keys for, those from `begin` on."""
    every = tuple(tag for tag, _ in known.languages)
    tags = every[begin : begin + menu.MOST_ITEMS]
    said = tuple(say("language.press", key=key, spoken=tag) for key, tag in enumerate(tags, 1))
    if len(every) > menu.MOST_ITEMS:
        told = dict.fromkeys((every[0], *(tag for tag in every if tag == REFERENCE)))
        said += tuple(say("language.other", spoken=tag) for tag in told)
    return Turn(Talk(question="language", options=tags, said=said), (*first, *said))


def language_chosen(talk: Talk, heard: Heard, known: Known) -> Turn | None:
    """Go on in the language of the key; 9 leads on to further languages, and from the last of them to the first."""
    choice = heard.understood.choice
    if choice == OTHER_LANGUAGE and len(known.languages) > menu.MOST_ITEMS:
        return language_menu(known, begin=_next_language(talk, known))
    if choice is None or not 1 <= choice <= len(talk.options):
        return None
    tag = str(talk.options[choice - 1])
    is_warned = known.language is None and tag == known.languages[0][0]  # the menu began in the place's own
    return welcome(known, is_warned=is_warned).also(do("set_language", tag=tag))


def _next_language(talk: Talk, known: Known) -> int:
    every = [tag for tag, _ in known.languages]
    following = every.index(str(talk.options[-1])) + 1 if talk.options and talk.options[-1] in every else 0
    return following if following < len(every) else 0


def opened(talk: Talk, heard: Heard, known: Known) -> Turn | None:
    """Any key opens a call of ours; silence is asked about twice and then tried again later."""
    if not heard.understood.text:
        return Turn(Talk(question="goodbye"), (say("gate.later"),)) if talk.misses + 1 >= MOST_MISSES else None
    if heard.understood.choice == 0:
        return None
    return news.tell(known, tuple(item.id for item in known.news)) or menu.begin(known)


def heard_danger(talk: Talk, heard: Heard, _known: Known) -> Turn | None:
    """Words of danger, said where speech is heard: 112 first, and an operator; where they may mean less, a question."""
    urgency = heard.understood.urgency
    if urgency == "alarm":
        said = (say("emergency"), *danger.further(heard.understood.dangers, danger.ACUTE))
        return Turn(talk, (*said, *talk.said), (do("call_person", reason="emergency"),))
    if urgency == "question":
        asking = replace(talk, question="urgency", misses=0, dangers=heard.understood.dangers)
        return Turn(asking, (say("urgency.ask"),))
    return None


def answer_urgency(talk: Talk, heard: Heard, known: Known) -> Turn | None:
    """1 is danger now; after 2 she goes on where she was."""
    if heard.understood.choice == 1:
        said = (say("emergency"), *danger.further(talk.dangers, danger.ACUTE))
        return Turn(Talk(question="goodbye"), said, (do("call_person", reason="emergency"),))
    if heard.understood.choice != 2:
        return None
    said = danger.further(talk.dangers, danger.CALM)
    turn = intake.go_on(Talk(wish=talk.wish, asked=1), known) if talk.wish else menu.begin(known)
    return replace(turn, replies=(*said, *turn.replies))


def person(_talk: Talk, heard: Heard, known: Known) -> Turn | None:
    """0 is a person: one is rung while any is at work, else she leaves a message."""
    if heard.understood.choice != 0 and "person" not in heard.understood.needs:
        return None
    return to_person(known)


def to_person(known: Known) -> Turn:
    """Ring a person, or take a message for one."""
    if known.is_staffed:
        return Turn(Talk(question="operators"), (say("connecting"),))
    return leave_message(say("nobody_free"))


def leave_message(*first: Say) -> Turn:
    """Let her say what it is about; an operator hears it."""
    said = (say("ask.leave_message"),)
    return Turn(Talk(question="leave_message", said=said), (*first, *said))


def talked_to_person(_talk: Talk, heard: Heard, _known: Known) -> Turn:
    """She has talked to one, or nobody was free."""
    return goodbye() if heard.is_connected else leave_message(say("nobody_free"))


def message_left(talk: Talk, heard: Heard, known: Known) -> Turn | None:
    """Hand what she said to an operator; who says nothing twice is called, if we can see her number."""
    if heard.recording_id is not None:
        kept = do("keep_message", id=heard.recording_id)
        return Turn(Talk(question="goodbye"), (say("message_taken"),), (do("call_person", reason="left_message"), kept))
    if talk.misses == 0:
        return Turn(replace(talk, misses=1), (say("message_empty"), *talk.said))
    if known.is_withheld:
        return goodbye()
    return Turn(Talk(question="goodbye"), (say("person_coming"),), (do("call_person", reason="asked_for_person"),))


def other_language(talk: Talk, heard: Heard, known: Known) -> Turn | None:
    """9 is another language."""
    is_nine = heard.understood.choice == OTHER_LANGUAGE and talk.question in FREE_KEYS
    return language_menu(known) if is_nine else None


def code(talk: Talk, heard: Heard, _known: Known) -> Turn | None:
    """The star key lets a native speaker in who was given a code to record prompts."""
    if heard.understood.text != "*" or talk.question not in (*FREE_KEYS, "language"):
        return None
    said = (say("ask.code"),)
    return Turn(Talk(question="code", said=said), said)


def another_day(talk: Talk, heard: Heard, _known: Known) -> Turn | None:
    """The fourth answer to "when?"."""
    if talk.question != "when" or heard.understood.choice != 4:
        return None
    return Turn(replace(talk, question="weekday", misses=0), (say("ask.weekday"),))


def said_need(talk: Talk, heard: Heard, known: Known) -> Turn | None:
    """A need said aloud, where a key was asked for: an extra, taken only when it is plainly one kind."""
    kinds = [need for need in heard.understood.needs if need in wishes.KINDS]
    if len(kinds) != 1 or talk.question not in ("menu", "kind"):
        return None
    wish = replace(talk.wish or wishes.from_before(known), kind=kinds[0])
    return intake.go_on(Talk(wish=wish, asked=1), known)


def more(_talk: Talk, heard: Heard, known: Known) -> Turn | None:
    """Back to the choices; who says nothing has all she wanted."""
    if heard.understood.choice == 1:
        return menu.begin(known)
    return goodbye() if not heard.understood.text else None


def goodbye() -> Turn:
    """The end of a call."""
    return Turn(Talk(question="goodbye"), (say("goodbye"),))


def missed(talk: Talk, heard: Heard, known: Known) -> Turn:
    """No key, or one without a meaning: the same again, twice at most, then a message for a person."""
    if talk.misses + 1 >= MOST_MISSES:
        return replace_wish(leave_message(), talk) if talk.question not in UNASKED else goodbye()
    silence = "message_empty" if talk.question in SPOKEN else "again.silent"
    why = say("again.wrong" if heard.understood.text else silence)
    return Turn(replace(talk, misses=talk.misses + 1), (why, *talk.said))


def replace_wish(turn: Turn, talk: Talk) -> Turn:
    """Return a turn that still knows what she was describing."""
    return replace(turn, talk=replace(turn.talk, wish=talk.wish))


def finish(turn: Turn, before: Talk, known: Known) -> Turn:
    """See that a turn goes on: with the messages that are left, or with a way back to the choices."""
    if turn.talk.question:
        return replace(turn, talk=_remembering(turn, before))
    following = news.tell(known, news.left(before), first=turn.replies)
    if following is not None:
        return replace(following, effects=(*turn.effects, *following.effects))
    said = (say("more"),)
    return replace(turn, talk=Talk(question="more", said=said), replies=(*turn.replies, *said))


def _remembering(turn: Turn, before: Talk) -> Talk:
    """The talk with its question as it was put, to be put again, and with the messages that are left."""
    talk, replies = turn.talk, tuple(turn.replies)
    if not talk.said or replies[-len(talk.said):] != talk.said:
        talk = replace(talk, said=replies[-1:])
    if talk.question != "news" and not talk.news:
        talk = replace(talk, news=news.left(before))
    return talk


SPOKEN = ("message", "leave_message")
"""Questions that are answered after the tone."""

UNASKED = ("gate", "news", "offer", "refuse", "more", "code", "end_series", "authorised", phone_visits.GATE)
"""Questions whose silence needs no message: she was called, or had what she wanted."""

DESCRIBING = (
    "kind", "by_phone", "message", "when", "weekday", "hour", "weekly", "postal_code", "confirm", "change",
)  # fmt: skip
"""The questions about a request that are put by phone."""

ANSWERS: Mapping[str, Reading] = {
    **{question: intake.ANSWERS[question] for question in (*DESCRIBING, "authorised")},
    "language": language_chosen,
    "menu": menu.answer,
    "gate": opened,
    "urgency": answer_urgency,
    "news": news.answer,
    "offer": volunteer.answer_told_offer,
    "refuse": resident.answer_doubt,
    "operators": talked_to_person,
    "leave_message": message_left,
    "connect": bridging.connected,
    phone_visits.GATE: phone_visits.opened,
    phone_visits.RING: phone_visits.over,
    "which_connect": bridging.answer_which,
    "which_cancel": resident.answer_which_cancel,
    "which_on_way": volunteer.answer_which_task("on_way"),
    "which_complete": volunteer.answer_which_task("complete"),
    "which_cannot": volunteer.answer_which_task("cannot"),
    "end_series": weekly.answer_end,
    "more": more,
}


def answer(talk: Talk, heard: Heard, known: Known) -> Turn | None:
    """Take the answer to the question that was put last."""
    reading = ANSWERS.get(talk.question)
    return reading(talk, heard, known) if reading else None


READINGS: tuple[Reading, ...] = (heard_danger, code, other_language, another_day, person, answer, said_need)
"""The order of readings in a call."""

UNFINISHED = frozenset({*DESCRIBING, "operators", "leave_message", "urgency"})
"""Questions that an operator must see when she hangs up in the middle of them."""
