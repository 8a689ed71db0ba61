"""Which question comes next while a request is described, how it is put, and the summary she confirms."""

from typing import Any

from dispatch.kinds import RULES, Channel, Kind
from hotline.conversation.talk import Known, Say, Talk, Wish, say
from hotline.conversation.wishes import KINDS, places_of

MOST_QUESTIONS = {Channel.SMS: 2, Channel.CALL: 4}
"""Questions besides her first words and her confirmation. By phone each is one key, and what, when and where are one
message after the tone."""

ONE_KEY = ("by_phone", "hour", "weekly")
"""Questions with a key or two, put by phone where they make sense and not counted among the others."""

EVERY_WEEK = frozenset({Kind.SHOPPING, Kind.ERRAND, Kind.ESCORT, Kind.COMPANY})
"""Kinds that come every week often enough to ask about it by phone, once a day is known."""

NO_MORE = 9
"""As if so many had been asked: only what must be known is still asked for."""


def next_question(wish: Wish, asked: int, known: Known) -> str | None:
    """Return the first question that is still open: those that must be asked, then as many others as may be."""
    must, may = _by_phone(wish, known) if known.channel == Channel.CALL else _by_text(wish)
    missing = [question for question, is_missing in must.items() if is_missing]
    if asked < MOST_QUESTIONS[Channel(known.channel)]:
        missing += [question for question, is_missing in may.items() if is_missing]
    return next(iter(missing), None)


Missing = tuple[dict[str, bool], dict[str, bool]]
"""What must be asked for, and what may be, in order; True: it is still missing."""


def _by_text(wish: Wish) -> Missing:
    must = {
        "kind": not wish.kind,
        "name": not wish.needs_place and not wish.name,
        "place": not wish.address and wish.needs_place,
        # "Something" at somebody's is nothing that a volunteer can say yes to.
        "details": wish.kind == Kind.OTHER and not wish.details,
        "when": _needs_time(wish),
    }
    may = {
        "area": wish.area is None and not wish.is_known_place and wish.needs_place,
        "when": not wish.precision and not wish.is_known_place,
        # At a door with many bells he has to know whose to ring.
        "name": not wish.name and wish.needs_place,
    }
    return must, may


def _by_phone(wish: Wish, known: Known) -> Missing:
    """She says what, when and where after the tone; the day and the postal code are keyed in, for dispatch to use."""
    must = {"kind": not wish.kind, "when": _needs_time(wish)}
    may = {
        "by_phone": wish.kind == Kind.COMPANY and wish.by_phone is None and not known.is_withheld,
        "hour": wish.precision == "day" and not wish.is_any_hour and _hangs_on_time(wish),
        "message": wish.recording_id is None and not wish.details,
        "when": not wish.precision,
        "weekly": wish.weekly is None and wish.kind in EVERY_WEEK and wish.precision in ("day", "hour"),
        "postal_code": wish.area is None and not wish.address and wish.needs_place,
    }
    return must, may


def _needs_time(wish: Wish) -> bool:
    if wish.precision:
        return False
    return wish.weekly or _hangs_on_time(wish)


def _hangs_on_time(wish: Wish) -> bool:
    """Whether somebody has to be there at an hour that others have set: a doctor's, an office's."""
    return any(RULES[Kind(kind)].needs_time for kind in (wish.kind, *wish.also) if kind)


def ask(question: str, known: Known, wish: Wish) -> tuple[tuple[int | str, ...], Say]:
    """Return what the numbers of a question stand for, and the question."""
    if question == "place" and (known.name or wish.name):
        return (), say("ask.address")
    if question == "kind":
        return KINDS, say("ask.kind")
    if question == "area":
        return tuple(code for code, _ in known.areas), say("ask.area", choices=[name for _, name in known.areas])
    if question == "when":
        return ("soon", "today", "tomorrow"), say("ask.when")
    if question == "message":
        return (), say(_message_prompt(known, wish))
    return (), say(f"ask.{question}")


def _message_prompt(known: Known, wish: Wish) -> str:
    if known.is_withheld:
        return "ask.message.withheld"
    if wish.is_by_phone:
        return "ask.message.by_phone"
    return "ask.message.known" if wish.address else "ask.message"


def again(talk: Talk, known: Known) -> Say:
    """Return the open question once more."""
    wish = talk.wish or Wish()
    return confirmation(wish, known) if talk.question == "confirm" else ask(talk.question, known, wish)[1]


def confirmation(wish: Wish, known: Known) -> Say:
    """Return the one-line summary she confirms."""
    kinds = [f"{kind}_by_phone" if wish.by_phone and kind == Kind.COMPANY else kind for kind in (wish.kind, *wish.also)]
    kind: str | list[str] | dict[str, Any] = kinds if wish.also else kinds[0]
    places = max(places_of(wish, each) for each in (wish.kind, *wish.also))
    if places > 1:
        kind = {"kind": kind, "of": places}
    facts = {"kind": kind, "address": wish.address, "when": when_fact(wish)}
    if not wish.needs_place:
        return say("confirm.by_phone", kind=kind, when=when_fact(wish))
    if known.channel == Channel.CALL:
        return say("confirm.known" if wish.address else "confirm.request", **facts)
    if wish.kind == Kind.OTHER and wish.details:
        return say("confirm.other", details=wish.details, **facts)
    if wish.is_known_place and known.name and places == 1:
        return say("confirm.known", name=known.name.split()[0], **facts)
    return say("confirm.request", **facts)


def when_fact(wish: Wish) -> dict[str, Any]:
    """Return the wished time as a fact."""
    when = {"from": wish.start, "until": wish.end, "precision": wish.precision or "soon"}
    return {**when, "weekly": True} if wish.weekly else when
