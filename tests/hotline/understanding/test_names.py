"""What people are called is no emergency: common first names of the old, and of those who came later."""

import pytest

from hotline.understanding import Lexicons, understand_name
from hotline.understanding.lists.vocabulary import GIVEN_NAMES
from tests.hotline.understanding.conftest import Reader

NAMES = (
    *("Maria", "Anna", "Margareta", "Elisabeth", "Eva", "Kristina", "Birgitta", "Karin", "Ingrid", "Gun", "Gun-Britt"),
    *("Gunnel", "Britt", "Inger", "Ulla", "Siv", "Gerd", "Maj", "Rut", "Stina", "Barbro", "Kerstin", "Berit", "Vera"),
    *("Lars", "Karl", "Bo", "Sten", "Kurt", "Stig", "Rune", "Åke", "Bror", "Tore", "Bengt", "Bert", "Björn", "Örjan"),
    *("Fatima", "Amina", "Hodan", "Ifrah", "Zahra", "Maryam", "Yusuf", "Hassan", "Abeba", "Selam", "Tesfay", "Rojin"),
    *("Olena", "Oksana", "Dragan", "Marek", "Dilan", "Dolores", "Jasmina", "Aino", "Paavo", "Ayşe", "Emine"),
)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "form", ["{} Larsson, Storgatan 3", "Jag heter {} Sjö. Behöver hjälp att handla mat", "Hälsningar {}"]
)
def test_no_name_sounds_the_alarm(name: str, form: str, read: Reader) -> None:
    assert read(form.format(name), "sv").urgency != "alarm"


def test_no_given_name_is_a_need_or_sounds_of_danger(read: Reader) -> None:
    lines = GIVEN_NAMES.read_text(encoding="utf-8").splitlines()
    names = [name for line in lines if not line.startswith("#") for name in line.split()]
    assert len(names) > 1000
    said = {name: read(f"hej jag heter {name}", "sv") for name in names}
    assert {name for name, words in said.items() if words.needs or words.urgency != "none"} == set()


@pytest.mark.parametrize(
    "text", ["Hej jag heter Ann-Marie Berg", "my name is Anna Maria Karlsson", "Storgatan 5 B lgh 1102"]
)
def test_who_she_is_and_where_she_lives_is_no_cry_for_help(text: str, read: Reader) -> None:
    assert read(text, "sv").urgency == "none"


@pytest.mark.parametrize("text", ["a man with a gun outside", "he has a gun", "gun to my head"])
def test_a_gun_still_does(text: str, read: Reader) -> None:
    assert read(text, "en").urgency == "alarm"


@pytest.mark.parametrize(
    ("text", "language", "name"),
    [
        ("Karin Berg", "sv", "Karin Berg"),
        ("karin berg", "sv", "karin berg"),
        ("فاطمة", "ar", "فاطمة"),
        ("محمد علي", "ar", "محمد علي"),
        ("олена коваль", "uk", "олена коваль"),
        ("En halua sanoa", "fi", ""),
        ("vill inte säga", "sv", ""),
        ("I'd rather not tell you that, sorry", "en", ""),
    ],
)
def test_the_answer_to_what_is_your_name(text: str, language: str, name: str, lexicons: Lexicons) -> None:
    assert understand_name(text, lexicons=lexicons, language=language) == name
