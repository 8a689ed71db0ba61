"""What is said of more than one volunteer keeps to two parts, also in the dearest alphabet."""

from typing import Any
from zoneinfo import ZoneInfo

import pytest

from hotline.catalogs import LOCALES, fields, load
from hotline.conversation.wishes import SHARED
from hotline.phrases import fits, render

CATALOGS = load(LOCALES)
ZONE = ZoneInfo("Europe/Stockholm")
FACTS = {
    "name": "Karin Andersson", "organisation": "Röda Korset Huskvarna", "code_word": "4711", "code": "B2", "count": 2,
    "address": "Östra Storgatan 112 B, Huskvarna", "area": "Österängen", "language": "ti",
    "details": "mjölk, bröd och kaffe", "others": "Karin, Mohammed, Natalia",
    "when": {"from": "2026-11-26T13:30:00+00:00", "until": "2026-11-26T14:30:00+00:00", "precision": "hour"},
}  # fmt: skip
WISHED, SO_FAR = {"of": 2}, {"of": 2, "has": 1}
SAID = {
    "confirm.request": WISHED, "confirm.other": WISHED, "offer": WISHED, "match.resident": SO_FAR,
    "escalated.partly": SO_FAR, "status.open": SO_FAR, "status.escalated": SO_FAR,
}  # fmt: skip


@pytest.mark.parametrize("tag", CATALOGS)
def test_a_text_about_several_volunteers_keeps_to_two_parts(tag: str) -> None:
    catalog = CATALOGS[tag]
    long: dict[str, str] = {}
    for notice, places in SAID.items():
        for kind in SHARED:
            every: dict[str, Any] = {**FACTS, "kind": {"kind": kind.value, **places}}
            facts = {name: every[name] for name in fields(catalog.entries[f"sms:{notice}"])}
            text = render(catalog, notice, facts, ZONE)
            if not fits(text):
                long[notice] = text
    assert long == {}
