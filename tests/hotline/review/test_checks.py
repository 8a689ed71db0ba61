"""New words are refused for what the catalog tests would refuse them for."""

from types import MappingProxyType

import pytest

from hotline.catalogs import LOCALES, REFERENCE, Catalog, Catalogs, load
from hotline.review.checks import faults, field_faults
from hotline.review.rows import LISTS

TAGS = tuple(load(LOCALES))


def _with(catalogs: Catalogs, tag: str, key: str, words: str) -> list[str]:
    old = catalogs[tag]
    new = Catalog(tag, MappingProxyType({**old.entries, key: words}))
    return faults(new, catalogs[REFERENCE], key, before=old.entries[key])


@pytest.mark.parametrize("tag", TAGS)
def test_what_stands_in_the_catalogs_may_stand(catalogs: Catalogs, tag: str) -> None:
    keys = [key for key in catalogs[tag].entries if not key.startswith(LISTS)]
    refused = {key: said for key in keys if (said := faults(
        catalogs[tag], catalogs[REFERENCE], key, before=catalogs[tag].entries[key]))}  # fmt: skip
    assert refused == {}


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("Till {name}: {area}", "{kind} is lost"),
        ("{kind}, {name} {street}", "{street} does not belong here"),
        ("{kind} {name", "a brace { or } stands alone"),
        ("{kind!r} {name}", "a field has more than its name between the braces"),
    ],
)
def test_the_fields_must_stay(words: str, reason: str) -> None:
    assert reason in list(field_faults(words, "{kind}: {name}"))


@pytest.mark.parametrize(
    ("tag", "key", "words", "reason"),
    [
        ("sv", "sms:offer", "x" * 300 + "\n{kind}, {area}, {when}, {language}\n{code}", "too long"),
        ("sv", "sms:stopped", "Łukasz slutar.", "halve the room of a text: Ł"),
        ("ar", "sms:stopped", "تم الإيقاف ١", "digits must be 0-9"),
        ("ar", "sms:stopped", "036-10 50 00", "turn round"),
        ("sv", "sms:emergency", "x" * 80 + " 112", "112 must stand in the first 70"),
        ("sv", "sms:ask.kind", "Vad vill du?\n2 handla\n1 apotek", "must begin with the numbers"),
        ("sv", "sms:stopped", "Skriv KLABB om du vill.", "nobody is understood who answers KLABB"),
        ("sv", "phone:stopped", "Hej! " * 80, "at most 350"),
        ("sv", "phone:stopped", "Ring 4711.", "a number is written in words"),
        ("sv", "phone:stopped", "Hej (du).", "stumbles over '('"),
        ("sv", "phone:emergency", "Ring nu.", "one one two must be said"),
        ("sv", "phone:status.open", "Din {kind} kommer {when}.", "a field must stand after"),
    ],
)  # fmt: skip
def test_what_may_not_stand_is_named(catalogs: Catalogs, tag: str, key: str, words: str, reason: str) -> None:
    assert any(reason in fault for fault in _with(catalogs, tag, key, words)), _with(catalogs, tag, key, words)
