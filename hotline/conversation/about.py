"""A sentence that is about a command without being it: which one she means is asked, nothing is done."""

from collections.abc import Callable, Mapping

from hotline.conversation import missed, resident, volunteer, weekly
from hotline.conversation.talk import NOTHING, Heard, Known, Talk, Turn, say


def about(talk: Talk, heard: Heard, known: Known) -> Turn | None:
    """Ask what exactly is meant; None where there is nothing it could be about, and while a question is open."""
    reading = ABOUT.get(heard.understood.about)
    return reading(known) if reading and not talk.is_open else None


def _cancel(known: Known) -> Turn | None:
    if known.tasks and not known.own_requests:
        return _unable(known)
    if known.own_requests:
        return resident.which_cancel(known.own_requests)
    return weekly.ask_end(known.series[0]) if known.series else None


def _change(known: Known) -> Turn | None:
    """What shall be otherwise stands in her words, which a person reads."""
    return missed.to_a_person(known) if known.own_requests else None


def _unable(known: Known) -> Turn | None:
    return volunteer.which_not(known) if known.tasks else None


def _how(known: Known) -> Turn | None:
    """The words that do it."""
    role = "volunteer" if known.volunteer and not known.own_requests else "resident"
    return Turn(NOTHING, (say(f"help.{role}"),)) if known.volunteer or known.is_resident else None


def _which_task(verb: str) -> Callable[[Known], Turn | None]:
    return lambda known: volunteer.which_task(verb, known) if known.tasks else None


ABOUT: Mapping[str, Callable[[Known], Turn | None]] = {
    "cancel": _cancel,
    "change": _change,
    "unable": _unable,
    "done": _which_task("complete"),
    "on_way": _which_task("on_way"),
    "pause": _how,
    "resume": _how,
    "stop": _how,
}
