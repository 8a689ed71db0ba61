"""A sentence that is about a command without being it: which one she means is asked, nothing is done."""

from collections.abc import Callable, Mapping

from hotline.conversation import bridging, missed, resident, volunteer, weekly
from hotline.conversation.talk import NOTHING, Heard, Known, Talk, Turn, say

Reading = Callable[[Heard, Known], Turn | None]


def about(talk: Talk, heard: Heard, known: Known) -> Turn | None:
    """Ask what exactly is meant; None where there is nothing it could be about, and while a question is open."""
    reading = ABOUT.get(heard.understood.about)
    return reading(heard, known) if reading and not talk.is_open else None


def _cancel(heard: Heard, known: Known) -> Turn | None:
    if known.tasks and not known.own_requests:
        return _unable(heard, known)
    if known.own_requests:
        return resident.which_cancel(known.own_requests)
    return weekly.ask_end(known.series[0]) if known.series else None


def _change(_heard: Heard, known: Known) -> Turn | None:
    """What shall be otherwise stands in her words, which a person reads."""
    return missed.to_a_person(known) if known.own_requests else None


def _unable(_heard: Heard, known: Known) -> Turn | None:
    return volunteer.which_not(known) if known.tasks else None


def _how(_heard: Heard, known: Known) -> Turn | None:
    """The words that do it."""
    role = "volunteer" if known.volunteer and not known.own_requests else "resident"
    return Turn(NOTHING, (say(f"help.{role}"),)) if known.volunteer or known.is_resident else None


def _done(_heard: Heard, known: Known) -> Turn | None:
    return volunteer.which_task("complete", known) if known.tasks else None


def _on_way(heard: Heard, known: Known) -> Turn | None:
    """How far he is, or how late, she learns best in his own words."""
    if len(known.tasks) > 1:
        return volunteer.which_task("on_way", known)
    return bridging.tell(known.tasks[0].visit_id, known.tasks[0].name, heard.understood.text) if known.tasks else None


def _absent(heard: Heard, known: Known) -> Turn | None:
    """Somebody is waited for: she for him, or he at her door."""
    return volunteer.at_door(NOTHING, heard, known) or resident.absent(NOTHING, heard, known)


ABOUT: Mapping[str, Reading] = {
    "cancel": _cancel,
    "change": _change,
    "unable": _unable,
    "done": _done,
    "on_way": _on_way,
    "absent": _absent,
    "pause": _how,
    "resume": _how,
    "stop": _how,
}
