"""CSV taken apart row by row: as the standard library reads it, and without losing good rows to bad ones."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plpcore.errors import RecordError
from plpcore.exchange import _lines
from plpcore.exchange._lines import RawRow, csv_rows

CELLS = st.text(st.sampled_from('ab,;" \n\r\u00e9'), max_size=6)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "log.csv"


def read(file: Path, data: bytes, encoding: str = "utf-8", delimiter: str = ",") -> list[RawRow]:
    file.write_bytes(data)
    return list(csv_rows(file, encoding, delimiter))


def faults(rows: list[RawRow]) -> list[tuple[int, str]]:
    return [(row.line, row.fault.what) for row in rows if row.fault is not None]


@given(st.lists(st.lists(CELLS, min_size=1, max_size=4), max_size=6), st.sampled_from([",", ";", "\t"]))
def test_whatever_the_standard_library_writes_is_read_as_it_reads_it(rows: list[list[str]], delimiter: str) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    lines = _lines._Lines(io.BytesIO(text.getvalue().encode()), "utf-8")
    found = [list(row.cells) for row in _lines._rows(lines, delimiter)]
    assert found == [row or [""] for row in csv.reader(io.StringIO(text.getvalue(), newline=""), delimiter=delimiter)]


@given(st.text(st.sampled_from('a,"'), max_size=8))
def test_a_line_with_stray_quotes_is_read_as_the_standard_library_reads_it(text: str) -> None:
    lines = _lines._Lines(io.BytesIO(f"{text}\n".encode()), "utf-8")
    (row,) = _lines._rows(lines, ",")
    if row.fault is None:
        assert list(row.cells) == (next(csv.reader([text])) or [""])
    else:
        with pytest.raises(csv.Error):
            list(csv.reader([text], strict=True))


def test_rows_carry_the_line_that_they_begin_on(file: Path) -> None:
    rows = read(file, b'a,b\r\n1,"two\r\nlines"\r\n\r\n , \r\n2,x')
    assert [(row.line, row.cells) for row in rows] == [(1, ("a", "b")), (2, ("1", "two\r\nlines")), (6, ("2", "x"))]


def test_the_last_line_needs_no_end(file: Path) -> None:
    assert read(file, b'a,b\n"1",')[-1].cells == ("1", "")


def test_a_byte_order_mark_is_no_part_of_the_header(file: Path) -> None:
    assert read(file, "\ufeffStaff ID\n".encode())[0].cells == ("Staff ID",)


def test_a_quote_that_never_closes_costs_its_own_row_only(file: Path) -> None:
    rows = read(file, b'a,b\n1,"x\n2,y\n3,"z"\n')
    assert [row.cells for row in rows if row.fault is None] == [("a", "b"), ("1", 'x\n2,y\n3,z"')]
    rows = read(file, b'a,b\n1,"x\n2,y\n3,z\n')
    assert faults(rows) == [(2, "a quote opens here and never closes")]
    assert [row.cells for row in rows if row.fault is None] == [("a", "b"), ("2", "y"), ("3", "z")]


def test_a_row_of_very_many_lines_is_a_quote_that_never_closes(file: Path) -> None:
    rows = read(file, b'a\n"x\n' + b"y\n" * 2500 + b'"\n')
    assert faults(rows)[0] == (2, "a quote opens here and never closes")
    assert sum(row.cells == ("y",) for row in rows) == 2500


def test_a_row_that_is_no_utf8_is_refused_and_the_others_are_read(file: Path) -> None:
    data = "name\nJosé\nZoë\n".encode().replace("é".encode(), b"\xe9")
    rows = read(file, data)
    assert faults(rows) == [(2, "the row is not UTF-8")]
    assert rows[-1].cells == ("Zoë",)
    assert read(file, b"name\nJos\xe9\n", "cp1252")[1].cells == ("José",)


def test_nul_and_overlong_cells_and_lines_are_refused(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = read(file, b"a\n1\x00\n" + b"x" * 1_000_001 + b"\n2\n")
    assert faults(rows) == [(2, "the row holds a NUL character"), (3, "a cell has more than 1000000 characters")]
    assert rows[-1].cells == ("2",)
    monkeypatch.setattr(_lines, "_MAX_LINE", 8)
    rows = read(file, b"a\n" + b"x" * 30 + b"\n12345678\n2\n" + b"y" * 20)
    assert faults(rows) == [(line, "the line is longer than 8 bytes") for line in (2, 3, 5)]
    assert [row.cells for row in rows if row.fault is None] == [("a",), ("2",)]


def test_a_bad_line_inside_quotes_ends_the_row(file: Path) -> None:
    rows = read(file, b'a\n"x\n\x00\n"\n')
    assert faults(rows)[:2] == [(2, "a quote opens here and never closes"), (3, "the row holds a NUL character")]


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"PK\x03\x04rest", "the file is a spreadsheet or another zip archive, not text"),
        (b"\xd0\xcf\x11\xe0", "the file is an old Excel workbook, not text"),
        ("a,b\n".encode("utf-16"), "the file is UTF-16, not UTF-8"),
        (b"%PDF-1.7", "the file is a PDF, not text"),
        (b"a,b\r1,2\r", "its lines end in the way of old Macintosh files"),
    ],
)
def test_what_is_no_csv_at_all_is_said_with_the_mend(file: Path, data: bytes, what: str) -> None:
    with pytest.raises(RecordError) as caught:
        read(file, data)
    assert (caught.value.where, caught.value.what) == (str(file), what)
    assert "save" in caught.value.mend or "export" in caught.value.mend


def test_a_file_that_is_not_there_or_a_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="there is no such file; check the path"):
        list(csv_rows(tmp_path / "no.csv", "utf-8", ","))
    with pytest.raises(RecordError, match="this is a folder, not a file"):
        list(csv_rows(tmp_path, "utf-8", ","))
