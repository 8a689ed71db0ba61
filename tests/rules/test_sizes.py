"""Small enough to read at one sitting."""

import ast
import statistics

from tests.support.sources import Function, sources

MODULE = 300
TEST_MODULE = 400
FUNCTION = 50
TEST = 35
PARAMETERS = 6
POSITIONAL = 4


def _length(function: Function) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def _named(function: Function) -> list[ast.arg]:
    arguments = function.args
    return [arg for arg in (*arguments.posonlyargs, *arguments.args) if arg.arg not in {"self", "cls"}]


def _is_test(name: str, function: Function) -> bool:
    return name.startswith("tests/") and function.name.startswith("test_")


def test_modules_are_short() -> None:
    limits = {"dispatch": MODULE, "hotline": MODULE, "migrations": MODULE, "tests": TEST_MODULE}
    long = [
        f"{source.name}: {source.lines()}"
        for folder, limit in limits.items()
        for source in sources(folder)
        if source.lines() > limit and not source.name.startswith("migrations/versions/")
    ]
    assert long == []


def test_functions_are_short() -> None:
    long = [
        f"{source.name}:{function.name}: {_length(function)}"
        for source in sources("dispatch", "hotline", "tests")
        for function in source.functions()
        if _length(function) > (TEST if _is_test(source.name, function) else FUNCTION)
    ]
    assert long == []


def test_most_functions_are_very_short() -> None:
    lengths = sorted(_length(function) for source in sources("dispatch", "hotline") for function in source.functions())
    assert statistics.quantiles(lengths, n=10)[8] <= 25


def test_functions_take_few_things() -> None:
    greedy = [
        f"{source.name}:{function.name}"
        for source in sources("dispatch", "hotline")
        for function in source.functions()
        if len(_named(function)) > POSITIONAL or len(_named(function)) + len(function.args.kwonlyargs) > PARAMETERS
    ]
    # A constructor may name each part it is wired from.
    assert [name for name in greedy if not name.endswith(":__init__")] == []
