"""A sheet that comes back is taken whole or not at all, and once."""

from pathlib import Path

import pytest

from hotline.catalogs import Catalogs
from hotline.review.po import PoFile, Reviewer
from tests.hotline.review.reader import NAME, Reader, a_file

OFFER, BOARD, DANGER, SHOPPING = "sms:offer", "web:board.title", "sms:emergency", "lexicon:need:shopping"
STRONG, NUMBERS, YES = "lexicon:emergency:strong", "lexicon:numbers", "lexicon:cmd:yes"


@pytest.fixture
def file() -> PoFile:
    """The Somali file."""
    return a_file("so")


def _reader(tmp_path: Path, catalogs: Catalogs, file: PoFile, *keys: str) -> Reader:
    return Reader(tmp_path, catalogs, file, *(keys or (OFFER, BOARD, DANGER)))


def test_ok_clears_a_mark_and_better_words_are_written(tmp_path: Path, catalogs: Catalogs, file: PoFile) -> None:
    reader = _reader(tmp_path, catalogs, file)
    reader.write(OFFER, ok="ok")
    reader.write(BOARD, better="Codsiyada furan")
    done = reader.send(file)
    assert done.faults == []
    assert (done.checked, done.reworded) == ([OFFER, BOARD], [BOARD])
    assert file.entries[BOARD].words == "Codsiyada furan"
    assert [key for key, entry in file.entries.items() if not entry.is_fuzzy] == sorted(
        (OFFER, BOARD), key=list(file.entries).index
    )
    assert file.reviewers == (Reviewer(NAME, "2026-11-22"),)


def test_the_same_sheet_again_changes_nothing(tmp_path: Path, catalogs: Catalogs, file: PoFile) -> None:
    reader = _reader(tmp_path, catalogs, file, OFFER, BOARD, DANGER, SHOPPING, YES)
    reader.write(BOARD, better="Codsiyada furan", ok="x")
    reader.write(DANGER, ok="ok")
    reader.mark(SHOPPING, catalogs["so"].lines(SHOPPING)[0], wrong="x", missing="bariiskayga cusub\nsaliidda")
    reader.mark(YES, ok="ok")
    first = reader.send(file)
    text = file.text
    assert (first.faults, first.is_changed) == ([], True)
    assert not reader.send(file).is_changed
    assert file.text == text


def test_one_faulty_row_keeps_everything_out_and_each_is_named(
    tmp_path: Path, catalogs: Catalogs, file: PoFile
) -> None:
    before, reader = file.text, _reader(tmp_path, catalogs, file)
    reader.write(BOARD, ok="ok")
    reader.write(OFFER, better="{kind} maya")
    reader.write(DANGER, ok="maybe")
    faults = [str(fault) for fault in reader.send(file).faults]
    assert any(fault.startswith("Texts, row 2, sms:offer: {area} is lost") for fault in faults)
    assert any("sms:emergency: the column ok takes ok or nothing" in fault for fault in faults)
    assert file.text == before


@pytest.mark.parametrize(
    ("column", "words", "reason"),
    [
        ("English", "The board", "the English has changed"),
        ("draft", "Wax kale", "the words have changed"),
        ("key", "web:board.nothing", "there is no such entry"),
        ("key", SHOPPING, "there is no such entry"),
    ],
)
def test_what_has_moved_on_since_the_export_is_refused(
    tmp_path: Path, catalogs: Catalogs, file: PoFile, column: str, words: str, reason: str
) -> None:
    reader = _reader(tmp_path, catalogs, file)
    reader.write(BOARD, ok="ok")
    reader.change(BOARD, column, words)
    assert [reason in str(fault) for fault in reader.send(file).faults] == [True]


@pytest.mark.parametrize(("name", "day"), [("", "2026-11-22"), (NAME, ""), (NAME, "yesterday"), ("A; B", "2026-11-22")])
def test_nothing_is_taken_from_nobody(
    tmp_path: Path, catalogs: Catalogs, file: PoFile, name: str, day: str
) -> None:
    reader = _reader(tmp_path, catalogs, file)
    reader.write(BOARD, ok="ok")
    reader.sign(name, day)
    assert len(reader.send(file).faults) == 1
    assert file.entries[BOARD].is_fuzzy


def test_words_about_danger_need_two_readers(tmp_path: Path, catalogs: Catalogs, file: PoFile) -> None:
    reader = _reader(tmp_path, catalogs, file)
    reader.write(DANGER, ok="ok")
    assert reader.send(file).waiting == [DANGER]
    assert file.entries[DANGER].is_fuzzy
    assert not reader.send(file).is_changed
    reader.sign("Ali Nur", "2026-11-23")
    assert reader.send(file).checked == [DANGER]
    assert (file.entries[DANGER].is_fuzzy, file.entries[DANGER].remarks) == (False, ())
    assert not reader.send(file).is_changed


def test_a_longer_name_of_a_kind_that_breaks_a_text_is_refused(
    tmp_path: Path, catalogs: Catalogs, file: PoFile
) -> None:
    reader = _reader(tmp_path, catalogs, file, "kind:shopping")
    reader.write("kind:shopping", better="w" * 120)
    assert any("is too long with this" in str(fault) for fault in reader.send(file).faults)


def test_wrong_forms_go_and_missing_ones_come(tmp_path: Path, catalogs: Catalogs, file: PoFile) -> None:
    reader = _reader(tmp_path, catalogs, file, SHOPPING, NUMBERS)
    wrong = catalogs["so"].lines(SHOPPING)[0]
    reader.mark(SHOPPING, wrong, wrong="x")
    reader.mark(SHOPPING, missing="bariiskayga cusub\n saliidda")
    reader.mark(NUMBERS, catalogs["so"].lines(NUMBERS)[3].split(",")[0].strip(), missing="saddexx")
    done = reader.send(file)
    assert done.faults == []
    lines = file.entries[SHOPPING].words.split("\n")
    assert wrong not in lines
    assert lines[-2:] == ["bariiskayga cusub", "saliidda"]
    assert file.entries[NUMBERS].words.split("\n")[3].endswith(", saddexx")
    assert file.entries[SHOPPING].is_fuzzy  # she has not said that the whole list is right


def test_a_list_is_checked_when_its_first_row_says_so_and_nothing_came_since(
    tmp_path: Path, catalogs: Catalogs, file: PoFile
) -> None:
    reader = _reader(tmp_path, catalogs, file, SHOPPING)
    reader.mark(SHOPPING, ok="ok")
    grown = a_file("so")
    grown.change(SHOPPING, words=file.entries[SHOPPING].words + "\nwax cusub", is_fuzzy=True)
    assert any("the list has grown" in str(fault) for fault in reader.send(grown).faults)
    assert reader.send(file).checked == [SHOPPING]


def test_a_sign_of_danger_goes_only_when_two_readers_say_so(tmp_path: Path, catalogs: Catalogs, file: PoFile) -> None:
    sign = catalogs["so"].lines(STRONG)[-1]
    reader = _reader(tmp_path, catalogs, file, STRONG)
    reader.mark(STRONG, sign, wrong="x")
    assert reader.send(file).gone == []
    assert not reader.send(file).is_changed
    assert sign in file.entries[STRONG].words.split("\n")
    reader.sign("Ali Nur", "2026-11-23")
    done = reader.send(file)
    assert (done.faults, done.gone) == ([], [f"{STRONG}: {sign}"])
    assert sign not in file.entries[STRONG].words.split("\n")
    assert not reader.send(file).is_changed


@pytest.mark.parametrize(
    ("key", "form", "reason"),
    [
        (SHOPPING, "*", "cannot be read"),
        (YES, "maya", "stands in"),
        (SHOPPING, "dab ayaa guriga qabsaday", "sounds like danger"),
    ],
)
def test_a_form_that_would_do_harm_is_named_with_its_row(
    tmp_path: Path, catalogs: Catalogs, file: PoFile, key: str, form: str, reason: str
) -> None:
    reader = _reader(tmp_path, catalogs, file, key)
    reader.mark(key, catalogs["so"].lines(key)[1], missing=form)
    faults = [str(fault) for fault in reader.send(file).faults]
    assert any(fault.startswith("Lists, row 4") and reason in fault for fault in faults), faults
