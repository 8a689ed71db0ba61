"""The running line, once per kind of database; each story begins with nobody known."""

from collections.abc import Generator, Iterator

import pytest

from tests.support.databases import KINDS, Maker
from tests.support.line import Line, a_line


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """When a story fails, show what the processes said last."""
    report = yield
    line = getattr(item, "funcargs", {}).get("running_line")
    if report.failed and isinstance(line, Line):
        report.sections.append(("what the processes said", line.said()))
    return report


@pytest.fixture(scope="session", params=KINDS)
def running_line(
    request: pytest.FixtureRequest, redis_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Line]:
    """Every process, on one kind of database."""
    maker: Maker = request.getfixturevalue(request.param)
    with maker.migrated() as url, a_line(url, redis_url, tmp_path_factory.mktemp("line")) as line:
        yield line


@pytest.fixture
def line(running_line: Line) -> Line:
    """The running line, with nobody known."""
    running_line.forget()
    return running_line
