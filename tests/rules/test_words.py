"""Every word that code asks for exists, and every notice is told with the facts its sentence needs."""

import ast
import re
from collections.abc import Iterator

from dispatch.kinds import Kind
from dispatch.notices import NOTICES
from hotline.catalogs import REFERENCE, Catalogs, fields
from tests.support.sources import Source, sources
from tests.support.words import Told, in_code, in_templates, told

_LETTERS = re.compile(r"[^\W\d_]{2,}")
_PROSE = re.compile(r"[\u0600-\u06ff]|[åäöÅÄÖ]")

HOLD_WORDS = (
    "hotline/understanding/", "hotline/simulator/", "hotline/demo", "hotline/numbers.py", "hotline/sms_text.py",
    "dispatch/places.py",
)  # fmt: skip
"""Where letters of a language stand in code for a reason: alphabets, names of places, invented people."""


PLAYED = {"recording", "words"}
"""Said in a call as they are: a resident's own message, somebody's own words."""


def _told() -> list[Told]:
    return [each for source in sources("dispatch", "hotline") for each in told(source)]


def _entries(each: Told, notice: str) -> list[str]:
    """The entries one of which it is told with: the core does not know how it will be told, a talk does."""
    return [f"sms:{notice}"] if each.where.startswith("dispatch/") else [f"sms:{notice}", f"phone:{notice}"]


def test_every_key_that_is_asked_for_exists(catalogs: Catalogs) -> None:
    keys = set(catalogs[REFERENCE].entries)
    asked = [*in_templates(), *(each for source in sources("hotline") for each in in_code(source))]
    missing = {
        f"{each.key} ({each.where})"
        for each in asked
        if (each.key not in keys if each.whole else not any(key.startswith(each.key) for key in keys))
    }
    assert asked
    assert sorted(missing) == []


def test_every_notice_that_is_told_has_words(catalogs: Catalogs) -> None:
    keys = set(catalogs[REFERENCE].entries)
    missing = {
        f"{each.where}: {notice}"
        for each in _told()
        for notice in each.notices - PLAYED
        if keys.isdisjoint(_entries(each, notice))
    }
    assert sorted(missing) == []
    assert sorted(notice for notice in NOTICES if f"sms:{notice}" not in keys) == []


def test_every_notice_is_told_with_the_facts_it_needs(catalogs: Catalogs) -> None:
    entries = catalogs[REFERENCE].entries
    missing = [
        f"{each.where}: {notice} needs {sorted(lacks)}"
        for each in _told()
        for notice in each.notices
        if (lacks := min((fields(entries.get(key, "")) - each.facts for key in _entries(each, notice)), key=len))
    ]
    assert missing == []


def test_every_kind_has_a_name_and_a_line(catalogs: Catalogs) -> None:
    keys = set(catalogs[REFERENCE].entries)
    assert [kind for kind in Kind if f"kind:{kind}" not in keys or f"sms:line.{kind}" not in keys] == []


def _said(source: Source) -> Iterator[ast.Constant]:
    """Yield the texts of a module that are no docstrings."""
    documented = {id(node.value) for node in ast.walk(source.tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documented:
            yield node


def test_no_sentence_in_another_language_stands_in_code() -> None:
    wrong = [
        f"{source.name}:{said.lineno}: {str(said.value)[:30]!r}"
        for source in sources("dispatch", "hotline")
        if not source.name.startswith(HOLD_WORDS)
        for said in _said(source)
        if _PROSE.search(str(said.value)) and len(_LETTERS.findall(str(said.value))) > 1
    ]
    assert wrong == []
