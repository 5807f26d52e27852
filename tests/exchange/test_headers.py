"""Columns are known by their names in whatever spelling, and else by their cells; the document says why."""

from pathlib import Path

import pytest

from plpcore.exchange import TABLES, find_sources, guess_file, guess_map, parse_map, read_records
from plpcore.exchange._headers import nearness, words_of
from plpcore.exchange._words import vocabulary
from tests.exchange.headers import HEADERS

CELLS = {
    "People": ("t-1", "t-2"),
    "What": ("Opening day", "EdCamp in the valley"),
    "Form": ("Workshop", "Book Clubs"),
    "Day": ("8/20/2024", "9/14/2024"),
    "So much": ("90 min", "2 hrs"),
    "Show": ("https://example.org/1", "https://example.org/2"),
}


def fields(headers: list[str], *columns: tuple[str, ...]) -> dict[str, str]:
    """Return the field of each column by a guess from the header and some columns of cells."""
    table = guess_map(headers, list(zip(*columns, strict=True)) if columns else []).map.activities
    assert table is not None
    return {header: column.field for header, column in table.columns}


@pytest.mark.parametrize("name", HEADERS)
def test_the_headers_of_exports_are_understood(name: str) -> None:
    header = HEADERS[name]
    assert fields(list(header)) == {column: field for column, field in header.items() if field}
    assert guess_map(list(header)).unread == tuple(
        column for column, field in header.items() if not field and column.strip()
    )


@pytest.mark.parametrize("table", TABLES)
def test_every_known_name_is_found_in_any_spelling(table: str) -> None:
    for field, names in vocabulary().fields[table].items():
        for name in names:
            for spelling in (name.upper(), name.replace(" ", "_"), name.title().replace(" ", ""), f" {name}: "):
                assert nearness(spelling, names).score > 0.9, (field, spelling)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("PDType", ("type",)),
        ("CEUs", ("ceu",)),
        ("PD", ("pd",)),
        ("dateOfBirth", ("date", "birth")),
        ("Employee #", ("employee", "number")),
        ("No. de empleado", ("number", "empleado")),
        ("Hrs.", ("hour",)),
        ("Año", ("ano",)),
        ("bus", ("bus",)),
        ("…", ()),
    ],
)
def test_a_name_is_compared_by_its_words(name: str, words: tuple[str, ...]) -> None:
    assert words_of(name) == words


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("END DATE", "a known name"),
        ("Date end", "the words of 'end date'"),
        ("End date (last day)", "begins as 'end date'"),
        ("Section End Date", "ends as 'end date'"),
        ("End dtae", "like 'end date'"),
        ("Colour", ""),
        ("End", ""),
    ],
)
def test_a_guess_says_its_reason(name: str, reason: str) -> None:
    assert nearness(name, ("completed", "end date")).reason == reason
    assert (nearness(name, ()).score, nearness(name, ()).reason) == (0, "")


def test_of_two_columns_the_nearer_one_fills_the_field_and_twins_fill_none() -> None:
    assert fields(["Date", "Completion Date", "Hours", "Hours"]) == {"Completion Date": "completed"}


def test_cells_tell_where_names_say_nothing() -> None:
    assert fields(list(CELLS), *CELLS.values()) == {
        "Form": "kind",
        "Day": "completed",
        "So much": "amount",
        "Show": "evidence.link",
    }


@pytest.mark.parametrize(
    ("cells", "field"),
    [
        (("6", "4.5"), "amount.hour"),
        (("6", "1024"), None),
        (("6", "4 hours"), None),
        (("8/20/2024", "soon"), None),
        (("https://example.org/1", "on paper"), None),
        (("", " "), None),
    ],
)
def test_a_column_fills_a_field_only_if_all_its_cells_look_like_it(cells: tuple[str, str], field: str | None) -> None:
    assert fields(["Mystery"], cells).get("Mystery") == field


def test_nothing_is_taken_by_its_cells_where_two_columns_look_alike_or_the_name_is_known_to_mean_nothing() -> None:
    days = CELLS["Day"]
    assert fields(["One", "Other"], days, days) == {}
    assert fields(["Hire date", "Day"], days, days) == {"Day": "completed"}
    assert fields(["Hours", "Mystery"], ("1", "2"), ("3", "4")) == {"Hours": "amount.hour"}
    assert fields(["Date", "Mystery"], days, days) == {"Date": "completed"}
    assert fields(["Twice", "Twice"], days, days) == {}
    goals = guess_map(["Mystery"], [[day] for day in days], "goals").map.goals
    assert goals is not None
    assert goals.columns == ()


def test_cells_deny_what_a_name_only_hints_at() -> None:
    assert fields(["Section End Date"], ("room 4", "room 5")) == {}
    assert fields(["Section End Date"], ("room 4", "8/20/2024")) == {"Section End Date": "completed"}
    assert fields(["End Date"], ("room 4", "room 5")) == {"End Date": "completed"}
    assert fields(["Unpaid Hours"], ("few", "many")) == {}


def test_the_document_says_why_each_column_was_taken_and_what_was_not(tmp_path: Path) -> None:
    file = tmp_path / "log.csv"
    rows = "\n".join(",".join(cells) for cells in zip(*CELLS.values(), strict=True))
    file.write_text(f"\ufeffEmployee #,Event,{','.join(list(CELLS)[2:])},Colour\n", "utf-8")
    with file.open("a", encoding="utf-8") as end:
        end.write("\n".join(f"{row},red" for row in rows.splitlines()) + "\n")
    text = guess_file(file)
    assert text.splitlines() == [
        "# A column map for log.csv, guessed from its header and first rows. Read it through before you use it.",
        "# Not read: Colour.",
        "",
        "[activities]",
        'dates = ["M/D/YYYY"]',
        "",
        "[activities.columns]",
        '"Employee #" = "educator"  # a known name',
        'Event = "title"  # a known name',
        'Form = "kind"  # guess: its cells are kinds of learning',
        'Day = "completed"  # guess: its cells are dates',
        '"So much" = "amount"  # guess: its cells are amounts with units',
        'Show = "evidence.link"  # guess: its cells are web addresses',
        "",
        "[activities.kinds]",
        '"Book Clubs" = "book-study"',
    ]
    column_map = parse_map(text)
    assert read_records(find_sources(column_map, [file]), column_map).used == 2


@pytest.mark.parametrize(
    ("header", "cells", "note"),
    [
        ("Teacher", ("Ann Smith",), "'Teacher' names people; an id that says nothing of the person is better"),
        ("Staff ID", ("a@example.org",), "'Staff ID' names people; an id that says nothing of the person is better"),
        ("Credit Hours", ("3",), "'Credit Hours' may be hours or credits of a college; look at its unit"),
        ("Teacher", ("t-1",), None),
        ("Clock Hours", ("3",), None),
    ],
)
def test_what_may_be_meant_otherwise_is_said(header: str, cells: tuple[str, ...], note: str | None) -> None:
    assert guess_map([header], [[cell] for cell in cells]).notes == ((note,) if note else ())
