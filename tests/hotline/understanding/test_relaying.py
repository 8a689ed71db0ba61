"""Words for the other side of a match begin with a command; what follows is taken as it stands."""

import pytest

from tests.hotline.understanding.conftest import Reader


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("HÄLSA jag kommer 5 minuter sent", "jag kommer 5 minuter sent"),
        ("Hälsa henne att Jag står vid porten.", "Jag står vid porten."),
        ("halsa att bussen är sen", "bussen är sen"),
        ("Meddela: ring på två gånger", "ring på två gånger"),
        ("TELL I am late", "I am late"),
        ("Tell her that the lift is broken 🙂", "the lift is broken 🙂"),
        ("message to my volunteer - use the back door", "use the back door"),
        ("بلغ سأتأخر خمس دقائق", "سأتأخر خمس دقائق"),
        ("قولوا له، الباب مفتوح", "الباب مفتوح"),
        ("tell 👍", "👍"),
        ("Tell\nI am late\nsorry", "I am late\nsorry"),
    ],
)
@pytest.mark.parametrize("language", ["sv", "en", "ar", None])
def test_what_follows_is_kept_as_it_was_written(read: Reader, text: str, words: str, language: str | None) -> None:
    assert read(text, language).relay == words


@pytest.mark.parametrize("text", ["HÄLSA", "tell", "tell her.", "بلغ", "Hälsa!!!", ""])
def test_with_nothing_to_pass_on_nothing_is(read: Reader, text: str) -> None:
    assert read(text).relay == ""


@pytest.mark.parametrize(
    "text",
    [
        "Hälsa på min mormor",
        "hälsa på",
        "meddela mig när någon kommer",
        "tell me who is coming",
        "Tell us more",
        "بلغ الشرطة",
        "jag ska hälsa på en vän",
        "I will tell her",
        "Hälsan är inte så bra",
        "mjölk och bröd tack",
    ],
)
def test_a_text_that_only_looks_so_is_not_passed_on(read: Reader, text: str) -> None:
    assert read(text).relay == ""


def test_a_need_or_a_danger_in_it_is_still_read(read: Reader) -> None:
    assert read("tell her I need milk and bread", "en").needs == ("shopping",)
    assert read("hälsa att min man andas inte", "sv").urgency == "alarm"


def test_the_word_our_own_text_teaches_is_understood(read: Reader) -> None:
    for word in ("TELL", "HÄLSA", "بلغ"):
        assert read(f"{word} 1 2 3").relay == "1 2 3"
