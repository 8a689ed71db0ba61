"""Where code and templates ask for words: the keys, or the beginnings of keys, that a catalog must hold."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from tests.support.sources import ROOT, Source

# t("board.title")  t('state.' ~ name)
_IN_TEMPLATE = re.compile(r"""\b(?P<call>t|word)\(\s*(?P<quote>["'])(?P<key>[^"']+)(?P=quote)\s*(?P<more>~)?""")


_IS_KEY = re.compile("[:.]")


@dataclass(frozen=True)
class Asked:
    """A key that is asked for somewhere. `whole` is False when only its beginning stands there."""

    key: str
    where: str
    whole: bool = True


@dataclass(frozen=True)
class Told:
    """A notice that is told somewhere, with the names of the facts it is told with."""

    notices: frozenset[str]
    facts: frozenset[str]
    where: str


def in_templates() -> Iterator[Asked]:
    """Every key in a template."""
    for path in sorted((ROOT / "hotline" / "templates").rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        for found in _IN_TEMPLATE.finditer(text):
            where = f"{path.name}:{text.count(chr(10), 0, found.start()) + 1}"
            if found["call"] == "t":
                yield Asked("web:" + found["key"], where, whole=not found["more"])


def in_code(source: Source) -> Iterator[Asked]:
    """Every key in a call of `.text`, `.lines` or `t`."""
    for call in _calls(source):
        name = _called(call)
        if name not in {"text", "lines", "t"} or not call.args:
            continue
        family = "web:" if name == "t" else ""
        where = f"{source.name}:{call.lineno}"
        first = call.args[0]
        if isinstance(first, ast.Constant) and isinstance(first.value, str):
            key = family + first.value
            if _IS_KEY.search(key):  # other things have a `text` too
                yield Asked(key, where)
        elif isinstance(first, ast.JoinedStr) and isinstance(first.values[0], ast.Constant):
            yield Asked(family + str(first.values[0].value), where, whole=False)


_NOTICE_AT = {"tell": 2, "say": 0}
"""Which argument of these functions is the notice."""


def told(source: Source) -> Iterator[Told]:
    """Every call of `tell` and `say` whose notice stands there."""
    for call in _calls(source):
        place = _NOTICE_AT.get(_called(call), len(call.args))
        if place >= len(call.args) or isinstance(call.args[place], ast.JoinedStr):
            continue
        constants = (node.value for node in ast.walk(call.args[place]) if isinstance(node, ast.Constant))
        notices = frozenset(value for value in constants if isinstance(value, str))
        names = {keyword.arg for keyword in call.keywords}
        if notices and None not in names:
            facts = frozenset(name for name in names if name and name not in {"request", "offer"})
            yield Told(notices, facts, f"{source.name}:{call.lineno}")


def _calls(source: Source) -> Iterator[ast.Call]:
    return (node for node in ast.walk(source.tree) if isinstance(node, ast.Call))


def _called(call: ast.Call) -> str:
    function = call.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""
