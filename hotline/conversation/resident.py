"""What a resident can say besides describing a request: how it stands, cancel, the same again, how it went."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from dispatch.states import RequestState
from hotline.conversation import choosing, intake, questions, weekly, wishes
from hotline.conversation.talk import NOTHING, Heard, Known, Match, OpenRequest, Say, Standing, Talk, Turn, do, say

MOST_TOLD = 3
"""Of so many requests it is said how each stands; more are a list."""


def status(talk: Talk, _heard: Heard, known: Known) -> Turn:
    """Say how her requests stand. While she describes one, the question that is open stays open."""
    if talk.wish is not None and talk.question in intake.ANSWERS:
        first = status(NOTHING, _heard, known).replies if known.requests else (say("status.draft"),)
        return Turn(talk, (*first, questions.again(talk, known)))
    requests = known.own_requests or known.requests
    if not requests:
        return Turn(NOTHING, weekly.told(known, hers=True) or (say("status.none"),))
    if len(requests) <= MOST_TOLD:
        return Turn(NOTHING, tuple(said for request in requests for said in _status_of(request)))
    return Turn(NOTHING, (say("status.several", choices=[_item(request) for request in requests]),))


def _status_of(request: OpenRequest) -> tuple[Say, ...]:
    """Who comes and, where somebody is still missing, what is done about it."""
    if request.state == RequestState.MATCHED and request.is_by_phone:
        return tuple(say("by_phone.resident", kind=request.kind, when=request.when, name=match.name,
                         organisation=match.organisation) for match in request.matches)  # fmt: skip
    coming = tuple(
        say("status.matched", kind=request.kind, when=request.when, name=match.name, organisation=match.organisation,
            code_word=match.code_word) for match in request.matches
    )  # fmt: skip
    if request.state == RequestState.MATCHED and coming:
        return coming
    so_far = {"kind": request.kind, "of": request.places, "has": len(coming)} if coming else request.kind
    if request.state == RequestState.ESCALATED:
        return (*coming, say("status.escalated", kind=so_far))
    return (*coming, say("status.open", kind=so_far, when=request.when))


def _item(request: OpenRequest) -> dict[str, object]:
    return {"notice": "request.item", "kind": request.kind, "when": request.when, "code": request.code}


def cancel(talk: Talk, _heard: Heard, known: Known) -> Turn:
    """Cancel: what she is describing, her only request, or the one she names next."""
    if talk.wish is not None:
        return intake.drop(known)
    requests = known.own_requests or known.requests
    if not requests and known.series:
        return weekly.ask_end(known.series[0])
    if not requests:
        return Turn(NOTHING, (say("nothing_open"),))
    if len(requests) == 1:
        return _cancelled(requests[0])
    return which_cancel(requests)


def which_cancel(requests: Sequence[OpenRequest]) -> Turn:
    """Which of these shall be cancelled?"""
    return choosing.ask("which_cancel", [request.id for request in requests], list(map(_item, requests)), "ask.which")


def answer_which_cancel(talk: Talk, heard: Heard, known: Known) -> Turn | None:
    """Take the number, or the code, of the request to cancel."""
    meant, code = choosing.chosen(talk, heard), str(heard.understood.choice)
    requests = known.own_requests or known.requests
    chosen = next((request for request in requests if request.code == code or request.id == meant), None)
    return _cancelled(chosen) if chosen else choosing.refused(talk, heard, "resident")


def _cancelled(request: OpenRequest) -> Turn:
    if request.series_id is not None:  # only this time, or every week?
        return weekly.ask_end(Standing(request.series_id, request.kind, request.when, is_hers=True))
    return Turn(NOTHING, (say("request.cancelled", kind=request.kind),), (do("cancel_request", id=request.id),))


def change(talk: Talk, _heard: Heard, known: Known) -> Turn:
    """Change what she is describing, or a request that nobody has said yes to yet; else a person helps."""
    if talk.wish is not None and talk.question in intake.ANSWERS:
        if not talk.wish.kind:
            return Turn(talk, (questions.again(talk, known),))
        changing = replace(talk, question="change", options=("kind", "when", "place"), misses=0)
        return Turn(changing, (say("ask.change"),))
    only = known.own_requests[0] if len(known.own_requests) == 1 else None
    if only is not None and only.wish is not None and only.state != RequestState.MATCHED and not only.matches:
        talk = Talk(question="change", wish=only.wish, options=("kind", "when", "place"))
        return Turn(talk, (say("ask.change"),), (do("cancel_request", id=only.id), do("keep_draft")))
    if known.requests:
        return Turn(NOTHING, (say("person_coming"),), (do("call_person", reason="asked_for_person"),))
    return Turn(NOTHING, (say("nothing_open"),))


def same(talk: Talk, _heard: Heard, known: Known) -> Turn:
    """The same as last time: straight to the summary. When there was no last time she is asked what she needs."""
    if known.last is None and talk.wish is not None and talk.question in intake.ANSWERS:
        return Turn(talk, (questions.again(talk, known),))
    if known.last is None:
        return Turn(Talk(question="kind", asked=1, options=wishes.KINDS), (say("ask.kind"),))
    talk = Talk(wish=known.last, asked=questions.NO_MORE)
    return intake.go_on(talk, known)


def absent(_talk: Talk, _heard: Heard, known: Known) -> Turn | None:
    """Nobody has come: of a visit that should be over, else how it stands is the best answer."""
    with_matches = [request.matches for request in known.requests if request.matches]
    if not with_matches:
        return status(NOTHING, _heard, known) if known.own_requests else None
    matches = with_matches[-1]
    return ask_who(matches) if len(matches) > 1 else Turn(NOTHING, (), (do("absent", ids=[matches[0].visit_id]),))


def ask_who(matches: Sequence[Match]) -> Turn:
    """Several were to come: who did not?"""
    choices = [{"notice": "absent.item", "name": match.name} for match in matches]
    said = (say("absent.who", choices=[*choices, {"notice": "absent.nobody"}]),)
    return Turn(Talk(question="absent_who", options=tuple(match.visit_id for match in matches), said=said), said)


def answer_who(talk: Talk, heard: Heard, _known: Known) -> Turn | None:
    """Take the number of who did not come; the last one is for nobody at all."""
    choice, ids = heard.understood.choice, [int(each) for each in talk.options]
    if heard.understood.command == "absent" or choice == len(ids) + 1:
        return Turn(NOTHING, (), (do("absent", ids=ids),))
    return Turn(NOTHING, (), (do("absent", ids=[ids[choice - 1]]),)) if choice and 1 <= choice <= len(ids) else None


COMMANDS: Mapping[str, Callable[[Talk, Heard, Known], Turn | None]] = {
    "status": status,
    "cancel": cancel,
    "change": change,
    "same": same,
    "absent": absent,
}


def answer_other_time(offer_id: int, heard: Heard) -> Turn | None:
    """Take her answer to "does that time suit you?": 1 or yes, 2 or no; what is neither a person reads."""
    words = heard.understood
    if words.choice == 1 or words.plain_answer == "yes":
        return Turn(NOTHING, (), (do("suits", id=offer_id),))
    if words.choice == 2 or words.plain_answer == "no":
        return Turn(NOTHING, (), (do("suits_not", id=offer_id),))
    if words.answer is None:
        return None
    kept = (do("call_person", reason="not_understood"), do("about_proposal", id=offer_id))
    return Turn(NOTHING, (say("noted"),), kept)


def answer_absent(talk: Talk, heard: Heard, _known: Known) -> Turn | None:
    """Take what was wrong, after a bare no: 3 is that nobody came. That it was not good an operator knows already."""
    visit_id, words = int(talk.options[0]), heard.understood
    if words.choice == 3 or words.command == "absent":
        return Turn(NOTHING, (), (do("nobody_came", id=visit_id),))
    if words.choice == 1:
        return Turn(NOTHING, (), (do("follow_up", id=visit_id, went_well=True),))
    return Turn(NOTHING, (say("noted"),), (do("about_visit", id=visit_id),)) if words.choice == 2 else None


def follow_up(visit_id: int, heard: Heard, *, matches: Sequence[Match] = ()) -> Turn | None:
    """Take the answer to "did he come and was it good?": 1 or yes is good, 2 is not, 3 nobody came.

    A bare no may mean either of the two: an operator is told, and she is asked which. Of several `matches` she is asked
    who did not come.
    """
    words = heard.understood
    if words.choice == 3 or words.command == "absent":
        nobody = Turn(NOTHING, (), (do("nobody_came", id=visit_id),))
        return ask_who(matches) if len(matches) > 1 else nobody
    if words.plain_answer == "no":
        asking = Talk(question="absent", options=(visit_id,))
        return Turn(asking, (say("follow_up.unclear"),), (do("follow_up", id=visit_id, went_well=False),))
    is_good = words.plain_answer == "yes" or words.choice == 1 or words.command == "done"
    if is_good or (words.is_thanks and not words.needs):
        return Turn(NOTHING, (), (do("follow_up", id=visit_id, went_well=True),))
    if words.answer == "no" or words.choice == 2:
        return Turn(NOTHING, (), (do("follow_up", id=visit_id, went_well=False),))
    if words.answer == "yes":  # "yes, but …": kept with the visit, and asked for a plain word
        return Turn(NOTHING, (say("follow_up.unclear"),), (do("about_visit", id=visit_id),))
    return None


def doubt(visit_id: int) -> Turn:
    """What she was told does not suit her: does she want another volunteer, or nobody this time?"""
    said = (say("refuse.ask"),)
    return Turn(Talk(question="refuse", options=(visit_id,), said=said), said)


def answer_doubt(talk: Talk, heard: Heard, _known: Known) -> Turn | None:
    """Take 1 another volunteer, 2 not this time, 3 all is well after all."""
    visit_id, choice = talk.options[0], heard.understood.choice
    if choice == 1:
        return Turn(NOTHING, (say("refuse.another"),), (do("refuse_match", id=visit_id, wants_another=True),))
    if choice == 2:
        return Turn(NOTHING, (say("refuse.cancelled"),), (do("refuse_match", id=visit_id, wants_another=False),))
    return Turn(NOTHING) if choice == 3 else None
