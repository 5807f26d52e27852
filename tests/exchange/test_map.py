"""The column map: what it says, and how each mistake in it is told."""

from pathlib import Path

import pytest

from plpcore.errors import InputErrors, RecordError
from plpcore.exchange import load_map, map_data, map_of, parse_map
from plpcore.exchange._map import _MAP
from plpcore.exchange._toml import toml_lines

FULL = """
encoding = "cp1252"
delimiter = ";"
dates = ["M/D/YYYY"]
blank = "N/A"
doubles = "refuse"

[educators]
file = "staff.csv"
unit = "hour"
[educators.columns]
"Staff ID" = "id"
FTE = { field = "facts.fte", type = "number", values = { Full = 1, Half = "0.5", None = "" } }
Tenured = { field = "facts.tenured", type = "flag", values = { X = true, "-" = false } }
Hired = { field = "facts.hired", type = "date", values = { Founding = 1990-08-01 }, dates = "D.M.YYYY" }

[activities]
separator = "/"
blank = ["-"]
keep_other_kinds = true
evidence_kind = "artifact"
[activities.columns]
Teacher = "educator"
Title = "title"
Goals = { field = "goals", separator = "|" }
More = "goals"
"Hours (PD)" = "amount.hour"
[activities.kinds]
"Book Club" = "book-study"
[activities.kinds_by_title]
"zeta" = "webinar"
"alpha" = "book"
"""


def test_a_map_is_written_as_it_was_read() -> None:
    column_map = parse_map(FULL)
    assert parse_map("\n".join(toml_lines(map_data(column_map)))) == column_map


def test_a_table_takes_the_defaults_of_the_map() -> None:
    tables = dict(parse_map(FULL).tables())
    assert list(tables) == ["educators", "activities"]
    assert tables["educators"].dates == ("M/D/YYYY",)
    assert tables["educators"].separator == ";"
    assert tables["activities"].separator == "/"
    assert tables["activities"].blank == ("N/A", "-")
    assert tables["activities"].fields["amount.hour"] == "Hours (PD)"


def test_words_keep_the_order_of_the_document() -> None:
    activities = parse_map(FULL).activities
    assert activities is not None
    assert [words for words, _ in activities.kinds_by_title] == ["zeta", "alpha"]


def test_the_schema_of_a_map_names_every_table() -> None:
    schema = _MAP.schema()
    assert {"educators", "activities", "encoding"} <= set(schema["properties"])  # type: ignore[call-overload]


MINIMAL = '[activities.columns]\nTeacher = "educator"\nTitle = "title"\n'


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", "m: $: the map describes no table; write at least [activities.columns]"),
        ("[activity]", "m: $.activity: unknown key; did you mean activities?"),
        ("[activities]", "m: $.activities.columns: this key is missing"),
        ("[activities]\ncolumns = 5", "m: $.activities.columns: a table is expected; write key = value pairs"),
        ('[activities.columns]\nT = "educator"', "m: $.activities.columns: no column fills kind or title; write"),
        (MINIMAL + 'H = "hour"', "m: $.activities.columns.H: activities have no field 'hour'; known are id, educator"),
        (MINIMAL + 'H = "amount"\nM = "amount"', "m: $.activities.columns.M: the column 'H' fills 'amount' already"),
        (MINIMAL + 'D = "complete"', "m: $.activities.columns.D: activities have no field 'complete'; did you mean"),
        (MINIMAL + 'F = "facts."', "m: $.activities.columns.F: activities have no field 'facts.'"),
        (MINIMAL + 'F = { field = "facts.x", type = "bool" }', "m: $.activities.columns.F.type: 'bool' is not one of"),
        (MINIMAL + 'F = { fild = "facts.x" }', "m: $.activities.columns.F.fild: unknown key; did you mean field?"),
        (MINIMAL + 'F = { field = "facts.x", values = 5 }', "m: $.activities.columns.F.values: a table is expected"),
        (MINIMAL + 'D = { field = "completed", dates = "m/d/y" }', "m: $.activities.columns.D.dates[0]: 'm/d/y' is no"),
        ('dates = ["x"]\n' + MINIMAL, "m: $.dates[0]: 'x' is no date format"),
        ('unit = "Clock Hour"\n' + MINIMAL, "m: $.unit: 'Clock Hour' is not a unit"),
        ('delimiter = ",,"\n' + MINIMAL, "m: $.delimiter: one character is expected; write ',' or ';' or a tab"),
        ("delimiter = '\"'\n" + MINIMAL, "m: $.delimiter: one character is expected"),
        ('encoding = "latin"\n' + MINIMAL, "m: $.encoding: 'latin' is not one of its words; known are utf-8, cp1252"),
        (
            MINIMAL + '[activities.kinds]\n"Talk" = ""',
            "m: $.activities.kinds.Talk: the id is empty; write the code of a",
        ),
        (
            MINIMAL + '[activities.kinds_by_title]\n"a b" = " book"',
            "m: $.activities.kinds_by_title.\"a b\": the id ' book' begins or ends with a blank; write the code",
        ),
        (
            "x = ",
            "m:1: not readable as TOML: Invalid value (at line 1, the end of the document); mend the syntax there",
        ),
        ('[goals.columns]\nG = "title"', "m: $.goals.columns: no column fills educator"),
    ],
)
def test_a_mistake_in_a_map_is_told_with_its_place_and_mend(text: str, line: str) -> None:
    with pytest.raises((InputErrors, RecordError)) as caught:
        parse_map(text, "m")
    assert str(caught.value).startswith(line)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            MINIMAL.replace('"educator"', '"educatr"'),
            ".Teacher: activities have no field 'educatr'; did you mean 'educator'?",
        ),
        (MINIMAL.replace('"title"', '"titel"'), ".Title: activities have no field 'titel'; did you mean 'title'?"),
        (MINIMAL.replace("columns", "colums"), "$.activities.colums: unknown key; did you mean columns?"),
        (MINIMAL + 'F = { feld = "facts.x" }', "$.activities.columns.F.feld: unknown key; did you mean field?"),
    ],
)
def test_one_misspelt_word_in_a_map_is_one_line(text: str, line: str) -> None:
    with pytest.raises(InputErrors) as caught:
        parse_map(text, "m")
    assert line in str(caught.value)
    assert len(caught.value.errors) == 1


def test_a_field_that_lacks_is_said_beside_another_that_is_misspelt() -> None:
    with pytest.raises(InputErrors) as caught:
        parse_map('[activities.columns]\nTitle = "titel"\n', "m")
    assert [error.what for error in caught.value.errors] == [
        "activities have no field 'titel'",
        "no column fills educator",
    ]


def test_a_map_in_a_file_names_the_file(tmp_path: Path) -> None:
    file = tmp_path / "columns.toml"
    file.write_text(MINIMAL, "utf-8")
    assert (
        load_map(file)
        == parse_map(MINIMAL)
        == map_of({"activities": {"columns": {"Teacher": "educator", "Title": "title"}}})
    )
    file.write_text("[activity]", "utf-8")
    with pytest.raises(InputErrors, match=r"columns\.toml:1: \$\.activity: unknown key"):
        load_map(file)


def test_a_mistake_in_a_setting_for_all_tables_is_told_once() -> None:
    with pytest.raises(InputErrors) as caught:
        parse_map('dates = ["x"]\nunit = "Clock Hour"\n' + MINIMAL, "m")
    assert [error.where for error in caught.value.errors] == ["m: $.dates[0]", "m: $.unit"]


@pytest.mark.parametrize(("held", "word"), [("7", "7"), ("1.50", "1.50"), ("-3", "-3"), ("0xff", "255")])
def test_a_number_that_a_word_means_is_kept_as_it_is_written(held: str, word: str) -> None:
    found = parse_map(MINIMAL + f'F = {{ field = "facts.x", values = {{ a = {held} }} }}').activities
    assert found is not None
    assert dict(found.columns)["F"].values == (("a", word),)


def test_a_number_without_end_is_no_word() -> None:
    with pytest.raises(InputErrors, match=r"\$\.activities\.columns\.F\.values\.a: the number is too large; "):
        parse_map(MINIMAL + f'F = {{ field = "facts.x", values = {{ a = 0x{"f" * 5000} }} }}')
