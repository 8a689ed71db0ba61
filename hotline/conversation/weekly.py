"""Help that comes every week, in words: one time left out or moved, or an end to it, by either side."""

from typing import Any

from hotline.conversation.talk import NOTHING, Effect, Heard, Known, Say, Standing, Talk, Turn, do, say
from hotline.understanding import When


def take(talk: Talk, heard: Heard, known: Known) -> Turn | None:
    """Take "skip Thursday", "move it to Friday", "no longer every week" of somebody who gets or gives such help.

    None while she describes something else, or when the words answer a question that we put to her unasked.
    """
    words = heard.understood
    if not known.series or talk.wish is not None or (known.pushed is not None and words.answer is not None):
        return None
    series = _meant(known)
    if words.weekly == "skip":
        return Turn(NOTHING, (), (_skip(series.id, words.when),))
    if words.weekly == "end":
        return ask_end(series)
    return _move(series, words.when) if words.weekly == "move" else None


def told(known: Known, *, hers: bool) -> tuple[Say, ...]:
    """Say of what comes to her, or what he does, every week when it is next."""
    return tuple(say("series.status", kind=each.kind, when=each.when) for each in known.series if each.is_hers == hers)


def from_menu(_talk: Talk, _heard: Heard, known: Known) -> Turn | None:
    """Ask by phone what shall become of it."""
    return ask_end(_meant(known)) if known.series else None


def kind_meant(known: Known) -> str:
    """Return what comes every week, of several what `from_menu` asks about."""
    return _meant(known).kind


def _meant(known: Known) -> Standing:
    """Hers, if she has one, else what he has; of several the one that is next."""
    return min(known.series, key=lambda each: (not each.is_hers, str(each.when["from"])))


def _skip(series_id: int, when: When | None) -> Effect:
    return do("skip_visit", id=series_id, **(_span(when) if when is not None and when.precision != "soon" else {}))


def _span(when: When) -> dict[str, str]:
    return {"start": when.start.isoformat(), "end": when.end.isoformat()}


def _move(series: Standing, when: When | None) -> Turn | None:
    """Move the next time; who gives the help can ask for that once it is agreed that he comes."""
    if not series.is_hers and series.visit_id is None:
        return None
    if when is None or when.precision == "soon":
        return Turn(Talk(question="move_to", options=(series.id,)), (say("ask.when"),))
    return Turn(NOTHING, (), (_moving(series.id, when),))


def _moving(series_id: int, when: When) -> Effect:
    return do("move_visit", id=series_id, precision=when.precision, names_day=when.names_day, **_span(when))


def answer_move_to(talk: Talk, heard: Heard, _known: Known) -> Turn | None:
    """Take the time to which it is moved."""
    when = heard.understood.when
    return Turn(NOTHING, (), (_moving(int(talk.options[0]), when),)) if when is not None else None


def ask_end(series: Standing) -> Turn:
    """Only the next time, or all of it?"""
    facts: dict[str, Any] = {"kind": series.kind, "when": series.when}
    return Turn(Talk(question="end_series", options=(series.id,)), (say("series.ask_end", **facts),))


def answer_end(talk: Talk, heard: Heard, _known: Known) -> Turn | None:
    """Take 1 only the next time, 2 all of it."""
    series_id, choice = int(talk.options[0]), heard.understood.choice
    if choice == 1:
        return Turn(NOTHING, (), (_skip(series_id, None),))
    return Turn(NOTHING, (), (do("end_series", id=series_id),)) if choice == 2 else None


def answer_moved(visit_id: int, heard: Heard) -> Turn | None:
    """Take the resident's word on the other time that her volunteer wishes."""
    words = heard.understood
    if words.plain_answer == "yes" or words.choice == 1:
        return Turn(NOTHING, (), (do("agree_to_move", id=visit_id, agrees=True),))
    if words.plain_answer == "no" or words.choice == 2:
        return Turn(NOTHING, (), (do("agree_to_move", id=visit_id, agrees=False),))
    return None
