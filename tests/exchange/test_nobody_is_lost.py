"""Nobody is lost with a refused row: whom a row names stands in the records, with or without learning."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plpcore.exchange import Records
from plpcore.model import Facts
from tests.exchange.district import lines, portfolio, read

LOG = '[activities]\nfile = "log*"\ncolumns = { Who = "educator", Kind = "kind", Hours = "amount.hour", Id = "id" }\n'
ROSTER = '[educators]\nfile = "staff*"\ncolumns = { Id = "id", FTE = { field = "facts.fte", type = "number" } }\n'
GOALS = '[goals]\nfile = "goals*"\ncolumns = { Who = "educator", Goal = "title" }\n'
REVIEWS = '[reviews]\nfile = "reviews*"\ncolumns = { Who = "educator", Item = "subject", Word = "decision" }\n'


def records(folder: Path, log: str, column_map: str = LOG, **files: str) -> Records:
    given = {f"{name}.csv": text for name, text in files.items()}
    return read(folder, column_map, {"log.csv": f"Who,Kind,Hours,Id\n{log}", **given})


def names(found: Records) -> list[str]:
    return [held.portfolio.educator.id for held in found.held]


def test_an_educator_of_whom_every_row_is_refused_is_held_without_learning_and_told(tmp_path: Path) -> None:
    found = records(tmp_path, "t2,book,two,\nt1,book,1,\nt2,nonsense,1,\n")
    assert names(found) == ["t1", "t2"]
    assert portfolio(found, "t2").activities == ()
    assert (found.rows, found.used, found.refused, found.warnings) == (3, 1, 2, 0)
    assert lines(found)[-1] == (
        "refused: log.csv:2: every row of 't2' was refused; the educator stands there without any learning;"
        " mend the rows"
    )


def test_an_educator_who_has_one_good_row_is_held_with_it_and_nothing_is_told(tmp_path: Path) -> None:
    found = records(tmp_path, "t1,book,two,\nt1,book,1,\n")
    assert [len(one.portfolio.activities) for one in found.held] == [1]
    assert len(found.receipts) == 1


@pytest.mark.parametrize(
    "row", ["t2,book,two,", "t2,nonsense,1,", "t2,,1,", "t2,book,1,a1\nt2,book,1,a1", "t2,book,1 2 3,a1"]
)
def test_it_does_not_matter_at_which_step_a_row_is_refused(row: str, tmp_path: Path) -> None:
    assert sorted(names(records(tmp_path, f"t1,book,1,\n{row}\n"))) == ["t1", "t2"]


@pytest.mark.parametrize("row", [",book,1,", "t2,book", '"t2,book,1,', "bad\u200bid,book,1,"])
def test_a_row_whose_educator_cannot_be_read_names_nobody(row: str, tmp_path: Path) -> None:
    found = records(tmp_path, f"t1,book,1,\n{row}\n")
    assert names(found) == ["t1"]
    assert (found.rows, found.used, found.refused) == (2, 1, 1)


def test_refused_rows_of_every_table_name_their_educator(tmp_path: Path) -> None:
    found = records(
        tmp_path,
        "t1,book,1,\n",
        LOG + GOALS + REVIEWS,
        goals="Who,Goal\nt2,\n",
        reviews="Who,Item,Word\nt3,,approved\nt4,log.csv:2,perhaps\n",
    )
    assert names(found) == ["t1", "t2", "t3", "t4"]
    assert (found.rows, found.used, found.refused) == (4, 1, 3)


def test_a_roster_says_who_is_known_even_where_a_row_of_it_is_refused(tmp_path: Path) -> None:
    found = records(
        tmp_path, "t1,book,two,\nt9,book,two,\nt9,book,1,\n", ROSTER + LOG, staff="Id,FTE\nt1,1\nt2,half\n,1\n"
    )
    assert names(found) == ["t1", "t2"]
    assert portfolio(found, "t1").activities == ()
    assert portfolio(found, "t2").educator.facts == Facts({})
    assert [str(one).partition(";")[0] for one in found.receipts][
        -1
    ] == "refused: staff.csv:3: every row of 't2' was refused"


cells = st.tuples(
    st.sampled_from(["t1", "t2", "t3", ""]),
    st.sampled_from(["book", "blog-post", "nonsense", ""]),
    st.sampled_from(["1", "two", "-1", ""]),
    st.sampled_from(["a1", "a2", ""]),
)


@given(st.lists(cells.map(",".join), max_size=6))
def test_whoever_is_named_is_held_and_every_row_is_used_or_refused(rows: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        found = records(Path(folder), "\n".join(rows) + "\n")
    assert sorted(names(found)) == sorted({row.partition(",")[0] for row in rows} - {""})
    assert found.rows == found.used + found.refused == sum(bool(row.strip(",")) for row in rows)
    assert sum(len(one.portfolio.activities) for one in found.held) == found.used
