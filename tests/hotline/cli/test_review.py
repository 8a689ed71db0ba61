"""`hotline review`: from the sheet to the file and back."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl.reader.excel import load_workbook

from dispatch.db import Database
from hotline.catalogs import FILE, LOCALES
from hotline.cli import cli
from hotline.models import CorrectedWord
from hotline.review.po import PoFile

TAGS = ("en", "sv", "fa")


@pytest.fixture
def locales(tmp_path: Path) -> Path:
    """Three languages of somebody's own, with short lists."""
    folder = tmp_path / "locales"
    for tag in TAGS:
        (folder / tag).mkdir(parents=True)
        file = PoFile((LOCALES / tag / FILE).read_text())
        for key, entry in list(file.entries.items()):
            if key.startswith("lexicon:"):
                short = "\n".join(entry.words.split("\n")[:13])
                file.change(key, words=short, is_fuzzy=entry.is_fuzzy)
        (folder / tag / FILE).write_text(file.text)
    return folder


def _run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, ["review", *map(str, arguments)])


def _filled_in(path: Path, key: str, column: str, words: str) -> None:
    book = load_workbook(path)  # type: ignore[no-untyped-call]
    book["How to"].cell(3, 2).value, book["How to"].cell(4, 2).value = "Sara Lind", "2026-11-22"
    sheet = book["Texts"]
    names = [cell.value for cell in sheet[1]]
    row = next(row for row in sheet.iter_rows(min_row=2) if row[0].value == key)
    row[names.index(column)].value = words
    book.save(path)


def test_a_sheet_goes_out_and_comes_back(locales: Path, tmp_path: Path) -> None:
    sheet, file = tmp_path / "sv.xlsx", locales / "sv" / FILE
    assert _run("export", "sv", "--out", sheet, "--locales", locales).exit_code == 0
    before = file.read_bytes()
    _filled_in(sheet, "web:board.title", "ok", "ok")
    dry = _run("import", sheet, "--dry-run", "--json", "--locales", locales)
    assert (json.loads(dry.stdout)["checked"], json.loads(dry.stdout)["written"]) == (1, False)
    assert file.read_bytes() == before
    assert "1 checked" in _run("import", sheet, "--locales", locales).stdout
    after = file.read_bytes()
    assert set(before.decode().split("\n")) - set(after.decode().split("\n")) == {'"X-Reviewed-By: nobody yet\\n"'}
    assert before.count(b"\n") - after.count(b"\n") == 1
    assert _run("import", sheet, "--locales", locales).exit_code == 0
    assert file.read_bytes() == after
    report = [json.loads(line) for line in _run("report", "--json", "--locales", locales).stdout.splitlines()]
    swedish = next(line for line in report if line["language"] == "sv")
    assert (swedish["reviewed"], swedish["reviewers"]) == (1, [{"name": "Sara Lind", "day": "2026-11-22"}])
    assert "web:board.title" not in _run("report", "--keys", "sv", "--locales", locales).stdout.split()


def test_a_faulty_row_is_named_and_nothing_is_written(locales: Path, tmp_path: Path) -> None:
    sheet, file = tmp_path / "sv.xlsx", locales / "sv" / FILE
    _run("export", "sv", "--out", sheet, "--locales", locales)
    before = file.read_bytes()
    _filled_in(sheet, "sms:offer", "better wording", "Kan du?")
    answer = _run("import", sheet, "--locales", locales)
    assert answer.exit_code == 1
    assert "sms:offer: {kind} is lost" in answer.stderr
    assert file.read_bytes() == before


def test_the_printed_sheet_is_whole_in_itself_and_begins_at_the_right(locales: Path, tmp_path: Path) -> None:
    page = tmp_path / "fa.html"
    assert _run("export", "fa", "--print", "--out", page, "--locales", locales).exit_code == 0
    text = page.read_text()
    assert '<td lang="fa" dir="rtl">' in text
    assert "better wording" in text
    assert not [mark for mark in ("<script", "<link", "src=", "href=") if mark in text]


@pytest.mark.parametrize("tag", ["tlh", "en"])
def test_a_language_that_cannot_be_reviewed_is_wrong_use(locales: Path, tmp_path: Path, tag: str) -> None:
    assert _run("export", tag, "--out", tmp_path / "x.xlsx", "--locales", locales).exit_code == 2


def test_a_file_that_is_no_sheet_is_refused(tmp_path: Path, locales: Path) -> None:
    other = tmp_path / "other.xlsx"
    other.write_bytes(b"PK\x03\x04 nothing")
    answer = _run("import", other, "--locales", locales)
    assert answer.exit_code == 1
    assert "is no review sheet" in answer.stderr


def test_words_for_the_lists_are_told_with_how_often(
    database: Database, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    with database.work() as work:
        for word, mark in (("zyrkmupp", ""), ("hemligt", "somebody")):
            work.session.add(CorrectedWord(language="sv", role="unknown", understood="shopping", meant="pharmacy",
                                           word=word, times=3, first_by=mark, month="2026-11"))  # fmt: skip
    told = _run("stems", "--lang", "sv").stdout.split()
    assert told == ["sv", "3", "zyrkmupp", "unknown", "shopping", "->", "pharmacy"]
