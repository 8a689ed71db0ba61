"""Describing a request: which of kind, place and time are still unknown, one short question at a time.

A new resident needs at most four exchanges and a known one two: besides her first words and her confirmation there are
two questions at most, and what they leave open takes its default, which the confirmation shows.
"""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from dispatch.kinds import RULES, Kind
from hotline.conversation.talk import NOTHING, Heard, Known, Say, Talk, Turn, Wish, do, say
from hotline.understanding import Understood, When

MOST_QUESTIONS = 2
KINDS = tuple(kind.value for kind in Kind)
DAY_STARTS, DAY_ENDS = time(8), time(21)
"""What "today" and "tomorrow" mean, by the clock of the place."""

SHORTEST_DETAILS = 8
"""Letters; a shorter text says nothing that a volunteer could use."""


def wish_from(heard: Understood, known: Known) -> Wish:
    """Return what a first text says of a wish, with the place we know already."""
    kinds = [need for need in heard.needs if need in KINDS]
    wish = Wish(kind=kinds[0] if kinds else "", name=known.name or heard.name)
    if known.address:
        wish = replace(wish, address=known.address, area=known.area, is_known_place=True)
    return merged(wish, heard, keep_kind=True)


def merged(wish: Wish, heard: Understood, *, keep_kind: bool = False) -> Wish:
    """Return the wish with what else a text says: time, place, kind, and its words as details."""
    wish = timed(wish, heard)
    if heard.place and heard.place.address:
        wish = replace(wish, address=heard.place.address, area=heard.place.area_code, is_known_place=False)
    elif heard.place and heard.place.area_code and not wish.address:
        wish = replace(wish, area=heard.place.area_code)
    kinds = [need for need in heard.needs if need in KINDS]
    if kinds and not keep_kind:
        wish = replace(wish, kind=kinds[0])
    return with_details(wish, heard)


def timed(wish: Wish, heard: Understood) -> Wish:
    """Return the wish with the time a text says, if it says one."""
    if heard.when is None:
        return wish
    start, end = heard.when.start.isoformat(), heard.when.end.isoformat()
    return replace(wish, start=start, end=end, precision=heard.when.precision)


def with_details(wish: Wish, heard: Understood) -> Wish:
    """Return the wish with a text's words added to its details, unless the text is only an answer."""
    words = " ".join(heard.text.split())
    says_something = len(words) >= SHORTEST_DETAILS and heard.choice is None and heard.command is None
    if not says_something or words in wish.details:
        return wish
    return replace(wish, details=f"{wish.details} / {words}" if wish.details else words)


def go_on(talk: Talk, known: Known, *, first: tuple[Say, ...] = ()) -> Turn:
    """Ask for what is still missing, or show the whole wish for confirmation."""
    wish = talk.wish or Wish()
    question = _next_question(wish, talk.asked)
    effects = (do("keep_draft"),) if wish.kind else ()
    if question is None:
        confirming = replace(talk, question="confirm", misses=0, options=())
        return Turn(confirming, (*first, confirmation(wish, known)), effects)
    options, reply = ask(question, known)
    talk = replace(talk, question=question, asked=talk.asked + 1, misses=0, options=options)
    return Turn(talk, (*first, reply), effects)


def _next_question(wish: Wish, asked: int) -> str | None:
    """Return the first question that is still open: those that must be asked, then as many others as may be."""
    must = {
        "kind": not wish.kind,
        "place": not wish.address,
        "when": bool(wish.kind) and not wish.precision and RULES[Kind(wish.kind)].needs_time,
    }
    may = {
        "details": wish.kind == Kind.OTHER and not wish.details,
        "area": wish.area is None and not wish.is_known_place,
        "when": not wish.precision and not wish.is_known_place,
    }
    missing = [question for question, is_missing in must.items() if is_missing]
    if asked < MOST_QUESTIONS:
        missing += [question for question, is_missing in may.items() if is_missing]
    return next(iter(missing), None)


def ask(question: str, known: Known) -> tuple[tuple[int | str, ...], Say]:
    """Return what the numbers of a question stand for, and the question."""
    if question == "kind":
        return KINDS, say("ask.kind")
    if question == "area":
        return tuple(code for code, _ in known.areas), say("ask.area", choices=[name for _, name in known.areas])
    if question == "when":
        return ("soon", "today", "tomorrow"), say("ask.when")
    return (), say(f"ask.{question}")


def confirmation(wish: Wish, known: Known) -> Say:
    """Return the one-line summary she confirms."""
    facts = {"kind": wish.kind, "address": wish.address, "when": when_fact(wish)}
    if wish.is_known_place and known.name:
        return say("confirm.known", name=known.name.split()[0], **facts)
    return say("confirm.request", **facts)


def when_fact(wish: Wish) -> dict[str, Any]:
    """Return the wished time as a fact."""
    return {"from": wish.start, "until": wish.end, "precision": wish.precision or "soon"}


def _is_no_content(words: Understood) -> bool:
    """Whether a text is wholly a number, a command ("cancel" is nobody's address) or a thank-you."""
    return words.choice is not None or words.command is not None or words.is_thanks


def answer_place(talk: Talk, heard: Heard, known: Known) -> Turn | None:
    """Take "Karin Berg, Kyrkogatan 4, Öxnehaga"; None when there is nothing in it that could be a place."""
    words = heard.understood
    if _is_no_content(words) or not heard.place_address.strip():
        return None
    wish = talk.wish or Wish()
    wish = replace(
        wish, name=heard.place_name or wish.name, address=heard.place_address, area=heard.place_area or wish.area,
        is_known_place=False,
    )
    wish = timed(wish, words)
    named = (do("name_person", name=wish.name),) if wish.name and wish.name != known.name else ()
    return go_on(replace(talk, wish=wish), known).also(*named)


def answer_kind(talk: Talk, heard: Heard, known: Known) -> Turn | None:
    """Take a number or words for the kind; 0 is a person."""
    words = heard.understood
    wish = talk.wish or Wish()
    if words.choice == 0:
        return person(known)
    if words.choice is not None and 1 <= words.choice <= len(KINDS):
        return go_on(replace(talk, wish=replace(wish, kind=KINDS[words.choice - 1])), known)
    if any(need in KINDS for need in words.needs):
        return go_on(replace(talk, wish=merged(wish, words)), known)
    return None


def answer_area(talk: Talk, heard: Heard, known: Known) -> Turn | None:
    """Take a number or the name of an area."""
    words = heard.understood
    wish = talk.wish or Wish()
    if words.choice is not None and 1 <= words.choice <= len(talk.options):
        return go_on(replace(talk, wish=replace(wish, area=str(talk.options[words.choice - 1]))), known)
    if words.place and words.place.area_code:
        return go_on(replace(talk, wish=replace(wish, area=words.place.area_code)), known)
    return None


def answer_when(talk: Talk, heard: Heard, known: Known) -> Turn | None:
    """Take a time in words; numbers have been turned into words by then (1 soon, 2 today, 3 tomorrow)."""
    words = heard.understood
    if words.when is None:
        return None
    return go_on(replace(talk, wish=timed(talk.wish or Wish(), words)), known)


def numbered(choice: int, now: datetime, zone: ZoneInfo) -> When | None:
    """Return what the numbers of "when?" stand for: 1 soon, 2 today, 3 tomorrow; None for any other."""
    if choice == 1:
        return When(now, now, "soon")
    if choice not in (2, 3):
        return None
    day = now.astimezone(zone).date() + timedelta(days=choice - 2)
    first, last = (datetime.combine(day, hour, zone).astimezone(UTC) for hour in (DAY_STARTS, DAY_ENDS))
    return When(max(first, now), max(last, now), "day")


def answer_details(talk: Talk, heard: Heard, known: Known) -> Turn | None:
    """Take what exactly is to be done, in her words."""
    words = " ".join(heard.understood.text.split())
    if not words or _is_no_content(heard.understood):
        return None
    return go_on(replace(talk, wish=replace(talk.wish or Wish(), details=words)), known)


def answer_confirm(talk: Talk, heard: Heard, known: Known) -> Turn | None:
    """Take yes, change, cancel, or words that change something, after which the summary is shown anew."""
    words = heard.understood
    if words.plain_answer == "yes" or words.choice == 1:
        return Turn(NOTHING, (), (do("keep_draft"), do("open_draft")))
    if words.choice == 3:
        return drop(known)
    changed = merged(talk.wish or Wish(), words)
    says_new = words.when is not None or bool(words.needs) or (words.place is not None and bool(words.place.address))
    if says_new and words.choice is None:
        return go_on(replace(talk, wish=changed, asked=MOST_QUESTIONS), known)
    if words.plain_answer == "no" or words.choice == 2 or words.command == "change":
        return Turn(replace(talk, question="change", options=("kind", "when", "place"), misses=0), (say("ask.change"),))
    return None


def answer_change(talk: Talk, heard: Heard, known: Known) -> Turn | None:
    """Take what she wants to change, by number or by simply saying it anew."""
    words = heard.understood
    if words.choice is not None and 1 <= words.choice <= len(talk.options):
        question = str(talk.options[words.choice - 1])
        options, reply = ask(question, known)
        talk = replace(talk, wish=_without(talk.wish or Wish(), question), asked=MOST_QUESTIONS, misses=0)
        return Turn(replace(talk, question=question, options=options), (reply,))
    if words.when or words.place or any(need in KINDS for need in words.needs):
        return go_on(replace(talk, wish=merged(talk.wish or Wish(), words), asked=MOST_QUESTIONS), known)
    return None


def _without(wish: Wish, question: str) -> Wish:
    if question == "place":
        return replace(wish, address="", area=None, is_known_place=False)
    if question == "when":
        return replace(wish, start=None, end=None, precision="")
    return wish


def drop(_known: Known) -> Turn:
    """Let go of the wish."""
    return Turn(NOTHING, (say("intake.cancelled"),), (do("drop_draft"),))


def person(_known: Known) -> Turn:
    """She wants a person: an operator is asked to call."""
    return Turn(NOTHING, (say("person_coming"),), (do("call_person", reason="asked_for_person"),))


ANSWERS = {
    "kind": answer_kind,
    "place": answer_place,
    "area": answer_area,
    "when": answer_when,
    "details": answer_details,
    "confirm": answer_confirm,
    "change": answer_change,
}
"""How each question's answer is taken; each returns None for a text that is no answer to it."""
