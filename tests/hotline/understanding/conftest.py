"""One understanding for all tests here: the real catalogs, a Saturday morning in November, a few areas."""

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from hotline.catalogs import LOCALES, Catalogs, load
from hotline.understanding import AreaName, Lexicons, Places, Understood, understand

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
ZONE = ZoneInfo("Europe/Stockholm")
PLACES = Places(
    (
        AreaName("jonkoping", "Jönköping"),
        AreaName("oster", "Öster", "jonkoping"),
        AreaName("osterangen", "Österängen", "oster"),
        AreaName("huskvarna", "Huskvarna"),
    ),
    {"56131": "huskvarna", "55322": None},
)

Reader = Callable[..., Understood]


@pytest.fixture(scope="session")
def catalogs() -> Catalogs:
    return load(LOCALES)


@pytest.fixture(scope="session")
def lexicons(catalogs: Catalogs) -> Lexicons:
    return Lexicons(catalogs)


@pytest.fixture(scope="session")
def read(lexicons: Lexicons) -> Reader:
    """Understand a text: read("ja", "sv")."""

    def _read(text: str, language: str | None = None) -> Understood:
        return understand(text, language=language, lexicons=lexicons, now=NOW, zone=ZONE, places=PLACES)

    return _read
