"""The pages for everybody."""

from collections.abc import Iterator

import pytest

from hotline.wiring import Context
from tests.hotline.admin.pages import LINE, Browser, words
from tests.support.databases import Maker


@pytest.fixture
def database_url(sqlite: Maker) -> Iterator[str]:
    """SQLite alone: no database is in question here."""
    with sqlite.migrated() as url:
        yield url


def test_the_page_says_how_to_reach_the_line_and_that_danger_is_112(stranger: Browser) -> None:
    page = stranger.get("/")
    assert f'href="sms:{LINE}"' in page.text
    assert f'href="tel:{LINE}"' in page.text
    assert '<bdi dir="ltr">070-174 06 99</bdi>' in page.text
    assert "ring 112" in words(page)


def test_every_language_is_a_link_by_its_own_name(stranger: Browser, context: Context) -> None:
    page = stranger.get("/").text
    for tag, catalog in context.catalogs.items():
        assert f'href="?lang={tag}" lang="{tag}"' in page
        assert f">{catalog.own_name}</a>" in page


def test_a_chosen_language_stays_chosen(stranger: Browser) -> None:
    assert '<html lang="ar" dir="rtl">' in stranger.get("/?lang=ar").text
    assert '<html lang="ar" dir="rtl">' in stranger.get("/tillganglighet").text


def test_a_browser_s_language_is_understood(stranger: Browser) -> None:
    assert '<html lang="en"' in stranger.get("/", language="en-GB,en;q=0.9").text


@pytest.mark.parametrize("wanted", ["xx", "%00", "../../etc", 'sv"><script>'])
def test_a_language_that_is_not_there_changes_nothing(stranger: Browser, wanted: str) -> None:
    answer = stranger.get(f"/?lang={wanted}")
    assert '<html lang="sv" dir="ltr">' in answer.text
    assert "Set-Cookie" not in answer.headers


def test_somebody_who_only_reads_gets_no_cookie(stranger: Browser) -> None:
    assert "Set-Cookie" not in stranger.get("/").headers


def test_the_statement_says_whom_to_tell(stranger: Browser) -> None:
    page = stranger.get("/tillganglighet")
    assert "Tillgänglighetsredogörelse" in words(page)
    assert f'href="tel:{LINE}"' in page.text
    assert "digg.se" in page.text
