"""What a known caller is offered first: each choice as a row, with when it is offered and what it leads to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from hotline.conversation import bridging, resident, volunteer, weekly, wishes
from hotline.conversation.talk import NOTHING, Heard, Known, Say, Talk, Turn, do, say
from hotline.understanding import Understood

MOST_ITEMS = 8
"""9 is another language and 0 a person."""

NO_KEY = Heard(Understood(text=""))
"""What a choice is taken with: nothing was said besides it."""

Reading = Callable[[Talk, Heard, Known], Turn | None]


@dataclass(frozen=True)
class Item:
    """One choice: the prompt `menu.<name>` with its facts, offered when `fits`, leading to `take`."""

    name: str
    fits: Callable[[Known], bool]
    take: Reading
    facts: Callable[[Known], Mapping[str, Any]] = lambda _known: {}


def _ask_for_help(_talk: Talk, _heard: Heard, known: Known) -> Turn:
    asking = Talk(question="kind", wish=wishes.from_before(known), asked=1, options=wishes.KINDS)
    return Turn(asking, (say("ask.kind"),))


def _listen(_talk: Talk, _heard: Heard, known: Known) -> Turn:
    said = (say("recording", id=task.recording_id) for task in known.tasks if task.recording_id is not None)
    return Turn(NOTHING, (say("recording.listed"), *said))


def _effect(verb: str) -> Reading:
    return lambda _talk, _heard, _known: Turn(NOTHING, (), (do(verb),))


def _channel(way: str) -> Reading:
    """From now on she is told things by call, or by text again."""
    return lambda _talk, _heard, _known: Turn(
        NOTHING, (say(f"channel.{way}"),), (do("prefer_calls", is_on=way == "call"),)
    )


def _is_active(status: str) -> Callable[[Known], bool]:
    return lambda known: known.volunteer == status


ITEMS: tuple[Item, ...] = (
    Item("offers", lambda known: bool(known.offers), volunteer.hear_offers),
    Item("connect", lambda known: bool(bridging.others(known)), bridging.connect_from_menu,
         lambda known: {"name": bridging.others(known)[0][1]}),
    Item("listen", lambda known: any(task.recording_id for task in known.tasks), _listen,
         lambda known: {"name": next(task.name for task in known.tasks if task.recording_id)}),
    Item("on_way", lambda known: bool(known.tasks), volunteer.on_way),
    Item("done", lambda known: bool(known.tasks), volunteer.done),
    Item("unable", lambda known: bool(known.tasks), volunteer.unable),
    Item("tasks", lambda known: bool(known.tasks), volunteer.tasks),
    Item("status", lambda known: bool(known.own_requests), resident.status),
    Item("weekly", lambda known: bool(known.series), weekly.from_menu,
         lambda known: {"kind": weekly.kind_meant(known)}),
    Item("same", lambda known: known.last is not None, resident.same,
         lambda known: {"kind": known.last.kind if known.last else ""}),
    Item("new", lambda known: True, _ask_for_help),
    Item("change", lambda known: len(known.own_requests) == 1, resident.change),
    Item("cancel", lambda known: bool(known.own_requests), resident.cancel),
    Item("pause", _is_active("active"), _effect("pause")),
    Item("resume", _is_active("paused"), _effect("resume")),
    Item("by_call", lambda known: known.can_text and not known.prefers_calls, _channel("call")),
    Item("by_text", lambda known: known.can_text and known.prefers_calls, _channel("text")),
    Item("start", lambda known: known.has_stopped, _effect("start")),
    Item("stop", lambda known: not known.has_stopped, _effect("stop")),
)

ALWAYS = frozenset({"new", "by_call", "by_text", "stop"})
"""What is offered to everybody; who has nothing else needs no menu."""


def offered(known: Known) -> tuple[Item, ...]:
    """Return the choices for this person, in the order of their keys."""
    return tuple(item for item in ITEMS if item.fits(known))[:MOST_ITEMS]


def begin(known: Known, *, first: tuple[Say, ...] = ()) -> Turn:
    """Put the choices to a caller; somebody for whom there are none is asked at once what she needs."""
    items = offered(known)
    if {item.name for item in items} <= ALWAYS:
        turn = _ask_for_help(NOTHING, NO_KEY, known)
        return Turn(turn.talk, (*first, *turn.replies))
    prompts = tuple(say(f"menu.{item.name}", key=key, **item.facts(known)) for key, item in enumerate(items, 1))
    said = (*prompts, say("language.other"), say("person.press"))
    options = tuple(item.name for item in items)
    return Turn(Talk(question="menu", options=options, said=said), (*first, *said))


def answer(talk: Talk, heard: Heard, known: Known) -> Turn | None:
    """Take the key of a choice."""
    choice = heard.understood.choice
    if choice is None or not 1 <= choice <= len(talk.options):
        return None
    item = next(item for item in ITEMS if item.name == talk.options[choice - 1])
    return item.take(NOTHING, NO_KEY, known) if item.fits(known) else None
