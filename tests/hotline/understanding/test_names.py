"""What people are called is no emergency: common first names of the old, and of those who came later."""

import pytest

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


@pytest.mark.parametrize("text", ["a man with a gun outside", "he has a gun", "gun to my head"])
def test_a_gun_still_does(text: str, read: Reader) -> None:
    assert read(text, "en").urgency == "alarm"
