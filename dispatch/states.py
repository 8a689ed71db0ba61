"""States and their legal moves: one table for each thing that has a life.

The database repeats the tables as CHECK constraints on (came_from, state), see `dispatch.models.base.legal_moves`.
"""

from collections.abc import Mapping
from enum import StrEnum

from dispatch.errors import IllegalMove

NEW = "new"
"""What `came_from` holds before the first move."""


class RequestState(StrEnum):
    """Where a request is. The values are those of the export."""

    DRAFT = "draft"
    OPEN = "open"
    MATCHED = "matched"
    DONE = "done"
    CANCELLED = "cancelled"
    REFERRED = "referred"
    ESCALATED = "escalated"


class OfferState(StrEnum):
    """Where one request put to one volunteer is."""

    ASKED = "asked"
    LAPSED = "lapsed"  # silent too long; his yes still counts if the request is free
    ACCEPTED = "accepted"
    DECLINED = "declined"
    TAKEN = "taken"  # somebody else was first
    WITHDRAWN = "withdrawn"  # the request went away
    RETURNED = "returned"  # he said yes and could not after all
    FULFILLED = "fulfilled"


class VisitState(StrEnum):
    """Where the agreed occasion is."""

    AGREED = "agreed"
    DONE = "done"
    CANCELLED = "cancelled"
    MISSED = "missed"


class ProposalState(StrEnum):
    """Where a volunteer's other time for a request is."""

    WAITING = "waiting"  # another one is put to the resident just now
    HELD = "held"  # she is asked, and nobody else for a while
    ACCEPTED = "accepted"
    DECLINED = "declined"
    LAPSED = "lapsed"  # she has not answered
    RELEASED = "released"  # somebody else has the task, he withdrew, or the request went away


class SeriesState(StrEnum):
    """Where help that comes every week is."""

    ACTIVE = "active"
    ENDED = "ended"


class PhoneVisitState(StrEnum):
    """Where a visit that is made by phone is."""

    WAITING = "waiting"  # for its time, or for the next try
    CALLING = "calling"  # he is rung, or she is, or they talk
    TALKED = "talked"
    MISSED = "missed"  # nobody answered, also not the second time: an operator sees it
    CANCELLED = "cancelled"  # the visit was called off, or is done already


class MessageState(StrEnum):
    """Where a text is. `unknown`: we called the carrier and never learned what it did."""

    RECEIVED = "received"
    QUEUED = "queued"
    SENDING = "sending"
    UNKNOWN = "unknown"
    ACCEPTED = "accepted"
    SENT = "sent"
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"
    FAILED = "failed"
    EXPIRED = "expired"


class CallState(StrEnum):
    """Where a call is. `unknown`: we asked the carrier to ring and never learned what it did."""

    PLACING = "placing"
    UNKNOWN = "unknown"
    RINGING = "ringing"
    TALKING = "talking"
    ENDED = "ended"
    MISSED = "missed"  # busy, no answer, refused: `error_code` has which


class RecordingState(StrEnum):
    """Where a spoken message is. `announced`: the carrier has it, or is about to; `stored`: we have it."""

    ANNOUNCED = "announced"
    STORED = "stored"
    LOST = "lost"
    ERASED = "erased"


Moves = Mapping[tuple[str, str], str]

REQUEST_MOVES: Moves = {
    (NEW, "draft"): RequestState.DRAFT,
    (NEW, "escalate"): RequestState.ESCALATED,
    (NEW, "refer"): RequestState.REFERRED,
    (RequestState.DRAFT, "open"): RequestState.OPEN,
    (RequestState.DRAFT, "escalate"): RequestState.ESCALATED,
    (RequestState.DRAFT, "refer"): RequestState.REFERRED,
    (RequestState.DRAFT, "cancel"): RequestState.CANCELLED,
    (RequestState.OPEN, "match"): RequestState.MATCHED,
    (RequestState.OPEN, "escalate"): RequestState.ESCALATED,
    (RequestState.OPEN, "refer"): RequestState.REFERRED,
    (RequestState.OPEN, "cancel"): RequestState.CANCELLED,
    (RequestState.ESCALATED, "open"): RequestState.OPEN,
    (RequestState.ESCALATED, "match"): RequestState.MATCHED,
    (RequestState.ESCALATED, "close"): RequestState.DONE,
    (RequestState.ESCALATED, "refer"): RequestState.REFERRED,
    (RequestState.ESCALATED, "cancel"): RequestState.CANCELLED,
    (RequestState.MATCHED, "open"): RequestState.OPEN,
    (RequestState.MATCHED, "escalate"): RequestState.ESCALATED,
    (RequestState.MATCHED, "close"): RequestState.DONE,
    (RequestState.MATCHED, "cancel"): RequestState.CANCELLED,
    (RequestState.DONE, "escalate"): RequestState.ESCALATED,
}

OFFER_MOVES: Moves = {
    (NEW, "ask"): OfferState.ASKED,
    (OfferState.ASKED, "lapse"): OfferState.LAPSED,
    **{
        (state, event): to
        for state in (OfferState.ASKED, OfferState.LAPSED)
        for event, to in (
            ("accept", OfferState.ACCEPTED),
            ("decline", OfferState.DECLINED),
            ("take", OfferState.TAKEN),
            ("withdraw", OfferState.WITHDRAWN),
        )
    },
    (OfferState.TAKEN, "accept"): OfferState.ACCEPTED,
    (OfferState.TAKEN, "decline"): OfferState.DECLINED,
    (OfferState.DECLINED, "accept"): OfferState.ACCEPTED,  # people change their minds
    (OfferState.ACCEPTED, "return"): OfferState.RETURNED,
    (OfferState.ACCEPTED, "withdraw"): OfferState.WITHDRAWN,
    (OfferState.ACCEPTED, "fulfil"): OfferState.FULFILLED,
}

VISIT_MOVES: Moves = {
    (NEW, "agree"): VisitState.AGREED,
    (VisitState.AGREED, "complete"): VisitState.DONE,
    (VisitState.AGREED, "cancel"): VisitState.CANCELLED,
    (VisitState.AGREED, "miss"): VisitState.MISSED,
    (VisitState.DONE, "miss"): VisitState.MISSED,
}

PROPOSAL_MOVES: Moves = {
    (NEW, "keep"): ProposalState.WAITING,
    (ProposalState.WAITING, "ask"): ProposalState.HELD,
    (ProposalState.HELD, "accept"): ProposalState.ACCEPTED,
    (ProposalState.HELD, "decline"): ProposalState.DECLINED,
    (ProposalState.HELD, "lapse"): ProposalState.LAPSED,
    **{(state, "release"): ProposalState.RELEASED for state in (ProposalState.WAITING, ProposalState.HELD)},
}

SERIES_MOVES: Moves = {
    (NEW, "begin"): SeriesState.ACTIVE,
    (SeriesState.ACTIVE, "end"): SeriesState.ENDED,
}

PHONE_VISIT_MOVES: Moves = {
    (NEW, "plan"): PhoneVisitState.WAITING,
    (PhoneVisitState.WAITING, "call"): PhoneVisitState.CALLING,
    (PhoneVisitState.CALLING, "wait"): PhoneVisitState.WAITING,
    (PhoneVisitState.CALLING, "talk"): PhoneVisitState.TALKED,
    **{(state, "miss"): PhoneVisitState.MISSED for state in (PhoneVisitState.WAITING, PhoneVisitState.CALLING)},
    **{(state, "cancel"): PhoneVisitState.CANCELLED for state in (PhoneVisitState.WAITING, PhoneVisitState.CALLING)},
}

# A text that was put back into the queue may turn out to have been sent after all, hence `queued` among these.
_ON_ITS_WAY = (
    MessageState.QUEUED,
    MessageState.SENDING,
    MessageState.UNKNOWN,
    MessageState.ACCEPTED,
    MessageState.SENT,
)

MESSAGE_MOVES: Moves = {
    (NEW, "receive"): MessageState.RECEIVED,
    (NEW, "queue"): MessageState.QUEUED,
    (MessageState.QUEUED, "claim"): MessageState.SENDING,
    (NEW, "answer"): MessageState.ACCEPTED,  # goes out inside the webhook's own answer
    (MessageState.QUEUED, "expire"): MessageState.EXPIRED,
    (MessageState.SENDING, "wait"): MessageState.QUEUED,  # the carrier said: later
    (MessageState.SENDING, "lose"): MessageState.UNKNOWN,
    (MessageState.UNKNOWN, "wait"): MessageState.QUEUED,  # looked up: the carrier never had it
    (MessageState.SENDING, "expire"): MessageState.EXPIRED,
    **{
        (state, "accept"): MessageState.ACCEPTED
        for state in (MessageState.QUEUED, MessageState.SENDING, MessageState.UNKNOWN)
    },
    **{(state, "send"): MessageState.SENT for state in _ON_ITS_WAY if state != MessageState.SENT},
    **{(state, "deliver"): MessageState.DELIVERED for state in _ON_ITS_WAY},
    **{(state, "undeliver"): MessageState.UNDELIVERED for state in _ON_ITS_WAY},
    **{(state, "fail"): MessageState.FAILED for state in _ON_ITS_WAY},
}

_CALLS_ON = (CallState.PLACING, CallState.UNKNOWN, CallState.RINGING, CallState.TALKING)

CALL_MOVES: Moves = {
    (NEW, "take"): CallState.TALKING,  # she called us
    (NEW, "place"): CallState.PLACING,
    (CallState.PLACING, "lose"): CallState.UNKNOWN,
    **{(state, "ring"): CallState.RINGING for state in (CallState.PLACING, CallState.UNKNOWN)},
    **{(state, "answer"): CallState.TALKING for state in _CALLS_ON if state != CallState.TALKING},
    **{(state, "end"): CallState.ENDED for state in _CALLS_ON},
    **{(state, "miss"): CallState.MISSED for state in _CALLS_ON},
}

RECORDING_MOVES: Moves = {
    (NEW, "announce"): RecordingState.ANNOUNCED,
    (RecordingState.ANNOUNCED, "store"): RecordingState.STORED,
    (RecordingState.ANNOUNCED, "lose"): RecordingState.LOST,
    (RecordingState.LOST, "store"): RecordingState.STORED,  # the carrier found it after all
    **{
        (state, "erase"): RecordingState.ERASED
        for state in (RecordingState.ANNOUNCED, RecordingState.STORED, RecordingState.LOST)
    },
}

MOVES: Mapping[str, Moves] = {
    "request": REQUEST_MOVES,
    "offer": OFFER_MOVES,
    "visit": VISIT_MOVES,
    "proposal": PROPOSAL_MOVES,
    "series": SERIES_MOVES,
    "phone_visit": PHONE_VISIT_MOVES,
    "message": MESSAGE_MOVES,
    "call": CALL_MOVES,
    "recording": RECORDING_MOVES,
}

def sources(moves: Moves, event: str) -> frozenset[str]:
    """Return the states from which `event` is legal."""
    return frozenset(state for state, move in moves if move == event)


CLOSED_REQUESTS = frozenset({RequestState.DONE, RequestState.CANCELLED, RequestState.REFERRED})
OPEN_CALLS = frozenset(_CALLS_ON)
OPEN_PROPOSALS = sources(PROPOSAL_MOVES, "release")
OPEN_PHONE_VISITS = sources(PHONE_VISIT_MOVES, "cancel")
OPEN_OFFERS = frozenset({OfferState.ASKED, OfferState.LAPSED})
FREE_REQUESTS = sources(REQUEST_MOVES, "match")
WINNABLE_OFFERS = sources(OFFER_MOVES, "accept")
FINAL_MESSAGES = frozenset(
    {
        MessageState.RECEIVED,
        MessageState.DELIVERED,
        MessageState.UNDELIVERED,
        MessageState.FAILED,
        MessageState.EXPIRED,
    }
)


def advance(moves: Moves, state: str, event: str) -> str:
    """Return the state that `event` leads to from `state`.

    Raises `IllegalMove` when the table does not hold that move.
    """
    try:
        return moves[state, event]
    except KeyError:
        raise IllegalMove(f"{event!r} is not a move from {state!r}") from None


def pairs(moves: Moves) -> frozenset[tuple[str, str]]:
    """Return every (from, to) the table allows, as the database's CHECK constraint lists them."""
    return frozenset((state, str(to)) for (state, _), to in moves.items())
