"""A column map offered from a header, and CSV that no spreadsheet runs."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plpcore.errors import InputError, InputErrors, RecordError
from plpcore.exchange import TABLES, csv_text, find_sources, guess_file, guess_map, own_map, parse_map, read_records
from plpcore.exchange._export import as_meant
from plpcore.exchange._fields import FIELDS, NEEDED, form_of, names_of
from plpcore.exchange._words import vocabulary


def fields(headers: list[str], rows: list[list[str]] | None = None, table: str = "activities") -> dict[str, str]:
    found = dict(guess_map(headers, rows or [], table).map.tables())[table]
    return {header: column.field for header, column in found.columns}


@pytest.mark.parametrize(
    ("days", "form", "note"),
    [
        (["9/14/2024", "10/1/2024"], "M/D/YYYY", ""),
        (["14.9.2024"], "D.M.YYYY", ""),
        (["14/9/2024"], "D/M/YYYY", ""),
        (["9/1/2024"], "M/D/YYYY", "no date has a day above 12, so that month before day (M/D/YYYY) is a guess"),
        (["9/14/2024", "soon"], "M/D/YYYY", "1 of 2 different dates are not written as M/D/YYYY"),
        (["2024-09-01"], "", ""),
        ([], "", ""),
        (["soon"], "", "1 of 1 different dates are not written as YYYY-MM-DD"),
    ],
)
def test_the_format_of_dates_is_read_off_the_rows(days: list[str], form: str, note: str) -> None:
    guess = guess_map(["Who", "Date"], [["t1", day] for day in days])
    assert guess.map.activities is not None
    assert guess.map.activities.dates == ((form,) if form else ())
    assert guess.notes[:1] == ((note,) if note else ())


def test_words_of_the_rows_are_offered_with_meanings() -> None:
    rows = [["Book Clubs", "X", "Pending", "a, b"], ["Zumba", "Y", "Rejected", "c"], ["workshop", "?", "approved"]]
    guess = guess_map(["Type", "Attended", "Status", "Tags"], rows)
    table = guess.map.activities
    assert table is not None
    columns = dict(table.columns)
    assert table.kinds == (("Book Clubs", "book-study"), ("Zumba", "workshop"))
    assert columns["Attended"].values == (("X", "true"), ("?", ""))
    assert columns["Status"].values == (("Pending", ""), ("Rejected", "denied"))
    assert columns["Tags"].separator == ","
    assert guess.notes == ("nothing known comes near the kind 'Zumba': workshop stands there as a placeholder",)


def test_the_offered_map_reads_the_file_that_it_was_made_from(tmp_path: Path) -> None:
    file = tmp_path / "log.csv"
    rows = 'Staff ID,"My ""Title""",Activity,Type,Date,Hours,Status\nt1,,Talk,Unconference,9/14/2024,2,Pending\n'
    file.write_text(rows, "utf-8")
    text = guess_file(file)
    assert text.splitlines()[0] == (
        "# A column map for log.csv, guessed from its header and first rows. Read it through before you use it."
    )
    assert '# Not read: My "Title".' in text
    column_map = parse_map(text)
    assert read_records(find_sources(column_map, [file]), column_map).used == 1


def test_what_is_missing_is_said_in_the_document(tmp_path: Path) -> None:
    file = tmp_path / "log.csv"
    file.write_text("Staff ID,Colour\nt1,red\n", "utf-8")
    text = guess_file(file)
    assert "# Still missing: a column for kind or title." in text
    assert "# Look here" not in text
    with pytest.raises(InputErrors, match="no column fills kind or title"):
        parse_map(text)
    file.write_text("Staff ID,Type\nt1,Zumba\n", "utf-8")
    text = guess_file(file)
    assert "# Look here: nothing known comes near the kind 'Zumba'" in text
    assert "# Not read" not in text
    file.write_text("", "utf-8")
    with pytest.raises(RecordError, match=r"log\.csv: the file is empty"):
        guess_file(file)


def test_a_file_with_our_own_names_needs_no_map(tmp_path: Path) -> None:
    file = tmp_path / "log.csv"
    file.write_text("educator,kind, amount.hour ,note\nt1,book,1,x\n", "utf-8")
    column_map = own_map(file)
    assert read_records(find_sources(column_map, [file]), column_map).used == 1
    file.write_text("Who,kind\nt1,book\n", "utf-8")
    with pytest.raises(RecordError, match=r"names of their own; plp records guess .*log\.csv offers a column map"):
        own_map(file)


@pytest.mark.parametrize("table", TABLES)
def test_every_word_leads_to_a_field_and_every_needed_field_has_words(table: str) -> None:
    assert all(form_of(table, field) is not None for field in vocabulary().fields[table])
    assert all(set(group) & set(vocabulary().fields[table]) for group in NEEDED[table])
    assert set(FIELDS[table]) <= set(names_of(table))
    headers = [words[0] for words in vocabulary().fields[table].values()]
    assert len(set(fields(list(dict.fromkeys(headers)), table=table).values())) == len(set(headers))
    assert set(vocabulary().types) <= {field for words in vocabulary().fields.values() for field in words}


@given(st.lists(st.lists(st.text(max_size=6), min_size=2, max_size=2), max_size=5))
def test_no_cell_of_our_csv_begins_a_formula_and_all_come_back(rows: list[list[str]]) -> None:
    text = csv_text(("=a", "b"), rows)
    read = list(csv.reader(io.StringIO(text, newline="")))
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in read for cell in row)
    assert [[as_meant(cell) for cell in row] for row in read] == [["=a", "b"], *rows]


def test_numbers_of_our_csv_stay_numbers() -> None:
    assert csv_text(("a",), [(-1,)]) == "a\n-1\n"


@pytest.mark.parametrize("call", [lambda: guess_map("Hours"), lambda: csv_text("Hours", [])])
def test_one_header_without_brackets_does_not_fall_apart_into_its_letters(call: Callable[[], object]) -> None:
    with pytest.raises(InputError, match=r"expected several texts, not the one text 'Hours'; write \['Hours'\]"):
        call()


@pytest.mark.parametrize(("delimiter", "written"), [(";", '";"'), ("\t", '"\\t"')])
def test_a_file_with_another_delimiter_gets_a_map_that_says_so(delimiter: str, written: str, tmp_path: Path) -> None:
    file = tmp_path / "log.csv"
    file.write_text("Teacher;Activity Type;Hours\nt1;Workshop;2\n".replace(";", delimiter))
    offered = guess_file(file)
    assert f"delimiter = {written}" in offered
    found = parse_map(offered)
    assert read_records(find_sources(found, [file]), found).used == 1
