"""What is told by call: the messages that wait for her, one after the other, each with the keys that answer it.

What is private waits for a key, so that no machine that answers hears it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from hotline.conversation import bridging, resident, tongues, volunteer, weekly
from hotline.conversation.talk import NOTHING, Heard, Known, News, Say, Talk, Turn, do, say

REPEAT, NEXT = 1, 2


def gate(known: Known) -> Turn:
    """The first words of a call of ours: who calls, and that a key opens it."""
    is_call_back = bool(known.news) and all(item.notice == "missed_call" for item in known.news)
    said = say("missed_call" if is_call_back else "gate")
    return Turn(Talk(question="gate", said=(said,)), (said,))


def tell(known: Known, waiting: Sequence[int], *, first: Sequence[Say] = ()) -> Turn | None:
    """Tell the next of the messages that wait, up to the first that wants an answer; None when none is left."""
    items = [item for item in known.news if item.id in waiting and item.notice != "missed_call"]
    batch = _batch(items)
    if not batch:
        return None
    said = tuple(each for item in batch for each in _said(item, is_last=item is batch[-1]))
    told = tuple(item.id for item in batch)
    talk = Talk(question="news", options=told, news=tuple(item.id for item in items), said=said)
    return Turn(talk, (*first, *said), (do("told", ids=told),))


def _batch(items: list[News]) -> list[News]:
    place = next((place for place, item in enumerate(items) if item.notice in ANSWERS), len(items))
    return items[: place + 1]


def _said(item: News, *, is_last: bool) -> tuple[Say, ...]:
    message = [Say(item.notice, item.facts)]
    if item.recording_id is not None:
        message += [say("recording.listed"), say("recording", id=item.recording_id)]
    keys, _ = ANSWERS.get(item.notice, PLAIN)
    return (*message, say(keys)) if is_last and keys else tuple(message)


def left(talk: Talk) -> tuple[int, ...]:
    """Return the messages she is still to be told once the open question is answered."""
    return tuple(each for each in talk.news if talk.question != "news" or each not in talk.options)


def answer(talk: Talk, heard: Heard, known: Known) -> Turn | None:
    """Take the key after a message. Silence is asked about once; then the message counts as heard."""
    heard_all = do("heard", ids=talk.options)
    current = next((item for item in known.news if talk.options and item.id == talk.options[-1]), None)
    if current is None:
        return Turn(NOTHING, (), (heard_all,))
    _, take = ANSWERS.get(current.notice, PLAIN)
    turn = take(current, talk, heard)
    if turn is None and not heard.understood.text and talk.misses:
        turn = Turn(NOTHING)
    return turn.also(heard_all) if turn else None


def _plain(_item: News, talk: Talk, heard: Heard) -> Turn | None:
    choice = heard.understood.choice
    if choice == REPEAT:
        return again(talk)
    return Turn(NOTHING) if choice == NEXT else None


def again(talk: Talk) -> Turn:
    """Say the same once more, because she asked for it."""
    return Turn(replace(talk, misses=0), talk.said)


def _match(item: News, talk: Talk, heard: Heard) -> Turn | None:
    choice = heard.understood.choice
    if choice == REPEAT:
        return again(talk)
    if choice == 2 and item.visit_id is not None:
        return resident.doubt(item.visit_id)
    if choice == 3 and item.visit_id is not None:
        return bridging.connect(item.visit_id, item.name)
    return None


def _task(item: News, talk: Talk, heard: Heard) -> Turn | None:
    return None if heard.understood.choice == 2 else _match(item, talk, heard)


def _offer(item: News, talk: Talk, heard: Heard) -> Turn | None:
    return volunteer.answer_by_key(item.offer_id, talk, heard)


def _follow_up(item: News, _talk: Talk, heard: Heard) -> Turn | None:
    if item.visit_id is None:
        return Turn(NOTHING)
    return resident.follow_up(item.visit_id, heard, matches=item.matches)


def _other_time(item: News, talk: Talk, heard: Heard) -> Turn | None:
    if heard.understood.choice == 3:
        return again(talk)
    return resident.answer_other_time(item.offer_id, heard) if item.offer_id is not None else Turn(NOTHING)


def _ask_done(item: News, _talk: Talk, heard: Heard) -> Turn | None:
    return volunteer.ask_done(item.visit_id, heard) if item.visit_id is not None else Turn(NOTHING)


def _alarm(item: News, talk: Talk, heard: Heard) -> Turn | None:
    choice = heard.understood.choice
    if choice == 1 and item.request_id is not None:
        return Turn(NOTHING, (), (do("take_alarm", id=item.request_id),))
    return again(talk) if choice == 2 else None


def _moved(item: News, talk: Talk, heard: Heard) -> Turn | None:
    if heard.understood.choice == 3:
        return again(talk)
    return weekly.answer_moved(item.visit_id, heard) if item.visit_id is not None else Turn(NOTHING)


def _tongues(item: News, _talk: Talk, heard: Heard) -> Turn | None:
    if item.request_id is None:
        return Turn(NOTHING)
    return tongues.answer_by_key(heard, request_id=item.request_id, choices=item.facts["choices"])


Take = Callable[[News, Talk, Heard], Turn | None]

PLAIN: tuple[str, Take] = ("keys.news", _plain)
ANSWERS: Mapping[str, tuple[str, Take]] = {
    "match.resident": ("keys.match", _match),
    "reminder.resident": ("keys.match", _match),
    "match.volunteer": ("keys.task", _task),
    "by_phone.resident": ("keys.match", _match),
    "by_phone.volunteer": ("keys.task", _task),
    "reminder.volunteer": ("keys.task", _task),
    "follow_up.ask": ("keys.follow_up", _follow_up),
    "by_phone.follow_up": ("keys.by_phone_follow_up", _follow_up),
    "offer": ("keys.offer", _offer),
    "proposal.ask": ("keys.proposal", _other_time),
    "alarm": ("keys.alarm", _alarm),
    "ask_done": ("keys.ask_done", _ask_done),
    "series.move": ("keys.offer", _moved),
    "tongues.ask": ("", _tongues),
}
"""The messages that want an answer: the prompt that names the keys, and how a key is taken. Choices name their own."""
