"""Small habits that keep the house in order."""

import ast
from collections.abc import Iterator

from tests.support.sources import Source, sources

VAGUE = {"utils", "util", "helpers", "helper", "manager", "managers", "common", "misc", "base_utils", "info"}

MAY_CATCH_EVERYTHING: dict[str, str] = {
    "dispatch/stepping.py": "a step that breaks goes to an operator instead of being tried for ever",
    "hotline/webhooks/sms.py": "a text that breaks us is kept and handed to an operator",
    "hotline/calls/carrying.py": "a step that breaks us is handed to an operator, and the caller hears where help is",
    "dispatch/jobs.py": "one request that breaks must not stop the others while the clock does the work itself",
}
"""The top levels that may catch any exception, each with its reason."""

CLOCKS = {"now", "utcnow", "today", "time"}
"""What reads the clock; rules get `now` passed in."""

MAY_READ_THE_CLOCK = {"dispatch/db.py"}


def _calls(source: Source) -> Iterator[tuple[ast.Call, str, str]]:
    """Yield each `owner.name(...)` with the two names."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node, ast.unparse(node.func.value), node.func.attr


def test_only_the_unit_of_work_commits() -> None:
    wrong = [
        f"{source.name}:{call.lineno}"
        for source in sources("dispatch", "hotline")
        if source.name != "dispatch/db.py"
        for call, _, name in _calls(source)
        if name == "commit"
    ]
    assert wrong == []


def test_the_core_is_told_what_time_it_is() -> None:
    wrong = [
        f"{source.name}:{call.lineno}"
        for source in sources("dispatch")
        if source.name not in MAY_READ_THE_CLOCK
        for call, owner, name in _calls(source)
        if name in CLOCKS and owner in {"datetime", "date", "time", "datetime.datetime"}
    ]
    assert wrong == []


def test_no_handler_catches_everything() -> None:
    wrong = [
        f"{source.name}:{node.lineno}"
        for source in sources("dispatch", "hotline", "migrations", "tests")
        if source.name not in MAY_CATCH_EVERYTHING
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or ast.unparse(node.type) in {"Exception", "BaseException"})
    ]
    assert wrong == []


def test_the_list_of_those_who_catch_everything_holds_nobody_else() -> None:
    names = {source.name for source in sources("dispatch", "hotline", "tests")}
    assert set(MAY_CATCH_EVERYTHING) <= names


def test_no_file_has_a_vague_name() -> None:
    parts = {source.name: {*source.path.parts, source.path.stem} for source in sources("dispatch", "hotline", "tests")}
    assert [name for name, words in parts.items() if words & VAGUE] == []


def test_every_module_says_what_it_is() -> None:
    bare = [source.name for source in sources("dispatch", "hotline") if not ast.get_docstring(source.tree)]
    assert bare == []


def test_nothing_prints_but_what_talks_to_a_terminal() -> None:
    wrong = [
        f"{source.name}:{node.lineno}"
        for source in sources("dispatch", "hotline")
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"print", "breakpoint"}
    ]
    assert wrong == []
