"""The values of a conversation survive being stored."""

from hypothesis import given
from hypothesis import strategies as st

from hotline.conversation.talk import NOTHING, Talk, Turn, Wish, do

WISHES = st.builds(
    Wish, kind=st.sampled_from(["", "shopping"]), details=st.text(max_size=20), address=st.text(max_size=20),
    area=st.none() | st.text(max_size=5), start=st.none() | st.just("2026-11-26T09:00:00+00:00"),
    is_known_place=st.booleans(),
)  # fmt: skip
TALKS = st.builds(
    Talk, question=st.sampled_from(["", "kind", "language"]), wish=st.none() | WISHES, asked=st.integers(0, 3),
    misses=st.integers(0, 2), options=st.lists(st.integers() | st.text(max_size=5)).map(tuple), held=st.text(),
)  # fmt: skip


@given(TALKS)
def test_a_talk_reads_back_as_it_was(talk: Talk) -> None:
    assert Talk.from_json(talk.to_json()) == talk


def test_fields_of_another_version_are_left_out() -> None:
    stored = {"question": "kind", "mood": "bad", "wish": {"kind": "errand", "colour": "red"}}
    assert Talk.from_json(stored) == Talk(question="kind", wish=Wish(kind="errand"))


def test_an_empty_row_is_no_talk() -> None:
    assert Talk.from_json({}) == NOTHING


def test_further_effects_come_first() -> None:
    turn = Turn(NOTHING, (), (do("keep_draft"),)).also(do("name_person", name="Karin"))
    assert [effect.verb for effect in turn.effects] == ["name_person", "keep_draft"]
