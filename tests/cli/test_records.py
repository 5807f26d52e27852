"""`plp records`, and how records are read by every command that takes them."""

import csv
import json
from pathlib import Path

import pytest

from plpcore.exchange import TABLES, parse_map
from tests.cli.commands import LOG, MAP, POLICY, YEAR, district, plp, write


def test_a_map_is_offered_and_reads_its_file(tmp_path: Path) -> None:
    file = write(tmp_path, log__csv=LOG)["log__csv"]
    offered = plp("records", "guess", file)
    assert (offered.code, offered.err) == (0, "")
    assert offered.lines[0].startswith("# A column map for log.csv, guessed from its header")
    write(tmp_path, columns__toml=offered.out)
    checked = plp("records", "check", file, "--map", tmp_path / "columns.toml")
    assert checked.code == 0
    assert checked.lines[-1] == "2 educators, 3 activities, 0 doubtful rows"


def test_a_map_offered_to_a_file_is_the_one_on_the_screen(tmp_path: Path) -> None:
    file = write(tmp_path, log__csv=LOG)["log__csv"]
    written = plp("records", "guess", file, "--output", tmp_path / "map.toml")
    assert (written.code, written.out) == (0, "")
    assert (tmp_path / "map.toml").read_text("utf-8") == plp("records", "guess", file).out


@pytest.mark.parametrize("table", TABLES)
def test_a_map_is_offered_for_each_table(table: str, tmp_path: Path) -> None:
    columns = "id,educator,title,kind,activities,link,body,subject,decision,name,rule,authority,reason,granted"
    file = write(tmp_path, some__csv=f"{columns}\n")["some__csv"]
    done = plp("records", "guess", file, "--table", table)
    assert done.code == 0
    assert dict(parse_map(done.out).tables()).keys() == {table}


def test_a_check_counts_rows_by_file(tmp_path: Path) -> None:
    _, records = district(tmp_path, LOG.replace(",6\n", ",six\n"))
    done = plp("records", "check", *records)
    assert done.code == 1
    assert done.lines == [
        "table       file     rows  used  refused",
        "----------  -------  ----  ----  -------",
        "activities  log.csv     3     2        1",
        "2 educators, 2 activities, 0 doubtful rows",
    ]


def test_one_of_each_is_said_in_the_singular(tmp_path: Path) -> None:
    log = "Staff,Date,Type,Title,Hours\n" + 2 * "t-1,2024-08-20,Workshop,A,10\n"
    _, records = district(tmp_path, log)
    done = plp("records", "check", *records)
    assert done.code == 0
    assert done.lines[-1] == "1 educator, 2 activities, 1 doubtful row"
    assert done.err.startswith("warning: log.csv:3: the same date, kind, title and amount stand in log.csv:2; ")


def test_a_folder_brings_its_own_map_which_is_no_data(tmp_path: Path) -> None:
    write(tmp_path, log__csv=LOG, columns__toml=MAP)
    own = plp("records", "check", tmp_path)
    assert own == plp("records", "check", tmp_path / "log.csv", "--map", tmp_path / "columns.toml")


def test_a_map_alone_reads_the_folder_that_it_stands_in(tmp_path: Path) -> None:
    files = write(tmp_path, log__csv=LOG, my__toml=MAP.replace("[activities.columns]", FILE))
    done = plp("records", "check", "--map", files["my__toml"])
    assert done.code == 0
    assert "activities  log.csv     3     3        0" in done.lines


FILE = '[activities]\nfile = "log.csv"\n\n[activities.columns]'


def test_a_file_whose_columns_have_our_names_needs_no_map(tmp_path: Path) -> None:
    log = "educator,kind,completed,amount.hour\nt-1,workshop,2024-08-20,10\n"
    done = plp("records", "check", write(tmp_path, own__csv=log)["own__csv"])
    assert (done.code, done.err) == (0, "rows in 1 = rows used 1 + rows refused 0\n")
    assert done.lines[-1] == "1 educator, 1 activity, 0 doubtful rows"


def test_columns_that_are_left_out_for_their_name_are_told(tmp_path: Path) -> None:
    log = "educator,kind,completed,hours,,Notes\nt-1,workshop,2024-08-20,10,,\n"
    done = plp("records", "check", write(tmp_path, own__csv=log)["own__csv"])
    assert done.code == 0
    assert done.err.splitlines() == [
        "not read, since no field has such a name: hours, Notes",
        "rows in 1 = rows used 1 + rows refused 0",
    ]


@pytest.mark.parametrize("lines", [False, True], ids=["json", "jsonl"])
def test_portfolios_in_our_own_json_need_no_map(lines: bool, tmp_path: Path) -> None:
    people: list[object] = [{"educator": {"id": f"t-{n}"}} for n in (1, 2)]
    text = "\n".join(map(json.dumps, people)) if lines else json.dumps(people)
    file = tmp_path / ("all.jsonl" if lines else "all.json")
    file.write_text(text, "utf-8")
    done = plp("records", "check", file)
    assert done.code == 0
    assert done.lines[-1] == "2 educators, 0 activities, 0 doubtful rows"


def test_receipts_go_to_a_file_instead_of_the_screen(tmp_path: Path) -> None:
    _, records = district(tmp_path, LOG.replace(",6\n", ",six\n").replace("Grading", "=cmd()"))
    done = plp("records", "check", *records, "--receipts", tmp_path / "receipts.csv")
    assert done.code == 1
    assert done.err == "rows in 3 = rows used 2 + rows refused 1\n"
    (receipt,) = csv.DictReader((tmp_path / "receipts.csv").read_text("utf-8").splitlines())
    assert (receipt["level"], receipt["file"], receipt["line"]) == ("refused", "log.csv", "3")
    assert receipt["column"] == "Hours"
    assert receipt["what"]
    assert receipt["mend"]


@pytest.mark.parametrize(("bad", "left"), [(20, None), (21, "… and 1 more receipt"), (22, "… and 2 more receipts")])
def test_the_screen_shows_twenty_receipts_and_says_how_many_are_left(
    bad: int, left: str | None, tmp_path: Path
) -> None:
    _, records = district(tmp_path, LOG + bad * "t-1,never,Workshop,A,1\n")
    told = plp("records", "check", *records).err.splitlines()
    assert sum(line.startswith("refused: ") for line in told) == 20
    assert told[20:-1] == ([f"{left}; --receipts FILE.csv writes all"] if left else [])


def test_strict_judges_nothing_where_a_row_is_refused(tmp_path: Path) -> None:
    policy, records = district(tmp_path, LOG.replace(",6\n", ",six\n"))
    for command in (("records", "check"), ("audit", policy), ("evaluate", policy), ("explain", policy)):
        done = plp(*command, *records, "--strict", "--receipts", tmp_path / "receipts.csv")
        assert (done.code, done.out) == (1, "")
        assert done.err.splitlines()[-1] == "--strict: a row was refused, so that nothing is judged"
        assert "log.csv,3,Hours,'six' is not an amount" in (tmp_path / "receipts.csv").read_text("utf-8")


def test_strict_asks_nothing_more_of_good_rows(tmp_path: Path) -> None:
    _, records = district(tmp_path)
    assert plp("records", "check", *records, "--strict").code == 0


@pytest.mark.parametrize("option", [YEAR[:2], ("--each-year", "07-01")])
def test_a_check_counts_only_what_lies_in_the_period(option: tuple[str, ...], tmp_path: Path) -> None:
    _, records = district(tmp_path, LOG.replace("2024-10-06", "2021-10-06"))
    done = plp("records", "check", *records, *option)
    expected = "2 educators, 2 activities, 0 doubtful rows" if "--cycle" in option else "2 educators, 3 activities"
    assert done.lines[-1].startswith(expected)


def test_the_plans_of_the_records_are_the_periods_where_none_is_asked_for(tmp_path: Path) -> None:
    plan = {"id": "p", "period": "2024-07-01/2025-07-01"}
    files = write(tmp_path, ten__toml=POLICY, one__json=json.dumps({"educator": {"id": "t-1"}, "plan": plan}))
    done = plp("audit", files["ten__toml"], files["one__json"], "--as-of", "2025-06-30")
    assert "ten-hours, as of 2025-06-30, cycle 2024-07-01/2025-07-01" in done.lines
