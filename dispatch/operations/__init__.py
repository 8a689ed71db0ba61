"""The verbs of the help line. Each checks the state, moves it, tells whom it concerns and sets the next step.

All take a `Work` and never commit; races are won by the conditional UPDATE in `dispatch.moves`.
"""

from dispatch.operations.no_shows import nobody_came, nobody_opens
from dispatch.operations.offers import accept, ask_volunteers, decline
from dispatch.operations.people import (
    become_resident,
    meet,
    pause,
    prefer_calls,
    resume,
    set_language,
    start,
    stop,
)
from dispatch.operations.proposals import accept_proposal, decline_proposal, propose
from dispatch.operations.requests import (
    ask_again,
    ask_operator,
    cancel,
    close,
    draft,
    drop_draft,
    escalate,
    open_request,
    raise_alarm,
    refer,
    stop_watching,
    watch,
)
from dispatch.operations.sides import Sides, sides_of
from dispatch.operations.visits import (
    answer_follow_up,
    ask_if_done,
    cannot_after_all,
    complete,
    follow_up,
    hear_of,
    not_yet,
    refuse_match,
    remind,
)

__all__ = [
    "Sides",
    "accept",
    "accept_proposal",
    "answer_follow_up",
    "ask_again",
    "ask_if_done",
    "ask_operator",
    "ask_volunteers",
    "become_resident",
    "cancel",
    "cannot_after_all",
    "close",
    "complete",
    "decline",
    "decline_proposal",
    "draft",
    "drop_draft",
    "escalate",
    "follow_up",
    "hear_of",
    "meet",
    "nobody_came",
    "nobody_opens",
    "not_yet",
    "open_request",
    "pause",
    "prefer_calls",
    "propose",
    "raise_alarm",
    "refer",
    "refuse_match",
    "remind",
    "resume",
    "set_language",
    "sides_of",
    "start",
    "stop",
    "stop_watching",
    "watch",
]
