"""A talk on the phone is asked for in many words, and is no call from the office."""

import pytest

from tests.hotline.understanding.conftest import Reader


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("sv", "Kan jag få en telefonvän som ringer på tisdagar"),
        ("sv", "Jag är ensam och vill gärna att någon ringer mig och pratar"),
        ("sv", "Jag vill ha någon att prata med i telefon varje tisdag kl 14"),
        ("en", "I am lonely, could someone call me and chat"),
        ("ar", "اريد شخص يحكي معي بالتلفون"),
        ("so", "Waxaan rabaa qof taleefan igula sheekaysta"),
        ("fa", "تنها هستم کسی تلفنی با من صحبت کند"),
        ("ti", "በይነይ እየ ሰብ ደዊሉ ከዕልለኒ"),
        ("uk", "Мені самотньо, хочу поговорити з кимось по телефону"),
        ("pl", "Jestem samotna, chcę z kimś porozmawiać przez telefon"),
        ("bs", "Usamljena sam, neko da me nazove i popriča"),
        ("fi", "Olen yksinäinen, voisiko joku soittaa ja jutella"),
        ("es", "Me siento sola, alguien que me llame para charlar"),
        ("ku", "Ez bi tenê me, dixwazim bi telefonê bi kesekî re biaxivim"),
    ],
)
def test_company_by_phone(read: Reader, language: str, text: str) -> None:
    words = read(text, language)
    assert (words.by_phone, words.needs, words.urgency) == (True, ("company",), "none")


@pytest.mark.parametrize(
    "text",
    [
        "Jag vill ha sällskap, gärna fika hemma",
        "Ring mig",
        "Kan någon handla åt mig, ring när ni är framme",
        "Jag behöver hjälp med min telefon",
        "Någon måste ringa till Skatteverket åt mig",
    ],
)
def test_a_telephone_alone_is_no_talk_on_it(read: Reader, text: str) -> None:
    assert not read(text, "sv").by_phone
