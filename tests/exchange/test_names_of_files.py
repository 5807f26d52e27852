"""Files are told apart, and no name of a file costs a row."""

import os
import sys
from pathlib import Path

import pytest

from plpcore.codec import to_json
from plpcore.errors import RecordError
from plpcore.exchange import Records, find_sources, parse_map, read_portfolios, read_records
from plpcore.ids import EducatorId
from plpcore.model import Educator, Portfolio
from tests.exchange.district import lines

MAP = """
[activities.columns]
Who = "educator"
What = "kind"
Hours = "amount.hour"
Link = "evidence.link"
Thought = "reflection"
Decision = "review.decision"
"""
HEAD = "Who,What,Hours,Link,Thought,Decision\n"
GOOD = "t1,book,2,https://a.org,It helped,approved\n"
BAD = "t1,book,two,,,\n"


def read(*paths: Path) -> Records:
    found = parse_map(MAP)
    return read_records(find_sources(found, paths), found)


def log(folder: Path, name: str, rows: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(HEAD + rows)
    return folder / name


def test_files_of_one_name_in_two_folders_are_told_apart(tmp_path: Path) -> None:
    one, two = log(tmp_path / "23", "log.csv", GOOD + BAD), log(tmp_path / "24", "log.csv", GOOD + BAD)
    records = read(one, two)
    assert (records.rows, records.used, records.refused) == (4, 2, 2)
    (held,) = records.held
    assert [activity.id for activity in held.portfolio.activities] == [f"{one}:2", f"{two}:2"]
    assert [line.partition(", ")[0] for line in lines(records)] == [f"refused: {one}:3", f"refused: {two}:3"]
    assert [count.file for count in records.counts] == [str(one), str(two)]


def test_portfolios_of_one_name_in_two_folders_are_told_apart(tmp_path: Path) -> None:
    files = [tmp_path / name / "all.json" for name in ("23", "24")]
    for file in files:
        file.parent.mkdir()
        file.write_text("[5]")
    records = read_portfolios(files)
    assert (records.rows, records.refused) == (2, 2)
    assert [receipt.file for receipt in records.receipts] == [str(file) for file in files]


def test_a_file_that_is_named_twice_is_refused_and_not_counted_twice(tmp_path: Path) -> None:
    one = log(tmp_path, "log.csv", GOOD)
    for again in (one, tmp_path):
        with pytest.raises(RecordError, match=r"log\.csv: this file is named twice; name it once"):
            read(one, again)
    held = tmp_path / "one.json"
    held.write_text(to_json(Portfolio(educator=Educator(EducatorId("t1")))))
    with pytest.raises(RecordError, match=r"one\.json: this file is named twice"):
        read_portfolios([held, tmp_path / "." / "one.json"])


@pytest.mark.parametrize("name", ["x" * 240 + ".csv", " log.csv", "a\nb.csv", "a\u200bb.csv"])
@pytest.mark.skipif(sys.platform == "win32", reason="names of Unix")
def test_an_odd_name_of_a_file_costs_no_row(name: str, tmp_path: Path) -> None:
    records = read(log(tmp_path, name, GOOD))
    assert (records.used, records.receipts) == (1, ())
    (held,) = records.held
    assert held.portfolio.activities[0].id.endswith(".csv:2")
    assert (len(held.portfolio.evidence), len(held.portfolio.reflections), len(held.portfolio.reviews)) == (1, 1, 1)


@pytest.mark.skipif(sys.platform != "linux", reason="names of any bytes")
def test_a_name_that_is_no_text_costs_no_row(tmp_path: Path) -> None:
    file = tmp_path / os.fsdecode(b"\xff.csv")
    file.write_text(HEAD + GOOD + BAD)
    records = read(file)
    assert records.held[0].portfolio.activities[0].id == "\ufffd.csv:2"
    assert lines(records)[0].startswith("refused: \ufffd.csv:3, column 'Hours': ")


@pytest.mark.parametrize(("delimiter", "written"), [(";", '";"'), ("\t", '"\\t"'), ("|", '"|"')])
def test_a_header_of_one_name_says_what_stands_between_its_cells(delimiter: str, written: str, tmp_path: Path) -> None:
    file = tmp_path / "log.csv"
    file.write_text((HEAD + GOOD).replace(",", delimiter))
    mend = f"write delimiter = {written} in the column map, since that stands between the cells"
    with pytest.raises(RecordError) as caught:
        read(file)
    assert str(caught.value) == f"{file}: there is no column 'Who'; {mend}"


def test_an_amount_below_zero_is_told_with_its_column(tmp_path: Path) -> None:
    records = read(log(tmp_path, "log.csv", "t1,book,-2,,,\n"))
    assert lines(records)[0] == "refused: log.csv:2, column 'Hours': -2 hour is below zero; enter what was done"
