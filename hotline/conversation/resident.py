"""What a resident can say besides describing a request: how it stands, cancel, the same again, how it went."""

from collections.abc import Callable, Mapping

from dispatch.states import RequestState
from hotline.conversation import intake
from hotline.conversation.talk import NOTHING, Heard, Known, OpenRequest, Say, Talk, Turn, do, say


def status(_talk: Talk, _heard: Heard, known: Known) -> Turn:
    """Say how her requests stand."""
    if not known.requests:
        return Turn(NOTHING, (say("status.none"),))
    if len(known.requests) == 1:
        return Turn(NOTHING, (_status_of(known.requests[0]),))
    return Turn(NOTHING, (say("status.several", choices=[_item(request) for request in known.requests]),))


def _status_of(request: OpenRequest) -> Say:
    if request.state == RequestState.MATCHED:
        return say("status.matched", kind=request.kind, when=request.when, name=request.volunteer,
                   organisation=request.organisation, code_word=request.code_word)
    if request.state == RequestState.ESCALATED:
        return say("status.escalated", kind=request.kind)
    return say("status.open", kind=request.kind, when=request.when)


def _item(request: OpenRequest) -> dict[str, object]:
    return {"notice": "request.item", "kind": request.kind, "when": request.when, "code": request.code}


def cancel(talk: Talk, _heard: Heard, known: Known) -> Turn:
    """Cancel: what she is describing, her only request, or the one she names next."""
    if talk.wish is not None:
        return intake.drop(known)
    if not known.requests:
        return Turn(NOTHING, (say("nothing_open"),))
    if len(known.requests) == 1:
        return _cancelled(known.requests[0])
    options = tuple(request.id for request in known.requests)
    choices = [_item(request) for request in known.requests]
    return Turn(Talk(question="which_cancel", options=options), (say("ask.which", choices=choices),))


def answer_which_cancel(talk: Talk, heard: Heard, known: Known) -> Turn | None:
    """Take the number, or the code, of the request to cancel."""
    choice = heard.understood.choice
    if choice is None:
        return None
    chosen = [request for number, request in enumerate(known.requests, 1)
              if request.code == str(choice) or (number == choice and number <= len(talk.options))]
    return _cancelled(chosen[0]) if chosen else None


def _cancelled(request: OpenRequest) -> Turn:
    return Turn(NOTHING, (say("request.cancelled", kind=request.kind),), (do("cancel_request", id=request.id),))


def change(_talk: Talk, _heard: Heard, known: Known) -> Turn:
    """Change a request that is going on: only when nobody has said yes yet; else a person helps."""
    only = known.requests[0] if len(known.requests) == 1 else None
    if only is not None and only.wish is not None and only.state != RequestState.MATCHED:
        talk = Talk(question="change", wish=only.wish, options=("kind", "when", "place"))
        return Turn(talk, (say("ask.change"),), (do("cancel_request", id=only.id), do("keep_draft")))
    if known.requests:
        return Turn(NOTHING, (say("person_coming"),), (do("call_person", reason="asked_for_person"),))
    return Turn(NOTHING, (say("nothing_open"),))


def same(_talk: Talk, _heard: Heard, known: Known) -> Turn | None:
    """The same as last time: straight to the summary. None when there was no last time."""
    if known.last is None:
        return None
    talk = Talk(wish=known.last, asked=intake.MOST_QUESTIONS)
    return intake.go_on(talk, known)


COMMANDS: Mapping[str, Callable[[Talk, Heard, Known], Turn | None]] = {
    "status": status,
    "cancel": cancel,
    "change": change,
    "same": same,
}


def follow_up(visit_id: int, heard: Heard) -> Turn | None:
    """Take the answer to "did he come and was it good?"; 1 or yes is good, 2 or no is not."""
    words = heard.understood
    if words.plain_answer == "yes" or words.choice == 1 or words.command == "done":
        return Turn(NOTHING, (), (do("follow_up", id=visit_id, went_well=True),))
    if words.answer == "no" or words.choice == 2:
        return Turn(NOTHING, (), (do("follow_up", id=visit_id, went_well=False),))
    return None
