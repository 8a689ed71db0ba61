"""A word is read as it stands and in the other ways it may be meant; no reading takes another's place."""

import pytest

from hotline.understanding.words import Word, fold, folded_lines, folded_words, words


def _one(text: str) -> Word:
    return words(text)[-1]


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Łukasz", "lukasz"),
        ("don´t", "dont"),
        ("İSTANBUL", "istanbul"),
        ("ısı", "isi"),
        ("şêwir", "sewir"),
        ("đak", "dak"),
        ("año", "ano"),
        ("ñandú", "nandu"),
        ("٢٠", "20"),
        ("یک", "يك"),
        ("إيقاف", "ايقاف"),
        ("دارو\u200cخانه", "داروخانه"),
        ("ሠላም", "ሰላም"),
        ("ፀሓይ", "ጸሃይ"),
        ("ሐኪም", "ሃኪም"),
        ("ኀይሊ", "ሃይሊ"),
        ("ዐባይ", "ኣባይ"),
    ],
)
def test_marks_and_variants_of_letters_are_evened_out(written: str, folded: str) -> None:
    assert fold(written) == folded


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("Нигде", "nigde"),
        ("ђак", "dak"),
        ("џеп", "dzep"),
        ("љубав", "ljubav"),
        ("Ваљево", "valjevo"),
        ("dodjite", "dodite"),
        ("ንማይ", "ማይ"),
        ("ዝሕግዘኒ", "ህግዘኒ"),
        ("والصيدلية", "صيدليه"),
        ("behooover", "behover"),
        ("پانسمان", "بانسمان"),
        ("چای", "جاي"),
    ],
)
def test_a_reading_is_added(text: str, reading: str) -> None:
    word = _one(text)
    assert reading in word.readings
    assert word.readings[0] == word.folded == fold(word.original)


def test_persian_with_is_not_read_as_foot() -> None:
    """Who has only an Arabic keyboard writes the first for the second; nobody writes the second for the first."""
    assert _one("با").readings == ("با",)
    assert set(_one("پا").readings) == {"پا", "با"}


@pytest.mark.parametrize("text", ["Допоможіть", "їжа", "щось", "будьте", "Україна", "помощь", "чай", "йогурт"])
def test_what_no_serb_writes_has_no_latin_reading(text: str) -> None:
    assert _one(text).readings == (fold(text),)


def test_a_verb_written_apart_is_read_together_and_one_written_together_stays_whole() -> None:
    assert [word.readings for word in words("نمی توانم")] == [("نمي", "نميتوانم"), ("توانم",)]
    assert words("نمی\u200cتوانم")[0].readings[0] == "نميتوانم"


def test_many_lines_are_folded_as_each_of_them_is() -> None:
    lines = (
        "Ja tack!",
        "  nej,\tinte   nu",
        "i'm 'ok'",
        "_a_ b_c",
        "don´t",
        "👍🙏 jättebra❤️",
        "A1: ٢٠ km/h",
        "نمی\u200cتوانم،",
        "①❶ ½",
    )
    assert folded_lines("\n".join((*lines, "", "?!"))) == tuple(" ".join(folded_words(line)) for line in lines)
