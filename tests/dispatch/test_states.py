"""The tables of moves, on their own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch.errors import IllegalMove
from dispatch.states import (
    CLOSED_REQUESTS,
    FINAL_MESSAGES,
    MESSAGE_MOVES,
    MOVES,
    NEW,
    OFFER_MOVES,
    REQUEST_MOVES,
    VISIT_MOVES,
    CallState,
    MessageState,
    Moves,
    OfferState,
    PhoneVisitState,
    ProposalState,
    RecordingState,
    RequestState,
    SeriesState,
    VisitState,
    advance,
    pairs,
    sources,
)

STATES = {
    "request": RequestState, "offer": OfferState, "visit": VisitState, "message": MessageState, "call": CallState,
    "recording": RecordingState, "proposal": ProposalState, "series": SeriesState,
    "phone_visit": PhoneVisitState,
}  # fmt: skip
RECEIPTS = ("send", "deliver", "undeliver", "fail")


def _reachable(moves: Moves) -> set[str]:
    reached = {NEW}
    for _ in moves:
        reached |= {to for (state, _event), to in moves.items() if state in reached}
    return reached - {NEW}


@pytest.mark.parametrize("entity", sorted(MOVES))
def test_every_state_can_be_reached(entity: str) -> None:
    assert _reachable(MOVES[entity]) == set(STATES[entity])


def test_an_unknown_move_is_refused() -> None:
    with pytest.raises(IllegalMove, match="accept"):
        advance(OFFER_MOVES, OfferState.WITHDRAWN, "accept")


@pytest.mark.parametrize("state", sorted(CLOSED_REQUESTS - {RequestState.DONE}))
def test_a_closed_request_stays_closed(state: str) -> None:
    assert [move for move in REQUEST_MOVES if move[0] == state] == []


def test_a_done_request_only_ever_goes_to_an_operator() -> None:
    assert {to for (state, _), to in REQUEST_MOVES.items() if state == RequestState.DONE} == {RequestState.ESCALATED}


def test_a_silent_volunteers_late_yes_still_counts() -> None:
    assert advance(OFFER_MOVES, OfferState.LAPSED, "accept") == OfferState.ACCEPTED


def test_who_said_no_may_change_his_mind() -> None:
    assert advance(OFFER_MOVES, OfferState.DECLINED, "accept") == OfferState.ACCEPTED


@pytest.mark.parametrize("state", [OfferState.WITHDRAWN, OfferState.RETURNED, OfferState.FULFILLED])
def test_an_offer_that_is_over_stays_over(state: str) -> None:
    assert [move for move in OFFER_MOVES if move[0] == state] == []


def test_a_visit_that_was_missed_is_over() -> None:
    assert [move for move in VISIT_MOVES if move[0] == VisitState.MISSED] == []


@pytest.mark.parametrize("state", sorted(FINAL_MESSAGES))
def test_a_settled_text_never_moves_again(state: str) -> None:
    assert [move for move in MESSAGE_MOVES if move[0] == state] == []


@pytest.mark.parametrize("event", RECEIPTS)
def test_a_receipt_may_come_before_we_know_the_carrier_took_it(event: str) -> None:
    assert {MessageState.SENDING, MessageState.UNKNOWN, MessageState.ACCEPTED} <= sources(MESSAGE_MOVES, event)


def test_a_text_whose_fate_is_unknown_is_never_simply_sent_again() -> None:
    assert sources(MESSAGE_MOVES, "claim") == {MessageState.QUEUED}


@given(st.sampled_from(sorted(MOVES)), st.lists(st.text(max_size=12), max_size=20), st.randoms())
def test_whatever_happens_the_moves_stay_inside_the_pairs(entity: str, noise: list[str], rng: object) -> None:
    moves, state = MOVES[entity], NEW
    events = sorted({event for _, event in moves}) + noise
    for event in sorted(events, key=lambda _: rng.random()) * 2:  # type: ignore[attr-defined]
        try:
            after = advance(moves, state, event)
        except IllegalMove:
            continue
        assert (state, after) in pairs(moves)
        state = after
