"""Describing a request: which of kind, place and time are still unknown, one short question at a time.

A new resident needs at most four exchanges and a known one two: besides her first words and her confirmation there are
two questions at most, and what they leave open takes its default, which the confirmation shows.
"""

from dataclasses import replace

from dispatch.kinds import Channel, Kind
from hotline.conversation.questions import NO_MORE, ONE_KEY, again, ask, confirmation, next_question
from hotline.conversation.talk import NOTHING, Effect, Heard, Known, Say, Talk, Turn, Wish, do, say
from hotline.conversation.wishes import KINDS, from_before, merged, timed, within
from hotline.understanding import Understood


def go_on(talk: Talk, known: Known, *, first: tuple[Say, ...] = ()) -> Turn:
    """Ask for what is still missing, or show the whole wish for confirmation."""
    wish = talk.wish or Wish()
    question = next_question(wish, talk.asked, known)
    effects = (do("keep_draft"),) if wish.kind else ()
    if question is None:
        confirming = replace(talk, question="confirm", misses=0, options=())
        return Turn(confirming, (*first, confirmation(wish, known)), effects)
    options, reply = ask(question, known, wish)
    asked = talk.asked + (question not in ONE_KEY)
    return Turn(replace(talk, question=question, asked=asked, misses=0, options=options), (*first, reply), effects)


def _is_no_content(words: Understood) -> bool:
    """Whether a text is wholly a number, a command ("cancel" is nobody's address), a greeting or a thank-you."""
    return words.choice is not None or words.command is not None or words.is_thanks or words.is_greeting


def answer_place(talk: Talk, heard: Heard, known: Known) -> Turn | None:
    """Take "Karin Berg, Kyrkogatan 4, Öxnehaga"; None when there is nothing in it that could be a place.

    Words that do not look like a place are asked about once, and then taken for what they are.
    """
    words = heard.understood
    wish = talk.wish or Wish()
    if _is_no_content(words):
        return None
    if heard.place_name and not heard.place_address and heard.place_name != wish.name:
        named = replace(talk, wish=replace(wish, name=heard.place_name))
        return Turn(named, (say("ask.address"),), (do("name_person", name=heard.place_name),))
    if not _may_be_place(heard) and (words.when or words.needs or talk.misses == 0 or not heard.place_address):
        # "On Saturday" says when, not where.
        return Turn(replace(talk, wish=timed(wish, words)), (again(talk, known),)) if words.when else None
    wish = replace(
        wish, name=heard.place_name or wish.name, address=heard.place_address, area=heard.place_area or wish.area,
        is_known_place=False,
    )
    return go_on(replace(talk, wish=timed(wish, words)), known).also(*_naming(wish, known))


def _may_be_place(heard: Heard) -> bool:
    is_numbered = any(letter.isdecimal() for letter in heard.place_address)
    return bool(heard.place_address) and (is_numbered or heard.understood.place is not None)


def _naming(wish: Wish, known: Known) -> tuple[Effect, ...]:
    """What is done about the name she gave."""
    return (do("name_person", name=wish.name),) if wish.name and wish.name != known.name else ()


def answer_kind(talk: Talk, heard: Heard, known: Known) -> Turn | None:
    """Take a number or words for the kind; 0 is a person."""
    words = heard.understood
    wish = talk.wish or from_before(known)
    if words.choice == 0:
        return person(known)
    if words.choice is not None and 1 <= words.choice <= len(KINDS):
        chosen = replace(wish, kind=KINDS[words.choice - 1], also=(), by_phone=None)
        return go_on(replace(talk, wish=chosen), known)
    if any(need in KINDS for need in words.needs) and not (words.about and known.own_requests):
        return go_on(replace(talk, wish=merged(wish, words)), known)
    return None


def answer_area(talk: Talk, heard: Heard, known: Known) -> Turn | None:
    """Take a number or the name of an area, or the address again, whole this time."""
    words = heard.understood
    wish = talk.wish or Wish()
    area, name = "", ""
    if words.choice is not None and 1 <= words.choice <= len(talk.options):
        area = str(talk.options[words.choice - 1])
        name = dict(known.areas).get(area, "")
    elif words.place and words.place.area_code:
        area, name = words.place.area_code, words.place.area_name
    address = (words.place.address if words.place else "") or wish.address
    if not area and address == wish.address:  # "no hurry" says when, not where
        return Turn(replace(talk, wish=timed(wish, words)), (again(talk, known),)) if words.when else None
    return go_on(replace(talk, wish=replace(wish, area=area or None, address=within(address, name))), known)


def answer_when(talk: Talk, heard: Heard, known: Known) -> Turn | None:
    """Take a time in words; numbers have been turned into words by then (1 soon, 2 today, 3 tomorrow)."""
    words = heard.understood
    if words.when is None or words.is_not_time:
        return None
    return go_on(replace(talk, wish=timed(talk.wish or Wish(), words)), known)


def answer_hour(talk: Talk, heard: Heard, known: Known) -> Turn | None:
    """Take the hour of a known day; who keys in none has none that matters. A wrong one is asked about once."""
    words = heard.understood
    if words.when is None and words.text and talk.misses == 0:
        return None
    wish = replace(talk.wish or Wish(), is_any_hour=True)
    return go_on(replace(talk, wish=timed(wish, words)), known)


def answer_name(talk: Talk, heard: Heard, known: Known) -> Turn | None:
    """Take her name. Where her address is known, she goes on without one when she says something else."""
    words, wish = heard.understood, talk.wish or Wish()
    if not words.text.strip() or (_is_no_content(words) and words.answer is None):
        return None
    name, is_other = words.name or heard.place_name, bool(words.answer or words.needs or words.when)
    if is_other or not name:
        return go_on(replace(talk, wish=merged(wish, words), asked=NO_MORE), known) if wish.address else None
    wish = replace(wish, name=name)
    return go_on(replace(talk, wish=wish), known).also(*_naming(wish, known))


def answer_by_phone(talk: Talk, heard: Heard, known: Known) -> Turn | None:
    """Take 1 a visit, 2 a talk on the phone."""
    choice = heard.understood.choice
    if choice not in (1, 2):
        return None
    return go_on(replace(talk, wish=replace(talk.wish or Wish(), by_phone=choice == 2)), known)


def answer_weekly(talk: Talk, heard: Heard, known: Known) -> Turn | None:
    """Take 1 only this time, 2 every week."""
    choice = heard.understood.choice
    if choice not in (1, 2):
        return None
    return go_on(replace(talk, wish=replace(talk.wish or Wish(), weekly=choice == 2)), known)


def answer_message(talk: Talk, heard: Heard, known: Known) -> Turn | None:
    """Take what she said after the tone."""
    if heard.recording_id is None:
        return None
    return go_on(replace(talk, wish=replace(talk.wish or Wish(), recording_id=heard.recording_id)), known)


def answer_postal_code(talk: Talk, heard: Heard, known: Known) -> Turn | None:
    """Take the area of a postal code. Who does not know hers goes on without; a wrong one is asked for once more."""
    if heard.place_area is None and heard.understood.text and talk.misses == 0:
        return None
    return go_on(replace(talk, wish=replace(talk.wish or Wish(), area=heard.place_area or "")), known)


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
        return _confirmed(talk.wish or Wish(), known)
    if words.choice == 3:
        return drop(known)
    if _is_another_time(words):
        return _change_of("when", talk, known)
    if words.weekly == "move":  # in many languages a word for help with a sofa, too
        words = replace(words, needs=())
    changed = merged(talk.wish or Wish(), words)
    asked = talk.wish or Wish()
    says_new = words.when is not None or bool(words.needs) or changed.address != asked.address
    says_new = says_new or changed.places != asked.places or words.by_phone
    if says_new and words.choice is None:
        return go_on(replace(talk, wish=changed, asked=NO_MORE), known)
    if words.plain_answer == "no" or words.choice == 2 or words.command == "change":
        return Turn(replace(talk, question="change", options=("kind", "when", "place"), misses=0), (say("ask.change"),))
    return None


def _confirmed(wish: Wish, known: Known) -> Turn:
    """The request goes out at once; whether somebody may fetch her medicine is asked meanwhile."""
    further = tuple(do("open_also", kind=kind) for kind in wish.also)
    effects = (*_naming(wish, known), do("keep_draft"), do("open_draft"), *further)
    if Kind.PHARMACY in (wish.kind, *wish.also) and not known.is_authorised:
        return Turn(Talk(question="authorised"), (say("ask.authorised"),), effects)
    return Turn(NOTHING, (), effects)


def answer_authorised(_talk: Talk, heard: Heard, _known: Known) -> Turn | None:
    """Take 1 her authorisation at the pharmacy is in place, 2 it is not, or she does not know."""
    words = heard.understood
    if words.codes:  # an answer to an offer: whoever is helped may help others, too
        return None
    is_yes = words.choice == 1 or (words.choice is None and words.plain_answer == "yes")
    is_unsure = words.command == "later"  # "I do not know", "maybe"
    is_no = words.choice == 2 or (words.choice is None and (words.plain_answer == "no" or is_unsure))
    return Turn(NOTHING, (), (do("authorise", is_in_place=is_yes),)) if is_yes or is_no else None


def _is_another_time(words: Understood) -> bool:
    """Whether she wants another time and does not say which: "no, not today", "not on Thursday", "move it"."""
    if words.when is None:
        return words.weekly == "move"
    return words.plain_answer == "no" or words.is_not_time


def answer_change(talk: Talk, heard: Heard, known: Known) -> Turn | None:
    """Take what she wants to change, by number or by simply saying it anew."""
    words = heard.understood
    if words.choice is not None and 1 <= words.choice <= len(talk.options):
        return _change_of(str(talk.options[words.choice - 1]), talk, known)
    if words.when or words.place or words.volunteers or any(need in KINDS for need in words.needs):
        return go_on(replace(talk, wish=merged(talk.wish or Wish(), words), asked=NO_MORE), known)
    return None


def _change_of(question: str, talk: Talk, known: Known) -> Turn:
    """Ask anew for one part of the wish. By phone the place is part of the message."""
    if question == "place" and known.channel == Channel.CALL:
        question = "message"
    wish = _without(talk.wish or Wish(), question)
    options, reply = ask(question, known, wish)
    talk = replace(talk, question=question, options=options, wish=wish, asked=NO_MORE, misses=0)
    return Turn(talk, (reply,))


def _without(wish: Wish, question: str) -> Wish:
    if question == "place":
        return replace(wish, address="", area=None, is_known_place=False, by_phone=None)
    if question == "when":
        return replace(wish, start=None, end=None, precision="", weekly=None, is_any_hour=False)
    if question == "message":
        return replace(wish, recording_id=None, details="")
    return wish


def drop(_known: Known) -> Turn:
    """Let go of the wish."""
    return Turn(NOTHING, (say("intake.cancelled"),), (do("drop_draft"),))


def person(_known: Known) -> Turn:
    """She wants a person: an operator is asked to call."""
    return Turn(NOTHING, (say("person_coming"),), (do("call_person", reason="asked_for_person"),))


ANSWERS = {
    "kind": answer_kind,
    "name": answer_name,
    "by_phone": answer_by_phone,
    "weekly": answer_weekly,
    "place": answer_place,
    "area": answer_area,
    "when": answer_when,
    "weekday": answer_when,
    "hour": answer_hour,
    "message": answer_message,
    "postal_code": answer_postal_code,
    "details": answer_details,
    "confirm": answer_confirm,
    "change": answer_change,
    "authorised": answer_authorised,
}
"""How each question's answer is taken; each returns None for a text that is no answer to it."""
