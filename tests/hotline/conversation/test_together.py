"""More than one volunteer: what she asks for, how it stands, and who did not come."""

from dataclasses import replace

import pytest

from dispatch.kinds import Kind
from hotline.conversation import bridging
from hotline.conversation.talk import Match, OpenRequest, Pushed, Wish
from hotline.conversation.wishes import places_of
from tests.hotline.conversation.saying import (
    FARIDS,
    KARIN,
    MATCHED,
    SOON,
    WISH,
    YES,
    command,
    heard,
    notices,
    step,
    values,
    verbs,
)

SOFA = heard("Två starka som kan bära en soffa", needs=("handiwork",), volunteers=2)
NILS = Match(22, "Nils", "Kyrkan", "1234")
BOTH = replace(MATCHED, kind="handiwork", places=2, matches=(FARIDS, NILS))
HALF = replace(BOTH, state="open", matches=(FARIDS,))


def test_the_summary_names_how_many() -> None:
    summary = step(SOFA, KARIN)
    assert summary.replies[0].facts["kind"] == {"kind": "handiwork", "of": 2}
    assert summary.talk.wish is not None
    assert summary.talk.wish.places == 2
    assert verbs(step(YES, KARIN, summary.talk)) == ["keep_draft", "open_draft"]


def test_she_can_say_another_number_at_the_summary() -> None:
    first = step(SOFA, KARIN)
    three = step(heard("vi behöver tre personer", volunteers=3), KARIN, first.talk)
    assert (notices(three), three.replies[0].facts["kind"]["of"]) == (["confirm.request"], 3)
    one = step(heard("det räcker med en person", volunteers=1), KARIN, three.talk)
    assert one.replies[0].facts["kind"] == "handiwork"


@pytest.mark.parametrize("kind", Kind)
def test_only_where_several_are_of_use(kind: Kind) -> None:
    places = places_of(Wish(kind=kind, places=2), kind)
    assert places == (2 if kind in ("handiwork", "escort", "other") else 1)


def test_what_comes_every_week_is_for_one() -> None:
    assert places_of(Wish(kind="handiwork", places=2, weekly=True), "handiwork") == 1


def test_each_of_two_needs_has_its_own_number() -> None:
    summary = step(heard("handla och bära en soffa", needs=("shopping", "handiwork"), volunteers=2), KARIN)
    assert summary.replies[0].facts["kind"] == {"kind": ["shopping", "handiwork"], "of": 2}


def test_status_says_who_comes_and_who_is_still_missing() -> None:
    turn = step(command("status"), replace(KARIN, requests=(HALF,)))
    assert notices(turn) == ["status.matched", "status.open"]
    assert turn.replies[1].facts["kind"] == {"kind": "handiwork", "of": 2, "has": 1}
    both = step(command("status"), replace(KARIN, requests=(BOTH,)))
    assert [reply.facts["name"] for reply in both.replies] == ["Farid", "Nils"]


def test_she_can_talk_with_each_of_them() -> None:
    assert bridging.others(replace(KARIN, requests=(BOTH,))) == ((21, "Farid"), (22, "Nils"))


def test_what_somebody_has_said_yes_to_a_person_changes() -> None:
    assert notices(step(command("change"), replace(KARIN, requests=(HALF,)))) == ["person_coming"]


class TestNobodyCame:
    """With several she is asked who did not come."""

    @pytest.mark.parametrize(("answer", "ids"), [("1", [21]), ("2", [22]), ("3", [21, 22])])
    def test_after_the_follow_up(self, answer: str, ids: list[int]) -> None:
        known = replace(KARIN, pushed=Pushed("follow_up.ask", 22, (FARIDS, NILS)))
        asked = step(heard("3"), known)
        assert (notices(asked), verbs(asked)) == (["absent.who"], [])
        assert [choice.get("name") for choice in asked.replies[0].facts["choices"]] == ["Farid", "Nils", None]
        told = step(heard(answer), KARIN, asked.talk)
        assert (verbs(told), values(told)) == (["absent"], [{"ids": ids}])

    def test_unasked(self) -> None:
        asked = step(command("absent"), replace(KARIN, requests=(BOTH,)))
        assert notices(asked) == ["absent.who"]
        assert values(step(command("absent"), KARIN, asked.talk)) == [{"ids": [21, 22]}]

    def test_of_one_there_is_nothing_to_ask(self) -> None:
        known = replace(KARIN, pushed=Pushed("follow_up.ask", 21))
        assert verbs(step(heard("3"), known)) == ["nobody_came"]


def test_a_request_for_one_says_nothing_of_numbers() -> None:
    request = OpenRequest(31, "131", "shopping", SOON, "open", wish=WISH)
    assert step(command("status"), replace(KARIN, requests=(request,))).replies[0].facts["kind"] == "shopping"


@pytest.mark.parametrize(
    ("said", "visit", "words"),
    [("Nils att jag är sen", 22, "att jag är sen"), ("jag är sen", 22, "jag är sen"), ("Eva sen", 21, "sen")],
)  # fmt: skip
def test_words_go_to_whom_they_name_else_to_the_newest(said: str, visit: int, words: str) -> None:
    eva = Match(21, "Eva", "Röda Korset", "4711")
    turn = step(heard(f"hälsa {said}", relay=said), replace(KARIN, requests=(replace(BOTH, matches=(eva, NILS)),)))
    assert values(turn) == [{"id": visit, "words": words}]
