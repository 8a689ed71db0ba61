"""Recording piece by piece, as a pure step."""

import pytest

from dispatch.states import RecordingState
from hotline.prompts.taking import SILENCES, WAITS, Booth, Effect, Next, Stage, step

ASKED = Booth(1, "so", "phone:goodbye")
SPOKEN = Booth(1, "so", "phone:goodbye", recording=7)
JUDGED = Booth(1, "so", "phone:goodbye", Stage.JUDGING, 7)


def test_a_recording_that_is_here_is_played_to_him() -> None:
    turn = step(SPOKEN, "", RecordingState.STORED)
    assert (turn.next, turn.booth.stage, turn.effect) == (Next.JUDGE, Stage.JUDGING, Effect.NONE)


def test_one_that_is_on_its_way_is_waited_for_and_not_for_ever() -> None:
    turn = step(SPOKEN, "", RecordingState.ANNOUNCED)
    for _ in range(WAITS - 1):
        assert turn.next == Next.WAIT
        turn = step(turn.booth, "", RecordingState.ANNOUNCED)
    turn = step(turn.booth, "", RecordingState.ANNOUNCED)
    assert (turn.next, turn.say, turn.effect) == (Next.PIECE, ("lost",), Effect.DROP)


@pytest.mark.parametrize("state", [RecordingState.LOST, RecordingState.ERASED, None])
def test_one_that_never_comes_is_said_again(state: str | None) -> None:
    assert step(SPOKEN, "", state).say == ("lost",)


@pytest.mark.parametrize(
    ("key", "then", "effect", "skipped"),
    [
        ("1", Next.PIECE, Effect.KEEP, ()),
        ("2", Next.PIECE, Effect.DROP, ()),
        ("3", Next.PIECE, Effect.DROP, ("phone:goodbye",)),
        ("0", Next.END, Effect.DROP, ()),
    ],
)
def test_he_keeps_repeats_skips_or_stops(key: str, then: Next, effect: Effect, skipped: tuple[str, ...]) -> None:
    turn = step(JUDGED, key, RecordingState.STORED)
    assert (turn.next, turn.effect, turn.recording, turn.booth.skipped) == (then, effect, 7, skipped)
    assert turn.booth.recording is None


@pytest.mark.parametrize("key", ["", "9", "#", "11"])
def test_another_key_plays_it_again(key: str) -> None:
    turn = step(JUDGED, key, RecordingState.STORED)
    assert (turn.next, turn.booth.recording) == (Next.JUDGE, 7)


@pytest.mark.parametrize("booth", [ASKED, JUDGED])
def test_who_stays_silent_is_thanked_and_let_go(booth: Booth) -> None:
    turn = step(booth, "", None)
    for _ in range(SILENCES - 1):
        assert turn.next != Next.END
        turn = step(turn.booth, "", None)
    assert (turn.next, turn.say) == (Next.END, ("bye",))


def test_he_may_stop_while_he_waits() -> None:
    waiting = step(SPOKEN, "", RecordingState.ANNOUNCED).booth
    turn = step(waiting, "0", RecordingState.ANNOUNCED)
    assert (turn.next, turn.effect) == (Next.END, Effect.DROP)


def test_where_he_stands_survives_being_stored() -> None:
    booth = Booth(1, "so", "phone:goodbye", Stage.JUDGING, 7, 1, 2, ("a", "b"))
    assert Booth.from_json(booth.to_json()) == booth
