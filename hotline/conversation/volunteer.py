"""What a volunteer can say: yes or no to an offer, done, cannot after all, pause, my tasks."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from hotline.conversation import choosing, other_times, weekly
from hotline.conversation.talk import NOTHING, Heard, Known, Talk, Task, Turn, do, say

_AS_ANSWER = {"cannot": "no", "on_way": "yes"}
"""What is said of a task, where there is none yet but an offer: who is on his way has said yes to it."""

_LONGER = 5
"""Words from which on a text tells more than what help is wanted."""


def answer_offer(talk: Talk, heard: Heard, known: Known) -> Turn | None:
    """Take a yes or no to offers: by code, or bare when only one is open. Anything but a plain answer is asked about.

    None when the text is no answer at all.
    """
    words = heard.understood
    if words.parts:
        return other_times.several(talk, heard, known)
    if words.answer is None and not other_times.is_meant(heard, known):
        return None
    if words.answer is None or words.is_conditional:
        return other_times.with_condition(talk, heard, known)
    verb = "accept" if words.answer == "yes" else "decline"
    if words.codes:
        return Turn(_going_on(talk), (), tuple(do(f"{verb}_code", code=code) for code in words.codes))
    return which(talk, known) if len(known.offers) > 1 else _bare(verb, talk, known)


def _bare(verb: str, talk: Talk, known: Known) -> Turn | None:
    """A plain answer means the only offer, or the last one; a no may mean what he has promised meanwhile."""
    meant = known.offers[0].id if known.offers else known.last_offer_id
    if verb == "decline" and not known.offers and any(task.offer_id != meant for task in known.tasks):
        return which_not(known)
    return Turn(_going_on(talk), (), (do(verb, id=meant),)) if meant is not None else None


def _going_on(talk: Talk) -> Talk:
    """What stays open after an answer as a volunteer: the request that he, as a resident, is just describing."""
    return talk if talk.wish is not None else NOTHING


def which(_talk: Talk, known: Known) -> Turn:
    """Several are open: ask which, by number or code."""
    choices = [other_times.item(offer) for offer in known.offers]
    options = tuple(offer.id for offer in known.offers)
    return Turn(Talk(question="which_offer", options=options), (say("offer.which", choices=choices),))


def answer_which_offer(talk: Talk, heard: Heard, known: Known) -> Turn | None:
    """Take the number of the offer he says yes to; "no" means none of them."""
    words = heard.understood
    if words.choice is not None and 1 <= words.choice <= len(talk.options):
        return Turn(NOTHING, (), (do("accept", id=int(talk.options[words.choice - 1])),))
    if words.codes and words.answer is None and not words.is_conditional:
        return Turn(NOTHING, (), tuple(do("accept_code", code=code) for code in words.codes))
    if words.plain_answer == "no" and not words.codes:
        return Turn(NOTHING, (), tuple(do("decline", id=offer.id) for offer in known.offers))
    return None


def done(talk: Talk, heard: Heard, known: Known) -> Turn | None:
    """The visit is over."""
    return _for_task("complete", talk, heard, known)


def unable(talk: Talk, heard: Heard, known: Known) -> Turn | None:
    """He cannot after all."""
    return _for_task("cannot", talk, heard, known)


def on_way(talk: Talk, heard: Heard, known: Known) -> Turn | None:
    """He is on his way."""
    return _for_task("on_way", talk, heard, known)


def at_door(talk: Talk, heard: Heard, known: Known) -> Turn | None:
    """Nobody opens to him. Not where he himself may be the one who waits for somebody."""
    return _for_task("at_door", talk, heard, known) if known.tasks and not known.own_requests else None


def later(talk: Talk, _heard: Heard, known: Known) -> Turn | None:
    """He cannot say yet: the offers stay open."""
    return Turn(_going_on(talk), (say("offer.later"),)) if known.offers else None


def explains(talk: Talk, heard: Heard, known: Known) -> Turn | None:
    """Keep what he writes after we asked why he did not come, with the visit it is about."""
    words = heard.understood
    if known.missed_visit_id is None or talk.question or words.command is not None or not words.text.strip():
        return None
    return Turn(NOTHING, (say("noted"),), (do("explain", id=known.missed_visit_id),))


def is_about_his_task(talk: Talk, heard: Heard, known: Known) -> bool:
    """Whether a longer text that sounds like a need is rather about what he does for somebody ("her lamp is changed").

    Who has asked for help himself, or is asked what he needs, is heard as everybody is.
    """
    is_helping = bool(known.volunteer and (known.tasks or known.offers)) and not known.is_resident
    is_asked = bool(talk.question or talk.wish)
    return is_helping and not is_asked and len(heard.understood.text.split()) >= _LONGER


def _for_task(verb: str, talk: Talk, heard: Heard, known: Known) -> Turn | None:
    codes = heard.understood.codes
    named = [task for task in known.tasks if task.code in codes]
    if verb in _AS_ANSWER and known.offers and not named and (codes or not known.tasks):
        return answer_offer(talk, _as(_AS_ANSWER[verb], heard), known)
    if verb == "cannot" and not named and known.tasks and known.pushed and known.pushed.notice == "offer":
        return which_not(known)
    tasks = named or list(known.tasks)
    if len(tasks) == 1 and (named or verb == "cannot" or not tasks[0].lies_ahead):
        return Turn(_going_on(talk), (), (do(verb, id=tasks[0].visit_id),))
    if not tasks and known.offers:
        return unclear(talk, known)
    if not tasks:
        return Turn(_going_on(talk), (say("tasks.none"),)) if known.volunteer else None
    return which_task(verb, known)


def which_task(verb: str, known: Known) -> Turn:
    """Which of his tasks does he mean?"""
    return choosing.ask(f"which_{verb}", [task.visit_id for task in known.tasks], _items(known), "tasks.which")


def which_not(known: Known) -> Turn:
    """He cannot, or says no, perhaps to what he has promised, perhaps to an offer: a guess would hurt somebody."""
    choices = (*_items(known), *(other_times.item(offer) for offer in known.offers))
    options = (*(f"cannot:{task.visit_id}" for task in known.tasks), *(f"decline:{each.id}" for each in known.offers))
    return choosing.ask("which_not", options, choices, "tasks.which")


def answer_which_not(talk: Talk, heard: Heard, _known: Known) -> Turn | None:
    """Take the number of what he cannot do. A yes may mean that he comes."""
    option = choosing.chosen(talk, heard, by_yes=False)
    if option is None:
        return choosing.refused(talk, heard, "volunteer")
    verb, _, number = str(option).partition(":")
    return Turn(NOTHING, (), (do(verb, id=int(number)),))


def answer_which_task(verb: str) -> Callable[[Talk, Heard, Known], Turn | None]:
    """Return how the number of a task is taken for `verb`."""

    def answer(talk: Talk, heard: Heard, _known: Known) -> Turn | None:
        visit_id = choosing.chosen(talk, heard)
        if visit_id is None:
            return choosing.refused(talk, heard, "volunteer")
        return Turn(NOTHING, (), (do(verb, id=int(visit_id)),))

    return answer


def _as(answer: str, heard: Heard) -> Heard:
    return replace(heard, understood=replace(heard.understood, answer=answer, is_conditional=False))


def unclear(talk: Talk, known: Known) -> Turn:
    """Ask what he meant, and say again what the question is about."""
    if len(known.offers) > 1:
        return which(talk, known)
    facts = {name: fact for name, fact in other_times.item(known.offers[-1]).items() if name != "notice"}
    replies = (say("offer.unclear"), say("offer.item", **facts))
    return Turn(talk, replies, (do("about_offer", id=known.offers[-1].id),))


def tasks(talk: Talk, _heard: Heard, known: Known) -> Turn | None:
    """Say what he has said yes to, and what waits for his answer."""
    if known.volunteer is None:
        return None
    if known.tasks:
        return Turn(_going_on(talk), (say("tasks.list", choices=_items(known)),))
    if len(known.offers) == 1:
        return unclear(_going_on(talk), known)
    if known.offers:
        choices = [other_times.item(offer) for offer in known.offers]
        return Turn(_going_on(talk), (say("offer.which", choices=choices),))
    return Turn(_going_on(talk), weekly.told(known, hers=False) or (say("tasks.none"),))


def _items(known: Known) -> list[dict[str, object]]:
    return [_task_item(task) for task in known.tasks]


def _task_item(task: Task) -> dict[str, object]:
    return {"notice": "task.item", "kind": task.kind, "name": task.name, "when": task.when, "code": task.code}


def pause(talk: Talk, heard: Heard, known: Known) -> Turn | None:
    """He wants to be asked nothing for a while, perhaps until a day."""
    day = heard.understood.back_on
    until = {"until": day.isoformat()} if day else {}
    return Turn(_going_on(talk), (), (do("pause", **until),)) if known.volunteer else None


def resume(talk: Talk, _heard: Heard, known: Known) -> Turn | None:
    """He wants to be asked again."""
    return Turn(_going_on(talk), (), (do("resume"),)) if known.volunteer else None


COMMANDS: Mapping[str, Callable[[Talk, Heard, Known], Turn | None]] = {
    "done": done,
    "unable": unable,
    "tasks": tasks,
    "on_way": on_way,
    "absent": at_door,
    "later": later,
    "pause": pause,
    "resume": resume,
}


def ask_done(visit_id: int, heard: Heard) -> Turn | None:
    """Take the answer to "were you there?": 1 done, 2 not yet, 3 could not."""
    words = heard.understood
    if words.choice == 1 or words.plain_answer == "yes" or words.command == "done":
        return Turn(NOTHING, (), (do("complete", id=visit_id),))
    if words.choice == 2 or words.plain_answer == "no" or words.command == "later":
        return Turn(NOTHING, (say("ok_later"),), (do("not_yet", id=visit_id),))
    if words.choice == 3 or words.command == "unable":
        return Turn(NOTHING, (), (do("cannot", id=visit_id),))
    return None


def hear_offers(_talk: Talk, _heard: Heard, known: Known) -> Turn | None:
    """Tell him by phone what waits for his answer, one offer after the other."""
    return _tell_offer(tuple(offer.id for offer in known.offers), known)


def _tell_offer(waiting: tuple[int, ...], known: Known) -> Turn | None:
    offer = next((offer for offer in known.offers if offer.id in waiting), None)
    if offer is None:
        return None
    said = (
        say("offer", kind=offer.kind, area=offer.area, when=offer.when, language=offer.language), say("keys.offer"),
    )
    return Turn(Talk(question="offer", options=waiting[waiting.index(offer.id):], said=said), said)


def answer_told_offer(talk: Talk, heard: Heard, known: Known) -> Turn | None:
    """Take the key after an offer he asked to hear, and go on with the next one."""
    turn = answer_by_key(int(talk.options[0]), talk, heard)
    if turn is None or turn.talk.question:
        return turn
    following = _tell_offer(tuple(int(each) for each in talk.options[1:]), known)
    return replace(following, effects=turn.effects) if following else turn


def answer_by_key(offer_id: int | None, talk: Talk, heard: Heard) -> Turn | None:
    """Take 1 yes, 2 no, 3 say it again."""
    choice = heard.understood.choice
    if offer_id is None or choice not in (1, 2, 3):
        return None
    if choice == 3:
        return Turn(replace(talk, misses=0), talk.said)
    return Turn(NOTHING, (), (do("accept" if choice == 1 else "decline", id=offer_id),))
