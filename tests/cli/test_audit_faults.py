"""`plp audit` where records hold values that the policy does not declare: told, counted, and nobody else's trouble."""

import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.commands import MAP, POLICY, YEAR, plp, write

LEVELS = POLICY + '\n[activity_facts]\nlevel = { type = "text", one_of = ["first", "second"] }\n'
ASKING = LEVELS + '\n[[conditions]]\nid = "deep"\ncite = "handbook 5"\nwhen = { level = "second" }\nreflection = {}\n'
LEVEL_MAP = MAP + 'Level = "facts.level"\n'
LOG = "Staff,Date,Type,Title,Hours,Level\n"
FINE = "t-1,2024-08-20,Workshop,Opening day,10,first\n"
ODD = "t-2,2024-08-20,Workshop,Opening day,10,third\n"
FAULT = (
    "$.activities.log.csv:3.facts.level: the value is not among those that the policy declares;"
    " declared are first, second"
)
TOLD = "Not judged, since the record holds a value that the policy does not take: 1 educator"


def files(folder: Path, rows: str = FINE + ODD) -> tuple[object, ...]:
    found = write(folder, asking__toml=ASKING, ten__toml=POLICY, log__csv=LOG + rows, columns__toml=LEVEL_MAP)
    return (found["log__csv"], "--map", found["columns__toml"], *YEAR)


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_the_page_tells_the_fault_and_judges_everybody_else(tmp_path: Path) -> None:
    done = plp("audit", tmp_path / "asking.toml", *files(tmp_path))
    assert done.code == 1
    assert done.err == "rows in 2 = rows used 2 + rows refused 0\n"
    assert done.lines[1:] == [
        "ten-hours, as of 2025-06-30, cycle 2024-07-01/2025-07-01",
        "",
        "2 educators: 1 met, 1 cannot be told yet",
        "Claimed: 1 activity, 10 hours.",
        "Counted in whole or in part: 1, 10 hours of credit.",
        "Not counted: nothing.",
        "",
        TOLD,
        f"  t-2: {FAULT}",
        "",
        "Who needs a look",
        "educator  outcome             required  total  short  not counted  missing",
        "--------  ------------------  --------  -----  -----  -----------  -------",
        "t-2       cannot be told yet         0      0      0  nothing",
    ]


def test_the_page_tells_it_in_spanish(tmp_path: Path) -> None:
    done = plp("audit", tmp_path / "asking.toml", *files(tmp_path), "--language", "es")
    assert "Sin juzgar, porque el registro tiene un valor que la norma no admite: 1 docente" in done.lines


def test_the_rows_for_programs_have_the_fault_in_a_column(tmp_path: Path) -> None:
    first, second = table(plp("audit", tmp_path / "asking.toml", *files(tmp_path), "--format", "csv").out)
    assert (first["outcome"], first["fault"]) == ("met", "")
    assert (second["outcome"], second["cycle"], second["fault"]) == ("undetermined", "2024-07-01/2025-07-01", FAULT)


def test_the_data_for_programs_have_the_fault_in_parts_and_the_number_of_educators(tmp_path: Path) -> None:
    data = json.loads(plp("audit", tmp_path / "asking.toml", *files(tmp_path), "--format", "json").out)
    assert data["totals"]["faults"] == 1
    assert [one["fault"] for one in data["educators"]] == [
        None,
        {
            "where": "$.activities.log.csv:3.facts.level",
            "what": "the value is not among those that the policy declares",
            "mend": "declared are first, second",
        },
    ]


@pytest.mark.parametrize(
    ("first", "second", "code"), [("asking", "ten", 1), ("ten", "asking", 0), ("asking", "asking", 1)]
)
def test_a_comparison_tells_a_fault_under_either_policy_once(
    first: str, second: str, code: int, tmp_path: Path
) -> None:
    given = files(tmp_path)
    args = ("audit", tmp_path / f"{first}.toml", *given, "--compare-with", tmp_path / f"{second}.toml")
    done = plp(*args)
    assert [line for line in done.lines if "t-2:" in line] == [f"  t-2: {FAULT}"]
    assert TOLD in done.lines
    assert done.code == code
    row = table(plp(*args, "--format", "csv").out)[1]
    expected = {"asking": FAULT, "ten": ""}
    assert (row["fault"], row["second_fault"]) == (expected[first], expected[second])


@pytest.mark.parametrize(("educators", "named", "more"), [("some", 10, 1), ("all", 12, 0), ("none", 0, 0)])
def test_as_many_faults_are_listed_as_people_are_asked_for(
    educators: str, named: int, more: int, tmp_path: Path
) -> None:
    odd = "".join(f"t-{number:02},2024-08-20,Workshop,Day,10,third\n" for number in range(12))
    done = plp("audit", tmp_path / "asking.toml", *files(tmp_path, odd), "--educators", educators)
    assert TOLD.replace("1 educator", "12 educators") in done.lines
    assert sum(line.startswith("  t-") for line in done.lines) == named
    # The table of those who need a look stops after ten as well.
    assert done.lines.count("… and 2 more; --educators all shows everybody") == 2 * more


@pytest.mark.parametrize("command", ["evaluate", "explain"])
def test_single_records_keep_their_one_line(command: str, tmp_path: Path) -> None:
    done = plp(command, tmp_path / "asking.toml", *files(tmp_path), "--educator", "t-2")
    assert (done.code, done.out) == (2, "")
    assert done.err.splitlines()[1:] == [f"plp: {FAULT}"]


@pytest.mark.parametrize("years", [YEAR, ("--each-year", "07-01", "--as-of", "2025-06-30")], ids=["cycle", "each year"])
def test_an_educator_whose_rows_are_all_refused_is_judged_with_nothing(years: tuple[str, ...], tmp_path: Path) -> None:
    odd = "t-2,never,Workshop,Opening day,10,first\n"
    *given, _, _, _, _ = files(tmp_path, FINE + odd)
    done = plp("audit", tmp_path / "ten.toml", *given, *years)
    assert done.code == 1
    assert "2 educators: 1 met, 1 short" in done.lines
    refused, also, balance = done.err.splitlines()
    assert refused.startswith("refused: log.csv:3, column 'Date': 'never' is not a date; ")
    assert also.startswith("refused: log.csv:3: every row of 't-2' was refused; ")
    assert balance == "rows in 2 = rows used 1 + rows refused 1"
