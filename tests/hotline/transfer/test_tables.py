import io
from pathlib import Path

import pytest
from openpyxl.workbook.workbook import Workbook

from hotline.transfer.tables import BadFile, Table, escape_formula, parse_table, read_table, unescape_formula


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_csv_is_read_with_each_delimiter_and_with_or_without_a_byte_order_mark(delimiter: str, mark: str) -> None:
    text = mark + delimiter.join(["Code", "name ", "kind"]) + "\r\n" + delimiter.join(["A", "Åsa", ""]) + "\r\n"
    assert parse_table(text.encode()) == Table(("code", "name", "kind"), ((2, ("A", "Åsa", "")),))


def test_row_numbers_are_those_of_a_spreadsheet_and_empty_rows_do_not_count_as_rows() -> None:
    assert parse_table(b"a,b\n\n , \n1,2\n").rows == ((4, ("1", "2")),)


def test_empty_cells_right_of_the_header_are_dropped_and_full_ones_kept() -> None:
    table = parse_table(b"a,b,,\n1,2,,\n1,2,3,\n")
    assert table.header == ("a", "b")
    assert table.rows == ((2, ("1", "2")), (3, ("1", "2", "3", "")))


def test_a_quoted_list_may_hold_the_delimiter_and_a_line_break() -> None:
    assert parse_table(b'a;b\n"sv;en";"x\ny"\n').rows == ((2, ("sv;en", "x\ny")),)


@pytest.mark.parametrize(
    ("content", "reason"),
    [("code,name\nA,Åsa\n".encode("cp1252"), "CSV UTF-8"), ("a,b".encode("utf-16"), "UTF-8"), (b"a\0b", "neither"),
     (b"PK\x03\x04nonsense", "workbook"), (b"\n \n", "no header"), (b'a,b\n"1', "sound CSV")],
)
def test_what_is_no_table_is_refused_with_what_to_do(content: bytes, reason: str) -> None:
    with pytest.raises(BadFile, match=reason):
        parse_table(content)


def test_a_missing_or_empty_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty.csv").touch()
    for name in ("empty.csv", "missing.csv"):
        with pytest.raises(BadFile, match=r"empty|cannot be read"):
            read_table(tmp_path / name)


def test_a_broken_workbook_is_not_taken_for_a_table_without_columns(tmp_path: Path) -> None:
    file = tmp_path / "volunteers.xlsx"
    file.write_bytes(b"half of a download")
    with pytest.raises(BadFile, match="no Excel workbook"):
        read_table(file)


def test_a_workbook_is_read_by_its_content_and_numbers_lose_no_digits() -> None:
    workbook = Workbook()  # type: ignore[no-untyped-call]
    sheet = workbook.active
    assert sheet
    sheet.append(["phone", "name"])
    sheet.append([46701740605, "Farid"])
    sheet.append([None, None])
    sheet.append(["070-174 06 06", "Anna"])
    out = io.BytesIO()
    workbook.save(out)  # type: ignore[no-untyped-call]
    assert parse_table(out.getvalue()).rows == ((2, ("46701740605", "Farid")), (4, ("070-174 06 06", "Anna")))


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-2", "@a", "'=1", "''+x", "\t=1"])
def test_a_formula_gets_an_apostrophe_and_loses_it_again(text: str) -> None:
    assert escape_formula(text) == "'" + text
    assert unescape_formula(escape_formula(text)) == text


@pytest.mark.parametrize("text", ["+46701740605", "Anna", "'Olle'", "", "a=b"])
def test_other_cells_and_telephone_numbers_stay(text: str) -> None:
    assert escape_formula(text) == text
    assert unescape_formula(text) == text
