"""What came of a text is judged by what would be done with it."""

import re

import pytest

from hotline.understanding import Understood
from hotline.understanding.evaluation import Figures, is_label, judge

SHOPPING = Understood("x", needs=("shopping",))
NOTHING = Understood("x", asks=True)
ALARM = Understood("x", urgency="alarm")
QUESTION = Understood("x", urgency="question", asks=True)


def _command(name: str) -> Understood:
    return Understood("x", command=name)


@pytest.mark.parametrize(
    ("label", "read", "outcome"),
    [
        ("shopping", SHOPPING, "right"),
        ("shopping", NOTHING, "asked"),
        ("shopping", QUESTION, "asked"),
        ("shopping", ALARM, "wrong"),
        ("pharmacy", SHOPPING, "harmful"),
        ("shopping+pharmacy", SHOPPING, "wrong"),
        ("shopping", _command("cancel"), "harmful"),
        ("shopping", _command("help"), "wrong"),
        ("person", Understood("x", needs=("person",), command="person"), "right"),
        ("emergency", ALARM, "right"),
        ("emergency", QUESTION, "asked"),
        ("emergency", SHOPPING, "harmful"),
        ("emergency", NOTHING, "harmful"),
        ("cmd:yes", _command("yes"), "right"),
        ("cmd:yes", _command("no"), "harmful"),
        ("cmd:yes", NOTHING, "asked"),
        ("cmd:stop", SHOPPING, "harmful"),
        ("cmd:done", Understood("x", is_thanks=True), "wrong"),
        ("cmd:language", _command("language:so"), "right"),
        ("cmd:relay", Understood("x", relay="y", asks=True), "right"),
        ("ask", NOTHING, "right"),
        ("ask", QUESTION, "right"),
        ("ask", _command("yes"), "harmful"),
        ("none", Understood("x", is_thanks=True), "right"),
        ("none", SHOPPING, "harmful"),
        ("none", _command("stop"), "harmful"),
        ("none", QUESTION, "asked"),
    ],
)
def test_outcomes(label: str, read: Understood, outcome: str) -> None:
    assert judge(label, read) == outcome


@pytest.mark.parametrize("label", ["", "greeting", "cmd:dance", "shopping+dance", "emergency+shopping"])
def test_a_label_of_nobodys_is_refused(label: str) -> None:
    assert not is_label(label)
    with pytest.raises(ValueError, match=rf"^{re.escape(label)}$"):
        judge(label, SHOPPING)


def test_figures_add_up_by_language_and_class() -> None:
    figures = Figures()
    for language, label, read in (("sv", "shopping", SHOPPING), ("sv", "cmd:yes", QUESTION), ("ar", "shopping", ALARM)):
        figures.add(language, label, read)
    assert (figures.languages, figures.classes) == (("ar", "sv"), ("cmd:yes", "shopping"))
    assert figures.total(["sv"]) == {"right": 1, "asked": 1}
    assert figures.total(classes=["shopping"]) == {"right": 1, "wrong": 1}
    assert (figures.alarms["ar"], figures.questions["sv"], len(figures.misses)) == (1, 1, 2)
