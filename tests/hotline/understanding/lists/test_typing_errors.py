"""One wrong letter is forgiven wherever it stands but in front, and two are not."""

import pytest

from hotline.understanding.lists.typing_errors import NearForms, is_near

LONG = "apoteksrecept"


def _misspelt(word: str, at: int) -> tuple[str, ...]:
    """A letter wrong, missing, too many, or swapped with the next."""
    rest = word[at + 1 :]
    return (
        word[:at] + "q" + rest,
        word[:at] + rest,
        word[:at] + "q" + word[at:],
        word[:at] + rest[:1] + word[at] + rest[1:],
    )


@pytest.mark.parametrize("word", ["mjolk", "hjalpa", LONG])
def test_one_error_is_forgiven_in_any_place_but_the_first(word: str) -> None:
    forms = NearForms((word, "sjukhus", "apotek"))
    for at in range(1, len(word)):
        for written in _misspelt(word, at):
            assert is_near(word, written)
            assert len(written) < 5 or list(forms.whole(written)) == [word], written
    assert list(forms.whole("q" + word[1:])) == []


def test_two_errors_are_not_forgiven() -> None:
    assert list(NearForms((LONG,)).whole("apqteksrecqpt")) == []


def test_a_word_may_begin_with_a_form_but_for_one_error() -> None:
    forms = NearForms(("apotek", "apotekare", "mjolk"))
    assert sorted(forms.start("apptekarens")) == ["apotek", "apotekare"]
    assert sorted(forms.start("mjollken")) == ["mjolk"]
    assert list(forms.start("mjl")) == []


def test_short_forms_are_never_guessed() -> None:
    assert list(NearForms(("mat", "brod")).whole("brodd")) == []


def test_forms_that_begin_alike_are_all_found() -> None:
    forms = NearForms(("promenad", "promenera", "promenaden"))
    assert sorted(forms.whole("promenade")) == ["promenad", "promenaden"]
